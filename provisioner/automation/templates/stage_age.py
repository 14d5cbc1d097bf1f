"""Stage age: a deal that stays too long reminds its owner and then, if the rule says so, a manager (CC-A11, B2B-A6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.automation import amounts, people
from provisioner.automation.conditions import Before, Known, WhenTrue
from provisioner.automation.objects import ENTERED_STAGE, OWNER
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, ByValue, Choose, Flow, Mail, Steps, Wait
from provisioner.automation.templates import pieces, spacing
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Ref

DAY = 24 * 60


def _ages(rule: Rule, context: Context, factor: str, otherwise: float) -> dict[str, str] | None:
    """The ages of the blueprint's open stages, times a factor."""
    times = float(rule.parameters.get(factor, otherwise))
    wanted = rule.parameters.get("remind_after")
    stages = [
        each
        for each in context.stages(rule.pipeline)
        if (each.name in wanted if wanted else each.is_open) and amounts.is_amount(each.max_age)
    ]
    return {each.name: amounts.multiplied(each.max_age, times) for each in stages} or None


NAME = "stage_age"
CODES = ("CC-A11", "B2B-A6")
OBJECTS = ("deals",)
STAGE = "none"
BUSINESS = True
TITLE = {"en": "Too long in a stage", "he": "זמן רב מדי בשלב"}
FIELDS = (
    Parameter(
        "factor", Shape.FACTOR, "Times the stage's max_age: when to remind.", 1, least=0.5, most=10, for_defaults=True
    ),
    Parameter(
        "remind_after",
        Shape.SPANS,
        "When to remind, by stage; max_age times factor where nothing is said.",
        lambda rule, context: _ages(rule, context, "factor", 1),
        required=True,
        least="1h",
        most="365d",
    ),
    pieces.AS,
    spacing.SPACING,
    spacing.STAMP,
    pieces.text_parameter("subject", "Subject for the owner.", "What is the next move? {name}", "מה הצעד הבא? {name}"),
    pieces.text_parameter(
        "text",
        "Text for the owner.",
        "This deal has been in its stage for longer than usual. What does the buyer need in order to go on?",
        "העסקה נמצאת בשלב הזה זמן רב מהרגיל. מה חסר לקונה כדי להתקדם?",
    ),
    Parameter("escalate_to", Shape.PEOPLE, "Who is told when it stays even longer."),
    Parameter(
        "escalate_factor",
        Shape.FACTOR,
        "Times the stage's max_age: when to tell them.",
        2,
        least=1,
        most=20,
        for_defaults=True,
    ),
    Parameter(
        "escalate_after",
        Shape.SPANS,
        "When to tell them, by stage; max_age times escalate_factor where nothing is said.",
        lambda rule, context: _ages(rule, context, "escalate_factor", 2),
        only_with="escalate_to",
        least="1h",
        most="365d",
        above=("remind_after",),
    ),
    pieces.text_parameter(
        "escalate_subject", "Subject of the escalation.", "Over age: {name}", "חריגת גיל: {name}", "escalate_to"
    ),
    pieces.text_parameter(
        "escalate_text",
        "Text of the escalation.",
        "The deal is still in the same stage, although its owner was reminded.",
        "העסקה עדיין באותו שלב, אף שבעל העסקה קיבל תזכורת.",
        "escalate_to",
    ),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """One workflow for all stages, since a pipeline may carry only so many.

    A deal comes back when it has grown old in another stage. Stage and age together are the trigger: an age alone
    would bring a deal that stays put back at the age of every other stage. A rule that escalates acts on people in
    business time and carries the calendar; one that only reminds gives tasks due on working days.
    """
    given = rule.parameters
    bound = pieces.since(rule, context)
    old = {name: Before(ENTERED_STAGE, pieces.ago(span)) for name, span in given["remind_after"].items()}
    who = tuple(
        (pieces.in_pipeline(rule), pieces.in_stages(rule.pipeline, [name]), each, bound, Known(OWNER))
        for name, each in old.items()
    )
    again = tuple((pieces.in_stages(rule.pipeline, [name]), each) for name, each in old.items())
    steps = spacing.spaced(given, who, (pieces.reminder(context, given), *_escalation(rule)))
    return pieces.made(rule, context, WhenTrue(who, again), steps, business="escalate_to" in given)


def _escalation(rule: Rule) -> Steps:
    given = rule.parameters
    if "escalate_to" not in given:
        return ()
    tell = (Mail(people.recipient(given["escalate_to"]), given["escalate_subject"], given["escalate_text"]),)
    branches = []
    for name, later in given["escalate_after"].items():
        left = amounts.amount(later).minutes - amounts.amount(given["remind_after"][name]).minutes
        here = ((pieces.in_stages(rule.pipeline, [name]),),)
        then = (_wait(left), pieces.only_if("Still in the stage", here, tell, "Moved on"))
        branches.append((Ref(rule.pipeline.part(name)), then))
    return (ByValue(FACTS[pieces.own_object(rule)].stage, tuple(branches), otherwise_name="Other stages"),)


def _wait(minutes: int) -> Wait:
    return Wait(minutes // DAY, "DAYS") if minutes % DAY == 0 else Wait(minutes, "MINUTES")


def read(given: Flow) -> Reading | None:
    if not isinstance(given.enrolment, WhenTrue) or not given.steps:
        return None
    wheres = [pieces.where_of(each) for each in given.enrolment.who]
    remind: dict[str, str] = {}
    for where in wheres:
        match where and where.rest:
            case (Before() as old, *_) if where and len(where.stages) == 1:
                remind[where.stages[0].name] = pieces.span_of(old)
            case _:
                return None
    kept, steps = spacing.unspaced(given.steps)
    told = pieces.reminder_of(steps[0])
    escalated = _read_escalation(steps[1:], remind)
    if told is None or escalated is None or not wheres or wheres[0] is None:
        return None
    return Reading(wheres[0].pipeline, None, {"remind_after": remind, **kept, **told, **escalated})


def _read_escalation(steps: Steps, remind: Mapping[str, str]) -> dict[str, Any] | None:
    if not steps:
        return {}
    later: dict[str, str] = {}
    told: dict[str, Any] = {}
    match steps:
        case (ByValue(_, branches),):
            for value, then in branches:
                match value, then:
                    case Ref(stage), (Wait() as wait, Choose((Branch(then=(Mail(to, subject, text),)),))):
                        minutes = amounts.amount(remind.get(stage.name, "0h") or "0h").minutes + _minutes(wait)
                        later[stage.name] = amounts.of_hours(minutes // 60)
                        told = {"escalate_to": people.described(to), "escalate_subject": subject, "escalate_text": text}
                    case _:
                        return None
    return {"escalate_after": later, **told} if later else None


def _minutes(wait: Wait) -> int:
    return wait.number * (DAY if wait.unit == "DAYS" else 1)


def sentence(rule: Rule, context: Context) -> Words:
    given = rule.parameters
    told = {each: _by_stage(rule, context, each, "remind_after") for each in ("en", "he")}
    more = {"en": "", "he": ""}
    if "escalate_to" in given:
        to = people.words(given["escalate_to"])
        later = {each: _by_stage(rule, context, each, "escalate_after") for each in ("en", "he")}
        more = {
            "en": f" If it stays, {to['en']} is told ({later['en']}).",
            "he": f" אם היא נשארת, מודיעים אל {to['he']} ({later['he']}).",
        }
    kept = spacing.said(given)
    return {
        "en": f"A deal that stays too long in a stage reminds its owner ({told['en']}).{more['en']}{kept['en']}",
        "he": f"עסקה שנשארת זמן רב מדי בשלב שולחת תזכורת לבעל העסקה ({told['he']}).{more['he']}{kept['he']}",
    }


def _by_stage(rule: Rule, context: Context, language: str, name: str) -> str:
    spans = rule.parameters[name].items()
    return ", ".join(
        f"{pieces.label(rule, context, language, each)}: {amounts.words(span)[language]}" for each, span in spans
    )
