"""Reminder: one question for the owner, and nobody else told (B2B-A2 to B2B-A5, B2B-A7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provisioner.automation import amounts
from provisioner.automation.conditions import AnyOf, Is, Linked, WhenTrue
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Flow
from provisioner.automation.templates import pieces, spacing
from provisioner.automation.templates.contract import Reading, Words
from provisioner.automation.templates.reminder_cases import CASES, OPEN, tiers_of
from provisioner.model.keys import Key

_AFTER = {"no_next_activity": "7d", "quiet_since_stage": "3bd", "account_quiet": "60d"}


def _later_stages(rule: Rule, context: Context) -> list[str] | None:
    """The stage that the rule names; else, for the next activity, the open stages from the second on, since in the
    first nothing is agreed yet."""
    if rule.stage:
        return [rule.stage.name]
    if rule.parameters.get("when") != "no_next_activity":
        return None
    return [each.name for each in context.stages(rule.pipeline) if each.is_open][1:] or None


def _words(rule: Rule, what: str) -> Words | None:
    case = CASES.get(rule.parameters.get("when", ""))
    return None if case is None else (case.subject if what == "subject" else case.text)


OF_DEALS = tuple(name for name, case in CASES.items() if case.object_type == "deals")

NAME = "reminder"
CODES = ("B2B-A2", "B2B-A3", "B2B-A4", "B2B-A5", "B2B-A7")
OBJECTS = ("deals",)
STAGE = "shorthand"
BUSINESS = False
TITLE = {"en": "Reminder to the owner", "he": "תזכורת לבעל הרשומה"}
FIELDS = (
    Parameter("when", Shape.CHOICE, "What the reminder is about.", required=True, choices=tuple(CASES)),
    Parameter(
        "after",
        Shape.SPAN,
        "How long it must have been quiet.",
        lambda rule, _: _AFTER.get(rule.parameters.get("when", "")),
        least="1d",
        most="365d",
        only_when=tuple(_AFTER),
    ),
    Parameter("stages", Shape.STAGES, "The stages that count.", _later_stages, only_when=OF_DEALS),
    Parameter("property", Shape.PROPERTY, "The date that is near.", required=True, only_when=("date_near",)),
    Parameter("within", Shape.SPAN, "How near.", "5d", least="1d", most="180d", only_when=("date_near",)),
    Parameter(
        "tiers",
        Shape.SPAN_BY_OPTION,
        "Another span for some tiers.",
        least="1d",
        most="365d",
        only_when=("account_quiet",),
    ),
    Parameter("tier_property", Shape.PROPERTY, "The tier of an account.", "b2b_account_tier", only_with="tiers"),
    pieces.AS,
    replace(spacing.SPACING, only_when=OF_DEALS),
    spacing.STAMP,
    Parameter("subject", Shape.TEXT, "Subject for the owner.", lambda rule, _: _words(rule, "subject")),
    Parameter("text", Shape.TEXT, "Text for the owner.", lambda rule, _: _words(rule, "text")),
)
PARAMETERS = schema(FIELDS)


def stands_on(rule: Rule) -> str:
    case = CASES.get(rule.parameters.get("when", ""))
    return case.object_type if case else pieces.own_object(rule)


def flow(rule: Rule, context: Context) -> Flow:
    """Supportive: one reminder, for the owner, without time windows; a task is due on a working day."""
    case = CASES[rule.parameters["when"]]
    enrolment = case.enrolment(rule, context)
    steps = spacing.spaced(rule.parameters, enrolment.who, (pieces.reminder(context, rule.parameters),))
    return replace(pieces.made(rule, context, enrolment, steps, business=False), object_type=case.object_type)


def read(given: Flow) -> Reading | None:
    kept, steps = spacing.unspaced(given.steps)
    match given.enrolment, steps:
        case WhenTrue(who), (step,) if who:
            told = pieces.reminder_of(step)
            found = _read_account(who) if given.object_type == "companies" else _read_deal(who)
            if found and told is not None:
                return Reading(found.pipeline, found.stage, {**found.parameters, **kept, **told})
    return None


def _read_account(who: AnyOf) -> Reading | None:
    linked = [each for each in who[0] if isinstance(each, Linked)]
    where = pieces.where_of(linked[0].all) if linked else None
    return Reading(where.pipeline, None, {"when": "account_quiet", **tiers_of(who)}) if where else None


def _read_deal(who: AnyOf) -> Reading | None:
    where = pieces.where_of(who[0])
    if where is None or not isinstance(where.rest[0] if where.rest else None, Is):
        return None
    for name, case in CASES.items():
        found = case.read(where.rest[OPEN:])
        if found is not None:
            return _placed(where.pipeline, where.stages, name, found)
    return None


def _placed(pipeline: Key, stages: tuple[Key, ...], when: str, found: dict[str, Any]) -> Reading:
    names = {"stages": [each.name for each in stages]} if stages else {}
    return Reading(pipeline, None, {"when": when, **names, **found})


def sentence(rule: Rule, context: Context) -> Words:
    return {language: _sentence(rule, context, language) for language in ("en", "he")}


def _sentence(rule: Rule, context: Context, language: str) -> str:
    given = rule.parameters
    amounts_said = {each: amounts.words(given[each])[language] for each in ("after", "within") if each in given}
    names = given.get("stages", [])
    stages = ", ".join(pieces.label(rule, context, language, each) for each in names)
    facts = {"stage": stages or pieces.label(rule, context, language), "property": given.get("property", "")}
    told = CASES[given["when"]].said[language]
    facts |= {"pipeline": pieces.label(rule, context, language), "tiers": _tiers(rule, language)}
    return told.format(**amounts_said, **facts) + spacing.said(given)[language]


def _tiers(rule: Rule, language: str) -> str:
    spans = rule.parameters.get("tiers", {}).items()
    listed = ", ".join(f"{tier}: {amounts.words(span)[language]}" for tier, span in spans)
    return f" ({listed})" if listed else ""
