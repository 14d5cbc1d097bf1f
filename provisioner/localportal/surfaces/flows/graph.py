"""The actions of a flow as a graph: ids, ends, branches, and that every action is reached once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from provisioner.localportal.refusal import Refusal
from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.flows import refusals

Refuse = Callable[[str], Refusal]
MOST_BRANCHES, MOST_VALUES, LONGEST_BRANCH_NAME = 20, 250, 50
_BRANCHES = {"LIST_BRANCH": "listBranches", "STATIC_BRANCH": "staticBranches", "AB_TEST_BRANCH": "testBranches"}


def check(sent: dict[str, Any], settings: Settings, refuse: Refuse) -> None:
    """Refuse a graph that HubSpot would not take; converging paths are refused unless the switch allows them."""
    actions = {str(action["actionId"]): action for action in sent["actions"]}
    if len(actions) != len(sent["actions"]):
        raise refuse("two actions have the same id")
    for action in actions.values():
        _branches(action, refuse)
    start = sent.get("startActionId")
    if not actions and not start:
        return
    if start not in actions:
        raise refuse(f"startActionId {start!r} names no action")
    _edges(actions, str(start), settings, refuse)
    if orphans := sorted(set(actions) - _reached(actions, str(start)), key=int):
        raise refuse(f"actions that nothing leads to: {', '.join(orphans)}")


def edges(action: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every connection that leaves an action."""
    held = [action.get("connection"), action.get("defaultBranch")]
    held += [branch.get("connection") for branch in action.get(_BRANCHES.get(action["type"], ""), ())]
    yield from (one for one in held if one is not None)


def _branches(action: dict[str, Any], refuse: Refuse) -> None:
    if action.get("defaultBranch") == {}:
        raise refusals.internal("an empty defaultBranch: leave it out where the default path ends")
    branches = action.get(_BRANCHES.get(action["type"], ""), [])
    names = [branch.get("branchName") or "" for branch in branches] + [action.get("defaultBranchName") or ""]
    if any(len(str(name)) > LONGEST_BRANCH_NAME for name in names):
        raise refusals.internal(f"a branch name over {LONGEST_BRANCH_NAME} characters")
    most = MOST_VALUES if action["type"] == "STATIC_BRANCH" else MOST_BRANCHES
    if len(branches) > most:
        raise refuse(f"action {action['actionId']}: more than {most} branches")


def _edges(actions: dict[str, dict[str, Any]], start: str, settings: Settings, refuse: Refuse) -> None:
    incoming: Counter[str] = Counter()
    for action_id, action in actions.items():
        for edge in edges(action):
            target = edge.get("nextActionId") if isinstance(edge, dict) else None
            if not isinstance(target, str) or edge.get("edgeType") not in ("STANDARD", "GOTO"):
                raise refuse(f"action {action_id}: a connection needs edgeType and nextActionId")
            if target not in actions:
                raise refuse(f"action {action_id} leads to {target}, which is no action")
            if edge["edgeType"] == "GOTO" and not settings.flow_paths_may_converge:
                raise refuse(f"action {action_id}: a GOTO")
            incoming[target] += 1
    if settings.flow_paths_may_converge:
        return
    if meeting := sorted((one for one, count in incoming.items() if count > 1), key=int):
        raise refuse(f"paths converge on {', '.join(meeting)}")
    if incoming[start]:
        raise refuse("a cycle through the first action")


def _reached(actions: dict[str, dict[str, Any]], start: str) -> set[str]:
    seen, waiting = set[str](), [start]
    while waiting:
        action_id = waiting.pop()
        if action_id not in seen:
            seen.add(action_id)
            waiting += [edge["nextActionId"] for edge in edges(actions[action_id])]
    return seen
