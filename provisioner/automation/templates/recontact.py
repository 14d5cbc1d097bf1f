"""Recontact: "not now" gets a date, and on that date a task to open a new lead, so that the loop closes (CC-A12)."""

from __future__ import annotations

from typing import Any

from provisioner.automation import amounts
from provisioner.automation.conditions import Changed, Known, OneOf, WhenEvent
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, Due, Flow, Later, Set, Steps, Task, WaitUntil
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Key, Ref

_REASON = {"leads": ("cc_disqualify_reason", "not_now"), "deals": ("core_loss_reason", "timing")}


def _text(rule: Rule, context: Context) -> Words:
    into = Key("pipeline", str(rule.parameters.get("into", "")))
    start = into.part(str(rule.parameters.get("into_stage", "")))
    places = {each: f"{context.label(into, each)}, {context.label(start, each)}" for each in ("en", "he")}
    return {
        "en": f"Open a new lead of the type Re-attempting in {places['en']}, for the same contact, and call.",
        "he": f"לפתוח ליד חדש מסוג Re-attempting ב: {places['he']}, עבור אותו איש קשר, ולהתקשר.",
    }


NAME = "recontact"
CODES = ("CC-A12",)
OBJECTS = ("leads", "deals")
STAGE = "required"
BUSINESS = True
TITLE = {"en": "Come back when the time is right", "he": "חזרה ללקוח במועד מתאים"}
FIELDS = (
    Parameter("into", Shape.PIPELINE, "The lead pipeline of the new lead.", required=True, for_defaults=True),
    Parameter("into_stage", Shape.STAGE, "The stage in which it starts.", required=True, of="into", for_defaults=True),
    Parameter(
        "reason_property",
        Shape.PROPERTY,
        "Why the record ended.",
        lambda rule, _: _REASON.get(rule.pipeline.object_type, ("", ""))[0],
    ),
    Parameter(
        "reasons",
        Shape.WORDS,
        "The reasons that mean not now.",
        lambda rule, _: [_REASON.get(rule.pipeline.object_type, ("", ""))[1]],
    ),
    Parameter("after", Shape.SPAN, "When to come back where no date was agreed.", "30d", least="1d", most="730d"),
    Parameter("date_property", Shape.PROPERTY, "The date that was agreed.", "core_recontact_date"),
    pieces.text_parameter(
        "subject", "Subject of the task.", "Time to come back: {name}", "הגיע המועד לחזור ללקוח: {name}"
    ),
    Parameter("text", Shape.TEXT, "Text of the task.", lambda rule, context: _text(rule, context)),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Waits for stage and reason in whichever order they are written; an agreed date goes before ours.

    A person opens the lead: HubSpot wants a contact or a company on a lead at the moment it is created, and how a
    workflow's new record gets the contact of the old one is not published.
    """
    given = rule.parameters
    stage = FACTS[pieces.own_object(rule)].stage
    ended = (*pieces.where(rule), OneOf(given["reason_property"], tuple(given["reasons"])))
    moments = (
        Changed(stage, tuple(Ref(each) for each in [rule.stage] if each)),
        Changed(given["reason_property"], tuple(given["reasons"])),
    )
    days = amounts.hours(given["after"]) // 24
    stamped = (Set(given["date_property"], Later(days, "DAYS")), *_return(rule, ended))
    agreed = Branch("A date was agreed", ((Known(given["date_property"]),),), _return(rule, ended))
    enrolment = WhenEvent(moments, (ended,), again=False)
    steps = (Choose((agreed,), stamped, "No date yet"),)
    return pieces.made(rule, context, enrolment, steps, business=True)


def _return(rule: Rule, ended: tuple[Any, ...]) -> Steps:
    given = rule.parameters
    task = (Task("CALL", given["subject"], given["text"], "HIGH", Due(60, "MINUTES")),)
    return (WaitUntil(given["date_property"]), pieces.only_if("Still closed", (ended,), task, "Opened again"))


def read(given: Flow) -> Reading | None:
    match given:
        case Flow(
            enrolment=WhenEvent((Changed(_, (Ref(stage),)), Changed(reason_property, reasons)), (provided,)),
            steps=(
                Choose(
                    (Branch(then=(WaitUntil(date), Choose((Branch(then=(Task("CALL", subject, text),)),)))),),
                    (set_, *_),
                ),
            ),
        ):
            where = pieces.where_of(provided)
            match set_:
                case Set(_, Later(days, "DAYS")) if where:
                    found = {"reason_property": reason_property, "reasons": list(reasons), "after": f"{days}d"}
                    told = {"date_property": date, "subject": subject, "text": text}
                    return Reading(where.pipeline, stage, found | told)
    return None


def sentence(rule: Rule, context: Context) -> Words:
    given = rule.parameters
    after = amounts.words(given["after"])
    here = {each: pieces.own_stage(rule, context, each) for each in ("en", "he")}
    reasons = ", ".join(given["reasons"])
    return {
        "en": f"A record in {here['en']} with the reason {reasons} gives its owner a task to open a new lead: on the "
        f"agreed date, else {after['en']} later.",
        "he": f"רשומה בשלב {here['he']} עם הסיבה {reasons} נותנת לבעליה משימה לפתוח ליד חדש: במועד שסוכם, ואם לא סוכם "
        f"מועד, אחרי {after['he']}.",
    }
