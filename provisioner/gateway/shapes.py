"""What an answer must hold for the rest of the program to rely on it; checked once, at the door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Shape = Any
"""A type, ``[shape]`` for a list, ``{name: shape}`` for an object; a name with ``?`` may be missing or null."""

_ID = str | int
_PROPERTY = {"name": str, "options?": [{"value": str}], "modificationMetadata?": dict}
_GROUP = {"name": str}
_STAGE = {"id": _ID, "label": str, "displayOrder": int, "metadata?": dict}
_FLOW = {"id": _ID, "type": str, "objectTypeId": str, "revisionId": _ID, "isEnabled": bool, "actions": [dict]}
_LABEL = {"category": str, "typeId": int, "label?": str}
_RULE = {"ruleType": str, "ruleArguments": list}
_LIST = {"listId": _ID, "name": str, "objectTypeId": str, "processingType": str, "filterBranch?": dict}
_RECORD = {"id": _ID, "properties": dict}
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
    "owners": {"results": [{"id": _ID}], "paging?": dict},
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
    "search": {"total": int, "results?": [_RECORD], "paging?": dict},
    "records": {"results": [_RECORD], "paging?": dict},
    "records.read": {"results": [_RECORD]},
    "exports.start": {"id": _ID},
    "exports.status": {"status": str, "result?": str, "numErrors?": int},
    "exports.details": {"exportState": str, "recordCount?": int},
    "splits.read": {"results": [{"id": _ID}]},
    "associations.read": {"results": [{"from": dict, "to": [dict]}]},
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
    return "" if isinstance(value, shape) else at


def _fault_in_object(shape: Mapping[str, Shape], value: Mapping[str, Any], at: str) -> str:
    for wanted, inner in shape.items():
        name = wanted.removesuffix("?")
        if name != wanted and value.get(name) is None:
            continue
        if found := fault(inner, value.get(name), f"{at}.{name}" if at else name):
            return found
    return ""
