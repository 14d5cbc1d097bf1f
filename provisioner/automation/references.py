"""What a workflow body refers to: ids in words, properties by name; and ids put in and taken out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from provisioner.automation.objects import BY_TYPE_ID, OWNER, PIPELINE_PROPERTIES, STAGE_PROPERTIES
from provisioner.model.keys import Key, Ref
from provisioner.model.portal import Json

_TOKEN = re.compile(r"\{\{\s*enrolled_object\.([a-z0-9_]+)\s*\}\}")

IdWord = tuple[str, str, str]
"""(``pipeline``, ``stage``, ``owner``, ``user`` or ``team``; object type, empty for people; the portal's id)."""


def keys(body: Json) -> list[Key]:
    """Every key that a body refers to, once, in reading order."""
    return list(dict.fromkeys(ref.key for ref in _refs(body)))


def _refs(node: Json) -> Iterator[Ref]:
    if isinstance(node, Ref):
        yield node
    elif isinstance(node, dict):
        for inner in node.values():
            yield from _refs(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _refs(inner)


def resolved(body: Json, ids: Mapping[Key, str]) -> Json:
    """The body with this portal's ids; KeyError names the first key that the portal has no id for."""
    if isinstance(body, Ref):
        return ids[body.key]
    if isinstance(body, dict):
        return {name: resolved(inner, ids) for name, inner in body.items()}
    return [resolved(inner, ids) for inner in body] if isinstance(body, list) else body


def symbolic(body: Json, names: Mapping[IdWord, Key]) -> Json:
    """The body of a live workflow with ids in words, wherever ``names`` knows them; the rest stays as it is."""
    object_type = BY_TYPE_ID.get(str(body.get("objectTypeId")), "")

    def named(kind: str, of: str, value: Any) -> Any:
        key = names.get((kind, of, str(value)))
        return Ref(key) if key else value

    return _replaced(body, object_type, named)


Change = Callable[[str, str, Any], Any]


def _replaced(node: Json, object_type: str, change: Change) -> Json:
    if isinstance(node, list):
        return [_replaced(each, object_type, change) for each in node]
    if not isinstance(node, Mapping):
        return node
    if node.get("filterBranchType") == "ASSOCIATION":
        object_type = BY_TYPE_ID.get(str(node.get("objectTypeId")), "")
    of = BY_TYPE_ID.get(str(node["object_type_id"]), "") if "object_type_id" in node else object_type
    made = {name: _replaced(each, of, change) for name, each in node.items()}
    for people, kind in (("user_ids", "user"), ("team_ids", "team")):
        if isinstance(made.get(people), list):
            made[people] = [change(kind, "", each) for each in made[people]]
    return _values(made, of, change)


def _values(node: dict[str, Any], object_type: str, change: Change) -> Json:
    """Ids that are values of a property: in filters, events, writes and branches by value."""
    match node:
        case {"filterType": "PROPERTY", "property": name, "operation": {"values": list(values)} as operation}:
            node["operation"] = operation | {"values": _each(name, object_type, values, change)}
        case {"property_name": name, "value": {"staticValue": value} as whole}:
            node["value"] = whole | {"staticValue": _each(name, object_type, [value], change)[0]}
        case {"targetProperty": name, "value": {"staticValue": value} as whole}:
            node["value"] = whole | {"staticValue": _each(name, object_type, [value], change)[0]}
        case {"inputValue": {"propertyName": name}, "staticBranches": list(branches)}:
            node["staticBranches"] = [
                each | {"branchValue": _each(name, object_type, [each["branchValue"]], change)[0]} for each in branches
            ]
        case {"filters": [{"property": "hs_name", "operation": {"value": name}} as first, second, *rest]}:
            moved = _values({**second, "property": name}, object_type, change)
            node["filters"] = [first, moved | {"property": second.get("property")}, *rest]
    return node


def _each(name: str, object_type: str, values: list[Any], change: Change) -> list[Any]:
    kind = _kind_of(name)
    return [change(kind, "" if kind == "owner" else object_type, value) for value in values] if kind else values


def _kind_of(name: str) -> str:
    if name in STAGE_PROPERTIES:
        return "stage"
    if name in PIPELINE_PROPERTIES:
        return "pipeline"
    return "owner" if name == OWNER else ""


def properties_used(body: Json) -> frozenset[tuple[str, str]]:
    """(object type, property) for every property that a body reads, writes or prints.

    The object type is empty for a record that the body reaches in a way that no template uses.
    """
    return frozenset(_used(body, BY_TYPE_ID.get(str(body.get("objectTypeId")), "")))


def _used(node: Json, object_type: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield from ((object_type, name) for name in _TOKEN.findall(node))
    elif isinstance(node, list):
        for each in node:
            yield from _used(each, object_type)
    elif isinstance(node, Mapping):
        if node.get("filterBranchType") == "ASSOCIATION":
            object_type = BY_TYPE_ID.get(str(node.get("objectTypeId")), "")
        yield from _named_here(node, object_type)
        for name, each in node.items():
            yield from _used(each, "" if name == "association" else object_type)


def _named_here(node: Mapping[str, Any], object_type: str) -> Iterator[tuple[str, str]]:
    match node:
        case {"object_type_id": str(other), "properties": list(values)}:
            for each in values:
                yield BY_TYPE_ID.get(other, ""), each["targetProperty"]
        case {"property_name": str(name)}:
            yield "" if "association" in node else object_type, name
        case {"property": "hs_name", "operation": {"value": str(name)}}:
            yield object_type, name
        case {"property": str(name)} if name not in ("hs_name", "hs_value"):
            yield object_type, name
        case {"propertyName": str(name)} | {"target_property": str(name)}:
            yield object_type, name
        case {"owner_properties": list(names)}:
            yield from ((object_type, name) for name in names)
