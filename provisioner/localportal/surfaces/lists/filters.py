"""The filters of a list: what HubSpot takes, and what it gives back in their place."""

from __future__ import annotations

from typing import Any

from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.flows import filters
from provisioner.localportal.surfaces.lists import contents, refusals, state
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.wire import Ask

_OPERATORS = {"UNIFIED_EVENTS": "AND", "ASSOCIATION": "AND"}


def taken(ask: Ask, sent: Any, object_id: str) -> dict[str, Any]:
    """The branch as it is stored: an OR of ANDs that names only what the portal has, with HubSpot's defaults."""
    filters.root(sent, "filterBranch", refusals.bad_filters)
    stored = _filled(sent)
    if ask.settings.lists_check_references:
        _known(ask, stored, object_id)
    return stored


def printed(branch: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """The branch as it is read back, with the noise that the switches ask for."""
    told = dict(branch)
    told["filters"] = [_filter(one, settings) for one in branch["filters"]]
    told["filterBranches"] = [printed(child, settings) for child in branch["filterBranches"]]
    if settings.list_filters_omit_empty:
        told = {key: value for key, value in told.items() if value != []}
    return told


def _filter(one: dict[str, Any], settings: Settings) -> dict[str, Any]:
    operation = one.get("operation")
    if not settings.list_filter_values_sorted or not isinstance(operation, dict) or "values" not in operation:
        return one
    return one | {"operation": operation | {"values": sorted(operation["values"])}}


def _filled(branch: dict[str, Any]) -> dict[str, Any]:
    """What was left out, filled in as HubSpot's documented examples show."""
    kind = branch["filterBranchType"]
    return branch | {
        "filterBranchOperator": branch.get("filterBranchOperator") or _OPERATORS.get(kind, kind),
        "filterBranches": [_filled(child) for child in branch.get("filterBranches") or ()],
        "filters": [_operated(one) for one in branch.get("filters") or ()],
    }


def _operated(one: dict[str, Any]) -> dict[str, Any]:
    if one["filterType"] != "PROPERTY":
        return one
    return one | {"operation": {"includeObjectsWithNoValueSet": False} | one["operation"]}


def _known(ask: Ask, branch: dict[str, Any], object_id: str) -> None:
    for type_id, name in sorted(contents.properties(branch, object_id)):
        definition = properties.read(ask.db, type_id, name)
        if definition is None or definition.get("archived"):
            raise refusals.bad_filters(f"this portal has no property {name} of {type_id}")
    for list_id in _lists(branch):
        found = state.read(ask.db, list_id)
        if found is None or found.deleted_at:
            raise refusals.bad_filters(f"this portal has no list {list_id}")


def _lists(branch: dict[str, Any]) -> list[str]:
    own = [str(one.get("listId")) for one in branch["filters"] if one["filterType"] == "IN_LIST"]
    return own + [list_id for child in branch["filterBranches"] for list_id in _lists(child)]
