"""SLA ladder: a clock on the first contact attempt, with rungs that alert, reassign and escalate (CC-A2 to CC-A5)."""

from __future__ import annotations

from typing import Any

from provisioner.automation import amounts, people
from provisioner.automation.conditions import Known, Unknown, WhenTrue
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, Flow, Later, Mail, Rotate, Set, Steps, Text, Wait
from provisioner.automation.templates import pieces, sla_reading
from provisioner.automation.templates.contract import Reading, Words

NAME = "sla_ladder"
CODES = ("CC-A2", "CC-A3", "CC-A4", "CC-A5")
OBJECTS = ("leads",)
STAGE = "required"
BUSINESS = True
TITLE = {"en": "First contact in time", "he": "קשר ראשון בזמן"}
FIELDS = (
    Parameter("attempt_property", Shape.PROPERTY, "Filled once an attempt was made.", "cc_first_attempt_at"),
    Parameter("due", Shape.WAIT, "By when the first attempt is due; decides met or breached.", least="1m", most="8h"),
    Parameter("due_property", Shape.PROPERTY, "Takes the due time.", "cc_sla_due_at", only_with="due"),
    Parameter("status_property", Shape.PROPERTY, "Takes the outcome.", "cc_sla_status", only_with="due"),
    Parameter("alert_after", Shape.WAIT, "When the owner is alerted.", least="1m", most="8h"),
    pieces.text_parameter(
        "alert_subject", "Subject of the alert.", "Call now: {name}", "להתקשר עכשיו: {name}", "alert_after"
    ),
    pieces.text_parameter(
        "alert_text",
        "Text of the alert.",
        "No contact attempt is logged on this lead yet. The first-contact clock is running.",
        "טרם תועד ניסיון קשר בליד הזה. השעון לקשר ראשון רץ.",
        "alert_after",
    ),
    Parameter(
        "reassign_after", Shape.WAIT, "When another rep takes over.", least="1m", most="8h", above=("alert_after",)
    ),
    Parameter("reassign_to", Shape.PEOPLE, "Who takes over.", only_with="reassign_after", required=True),
    Parameter("queue_property", Shape.PROPERTY, "Takes the queue.", "cc_queue", only_with="reassign_after"),
    Parameter("queue", Shape.WORD, "The queue of a lead that was taken over.", "hot", only_with="reassign_after"),
    pieces.text_parameter(
        "reassign_subject",
        "Subject for the new owner.",
        "Passed to you, call now: {name}",
        "עבר לטיפולך, להתקשר עכשיו: {name}",
        "reassign_after",
    ),
    pieces.text_parameter(
        "reassign_text",
        "Text for the new owner.",
        "The first owner did not reach this lead in time. It is yours now.",
        "לא בוצע ניסיון קשר בזמן. הליד הועבר לטיפולך.",
        "reassign_after",
    ),
    Parameter(
        "escalate_after",
        Shape.WAIT,
        "When the shift manager is told.",
        least="1m",
        most="8h",
        above=("alert_after", "reassign_after"),
    ),
    Parameter("escalate_to", Shape.PEOPLE, "Who is told.", only_with="escalate_after", required=True),
    pieces.text_parameter(
        "escalate_subject", "Subject of the escalation.", "SLA breached: {name}", "חריגת SLA: {name}", "escalate_after"
    ),
    pieces.text_parameter(
        "escalate_text",
        "Text of the escalation.",
        "The lead still has no logged contact attempt.",
        "עדיין לא תועד ניסיון קשר בליד.",
        "escalate_after",
    ),
)
PARAMETERS = schema(FIELDS)
RUNGS = ("alert_after", "due", "reassign_after", "escalate_after")
"""In the order in which they climb; at the same minute the due time comes before the escalation."""

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Each rung first looks whether an attempt was logged, or the lead has left the stage, and ends there if so.

    The status is decided at the due time: met when an attempt was logged by then, breached when not, exempt when the
    lead left the stage untried.
    """
    given = rule.parameters
    untried = (*pieces.where(rule), pieces.since(rule, context), Unknown(given["attempt_property"]))
    stamps: Steps = ()
    if "due" in given:
        due = Set(given["due_property"], Later(amounts.amount(given["due"]).minutes, "MINUTES"))
        stamps = (due, Set(given["status_property"], Text("pending")))
    return pieces.made(rule, context, WhenTrue((untried,)), (*stamps, *_ladder(rule, rungs(given), 0)), business=True)


def rungs(given: Any) -> list[tuple[int, str]]:
    """(minutes, parameter) of the rungs that a rule has, lowest first."""
    there = [(amounts.amount(given[name]).minutes, name) for name in RUNGS if name in given]
    return sorted(there, key=lambda each: each[0])


def _ladder(rule: Rule, left: list[tuple[int, str]], passed: int) -> Steps:
    if not left:
        return ()
    minutes, name = left[0]
    given = rule.parameters
    pending = "due" in given and minutes <= amounts.amount(given["due"]).minutes
    wait = (Wait(minutes - passed, "MINUTES"),) if minutes > passed else ()
    tried = Branch("Attempt logged", ((Known(given["attempt_property"]),),), _status(rule, "met", pending))
    gone = (pieces.in_stages(rule.pipeline, [rule.stage.name] if rule.stage else [], none=True),)
    left_stage = Branch("Left the stage", (gone,), _status(rule, "exempt", pending))
    onward = (*_rung(rule, name), *_ladder(rule, left[1:], minutes))
    return (*wait, Choose((tried, left_stage), onward, "No attempt yet"))


def _status(rule: Rule, status: str, pending: bool) -> Steps:
    return (Set(rule.parameters["status_property"], Text(status)),) if pending else ()


def _rung(rule: Rule, name: str) -> Steps:
    given = rule.parameters
    match name:
        case "alert_after":
            return (Mail(pieces.TO_OWNER, given["alert_subject"], given["alert_text"]),)
        case "reassign_after":
            return (
                Rotate(people.recipient(given["reassign_to"]), overwrite=True),
                Set(given["queue_property"], Text(given["queue"])),
                Mail(pieces.TO_OWNER, given["reassign_subject"], given["reassign_text"]),
            )
        case "escalate_after":
            to = people.recipient(given["escalate_to"])
            return (Mail(to, given["escalate_subject"], given["escalate_text"]),)
    return _status(rule, "breached", pending=True)


def read(given: Flow) -> Reading | None:
    return sla_reading.read(given)


def sentence(rule: Rule, context: Context) -> Words:
    told = rule.parameters
    parts: dict[str, list[str]] = {"en": [], "he": []}
    for _, name in rungs(told):
        after = amounts.words(told[name])
        english, hebrew = _SAID[name]
        to = people.words(told[_PEOPLE[name]]) if name in _PEOPLE else {"en": "", "he": ""}
        parts["en"].append(english.format(after=after["en"], to=to["en"]))
        parts["he"].append(hebrew.format(after=after["he"], to=to["he"]))
    en, he = (pieces.own_stage(rule, context, each) for each in ("en", "he"))
    return {
        "en": f"A lead in {en} without a logged contact attempt: {'; '.join(parts['en'])}.",
        "he": f"ליד בשלב {he} ללא ניסיון קשר מתועד: {'; '.join(parts['he'])}.",
    }


_PEOPLE = {"reassign_after": "reassign_to", "escalate_after": "escalate_to"}
_SAID = {
    "alert_after": ("after {after} the owner is alerted", "אחרי {after} מתריעים לבעל הליד"),
    "due": ("after {after} the SLA counts as breached", "אחרי {after} ה-SLA נחשב כחריגה"),
    "reassign_after": ("after {after} it goes to the next of {to}", "אחרי {after} הליד עובר לבא בתור: {to}"),
    "escalate_after": ("after {after} {to} is told", "אחרי {after} מודיעים אל {to}"),
}
