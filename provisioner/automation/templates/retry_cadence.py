"""Retry cadence: call tasks for a lead that does not answer, until it does (CC-A8)."""

from __future__ import annotations

from provisioner.automation import amounts
from provisioner.automation.conditions import Changed, OneOf, WhenEvent
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, Due, Flow, Steps, Task, Wait
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.counts import counted
from provisioner.model.keys import Ref

NAME = "retry_cadence"
CODES = ("CC-A8",)
OBJECTS = ("leads",)
STAGE = "required"
BUSINESS = True
TITLE = {"en": "Call again until answered", "he": "ניסיונות חוזרים עד מענה"}
FIELDS = (
    Parameter(
        "waits",
        Shape.WAITS,
        "How long to wait before each further attempt, counted from the one before.",
        ("60bm", "3bh", "1bd", "1bd", "2bd"),
        least="10m",
        most="14d",
    ),
    Parameter("due", Shape.WAIT, "How soon each call is due.", "30bm", least="5m", most="8h"),
    pieces.text_parameter("subject", "Subject of the tasks.", "Call again: {name}", "להתקשר שוב: {name}"),
    pieces.text_parameter(
        "text",
        "Text of the tasks.",
        "No answer so far. Try at another time of day, and log the result.",
        "טרם התקבל מענה. לנסות בשעה אחרת ביום ולתעד את התוצאה.",
    ),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Starts when the lead enters the stage, which is when its first attempt was logged; ends when it leaves.

    A day of waiting is a calendar day, held by the time windows until the next working one.
    """
    facts = FACTS[pieces.own_object(rule)]
    moment = Changed(facts.stage, tuple(Ref(each) for each in [rule.stage] if each))
    enrolment = WhenEvent((moment,), (pieces.where(rule),), again=True)
    return pieces.made(rule, context, enrolment, _attempts(rule, rule.parameters["waits"], 2), business=True)


def _attempts(rule: Rule, waits: list[str], number: int) -> Steps:
    if not waits:
        return ()
    given = rule.parameters
    due = Due(amounts.amount(given["due"]).minutes, "MINUTES")
    # The first attempt is number 1: the one that brought the lead into the stage.
    task = Task("CALL", f"#{number} {given['subject']}", given["text"], "HIGH", due)
    again = (task, *_attempts(rule, waits[1:], number + 1))
    check = pieces.only_if("Still no conversation", ((pieces.in_stage(rule),),), again, "Moved on")
    return (pieces.waiting(waits[0]), check)


def read(given: Flow) -> Reading | None:
    match given:
        case Flow(enrolment=WhenEvent((Changed(_, (Ref(stage),)),), (provided,))):
            where = pieces.where_of(provided)
            found = _read_attempts(given.steps, 2)
            return Reading(where.pipeline, stage, found) if where and found["waits"] else None
    return None


def _read_attempts(steps: Steps, number: int) -> dict[str, object]:
    match steps:
        case (
            Wait() as wait,
            Choose((Branch(when=((OneOf(),),), then=(Task("CALL", subject, text, _, Due(due, "MINUTES")), *more)),)),
        ):
            later = _read_attempts(tuple(more), number + 1)
            waits = [pieces.wait_of(wait, business=True), *_listed(later["waits"])]
            due_in = str(amounts.of_minutes(due, business=True))
            return {"waits": waits, "due": due_in, "subject": subject.removeprefix(f"#{number} "), "text": text}
    return {"waits": []}


def _listed(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def sentence(rule: Rule, context: Context) -> Words:
    waits = [amounts.words(each) for each in rule.parameters["waits"]]
    en, he = (pieces.own_stage(rule, context, each) for each in ("en", "he"))
    each_en = ", each after the one before" if len(waits) > 1 else " after"
    tasks = f"{len(waits)} משימות שיחה נוספות, כל אחת אחרי קודמתה" if len(waits) > 1 else "משימת שיחה נוספת אחת אחרי"
    return {
        "en": f"While a lead stays in {en}, its owner gets {counted(len(waits), 'further call task')}{each_en}: "
        f"{', '.join(each['en'] for each in waits)}.",
        "he": f"כל עוד הליד בשלב {he}, בעל הליד מקבל {tasks}: {', '.join(each['he'] for each in waits)}.",
    }
