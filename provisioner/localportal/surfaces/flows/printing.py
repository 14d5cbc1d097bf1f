"""Flows as the wire has them, and the defaults that HubSpot fills in by itself."""

from __future__ import annotations

import uuid
from typing import Any

from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.flows.state import Flow

CONTACT, PLATFORM = "CONTACT_FLOW", "PLATFORM_FLOW"
_BOTH = ("name", "description", "startActionId", "enrollmentCriteria", "enrollmentSchedule")
OPTIONAL = {
    CONTACT: (*_BOTH, "goalFilterBranch", "eventAnchor", "unEnrollmentSetting"),
    PLATFORM: (*_BOTH, "suppressionFilterBranch"),
}
_SUMMARY = ("name", "uuid")


def stored(sent: dict[str, Any], settings: Settings, fixed: dict[str, Any]) -> dict[str, Any]:
    """The definition to keep of a body that was sent: known fields only, defaults filled in.

    `fixed` holds what only a create may set. Whether a client's `uuid` and `customProperties` survive is not known.
    """
    survive = settings.flow_markers_survive
    body = {
        "type": sent["type"],
        **fixed,
        **{key: sent[key] for key in OPTIONAL[sent["type"]] if sent.get(key) is not None},
        "isEnabled": sent["isEnabled"],
        "actions": [_action(action, settings) for action in sent["actions"]],
        "timeWindows": sent.get("timeWindows") or [],
        "blockedDates": sent.get("blockedDates") or [],
        "customProperties": (sent.get("customProperties") or {}) if survive else {},
        "uuid": sent["uuid"] if survive and sent.get("uuid") else fixed.get("uuid") or str(uuid.uuid4()),
    }
    if sent["type"] == CONTACT:
        body["suppressionListIds"] = sent.get("suppressionListIds") or []
        body["canEnrollFromSalesforce"] = sent.get("canEnrollFromSalesforce", False)
    filled: dict[str, Any] = _filled(body)
    return filled


def flow(found: Flow) -> dict[str, Any]:
    """A whole flow."""
    return found.body | {
        "id": found.id,
        "revisionId": str(found.revision),
        "nextAvailableActionId": str(max(map(int, found.used), default=0) + 1),
        "crmObjectCreationStatus": "PENDING" if found.pending else "COMPLETE",
        "createdAt": found.created_at,
        "updatedAt": found.updated_at,
    }


def summary(found: Flow) -> dict[str, Any]:
    """A flow in a list: without its type, description and actions."""
    return {
        "id": found.id,
        "flowType": found.body["flowType"],
        "objectTypeId": found.body["objectTypeId"],
        "isEnabled": found.enabled,
        "revisionId": str(found.revision),
        "createdAt": found.created_at,
        "updatedAt": found.updated_at,
        **{key: found.body[key] for key in _SUMMARY if key in found.body},
    }


def _action(action: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """An action as it is kept. HubSpot drops the task fields that it does not know, and raises versions by itself."""
    kept = dict(action)
    if kept.get("actionTypeId") == "0-3":
        kept["fields"] = {name: value for name, value in kept["fields"].items() if name in TASK_FIELDS}
    if settings.flow_action_versions_rise and "actionTypeVersion" in kept:
        kept["actionTypeVersion"] += 1
    return kept


TASK_FIELDS = frozenset({
    "task_type", "subject", "body", "priority", "due_time", "associations", "use_explicit_associations",
    "owner_assignment",
})  # fmt: skip


def _filled(node: Any) -> Any:
    """Filters with the two fields that HubSpot adds where they were left out."""
    if isinstance(node, list):
        return [_filled(one) for one in node]
    if not isinstance(node, dict):
        return node
    filled = {key: _filled(value) for key, value in node.items()}
    if "filterBranchType" in filled:
        kind = filled["filterBranchType"]
        usual = kind if kind in ("OR", "NOT_ALL", "NOT_ANY") else "AND"
        filled = {"filterBranchOperator": usual, "filterBranches": [], "filters": []} | filled
    if "operationType" in filled:
        filled = {"includeObjectsWithNoValueSet": False} | filled
    return filled
