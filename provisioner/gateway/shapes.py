"""What an answer must hold for the rest of the program to rely on it; checked once, at the door."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any

Shape = Any
"""A type, a function that tells whether a value fits, ``[shape]`` for a list, ``{name: shape}`` for an object; a name
with ``?`` may be missing or null."""

_ID = str | int
_LARGEST = 2**63 - 1


def _record_id(value: Any) -> bool:
    """The id of a CRM record: a positive whole number, as text or as it is."""
    if isinstance(value, str):
        return value.isascii() and value.isdigit() and 0 < int(value[:20]) <= _LARGEST
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _values(value: Any) -> bool:
    """Values of properties: HubSpot tells all of them as text, and what is not set as null."""
    return isinstance(value, dict) and all(one is None or isinstance(one, str) for one in value.values())


def _past(value: Any) -> bool:
    """Past values of properties, each with its moment."""
    return isinstance(value, dict) and all(
        isinstance(held, list) and not any(fault(_PAST_VALUE, one) for one in held) for held in value.values()
    )


_PAST_VALUE = {"timestamp": str, "value?": str}
_PROPERTY = {"name": str, "options?": [{"value": str}], "modificationMetadata?": dict}
_GROUP = {"name": str}
_STAGE = {"id": _ID, "label": str, "displayOrder": int, "metadata?": dict}
_FLOW = {"id": _ID, "type": str, "objectTypeId": str, "revisionId": _ID, "isEnabled": bool, "actions": [dict]}
_LABEL = {"category": str, "typeId": int, "label?": str}
_RULE = {"ruleType": str, "ruleArguments": list}
_LIST = {"listId": _ID, "name": str, "objectTypeId": str, "processingType": str, "filterBranch?": dict}
_RECORD = {
    "id": _record_id,
    "properties": _values,
    "updatedAt": str,
    "archivedAt?": str,
    "propertiesWithHistory?": _past,
}
_NEXT = {"next?": {"after": _ID}}
_OWNER = {
    "id": _ID, "type?": str, "email?": str, "firstName?": str, "lastName?": str, "archived?": bool, "updatedAt?": str,
    "teams?": [{"name?": str, "primary?": bool}],
}  # fmt: skip
_LINK = {"toObjectId": _record_id, "associationTypes?": [{"label?": str}]}
_PIPELINE = {"id": _ID, "label": str, "displayOrder": int, "stages": [_STAGE]}

SHAPES: Mapping[str, Shape] = {
    "object_library": {"enablementByObjectTypeId": dict},
    "limits.properties": {"byObjectType?": [dict]},
    "limits.pipelines": {"hubspotDefinedObjectTypes?": [dict]},
    "properties": {"results": [_PROPERTY]},
    "properties.create_batch": {"results?": [_GROUP], "errors?": [{"message": str}]},
    "properties.read": {"results": [_PROPERTY]},
    "property": _PROPERTY,
    "property.update": _PROPERTY,
    "groups": {"results": [_GROUP]},
    "group": _GROUP,
    "flows": {"results": [{"id": _ID}], "paging?": dict},
    "flows.create": {"id": _ID},
    "flows.read": {"results": [_FLOW]},
    "flow": _FLOW,
    "owners": {"results": [_OWNER], "paging?": _NEXT},
    "teams": {"results": [{"id": _ID, "name": str}]},
    "teams.api": {"results": [{"id": _ID, "name": str}]},
    "teams.create": {"id": _ID},
    "team": {"id": _ID, "name": str, "parentTeamId?": _ID},
    "lists": {"lists": [_LIST]},
    "lists.search": {"lists": [_LIST], "offset": int},
    "lists.create": {"list": {"listId": _ID}},
    "list": {"list": _LIST},
    "list.named": {"list": _LIST},
    "list.rename": {"updatedList?": dict},
    "list.refilter": {"updatedList?": dict},
    "pipeline_rules": {"pipelineId": _ID, "governanceValidationRules": dict},
    "pipeline_rules.set": {"pipelineId": _ID},
    "exchange_rates": {"results": [{"fromCurrencyCode": str, "toCurrencyCode": str}]},
    "search": {"total": _number, "results?": [_RECORD], "paging?": dict},
    "records": {"results": [_RECORD], "paging?": _NEXT},
    "records.read": {"results": [_RECORD]},
    "exports.start": {"id": _ID},
    "exports.status": {"status": str, "result?": str, "numErrors?": int},
    "exports.details": {"exportState": str, "recordCount?": int},
    "splits.read": {"results": [{"id": _ID}]},
    "associations.read": {"results": [{"from": {"id": _record_id}, "to": [_LINK], "paging?": _NEXT}]},
    "pipelines": {"results": [_PIPELINE]},
    "pipelines.create": {"id": _ID},
    "pipeline": _PIPELINE,
    "stages.create": {"id": _ID},
    "labels": {"results": [_LABEL]},
    "labels.create": {"results": [_LABEL]},
    "validations": {"results": [{"propertyName": str, "propertyValidationRules": [_RULE]}]},
    "validations.property": {"results": [_RULE]},
    "limits.labels": {"results?": [dict]},
}
"""By endpoint. What HubSpot adds is never looked at here."""


def fault(shape: Shape, value: Any, at: str = "") -> str:
    """Where a value does not fit a shape, such as ``results[3].name``; empty when it fits."""
    if isinstance(shape, dict):
        return _fault_in_object(shape, value, at) if isinstance(value, dict) else at or "the answer"
    if isinstance(shape, list):
        if not isinstance(value, list):
            return at
        found = (fault(shape[0], each, f"{at}[{index}]") for index, each in enumerate(value))
        return next((each for each in found if each), "")
    fits = isinstance(value, shape) if isinstance(shape, type | UnionType) else shape(value)
    return "" if fits else at or "the answer"


def _fault_in_object(shape: Mapping[str, Shape], value: Mapping[str, Any], at: str) -> str:
    for wanted, inner in shape.items():
        name = wanted.removesuffix("?")
        if name != wanted and value.get(name) is None:
            continue
        if found := fault(inner, value.get(name), f"{at}.{name}" if at else name):
            return found
    return ""
