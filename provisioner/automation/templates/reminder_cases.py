"""What a reminder can be about: each case says whom it finds, when it comes back, and its words (B2B-A2 to A5, A7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.automation import amounts
from provisioner.automation.conditions import (
    After,
    All,
    AnyOf,
    Before,
    Between,
    Is,
    Known,
    Linked,
    Moment,
    OneOf,
    Unknown,
    WhenTrue,
)
from provisioner.automation.objects import (
    COMPANY_TO_DEAL,
    ENTERED_STAGE,
    LAST_ACTIVITY,
    LAST_CONTACTED,
    NEXT_ACTIVITY,
    OBJECTS,
    OWNER,
)
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import pieces

TODAY = Moment("TODAY")


@dataclass(frozen=True, slots=True)
class Case:
    """``read`` gives the parameters of this case from its first condition; ``subject``, ``text`` and ``said`` are by
    language, ``said`` with the rule's parameters in braces."""

    enrolment: Callable[[Rule, Context], WhenTrue]
    read: Callable[[All], dict[str, Any] | None]
    subject: Mapping[str, str] = field(hash=False)
    text: Mapping[str, str] = field(hash=False)
    said: Mapping[str, str] = field(hash=False)
    object_type: str = "deals"


def _open_deal(rule: Rule, context: Context) -> All:
    """An open deal of the rule's pipeline and stages, with an owner, that entered its stage since going live."""
    names = rule.parameters.get("stages", [])
    stages = (pieces.in_stages(rule.pipeline, names),) if names else ()
    return (pieces.in_pipeline(rule), *stages, Is("hs_is_closed", False), Known(OWNER), pieces.since(rule, context))


OPEN = 3
"""How many conditions of ``_open_deal`` come after pipeline and stages."""


def _no_next_activity(rule: Rule, context: Context) -> WhenTrue:
    deal, long_ago = _open_deal(rule, context), pieces.ago(rule.parameters["after"])
    nothing, quiet = Unknown(NEXT_ACTIVITY), Before(LAST_ACTIVITY, long_ago)
    never = (Unknown(LAST_ACTIVITY), Before(OBJECTS["deals"].created, long_ago))
    return WhenTrue(((*deal, nothing, quiet), (*deal, nothing, *never)), ((quiet,),))


def _read_no_next_activity(rest: All) -> dict[str, Any] | None:
    match rest:
        case (Unknown(), Before(name) as quiet) if name == LAST_ACTIVITY:
            return {"after": pieces.span_of(quiet)}
    return None


def _close_date_passed(rule: Rule, context: Context) -> WhenTrue:
    # The date itself is the trigger: "close date changed" would never fire again, since on the day of the change
    # the date lies ahead.
    passed = Before("closedate", TODAY)
    return WhenTrue(((*_open_deal(rule, context), passed),), ((passed,),))


def _read_close_date_passed(rest: All) -> dict[str, Any] | None:
    return {} if rest == (Before("closedate", TODAY),) else None


def _quiet_since_stage(rule: Rule, context: Context) -> WhenTrue:
    deal, long_ago = _open_deal(rule, context), pieces.ago(rule.parameters["after"])
    old = Before(ENTERED_STAGE, long_ago)
    quiet = Before(LAST_CONTACTED, long_ago)
    return WhenTrue(((*deal, old, quiet), (*deal, old, Unknown(LAST_CONTACTED))), ((old,),))


def _read_quiet_since_stage(rest: All) -> dict[str, Any] | None:
    match rest:
        case (Before(name) as old, Before(contacted)) if (name, contacted) == (ENTERED_STAGE, LAST_CONTACTED):
            return {"after": pieces.span_of(old)}
    return None


def _date_near(rule: Rule, context: Context) -> WhenTrue:
    days = amounts.hours(rule.parameters["within"]) // 24
    near = Between(rule.parameters["property"], TODAY, Moment("TODAY", days=days))
    return WhenTrue(((*_open_deal(rule, context), near),), ((near,),))


def _read_date_near(rest: All) -> dict[str, Any] | None:
    match rest:
        case (Between(name, _, last),):
            return {"property": name, "within": f"{last.days}d"}
    return None


def _account_quiet(rule: Rule, context: Context) -> WhenTrue:
    """By the last activity, since an account may be as old as it likes: it must have gone quiet since going live."""
    given = rule.parameters
    account = (
        Linked("deals", COMPANY_TO_DEAL, (pieces.in_pipeline(rule),)),
        Known(OWNER),
        After(LAST_ACTIVITY, Moment("DATE", day=context.go_live)),
    )
    tiers: Mapping[str, str] = given.get("tiers", {})
    # Tier and span together bring an account back: a span alone would bring it back at that of every other tier.
    ages: AnyOf = ((*_tier(given, tuple(tiers), none=True), _quiet(given["after"])),)
    ages += tuple((*_tier(given, (tier,)), _quiet(span)) for tier, span in tiers.items())
    return WhenTrue(tuple((*account[1:], *age, account[0]) for age in ages), ages)


def _quiet(span: str) -> Before:
    return Before(LAST_ACTIVITY, pieces.ago(span))


def _tier(given: Mapping[str, Any], tiers: tuple[str, ...], *, none: bool = False) -> All:
    return (OneOf(given["tier_property"], tiers, none),) if tiers else ()


def tiers_of(who: AnyOf) -> dict[str, Any]:
    """The parameters of a quiet account: the plain span, and one for each tier."""
    found: dict[str, Any] = {}
    for each in who:
        match each:
            case (_, _, Before() as quiet, Linked()):
                found["after"] = pieces.span_of(quiet)
            case (_, _, OneOf(_, _, True), Before() as quiet, Linked()):
                found["after"] = pieces.span_of(quiet)
            case (_, _, OneOf(name, (str(tier),)), Before() as quiet, Linked()):
                found.setdefault("tiers", {})[tier] = pieces.span_of(quiet)
                found["tier_property"] = name
    return found


CASES: Mapping[str, Case] = {
    "no_next_activity": Case(
        _no_next_activity,
        _read_no_next_activity,
        {"en": "What happens next? {name}", "he": "מה קורה הלאה? {name}"},
        {
            "en": "No next activity is planned on this deal. Which step did you agree on with the buyer, and when?",
            "he": "לא מתוכננת פעילות הבאה בעסקה. מה הצעד הבא שסוכם עם הקונה, ומתי?",
        },
        {
            "en": "An open deal without a next activity that was quiet for {after} reminds its owner.",
            "he": "עסקה פתוחה ללא פעילות הבאה, ששקטה כבר {after}, שולחת תזכורת לבעל העסקה.",
        },
    ),
    "close_date_passed": Case(
        _close_date_passed,
        _read_close_date_passed,
        {"en": "The close date has passed: {name}", "he": "מועד הסגירה עבר: {name}"},
        {
            "en": "Set the date that the buyer named, or record how the deal ended.",
            "he": "לעדכן את המועד שהקונה נקב בו, או לרשום כיצד הסתיימה העסקה.",
        },
        {
            "en": "An open deal whose close date has passed reminds its owner to update or close it.",
            "he": "עסקה פתוחה שמועד הסגירה שלה עבר מזכירה לבעל העסקה לעדכן או לסגור אותה.",
        },
    ),
    "quiet_since_stage": Case(
        _quiet_since_stage,
        _read_quiet_since_stage,
        {"en": "Time to follow up? {name}", "he": "הגיע הזמן למעקב? {name}"},
        {
            "en": "There was no contact since the deal entered this stage. What would help the buyer to decide?",
            "he": "לא היה קשר מאז שהעסקה נכנסה לשלב הזה. מה יעזור לקונה להחליט?",
        },
        {
            "en": "A deal that is in {stage} for {after} without contact reminds its owner.",
            "he": "עסקה שנמצאת בשלב {stage} כבר {after} ללא קשר שולחת תזכורת לבעל העסקה.",
        },
    ),
    "date_near": Case(
        _date_near,
        _read_date_near,
        {"en": "A date is near: {name}", "he": "מועד מתקרב: {name}"},
        {
            "en": "Speak with the buyer before the date, or agree on a new one.",
            "he": "לדבר עם הקונה לפני המועד, או לסכם מועד חדש.",
        },
        {
            "en": "An open deal whose {property} is at most {within} away reminds its owner.",
            "he": "עסקה פתוחה שהמועד בשדה {property} קרוב, עד {within}, שולחת תזכורת לבעל העסקה.",
        },
    ),
    "account_quiet": Case(
        _account_quiet,
        lambda _: None,
        {"en": "A quiet account: {name}", "he": "לקוח שקט: {name}"},
        {
            "en": "There was no activity with this account for a while. Who there would be glad to hear from you?",
            "he": "לא הייתה פעילות מול הלקוח הזה זמן מה. מי שם ישמח לשמוע ממך?",
        },
        {
            "en": "An account with deals in {pipeline} that was quiet for {after} reminds its owner{tiers}.",
            "he": "לקוח עם עסקאות ב{pipeline}, ששקט כבר {after}, שולח תזכורת לבעל הלקוח{tiers}.",
        },
        object_type="companies",
    ),
}
