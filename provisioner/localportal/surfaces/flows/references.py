"""What a flow names: properties, stages, pipelines, owners, users, teams, other flows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from provisioner.localportal.objects import BY_ID

# Association types whose far end is known: from them a flow reaches properties of another object type.
FAR_ENDS = {
    3: "0-1", 4: "0-3", 5: "0-2", 341: "0-2", 6: "0-3", 342: "0-3", 1: "0-2", 279: "0-2", 2: "0-1", 280: "0-1",
    578: "0-1",
}  # fmt: skip
_TOKEN = re.compile(r"\{\{\s*enrolled_object\.([A-Za-z0-9_]+)\s*\}\}")
_EVENT_FIELDS = frozenset({"hs_name", "hs_value"})


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing named: `kind` is property, token, stage, pipeline, owner, user, team or flow."""

    kind: str
    object_id: str
    name: str


def of(body: dict[str, Any]) -> Iterator[Reference]:
    """Everything that a flow names, in the order of the body, with repetitions."""
    object_id = str(body["objectTypeId"])
    for key in ("enrollmentCriteria", "goalFilterBranch", "suppressionFilterBranch", "enrollmentSchedule"):
        yield from _walk(body.get(key), object_id)
    for action in body["actions"]:
        yield from _action(action, object_id)


def in_branch(branch: dict[str, Any], object_id: str) -> Iterator[Reference]:
    """Everything that a filter branch over records of one object type names."""
    yield from _walk(branch, object_id)


def _action(action: dict[str, Any], object_id: str) -> Iterator[Reference]:
    fields = action.get("fields")
    if action.get("actionTypeId") == "0-5" and isinstance(fields, dict):
        target, far = object_id, fields.get("association")
        if isinstance(far, dict):
            target = FAR_ENDS.get(far.get("associationTypeId", 0), "")
        yield from _named(target, fields.get("property_name"))
        value = fields.get("value") or {}
        if value.get("type") == "STATIC_VALUE":
            yield from _chosen(target, str(fields.get("property_name")), [value.get("staticValue")])
            if fields.get("property_name") == "hubspot_owner_id" and value.get("staticValue"):
                yield Reference("owner", "", str(value["staticValue"]))
    if action.get("actionTypeId") == "0-14" and isinstance(fields, dict):
        for one in fields.get("properties") or ():
            yield from _named(str(fields.get("object_type_id", "")), one.get("targetProperty"))
    if action.get("type") == "STATIC_BRANCH":
        values = [branch.get("branchValue") for branch in action.get("staticBranches") or ()]
        yield from _chosen(object_id, str((action.get("inputValue") or {}).get("propertyName", "")), values)
    yield from _walk(action, object_id)


def _walk(node: Any, object_id: str) -> Iterator[Reference]:
    if isinstance(node, str):
        yield from (Reference("token", object_id, name) for name in _TOKEN.findall(node))
    elif isinstance(node, list):
        for one in node:
            yield from _walk(one, object_id)
    elif isinstance(node, dict):
        if node.get("filterBranchType") == "ASSOCIATION":
            object_id = str(node.get("objectTypeId", ""))
        yield from _pair(node, object_id)
        yield from _here(node, object_id)
        for one in node.values():
            yield from _walk(one, object_id)


def _here(node: dict[str, Any], object_id: str) -> Iterator[Reference]:
    """What one object of the body names by itself."""
    operation = node.get("operation")
    if node.get("filterType") == "PROPERTY" and node.get("property") not in _EVENT_FIELDS:
        yield from _named(object_id, node.get("property"))
        if isinstance(operation, dict) and operation.get("operationType") == "ENUMERATION":
            yield from _chosen(object_id, str(node.get("property")), operation.get("values") or [])
    if node.get("type") == "OBJECT_PROPERTY":
        yield from _named(object_id, node.get("propertyName"))
    if node.get("timeType") == "PROPERTY_REFERENCED":
        yield from _named(object_id, node.get("property"))
    for key in ("comparisonPropertyName", "dateProperty", "contactProperty", "source_property", "target_property"):
        yield from _named(object_id, node.get(key))
    yield from _recipients(node, object_id)


def _recipients(node: dict[str, Any], object_id: str) -> Iterator[Reference]:
    for key, kind in (("user_ids", "user"), ("team_ids", "team")):
        yield from (Reference(kind, "", str(one)) for one in _listed(node, key))
    for name in _listed(node, "owner_properties"):
        yield from _named(object_id, name)
    if "flow_id" in node:
        yield Reference("flow", "", str(node["flow_id"]))


def _listed(node: dict[str, Any], key: str) -> list[Any]:
    return node[key] if isinstance(node.get(key), list) else []


def _pair(node: dict[str, Any], object_id: str) -> Iterator[Reference]:
    """A property change: one filter names the property (`hs_name`), another its new value (`hs_value`)."""
    filters = [one for one in node.get("filters") or () if isinstance(one, dict)] if "filters" in node else []
    wanted = {one.get("property"): one.get("operation") or {} for one in filters}
    name = wanted.get("hs_name", {}).get("value")
    if isinstance(name, str):
        yield Reference("property", object_id, name)
        yield from _chosen(object_id, name, wanted.get("hs_value", {}).get("values") or [])


def _named(object_id: str, name: Any) -> Iterator[Reference]:
    if isinstance(name, str) and name and object_id:
        yield Reference("property", object_id, name)


def _chosen(object_id: str, name: str, values: list[Any]) -> Iterator[Reference]:
    """Values of the two properties whose values are ids of the portal: stages and pipelines."""
    kind = BY_ID.get(object_id)
    if kind is None or not name or name == "lifecyclestage" or name not in (kind.stage, kind.pipeline):
        return
    for value in values:
        if value:
            yield Reference("stage" if name == kind.stage else "pipeline", object_id, str(value))
