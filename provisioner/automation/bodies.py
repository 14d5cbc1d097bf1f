"""A workflow in words as the body that HubSpot takes, and back: a tree of actions, numbered in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provisioner.automation import actions, enrolment, filters
from provisioner.automation.objects import BY_TYPE_ID, OBJECTS
from provisioner.automation.steps import Branch, ByValue, Choose, Flow, OtherStep, Step, Steps
from provisioner.model.portal import Json

MOST_DEEP = 200
"""More steps below each other than any rule has; a body that goes deeper runs in a circle."""


def body(flow: Flow) -> Json:
    """The create body: every field that HubSpot's schema requires, switched off, ids from "1" up without a gap."""
    facts = OBJECTS[flow.object_type]
    listed: list[Json] = []
    start = _number(flow.steps, flow, listed)
    contact = {"suppressionListIds": [], "canEnrollFromSalesforce": False}
    return {
        "type": facts.flow_type,
        "objectTypeId": facts.type_id,
        "flowType": "WORKFLOW",
        "name": flow.name,
        "description": flow.description,
        "isEnabled": False,
        **({"startActionId": start} if start else {}),
        # No request schema has it, but creates were seen to fail without it.
        "nextAvailableActionId": str(len(listed) + 1),
        "actions": listed,
        "enrollmentCriteria": enrolment.criteria(flow.enrolment, flow.zone),
        "timeWindows": list(flow.windows),
        "blockedDates": list(flow.closed),
        "customProperties": {},
        "dataSources": [],
        **(contact if facts.flow_type == "CONTACT_FLOW" else {}),
    }


def _number(steps: Steps, flow: Flow, listed: list[Json]) -> str | None:
    """Append these steps and what follows from them; the id of the first, None when there is none."""
    first = str(len(listed) + 1) if steps else None
    for position, each in enumerate(steps):
        made: Json = {}
        listed.append(made)
        made["actionId"] = str(len(listed))
        match each:
            case Choose():
                made |= _choose(each, flow, listed)
            case ByValue():
                made |= _by_value(each, flow, listed)
            case _:
                made |= actions.action(each, flow.object_type)
                made |= _connection(str(len(listed) + 1)) if position + 1 < len(steps) else {}
    return first


def _connection(target: str | None) -> Json:
    return {"connection": _edge(target)} if target else {}


def _edge(target: str) -> Json:
    return {"edgeType": "STANDARD", "nextActionId": target}


def _choose(choose: Choose, flow: Flow, listed: list[Json]) -> Json:
    branches = []
    for each in choose.branches:
        holds = {"branchName": each.name, "filterBranch": filters.branch(each.when, flow.zone)}
        branches.append(holds | _connection(_number(each.then, flow, listed)))
    return {"type": "LIST_BRANCH", "listBranches": branches, **_otherwise(choose, flow, listed)}


def _by_value(by: ByValue, flow: Flow, listed: list[Json]) -> Json:
    branches = [{"branchValue": each, **_connection(_number(then, flow, listed))} for each, then in by.branches]
    source = {"type": "OBJECT_PROPERTY", "propertyName": by.property}
    return {"type": "STATIC_BRANCH", "inputValue": source, "staticBranches": branches, **_otherwise(by, flow, listed)}


def _otherwise(given: Choose | ByValue, flow: Flow, listed: list[Json]) -> Json:
    """The default path. An empty ``defaultBranch`` is answered with a server error, so a path that ends is left out."""
    name = {"defaultBranchName": given.otherwise_name} if given.otherwise_name else {}
    start = _number(given.otherwise, flow, listed)
    return name | ({"defaultBranch": _edge(start)} if start else {})


def flow(given: Json) -> Flow:
    """A body in words. What no template writes stays as it is.

    ValueError when the actions run in a circle or lead nowhere, or when it is no body of a workflow at all.
    """
    try:
        return _flow(given)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a workflow: {error!r}") from error


def _flow(given: Json) -> Flow:
    by_id = {each["actionId"]: each for each in given.get("actions", ())}
    object_type = BY_TYPE_ID.get(given.get("objectTypeId", ""), "")
    windows, criteria = given.get("timeWindows") or [], given.get("enrollmentCriteria") or {}
    if not isinstance(criteria, dict) or not all(isinstance(each, dict) for each in windows):
        raise TypeError("criteria or time windows")
    return Flow(
        object_type,
        given.get("name", ""),
        given.get("description", ""),
        enrolment.read(criteria),
        _steps(given.get("startActionId"), by_id, object_type, 0),
        _zone(criteria),
        tuple(windows),
        tuple(given.get("blockedDates", ())),
    )


def _steps(start: str | None, by_id: Mapping[str, Json], object_type: str, depth: int) -> Steps:
    found: list[Step] = []
    while start is not None:
        if len(found) + depth > MOST_DEEP:
            raise ValueError("the actions run in a circle")
        given = by_id.get(start)
        if given is None:
            raise ValueError(f"no action {start}")
        found.append(_step(given, by_id, object_type, depth + len(found) + 1))
        start = (given.get("connection") or {}).get("nextActionId")
    return tuple(found)


def _step(given: Json, by_id: Mapping[str, Json], object_type: str, depth: int) -> Step:
    def after(edge: Json | None) -> Steps:
        return _steps((edge or {}).get("nextActionId"), by_id, object_type, depth)

    default = (after(given.get("defaultBranch")), given.get("defaultBranchName", ""))
    match given:
        case {"type": "LIST_BRANCH", "listBranches": branches}:
            chosen = [_branch(each, after(each.get("connection"))) for each in branches]
            return Choose(tuple(chosen), *default)
        case {"type": "STATIC_BRANCH", "inputValue": {"type": "OBJECT_PROPERTY", "propertyName": name}}:
            values = [(each["branchValue"], after(each.get("connection"))) for each in given.get("staticBranches", ())]
            return ByValue(name, tuple(values), *default)
        case {"type": "SINGLE_CONNECTION"}:
            return actions.step(given, object_type)
    kept = {name: each for name, each in given.items() if name not in ("actionId", "connection")}
    return OtherStep(kept, tuple((name, after(edge)) for name, edge in _ways(given)))


def _ways(given: Json) -> Iterator[tuple[str, Json]]:
    """Name and edge of every path of a branch of any kind."""
    for kind, name in (
        ("listBranches", "branchName"),
        ("staticBranches", "branchValue"),
        ("testBranches", "percentage"),
    ):
        yield from ((str(each.get(name, "")), each.get("connection")) for each in given.get(kind, ()))
    if given.get("defaultBranch"):
        yield given.get("defaultBranchName") or "otherwise", given["defaultBranch"]


def _branch(given: Json, then: Steps) -> Branch:
    return Branch(given.get("branchName", ""), filters.any_of(given.get("filterBranch", {})), then)


def _zone(given: Json) -> str:
    """The first time zone that a filter names, empty when none does."""
    if isinstance(given, dict):
        return str(given["zoneId"]) if "zoneId" in given else next(filter(None, map(_zone, given.values())), "")
    return next(filter(None, map(_zone, given)), "") if isinstance(given, list) else ""
