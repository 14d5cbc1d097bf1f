"""The one form of a body that two bodies are compared in, its fingerprint, and fresh action ids."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.model.keys import Ref
from provisioner.model.portal import Json

SERVER_FIELDS = frozenset(
    "id revisionId createdAt updatedAt crmObjectCreationStatus uuid nextAvailableActionId dataSources isEnabled "
    "actionTypeVersion filterBranchOperator".split()
)
"""What HubSpot adds, raises by itself or repeats, and whether a workflow is on: that is decided by the portal."""
FALSE_BY_DEFAULT = frozenset({"includeObjectsWithNoValueSet", "canEnrollFromSalesforce"})


def canonical(body: Json, *, in_order: bool = False) -> str:
    """A symbolic body as text: actions numbered from 1 in reading order, server fields and empty defaults left out.

    ``in_order``: they are so numbered already, as the compiler leaves them.
    """
    return json.dumps(
        _plain(body if in_order else renumbered(body)), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def sha256(body: Json, *, in_order: bool = False) -> str:
    """The fingerprint of a symbolic body, 64 hex digits; ``in_order`` as for ``canonical``."""
    return hashlib.sha256(canonical(body, in_order=in_order).encode()).hexdigest()


def _plain(node: Json) -> Json:
    if isinstance(node, dict):
        # Most of a body is text, so what is text is neither called for nor looked at again.
        return {
            name: each if each.__class__ is str else _plain(each)
            for name, each in node.items()
            if name not in SERVER_FIELDS and (each.__class__ is str or _counts(name, each))
        }
    if isinstance(node, list):
        return [_plain(each) for each in node]
    return {"ref": str(node.key)} if isinstance(node, Ref) else node


def _counts(name: str, value: Any) -> bool:
    if value is None or (value is False and name in FALSE_BY_DEFAULT):
        return False
    return value not in ([], {})


_CALLED = {"enrollmentCriteria": "enrolment", "timeWindows": "time windows", "blockedDates": "blocked dates"}


def differing(before: Json, after: Json) -> list[str]:
    """What differs between two symbolic bodies, in a few words: ``actions``, ``enrolment``, ``time windows``."""
    one, other = (json.loads(canonical(each)) for each in (before, after))
    names = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
    return [_CALLED.get(name, name) for name in names if name != "startActionId"]


def renumbered(body: Json, first: int = 1) -> Json:
    """The same body with action ids from ``first`` up, in reading order. Actions that nothing leads to come last.

    HubSpot never gives an id again, so new actions of an update are numbered from its ``nextAvailableActionId``.
    """
    actions = {each["actionId"]: each for each in body.get("actions", ())}
    order = list(dict.fromkeys([*_reading_order(body.get("startActionId"), actions), *actions]))
    ids = {old: str(first + index) for index, old in enumerate(order)}
    changed: dict[str, Any] = {"actions": [_moved(actions[old], ids) for old in order]}
    if body.get("startActionId") in ids:
        changed["startActionId"] = ids[body["startActionId"]]
    return {**body, **changed, "nextAvailableActionId": str(first + len(order))}


def renamed(body: Json, ids: Mapping[str, str]) -> Json:
    """The same body with each action id replaced by the one that ``ids`` gives it."""
    changed: dict[str, Any] = {"actions": [_moved(each, ids) for each in body.get("actions", ())]}
    if body.get("startActionId") in ids:
        changed["startActionId"] = ids[body["startActionId"]]
    return {**body, **changed}


def _reading_order(start: str | None, actions: Mapping[str, Json]) -> Iterator[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if each is not None and each in actions and each not in seen:
            seen.add(each)
            yield each
            waiting += reversed(targets(actions[each]))


def targets(action: Json) -> list[str]:
    """The ids that an action leads to: its branches in order, the default path, the next action."""
    branches = [each for name in _BRANCHES for each in action.get(name, ())]
    edges = [each.get("connection") for each in branches] + [action.get("defaultBranch"), action.get("connection")]
    return [each["nextActionId"] for each in edges if each and "nextActionId" in each]


_BRANCHES = ("listBranches", "staticBranches", "testBranches")
_IDS = ("actionId", "nextActionId")


def _moved(node: Json, ids: Mapping[str, str]) -> Json:
    if isinstance(node, dict):
        return {name: ids.get(each, each) if name in _IDS else _moved(each, ids) for name, each in node.items()}
    return [_moved(each, ids) for each in node] if isinstance(node, list) else node
