"""Recontact: "not now" gets a date, and on that date a new lead, so that the loop closes (CC-A12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.automation import amounts
from provisioner.automation.conditions import Changed, Known, OneOf, WhenEvent
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, CopyOf, Create, Flow, Later, Set, Steps, Text, WaitUntil
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Key, Ref

_REASON = {"leads": ("cc_disqualify_reason", "not_now"), "deals": ("core_loss_reason", "timing")}

NAME = "recontact"
CODES = ("CC-A12",)
OBJECTS = ("leads", "deals")
STAGE = "required"
BUSINESS = True
TITLE = {"en": "Come back when the time is right", "he": "חזרה ללקוח במועד מתאים"}
FIELDS = (
    Parameter("into", Shape.PIPELINE, "The lead pipeline of the new lead.", required=True),
    Parameter("into_stage", Shape.STAGE, "The stage in which it starts.", required=True, of="into"),
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
    Parameter("lead_type", Shape.WORD, "HubSpot's type of the new lead.", "RE_ATTEMPTING"),
    Parameter(
        "copy",
        Shape.PROPERTIES,
        "Properties of the same name on both objects that the lead takes over.",
        ("core_lead_source", "core_consent_basis"),
    ),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Waits for stage and reason in whichever order they are written; an agreed date goes before ours.

    HubSpot wants a contact on every lead; a workflow can only rely on the default association to bring it along.
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
    new = (_lead(FACTS[pieces.own_object(rule)].name, given),)
    return (WaitUntil(given["date_property"]), pieces.only_if("Still closed", (ended,), new, "Opened again"))


def _lead(name: str, given: Mapping[str, Any]) -> Create:
    pipeline, leads = Key("pipeline", given["into"]), FACTS["leads"]
    return Create(
        "leads",
        (
            (leads.name, CopyOf(name)),
            (leads.pipeline, Text(Ref(pipeline))),
            (leads.stage, Text(Ref(pipeline.part(given["into_stage"])))),
            ("hs_lead_type", Text(given["lead_type"])),
            *((each, CopyOf(each)) for each in given["copy"]),
        ),
    )


def read(given: Flow) -> Reading | None:
    match given:
        case Flow(
            enrolment=WhenEvent((Changed(_, (Ref(stage),)), Changed(reason_property, reasons)), (provided,)),
            steps=(Choose((Branch(then=(WaitUntil(date), Choose((Branch(then=(Create() as new,)),)))),), (set_, *_)),),
        ):
            where, created = pieces.where_of(provided), _read_lead(new)
            match set_:
                case Set(_, Later(days, "DAYS")) if where and created is not None:
                    found = {"reason_property": reason_property, "reasons": list(reasons), "after": f"{days}d"}
                    return Reading(where.pipeline, stage, found | {"date_property": date} | created)
    return None


def _read_lead(new: Create) -> dict[str, Any] | None:
    match new.properties:
        case (_, (_, Text(Ref(into))), (_, Text(Ref(start))), (_, Text(lead_type)), *copied):
            found = {"into": into.address, "into_stage": start.name, "lead_type": lead_type}
            return found | {"copy": [name for name, _ in copied]}
    return None


def sentence(rule: Rule, context: Context) -> Words:
    given = rule.parameters
    after = amounts.words(given["after"])
    into = Key("pipeline", given["into"])
    here = {each: pieces.own_stage(rule, context, each) for each in ("en", "he")}
    reasons = ", ".join(given["reasons"])
    return {
        "en": f"A record in {here['en']} with the reason {reasons} comes back as a new lead in "
        f"{context.label(into, 'en')}: on the agreed date, else {after['en']} later.",
        "he": f"רשומה בשלב {here['he']} עם הסיבה {reasons} חוזרת כליד חדש ב{context.label(into, 'he')}: במועד שסוכם, "
        f"ואם לא סוכם מועד, אחרי {after['he']}.",
    }
