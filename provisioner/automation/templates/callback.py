"""Callback: a call that the customer asked for becomes a task at its time (CC-A7)."""

from __future__ import annotations

from provisioner.automation import amounts
from provisioner.automation.conditions import Changed, Known, OneOf, WhenEvent
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, Due, Flow, Set, Task, Text, WaitUntil
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Ref


def _open_stages(rule: Rule, context: Context) -> list[str] | None:
    return [each.name for each in context.stages(rule.pipeline) if each.is_open] or None


NAME = "callback"
CODES = ("CC-A7",)
OBJECTS = ("leads",)
STAGE = "none"
BUSINESS = True
TITLE = {"en": "Callback agreed", "he": "נקבעה שיחה חוזרת"}
FIELDS = (
    Parameter("to", Shape.STAGE, "The stage of leads that wait for a callback.", required=True),
    Parameter("from", Shape.STAGES, "The stages that it may move a lead from; all open ones by default.", _open_stages),
    Parameter("result_property", Shape.PROPERTY, "How the call ended.", "cc_last_result"),
    Parameter("result", Shape.WORD, "The result that means a callback.", "answered_callback"),
    Parameter("at_property", Shape.PROPERTY, "The time that was agreed.", "cc_next_call_at"),
    Parameter("notice", Shape.WAIT, "How long before the time the task appears.", "10m", least="1m", most="4h"),
    pieces.text_parameter("subject", "Subject of the task.", "Callback: {name}", "שיחה חוזרת: {name}"),
    pieces.text_parameter(
        "text",
        "Text of the task.",
        "The customer expects this call at the agreed time.",
        "הלקוח מצפה לשיחה במועד שסוכם.",
    ),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Listens to the result and to the time, since a rep may fill in either first, and requires both.

    A task cannot be due at the time in a property, so the workflow waits until then and makes it. While a lead
    waits inside, a new time does not bring it in again (HubSpot re-enrols no record that is still in the workflow).
    """
    given = rule.parameters
    agreed = OneOf(given["result_property"], (given["result"],))
    time = Known(given["at_property"])
    provided = (pieces.in_pipeline(rule), pieces.in_stages(rule.pipeline, given["from"]), agreed, time)
    events = (Changed(given["result_property"], (given["result"],)), Changed(given["at_property"]))
    notice = amounts.amount(given["notice"]).minutes
    task = Task("CALL", given["subject"], given["text"], "HIGH", Due(notice, "MINUTES"))
    to = pieces.in_stages(rule.pipeline, [given["to"]])
    steps = (
        Set(FACTS[pieces.own_object(rule)].stage, Text(Ref(rule.pipeline.part(given["to"])))),
        WaitUntil(given["at_property"], notice),
        pieces.only_if("Still waiting for the call", ((to,),), (task,), "Moved on"),
    )
    return pieces.made(rule, context, WhenEvent(events, (provided,), again=True), steps, business=True)


def read(given: Flow) -> Reading | None:
    match given:
        case Flow(
            enrolment=WhenEvent((Changed(result_property, (str(result),)), Changed(at)), (provided,)),
            steps=(
                Set(_, Text(Ref(to))),
                WaitUntil(_, notice),
                Choose((Branch(then=(Task("CALL", subject, text),)),)),
            ),
        ):
            where = pieces.where_of(provided)
            if where:
                found: dict[str, object] = {"to": to.name, "from": [each.name for each in where.stages]}
                found |= {"result_property": result_property}
                found |= {"result": result, "at_property": at, "subject": subject, "text": text}
                return Reading(where.pipeline, None, found | {"notice": str(amounts.of_minutes(notice, business=True))})
    return None


def sentence(rule: Rule, context: Context) -> Words:
    to = {each: pieces.label(rule, context, each, rule.parameters["to"]) for each in ("en", "he")}
    notice = amounts.words(rule.parameters["notice"])
    return {
        "en": f"When a callback is agreed, the lead moves to {to['en']} and its owner gets a call task {notice['en']} "
        "before the time.",
        "he": f"כשנקבעת שיחה חוזרת, הליד עובר לשלב {to['he']} ובעל הליד מקבל משימת שיחה {notice['he']} לפני המועד.",
    }
