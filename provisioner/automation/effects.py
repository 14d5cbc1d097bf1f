"""What a workflow writes and what brings records into it: the ground on which rules can collide or run in circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.automation.conditions import (
    All,
    AnyOf,
    Changed,
    Linked,
    OneOf,
    OtherCondition,
    Unknown,
    WhenEvent,
    WhenTrue,
)
from provisioner.automation.objects import OWNER
from provisioner.automation.rules import Write
from provisioner.automation.steps import ByValue, Choose, Flow, Rotate, Set, Step, Steps, Text, Wait, WaitUntil

Guards = Mapping[str, frozenset[Any]]
"""Properties of which the value is known at a step, each with the values that it may have; ``""`` is empty."""

EMPTY = frozenset({""})


def writes(flow: Flow) -> tuple[Write, ...]:
    """Every property that a workflow writes on the record that is in it, in reading order.

    What it writes on a record that it creates is no write here: nobody else can write there before it.
    """
    return tuple(_writes(flow.steps, flow.object_type, _entry(flow)))


def _entry(flow: Flow) -> Guards:
    match flow.enrolment:
        case WhenTrue(who):
            return _guards(who)
        case WhenEvent(_, provided):
            return _guards(provided)
    return {}


def _guards(any_of: AnyOf) -> Guards:
    """What holds whichever of these is true."""
    known = [_guard(each) for each in any_of]
    shared = set.intersection(*(set(each) for each in known)) if known else set()
    return {name: frozenset().union(*(each[name] for each in known)) for name in shared}


def _guard(conditions: All) -> Guards:
    found: dict[str, frozenset[Any]] = {}
    for each in conditions:
        match each:
            case OneOf(name, values, False):
                found[name] = frozenset(values)
            case Unknown(name):
                found[name] = EMPTY
    return found


def _writes(steps: Steps, object_type: str, guards: Guards) -> Iterator[Write]:
    for step in steps:
        match step:
            case Wait() | WaitUntil():
                # Whatever was true before a wait may be false after it.
                guards = {}
            case Set(name, value):
                fixed = value.value if isinstance(value, Text) else None
                yield Write(object_type, name, guards.get(name), fixed)
                guards = {**guards, name: frozenset({fixed})} if fixed is not None else _without(guards, name)
            case Rotate(_, overwrite):
                yield Write(object_type, OWNER, guards.get(OWNER) if overwrite else EMPTY)
                guards = _without(guards, OWNER)
            case _:
                for below, known in _below(step, guards):
                    yield from _writes(below, object_type, known)


def _without(guards: Guards, name: str) -> Guards:
    return {each: values for each, values in guards.items() if each != name}


def _below(step: Step, guards: Guards) -> Iterator[tuple[Steps, Guards]]:
    match step:
        case Choose(branches, otherwise):
            yield from ((each.then, {**guards, **_guards(each.when)}) for each in branches)
            yield otherwise, guards
        case ByValue(name, by_value, otherwise):
            yield from ((then, {**guards, name: frozenset({value})}) for value, then in by_value)
            yield otherwise, guards


def wakes(write: Write, flow: Flow) -> bool:
    """Whether a write can bring a record into a workflow that takes records in again and again."""
    if write.object_type != flow.object_type:
        return False
    match flow.enrolment:
        case WhenEvent(events, _, True):
            return any(_fires(write, each) for each in events)
        case WhenTrue(_, again):
            return any(_turns(write, each) for each in again)
    return False


def _fires(write: Write, changed: Changed) -> bool:
    if write.property != changed.property:
        return False
    if changed.cleared:
        return bool(write.value == "")
    return not changed.to or write.value is None or write.value in changed.to


def _turns(write: Write, again: Changed | All) -> bool:
    if isinstance(again, Changed):
        return _fires(write, again)
    return any(not isinstance(each, Linked | OtherCondition) and each.property == write.property for each in again)
