"""Whether a record meets a branch of filters, when that may change by itself, and whether an event is the one meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provisioner.localportal.engine import operations
from provisioner.localportal.engine.problems import NotRun
from provisioner.localportal.engine.world import Change, Key, View, World

Branch = dict[str, Any]
CHANGED, CREATED = "4-655002", "4-1463224"


def meets(branch: Branch, key: Key, world: World) -> bool:
    """Whether the record meets the branch now. NotRun for a filter that the engine does not know."""
    return _meets(branch, world.view(key), world)


def turns(branch: Branch | None, key: Key, world: World) -> Iterator[Any]:
    """Moments to come at which the record may come to meet the branch, or cease to, without being changed."""
    if branch:
        yield from _turns(branch, world.view(key), world)


def is_event(branch: Branch, change: Change, world: World) -> bool:
    """Whether a property change, or the creation of a record, is the event that the branch means."""
    wanted = CREATED if change.created else CHANGED
    if branch["eventTypeId"] not in (CREATED, CHANGED):
        raise NotRun(f"events of the type {branch['eventTypeId']} do not happen in this portal")
    if branch["operator"] != "HAS_COMPLETED":
        raise NotRun(f"the event operator {branch['operator']} is not run")
    return branch["eventTypeId"] == wanted and _fits(branch, change, world)


def is_trigger(branch: Branch, change: Change, world: World) -> bool:
    """Whether a change of a property is what a re-enrolment trigger names with `hs_name` and `hs_value`."""
    return not change.created and _fits(branch, change, world)


def is_pair(branch: Branch) -> bool:
    """Whether a re-enrolment trigger names a change, rather than a state of the record."""
    return any(one.get("property") == "hs_name" for one in branch.get("filters") or ())


def far_ends(branch: Any) -> Iterator[int]:
    """Every association type that the filters of a body look through."""
    if isinstance(branch, list):
        for one in branch:
            yield from far_ends(one)
    elif isinstance(branch, dict):
        if branch.get("filterBranchType") == "ASSOCIATION":
            yield int(branch["associationTypeId"])
        for one in branch.values():
            yield from far_ends(one)


class _Event:
    """An event as filters see it: `hs_name` and `hs_value` of a change."""

    def __init__(self, change: Change, world: World) -> None:
        self._change = change
        self.now = world.now

    def value(self, name: str) -> str | None:
        match name:
            case "hs_name":
                return self._change.name
            case "hs_value":
                return self._change.after
        raise NotRun(f"the event property {name} is not run")

    def updated(self, _name: str) -> None:
        return None


def _fits(branch: Branch, change: Change, world: World) -> bool:
    event = _Event(change, world)
    return all(_filter(one, event) for one in branch.get("filters") or ())


def _meets(branch: Branch, view: View, world: World) -> bool:
    kind = branch["filterBranchType"]
    match kind:
        case "OR":
            return any(_parts(branch, view, world))
        case "AND":
            return all(_parts(branch, view, world))
        case "NOT_ALL":
            return not all(_parts(branch, view, world))
        case "NOT_ANY":
            return not any(_parts(branch, view, world))
        case "ASSOCIATION":
            far = [world.view(key) for key in world.linked(view.key, int(branch["associationTypeId"]))]
            found = any(all(_parts(branch, one, world)) for one in far)
            return found is (branch["operator"] == "IN_LIST")
    raise NotRun(f"filter branches of the type {kind} are not run")


def _parts(branch: Branch, view: View, world: World) -> Iterator[bool]:
    for one in branch.get("filters") or ():
        yield _filter(one, view)
    for child in branch.get("filterBranches") or ():
        yield _meets(child, view, world)


def _filter(told: dict[str, Any], subject: operations.Subject) -> bool:
    if told["filterType"] != "PROPERTY":
        raise NotRun(f"filters of the type {told['filterType']} are not run")
    return operations.holds(told["operation"], told["property"], subject)


def _turns(branch: Branch, view: View, world: World) -> Iterator[Any]:
    """As `turns`. Where something that time cannot change keeps an AND from holding, time need not be asked."""
    filters = [one for one in branch.get("filters") or () if one["filterType"] == "PROPERTY"]
    timed = [one for one in filters if one["operation"]["operationType"] in operations.TIMED]
    if branch["filterBranchType"] == "AND" and not all(_filter(one, view) for one in filters if one not in timed):
        return
    for one in timed:
        yield from operations.turns(one["operation"], one["property"], view)
    for child in branch.get("filterBranches") or ():
        views: list[View] = [view]
        if child["filterBranchType"] == "ASSOCIATION":
            views = [world.view(key) for key in world.linked(view.key, int(child["associationTypeId"]))]
        for one in views:
            yield from _turns(child, one, world)
