"""A workflow as a tree of lines, for ``plan --explain``: who comes in, and what happens, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from provisioner.automation.conditions import (
    After,
    All,
    AnyOf,
    AtLeast,
    Before,
    Between,
    Changed,
    Condition,
    Is,
    Known,
    Linked,
    Moment,
    NoneYet,
    OneOf,
    OtherCondition,
    Unknown,
    WhenEvent,
    WhenTrue,
)
from provisioner.automation.steps import (
    ByValue,
    Choose,
    CopyOf,
    Create,
    Flow,
    Later,
    Mail,
    Now,
    OtherStep,
    Plus,
    Recipient,
    Rotate,
    Set,
    Step,
    Steps,
    Task,
    Text,
    Value,
    Wait,
    WaitUntil,
)
from provisioner.model.counts import counted
from provisioner.model.keys import Ref

Children = list[tuple[str, Steps]]


def tree(flow: Flow) -> str:
    """The whole workflow, one step a line, branches indented. Works for any workflow, ours or not.

    ValueError when a part of it has a shape that no workflow has.
    """
    try:
        return "\n".join([*_enrolment(flow), *_windows(flow), *_steps(flow.steps, "")])
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a workflow: {error!r}") from error


def _enrolment(flow: Flow) -> Iterator[str]:
    match flow.enrolment:
        case WhenTrue(who, again):
            yield f"{flow.object_type}: enrolled while"
            yield from _alternatives(who)
            if again:
                yield f"  again when {' or '.join(_again(each) for each in again)}"
        case WhenEvent(events, provided, again_and_again):
            often = "every time" if again_and_again else "the first time"
            yield f"{flow.object_type}: enrolled {often} {' or '.join(_again(each) for each in events)}"
            if provided:
                yield "  provided that"
                yield from _alternatives(provided)
        case other:
            yield f"{flow.object_type or 'records'}: enrolled by {other.criteria.get('type', 'hand')}"


def _alternatives(given: AnyOf) -> Iterator[str]:
    for number, each in enumerate(given):
        yield f"  {'  ' if number == 0 else 'or'} {_all(each)}"


def _windows(flow: Flow) -> Iterator[str]:
    if flow.windows:
        days = [
            f"{str(each.get('day'))[:3].title()} {_clock(each, 'startTime')}-{_clock(each, 'endTime')}"
            for each in flow.windows
        ]
        closed = f", closed on {counted(len(flow.closed), 'holiday')}" if flow.closed else ""
        yield f"  acts only {', '.join(days)} ({flow.zone}){closed}"


def _clock(window: Mapping[str, Any], name: str) -> str:
    time = window.get(name) or {}
    return f"{time.get('hour', 0)!s:0>2}:{time.get('minute', 0)!s:0>2}"


def _steps(steps: Steps, indent: str) -> Iterator[str]:
    """A chain stands in one column; only branches go deeper."""
    for position, each in enumerate(steps):
        last = position + 1 == len(steps)
        yield f"{indent}{'└─' if last else '├─'} {_said(each)}"
        branches = _branches(each)
        below = indent + ("   " if last else "│  ")
        for number, (name, then) in enumerate(branches):
            final = number + 1 == len(branches)
            yield f"{below}{'└─' if final else '├─'} {name}{'' if then else ': ends'}"
            yield from _steps(then, below + ("   " if final else "│  "))


def _branches(step: Step) -> Children:
    match step:
        case Choose(branches, otherwise, name):
            listed: Children = [(f"{each.name} ({_any(each.when)})", each.then) for each in branches]
            return [*listed, (f"otherwise{f', {name}' if name else ''}", otherwise)]
        case ByValue(_, by_value, otherwise, name):
            listed = [(_word(value), then) for value, then in by_value]
            return [*listed, (f"otherwise{f', {name}' if name else ''}", otherwise)]
        case OtherStep(_, ways):
            return list(ways)
    return []


def _said(step: Step) -> str:
    return _SAID[type(step)](step)


def _task(step: Task) -> str:
    due = _amount(step.due.number, step.due.unit)
    return f"{step.kind.lower()} task for the owner, due in {due}: {step.subject}"


def _until(step: WaitUntil) -> str:
    when = "before" if step.minutes > 0 else "after"
    moved = f"{counted(abs(step.minutes), 'minute')} {when} " if step.minutes else ""
    return f"wait until {moved}{step.property}"


def _rotate(step: Rotate) -> str:
    return f"{'pass on to' if step.overwrite else 'if nobody owns it, assign to'} the next of {_people(step.to)}"


def _create(step: Create) -> str:
    values = ", ".join(f"{name} = {_value(value)}" for name, value in step.properties)
    return f"create one of {step.object_type}: {values}"


_SAID: Mapping[type, Callable[[Any], str]] = {
    Wait: lambda step: f"wait {_amount(step.number, step.unit)}",
    WaitUntil: _until,
    Task: _task,
    Mail: lambda step: f"e-mail to {_people(step.to)}: {step.subject}",
    Set: lambda step: f"set {step.property} = {_value(step.value)}",
    Rotate: _rotate,
    Create: _create,
    Choose: lambda _: "which holds first?",
    ByValue: lambda step: f"by {step.property}:",
    OtherStep: lambda step: f"another action ({step.action.get('actionTypeId') or step.action.get('type')})",
}


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit.lower().removesuffix('s') if number == 1 else unit.lower()}"


def _value(value: Value) -> str:
    match value:
        case Text(text):
            return _word(text)
        case CopyOf(name):
            return f"its {name}"
        case Now():
            return "now"
        case Plus(number):
            return f"{number} more"
        case Later(number, unit):
            return f"now + {_amount(number, unit)}"
    return "another value"


def _people(to: Recipient) -> str:
    return "the owner" if to.owner else ", ".join(_word(each) for each in (*to.users, *to.teams)) or "nobody"


def _word(value: object) -> str:
    """A stage by its name, a person or team by what they are called, anything else as it stands."""
    return (
        (value.key.name if value.key.kind == "pipeline" else value.key.address)
        if isinstance(value, Ref)
        else str(value)
    )


def _any(given: AnyOf) -> str:
    return " or ".join(_all(each) for each in given) or "anything"


def _all(given: All) -> str:
    return " and ".join(_condition(each) for each in given) or "anything"


def _again(given: Changed | All) -> str:
    if not isinstance(given, Changed):
        return f"{_all(given)} turns true"
    if given.cleared:
        return f"{given.property} is cleared"
    return f"{given.property} becomes {_words(given.to)}" if given.to else f"{given.property} changes"


def _words(values: tuple[object, ...]) -> str:
    return " or ".join(_word(each) for each in values)


def _condition(given: Condition) -> str:
    return _CONDITIONS[type(given)](given)


_CONDITIONS: Mapping[type, Callable[[Any], str]] = {
    Known: lambda each: f"{each.property} is known",
    Unknown: lambda each: f"{each.property} is empty",
    OneOf: lambda each: f"{each.property} is {'not ' if each.none else ''}{_words(each.values)}",
    Is: lambda each: f"{each.property} is {str(each.value).lower()}",
    AtLeast: lambda each: f"{each.property} is at least {each.number:g}",
    NoneYet: lambda each: f"{each.property} is 0",
    Before: lambda each: f"{each.property} is before {_moment(each.moment)}",
    After: lambda each: f"{each.property} is after {_moment(each.moment)}",
    Between: lambda each: f"{each.property} is from {_moment(each.first)} to {_moment(each.last)}",
    Linked: lambda each: f"one of its {each.object_type} has {_all(each.all)}",
    OtherCondition: lambda each: (
        f"another filter ({each.filter.get('filterType') or each.filter.get('filterBranchType')})"
    ),
}


def _moment(moment: Moment) -> str:
    if isinstance(moment.day, date):
        return moment.day.isoformat()
    base = moment.base.lower()
    moved = [(moment.days, "days"), (moment.hours, "hours")]
    return base + "".join(
        f" {'+' if number > 0 else '-'} {_amount(abs(number), unit)}" for number, unit in moved if number
    )
