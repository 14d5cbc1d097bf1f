"""Hands off: rules that stand still for records that were offered to others, and start again when they come back.

A rule of the template ``handoff`` puts its pipeline's records on hold. The rules that press on such a record, close it
or open a deal for it leave it alone; the condition is put on their workflows here, and taken off when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from provisioner.automation.conditions import All, AnyOf, Changed, Enrolment, OneOf, WhenEvent, WhenTrue
from provisioner.automation.rules import Context, Hold, Rule
from provisioner.automation.steps import Branch, Choose, Flow, Step, Steps
from provisioner.model.findings import ManualStep
from provisioner.model.keys import Key

OFFERED, TAKEN, BACK = "proposed", "accepted", "returned"
STATUS = "core_handoff_status"
HELD = frozenset({"retry_cadence", "close_unreachable", "create_deal", "customer_message"})
"""Templates that stand still: call tasks, closing, a deal of one's own, messages to the customer."""

Words = Mapping[str, str]


def holds(rules: Sequence[Rule]) -> dict[Key, Hold]:
    """What stops the rules of each pipeline that hands records over."""
    into = {each.pipeline: str(each.parameters.get("into", "")) for each in rules if each.template == "handoff_test"}
    return {
        each.pipeline: Hold(
            str(each.parameters.get("status_property", STATUS)),
            (OFFERED, TAKEN),
            BACK,
            Key("pipeline", into[each.pipeline]) if into.get(each.pipeline) else None,
        )
        for each in rules
        if each.template == "handoff" and each.enabled
    }


def _of(rule: Rule, context: Context) -> Hold | None:
    return context.holds.get(rule.pipeline) if rule.template in HELD else None


def held(flow: Flow, rule: Rule, context: Context) -> Flow:
    """The workflow of a rule with the hold of its pipeline, where it has one.

    It takes no record in that is on hold, looks again before each step that it took a decision for, and takes a
    record in again that came back.
    """
    hold = _of(rule, context)
    if hold is None:
        return flow
    free = OneOf(hold.property, hold.values, none=True)
    return replace(flow, enrolment=_enrolment(flow.enrolment, hold, free), steps=_steps(flow.steps, free))


def _enrolment(enrolment: Enrolment, hold: Hold, free: OneOf) -> Enrolment:
    match enrolment:
        case WhenTrue(who):
            return replace(enrolment, who=_also(who, free))
        case WhenEvent(events, provided):
            again = (*events, Changed(hold.property, (hold.back,)))
            return replace(enrolment, events=again, provided=_also(provided, free))
    return enrolment


def _also(any_of: AnyOf, free: OneOf) -> AnyOf:
    return tuple((*each, free) for each in any_of)


def _steps(steps: Steps, free: OneOf) -> Steps:
    """Every branch that goes on does so only for a record that is still free."""
    return tuple(_step(each, free) for each in steps)


def _step(step: Step, free: OneOf) -> Step:
    if isinstance(step, Choose):
        branches = tuple(Branch(each.name, _also(each.when, free), _steps(each.then, free)) for each in step.branches)
        return replace(step, branches=branches, otherwise=_steps(step.otherwise, free))
    return step


def freed(flow: Flow) -> Flow:
    """The workflow without a hold, as its template wrote it. One that is held in some places only stays as it is."""
    match flow.enrolment:
        case WhenTrue(who) if _is_held(who):
            return replace(flow, enrolment=replace(flow.enrolment, who=_without(who)), steps=_freed(flow.steps))
        case WhenEvent((*events, Changed(_, (str(back),))), provided) if back == BACK and _is_held(provided):
            enrolment = replace(flow.enrolment, events=tuple(events), provided=_without(provided))
            return replace(flow, enrolment=enrolment, steps=_freed(flow.steps))
    return flow


def _is_held(any_of: AnyOf) -> bool:
    return bool(any_of) and all(_holds(each) for each in any_of)


def _holds(conditions: All) -> bool:
    match conditions:
        case (*_, OneOf(_, values, True)):
            return values == (OFFERED, TAKEN)
    return False


def _without(any_of: AnyOf) -> AnyOf:
    return tuple(each[:-1] for each in any_of)


def _freed(steps: Steps) -> Steps:
    return tuple(_free_step(each) for each in steps)


def _free_step(step: Step) -> Step:
    if isinstance(step, Choose):
        branches = tuple(
            Branch(each.name, _without(each.when) if _is_held(each.when) else each.when, _freed(each.then))
            for each in step.branches
        )
        return replace(step, branches=branches, otherwise=_freed(step.otherwise))
    return step


def said(words: Words, rule: Rule, context: Context) -> Words:
    """The sentence of a rule, with what its hold adds."""
    if _of(rule, context) is None:
        return words
    return {language: f"{words[language]} {_SAID[language]}" for language in ("en", "he")}


def told(step: ManualStep, rule: Rule, context: Context) -> ManualStep:
    """A manual step, with the click that leaves records alone that were offered to others."""
    hold = _of(rule, context)
    if hold is None:
        return step
    steps = {language: [*step.steps[language], _CLICK[language].format(property=hold.property)] for language in _CLICK}
    return replace(step, steps=steps)


_SAID: Words = {
    "en": "Not while a hand-off is proposed or accepted.",
    "he": "לא כל עוד מסירה הוצעה או התקבלה.",
}
_CLICK: Words = {
    "en": "Add to the trigger, and as a goal or exit: {property} is none of Proposed, Accepted.",
    "he": "להוסיף לתנאי הכניסה, וגם כתנאי יציאה: {property} אינו Proposed ואינו Accepted.",
}
