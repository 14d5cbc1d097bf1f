"""Hand-off: a lead that was offered to another team waits for its answer, and comes back when there is none.

Whether to hand over, and to accept, is for people: that is the template ``handoff_test``.
"""

from __future__ import annotations

from typing import Any

from provisioner.automation import amounts, holding, people
from provisioner.automation.conditions import Changed, OneOf, WhenEvent
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.objects import OWNER
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, CopyOf, Flow, Mail, Now, Set, Steps, Text, Wait
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Ref

NAME = "handoff"
CODES = ()
OBJECTS = ("leads",)
STAGE = "none"
BUSINESS = True
TITLE = {"en": "Hand-off that waits for an answer", "he": "מסירה שממתינה לתשובה"}
FIELDS = (
    Parameter("stages", Shape.STAGES, "The stages in which a hand-off is proposed.", required=True),
    Parameter("status_property", Shape.PROPERTY, "Where the hand-off stands.", holding.STATUS),
    Parameter("at_property", Shape.PROPERTY, "Takes the moment of the proposal.", "core_handoff_at"),
    Parameter("rep_property", Shape.PROPERTY, "Takes the rep who proposed, who keeps the credit.", "core_original_rep"),
    Parameter("to", Shape.PEOPLE, "Who is asked to take over.", required=True),
    pieces.text_parameter("subject", "Subject for them.", "A lead for you to accept: {name}", "ליד שמוצע לך: {name}"),
    pieces.text_parameter(
        "text",
        "Text for them.",
        "Read the hand-off note. To accept, open the deal and own it, then set Hand-off to Accepted; otherwise set it "
        "to Returned, with a reason.",
        "לקרוא את הערת המסירה. כדי לקבל, לפתוח את העסקה כבעליה ואז לעדכן את השדה מסירה: התקבלה; אם לא, לעדכן: הוחזרה, "
        "עם סיבה.",
    ),
    Parameter("alert_after", Shape.WAIT, "When the owner is alerted.", "2bh", least="10m", most="16h"),
    pieces.text_parameter(
        "alert_subject", "Subject of the alert.", "Nobody accepted yet: {name}", "טרם התקבל: {name}", "alert_after"
    ),
    pieces.text_parameter(
        "alert_text",
        "Text of the alert.",
        "The hand-off that you proposed has no answer yet. Call the account manager; until it is accepted, the lead is "
        "yours.",
        "המסירה שהצעת טרם נענתה. להתקשר למנהל הלקוחות; עד שהמסירה מתקבלת הליד באחריותך.",
        "alert_after",
    ),
    Parameter(
        "escalate_after",
        Shape.WAIT,
        "When the shift manager is told.",
        "4bh",
        least="10m",
        most="16h",
        above=("alert_after",),
    ),
    Parameter("escalate_to", Shape.PEOPLE, "Who is told.", required=True),
    pieces.text_parameter(
        "escalate_subject", "Subject of the escalation.", "Hand-off without an answer: {name}", "מסירה ללא מענה: {name}"
    ),
    pieces.text_parameter(
        "escalate_text",
        "Text of the escalation.",
        "The time to accept is over. Settle with the sales management who takes this lead.",
        "הזמן לקבלת המסירה עבר. לסכם עם הנהלת המכירות מי מטפל בליד.",
    ),
    Parameter(
        "return_after",
        Shape.WAIT,
        "When the lead comes back.",
        "8bh",
        least="10m",
        most="16h",
        above=("alert_after", "escalate_after"),
    ),
    Parameter("return_property", Shape.PROPERTY, "Takes the reason of the return.", "core_handoff_return_reason"),
    pieces.text_parameter("return_reason", "The reason that is written.", "Not accepted in time", "לא התקבל בזמן"),
    pieces.text_parameter(
        "back_subject", "Subject when it comes back.", "Back with you: {name}", "חזר לטיפולך: {name}"
    ),
    pieces.text_parameter(
        "back_text",
        "Text when it comes back.",
        "The hand-off was not accepted. Read the return reason and go on with the customer today.",
        "המסירה לא התקבלה. לקרוא את סיבת ההחזרה ולהמשיך את הטיפול בלקוח עוד היום.",
    ),
)
PARAMETERS = schema(FIELDS)
RUNGS = ("alert_after", "escalate_after", "return_after")

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Starts when a hand-off is proposed in one of the stages, or an offered record arrives in one.

    Before each rung it looks whether the hand-off still stands. The clock is that of the team which is to accept, as
    far as the blueprint says which pipeline that is: it is their answer that is waited for. The owner stays whoever
    it is, since only one rule of a pipeline may change that.
    """
    given = rule.parameters
    status, stage = given["status_property"], FACTS[pieces.own_object(rule)].stage
    refs = tuple(Ref(rule.pipeline.part(name)) for name in given["stages"])
    offered = (pieces.in_pipeline(rule), OneOf(stage, refs), OneOf(status, (holding.OFFERED,)))
    enrolment = WhenEvent((Changed(status, (holding.OFFERED,)), Changed(stage, refs)), (offered,), again=True)
    steps = (
        Set(given["at_property"], Now()),
        Set(given["rep_property"], CopyOf(OWNER)),
        Mail(people.recipient(given["to"]), given["subject"], given["text"]),
        *_ladder(rule, RUNGS, 0),
    )
    hold = context.holds.get(rule.pipeline)
    hours = context.at(hold.into) if hold and hold.into else context
    return pieces.made(rule, hours, enrolment, steps, business=True)


def _ladder(rule: Rule, rungs: tuple[str, ...], passed: int) -> Steps:
    if not rungs:
        return ()
    given = rule.parameters
    minutes = amounts.amount(given[rungs[0]]).minutes
    onward = (*_rung(given, rungs[0]), *_ladder(rule, rungs[1:], minutes))
    back = (Mail(pieces.TO_OWNER, given["back_subject"], given["back_text"]),)
    branches = (
        Branch("Still proposed", _is(given, holding.OFFERED), onward),
        Branch("Returned", _is(given, holding.BACK), back),
    )
    return (Wait(minutes - passed, "MINUTES"), Choose(branches, otherwise_name="Accepted"))


def _is(given: Any, value: str) -> tuple[tuple[OneOf, ...], ...]:
    return ((OneOf(given["status_property"], (value,)),),)


def _rung(given: Any, name: str) -> Steps:
    match name:
        case "alert_after":
            return (Mail(pieces.TO_OWNER, given["alert_subject"], given["alert_text"]),)
        case "escalate_after":
            return (Mail(people.recipient(given["escalate_to"]), given["escalate_subject"], given["escalate_text"]),)
    return (
        Set(given["return_property"], Text(given["return_reason"])),
        Set(given["status_property"], Text(holding.BACK)),
        Mail(pieces.TO_OWNER, given["back_subject"], given["back_text"]),
    )


def read(given: Flow) -> Reading | None:
    match given:
        case Flow(
            enrolment=WhenEvent((Changed(status, (holding.OFFERED,)), Changed()), (provided,)),
            steps=(Set(at), Set(rep), Mail(to, subject, text), *ladder),
        ):
            where = pieces.where_of(provided)
            found = _read_ladder(tuple(ladder), RUNGS, 0)
            if where is None or found is None:
                return None
            told = {"to": people.described(to), "subject": subject, "text": text}
            own = {"stages": [each.name for each in where.stages], "status_property": status}
            return Reading(where.pipeline, None, own | {"at_property": at, "rep_property": rep} | told | found)
    return None


def _read_ladder(steps: Steps, rungs: tuple[str, ...], passed: int) -> dict[str, Any] | None:
    match steps:
        case (Wait(minutes), Choose((Branch(then=then), Branch(then=(Mail(_, subject, text),))))) if rungs:
            after = passed + minutes
            found = {"back_subject": subject, "back_text": text}
            found |= {rungs[0]: str(amounts.of_minutes(after, business=True))}
            told = _read_rung(rungs[0], then)
            above = _read_ladder(then[1:], rungs[1:], after) if len(rungs) > 1 else {}
            return None if told is None or above is None else found | told | above
    return None


def _read_rung(name: str, steps: Steps) -> dict[str, Any] | None:
    match name, steps:
        case "alert_after", (Mail(_, subject, text), *_):
            return {"alert_subject": subject, "alert_text": text}
        case "escalate_after", (Mail(to, subject, text), *_):
            return {"escalate_to": people.described(to), "escalate_subject": subject, "escalate_text": text}
        case "return_after", (Set(return_property, Text(str(reason))), Set(), Mail()):
            return {"return_property": return_property, "return_reason": reason}
    return None


def sentence(rule: Rule, context: Context) -> Words:
    given = rule.parameters
    after = {name: amounts.words(given[name]) for name in RUNGS}
    to, higher = people.words(given["to"]), people.words(given["escalate_to"])
    stages = {
        each: ", ".join(pieces.label(rule, context, each, name) for name in given["stages"]) for each in ("en", "he")
    }
    return {
        "en": f"A lead in {stages['en']} whose hand-off is proposed: {to['en']} is asked at once; without an answer "
        f"the owner is alerted after {after['alert_after']['en']}, {higher['en']} after "
        f"{after['escalate_after']['en']}, and after {after['return_after']['en']} the lead comes back.",
        "he": f"ליד בשלב {stages['he']} שהוצעה בו מסירה: פונים מיד אל {to['he']}; ללא תשובה מתריעים לבעל הליד אחרי "
        f"{after['alert_after']['he']}, מודיעים אל {higher['he']} אחרי {after['escalate_after']['he']}, ואחרי "
        f"{after['return_after']['he']} הליד חוזר.",
    }
