"""An SLA ladder read back, rung by rung."""

from __future__ import annotations

from typing import Any

from provisioner.automation import amounts, people
from provisioner.automation.conditions import Known, WhenTrue
from provisioner.automation.steps import Branch, Choose, Flow, Later, Mail, Recipient, Rotate, Set, Steps, Text, Wait
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading


def read(given: Flow) -> Reading | None:
    where = pieces.where_of(given.enrolment.who[0]) if isinstance(given.enrolment, WhenTrue) else None
    if where is None or not where.stages:
        return None
    found, steps = _stamps(given.steps)
    passed = 0
    while steps:
        if isinstance(steps[0], Wait):
            passed += steps[0].number
            steps = steps[1:]
        match steps:
            case (Choose((Branch(when=((Known(attempt),),)), _), onward),):
                rung, steps = _split(onward)
                told = _rung(rung, _after(passed))
                if told is None:
                    return None
                found |= {"attempt_property": attempt, **told}
            case _:
                return None
    return Reading(where.pipeline, where.stages[0], found) if "attempt_property" in found else None


def _after(minutes: int) -> str:
    return str(amounts.of_minutes(minutes, business=True))


def _stamps(steps: Steps) -> tuple[dict[str, Any], Steps]:
    match steps:
        case (Set(due, Later(minutes, "MINUTES")), Set(status, Text("pending")), *rest):
            return {"due": _after(minutes), "due_property": due, "status_property": status}, tuple(rest)
    return {}, steps


def _split(steps: Steps) -> tuple[Steps, Steps]:
    """The steps of a rung, and the ladder above it."""
    above = next((index for index, each in enumerate(steps) if isinstance(each, Wait | Choose)), len(steps))
    return steps[:above], steps[above:]


def _rung(steps: Steps, after: str) -> dict[str, Any] | None:
    match steps:
        case (Set(_, Text("breached")),):
            return {"due": after}
        case (Mail(Recipient(True), subject, text),):
            return {"alert_after": after, "alert_subject": subject, "alert_text": text}
        case (Mail(to, subject, text),):
            escalated = {"escalate_after": after, "escalate_to": people.described(to)}
            return escalated | {"escalate_subject": subject, "escalate_text": text}
        case (Rotate(to, True), Set(queue_property, Text(queue)), Mail(Recipient(True), subject, text)):
            taken = {"reassign_after": after, "reassign_to": people.described(to), "queue_property": queue_property}
            return taken | {"queue": queue, "reassign_subject": subject, "reassign_text": text}
    return None
