"""A workflow as a graph: its actions in the order in which a record meets them, on every way through the branches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from provisioner.automation.doses_data import NEUTRAL_ACTIONS, PIPELINE_PROPERTY, STAGE_PROPERTY
from provisioner.automation.doses_policy import Names
from provisioner.automation.doses_reach import Reach, at, enrolled, of_branch

Json = Mapping[str, Any]
_UNIT_MINUTES = {"MINUTES": 1, "HOURS": 60, "DAYS": 1440, "WEEKS": 10080}


@dataclass(frozen=True, slots=True)
class Step:
    """An action as it is met: where its records are, how often their owner was reminded before, the least minutes since
    enrolment, and whether anything held the record on the way."""

    action: Json
    reach: Reach
    reminders: int = 0
    minutes: int = 0
    held: bool = False


def steps(
    body: Json, object_type: str, names: Names, reminds: Callable[[Json], bool], moves: Callable[[Step], Reach]
) -> Iterator[Step]:
    """Every action with every distinct situation in which it is met; an action that no way leads to comes last."""
    actions = {str(action.get("actionId")): action for action in body.get("actions") or ()}
    start = Step({}, enrolled(body, object_type, names))
    waiting = [(str(body.get("startActionId")), start)]
    met: set[tuple[str, Reach, int]] = set()
    while waiting:
        name, before = waiting.pop()
        situation = (name, before.reach, min(before.reminders, 2))
        if name not in actions or situation in met:
            continue
        met.add(situation)
        step = Step(actions[name], before.reach, before.reminders, before.minutes, before.held)
        yield step
        reminders = step.reminders + reminds(step.action)
        minutes = step.minutes + delay(step.action)
        held = step.held or step.action.get("actionTypeId") in NEUTRAL_ACTIONS
        ways = _ways(step.action, moves(step), object_type, names)
        waiting.extend(reversed([(target, Step({}, reach, reminders, minutes, held)) for target, reach in ways]))
    reached = {name for name, _, _ in met}
    yield from (replace(start, action=action) for name, action in actions.items() if name not in reached)


def _ways(action: Json, reach: Reach, object_type: str, names: Names) -> Iterator[tuple[str, Reach]]:
    for branch in action.get("listBranches") or ():
        narrowed = reach.and_(of_branch(branch.get("filterBranch"), object_type, names))
        yield from _to(branch.get("connection"), narrowed)
    sorted_by = _sorted_by(action)
    for branch in action.get("staticBranches") or ():
        narrowed = reach.and_(at(sorted_by, [branch.get("branchValue")], object_type, names))
        yield from _to(branch.get("connection"), narrowed)
    for branch in action.get("testBranches") or ():
        yield from _to(branch.get("connection"), reach)
    yield from _to(action.get("defaultBranch"), _rest(action, sorted_by, reach, object_type, names))
    yield from _to(action.get("connection"), reach)


def _sorted_by(action: Json) -> str:
    """The property of the record by whose value a value branch sorts; empty for other values."""
    value = action.get("inputValue") or {}
    return str(value.get("propertyName")) if value.get("type") == "OBJECT_PROPERTY" else ""


def _rest(action: Json, sorted_by: str, reach: Reach, object_type: str, names: Names) -> Reach:
    """What is left for the default way of a value branch: all but the pipelines, or the stages, that have a way."""
    named = at(sorted_by, [each.get("branchValue") for each in action.get("staticBranches") or ()], object_type, names)
    if sorted_by == PIPELINE_PROPERTY.get(object_type) and reach.pipelines is not None:
        return replace(reach, pipelines=reach.pipelines - (named.pipelines or frozenset()))
    if sorted_by == STAGE_PROPERTY.get(object_type) and reach.stages is not None:
        return replace(reach, stages=reach.stages - (named.stages or frozenset()))
    return reach


def _to(connection: Any, reach: Reach) -> Iterator[tuple[str, Reach]]:
    if isinstance(connection, Mapping) and connection.get("nextActionId") is not None:
        yield str(connection["nextActionId"]), reach


def successors(action: Json) -> list[str]:
    """The ids of the actions that may follow."""
    branches = [
        each.get("connection")
        for name in ("listBranches", "staticBranches", "testBranches")
        for each in action.get(name) or ()
    ]
    connections = [*branches, action.get("defaultBranch"), action.get("connection")]
    return [str(each["nextActionId"]) for each in connections if isinstance(each, Mapping) and "nextActionId" in each]


def delay(action: Json) -> int:
    """The least minutes that an action holds a record: a set delay; waits for a date or an event may end at once."""
    if action.get("actionTypeId") != "0-1":
        return 0
    fields = action.get("fields") or {}
    try:
        return int(fields.get("delta", 0)) * _UNIT_MINUTES.get(str(fields.get("time_unit")), 0)
    except (TypeError, ValueError):
        return 0
