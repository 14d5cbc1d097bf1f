"""Single actions that HubSpot takes: their shape by type, and the fields of the built-in action types."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from provisioner.localportal.refusal import Refusal
from provisioner.localportal.surfaces.flows import catalogue, filters, refusals

Refuse = Callable[[str], Refusal]
_NEEDED: dict[str, dict[str, type]] = {
    "SINGLE_CONNECTION": {"actionTypeId": str, "actionTypeVersion": int, "fields": dict},
    "LIST_BRANCH": {"listBranches": list},
    "STATIC_BRANCH": {"inputValue": dict, "staticBranches": list},
    "AB_TEST_BRANCH": {"testBranches": list},
    "CUSTOM_CODE": {"runtime": str, "sourceCode": str, "secretNames": list, "inputFields": list, "outputFields": list},
    "WEBHOOK": {"method": str, "webhookUrl": str, "queryParams": list},
}
VALUES = {
    "STATIC_VALUE": ("staticValue",), "OBJECT_PROPERTY": ("propertyName",), "FIELD_DATA": ("actionId", "dataKey"),
    "TIMESTAMP": ("timestampType",), "INCREMENT": ("incrementAmount",), "RELATIVE_DATETIME": ("timeDelay",),
    "FETCHED_OBJECT_PROPERTY": ("propertyToken",), "APPEND_OBJECT_PROPERTY": ("appendPropertyName",),
    "STATIC_APPEND_VALUE": ("staticAppendValue",), "ENROLLMENT_EVENT_PROPERTY": ("enrollmentEventPropertyToken",),
    "ACTION_OUTPUT_OBJECT_PROPERTY": ("actionOutputPropertyToken",),
    "ENROLLMENT_DATASET_COLUMN": ("enrollmentDatasetColumnToken",), "SINGLE_OBJECT_COORDINATES": ("coordinatesToken",),
    "LIST": ("values",), "MAP": ("values",),
}  # fmt: skip
UNITS = ("MINUTES", "HOURS", "DAYS", "WEEKS", "MONTHS")


def check(action: dict[str, Any], refuse: Refuse) -> None:
    """Refuse an action that HubSpot would not take."""
    action_id, kind = action.get("actionId"), action.get("type")
    if not isinstance(action_id, str) or not re.fullmatch(r"[1-9]\d*", action_id):
        raise refuse(f"actionId {action_id!r} is no number as text")
    if kind not in _NEEDED:
        raise refuse(f"action {action_id}: no type {kind}")
    for key, wanted in _NEEDED[kind].items():
        if not isinstance(action.get(key), wanted) or isinstance(action.get(key), bool):
            raise refuse(f"action {action_id}: {key} is missing or of the wrong type")
    if kind in _OWN_CHECKS:
        _OWN_CHECKS[kind](action, f"action {action_id}", refuse)


def value(told: Any, where: str, refuse: Refuse) -> None:
    """One input value, with the fields of its type."""
    if not isinstance(told, dict) or told.get("type") not in VALUES:
        raise refuse(f"{where}: {told!r:.80} is no value")
    if missing := [key for key in VALUES[told["type"]] if told.get(key) is None]:
        raise refuse(f"{where}: {told['type']} without {', '.join(missing)}")
    if told["type"] == "STATIC_VALUE" and not isinstance(told["staticValue"], str):
        raise refuse(f"{where}: staticValue must be text")


def _objects(action: dict[str, Any], key: str, refuse: Refuse) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = action[key]
    if not listed or not all(isinstance(one, dict) for one in listed):
        raise refuse(f"action {action['actionId']}: {key} must hold branches")
    return listed


def _list_branch(action: dict[str, Any], where: str, refuse: Refuse) -> None:
    for branch in _objects(action, "listBranches", refuse):
        if branch.get("filterBranch") is not None:
            filters.root(branch["filterBranch"], where, refuse)


def _static_branch(action: dict[str, Any], where: str, refuse: Refuse) -> None:
    value(action["inputValue"], where, refuse)
    if any(not isinstance(one.get("branchValue"), str) for one in _objects(action, "staticBranches", refuse)):
        raise refuse(f"{where}: a branch without a branchValue")


def _code(action: dict[str, Any], _where: str, _refuse: Refuse) -> None:
    if action["secretNames"]:
        raise refusals.internal(f"secrets that this portal does not have: {action['secretNames']}")


def _single(action: dict[str, Any], where: str, refuse: Refuse) -> None:
    type_id, fields = action["actionTypeId"], action["fields"]
    if type_id == catalogue.OLD_STATIC_LIST:
        raise refusals.internal_without_body()
    known = catalogue.TYPES.get(type_id)
    if known is None:
        raise refuse(f"{where}: this portal has no action {type_id}")
    if not known.needed:
        return
    if missing := [name for name in known.needed if fields.get(name) in (None, "")]:
        raise refuse(f"{where} ({type_id}): {', '.join(missing)} is missing")
    if known.one_of and not any(fields.get(name) for name in known.one_of):
        raise refuse(f"{where} ({type_id}): one of {', '.join(known.one_of)} is needed")
    unknown = sorted(set(fields) - {*known.needed, *known.optional})
    if unknown and type_id != catalogue.TASK:
        raise refusals.internal(f"{where} ({type_id}): no field {', '.join(unknown)}")
    for name in ("user_ids", "team_ids"):
        if not all(isinstance(one, str) and one.isdigit() for one in fields.get(name) or ()):
            raise refuse(f"{where}: {name} must be ids as texts")
    if type_id in _FIELDS:
        _FIELDS[type_id](fields, where, refuse)


def _delay(fields: dict[str, Any], where: str, refuse: Refuse) -> None:
    _count(fields["delta"], f"{where}: delta", refuse)
    _unit(fields["time_unit"], where, refuse)


def _task(fields: dict[str, Any], where: str, refuse: Refuse) -> None:
    if fields["task_type"] not in ("TODO", "CALL", "EMAIL"):
        raise refuse(f"{where}: no task_type {fields['task_type']}")
    if fields.get("priority", "NONE") not in ("NONE", "LOW", "MEDIUM", "HIGH"):
        raise refuse(f"{where}: no priority {fields['priority']}")
    due = fields.get("due_time")
    if due is not None:
        if not isinstance(due, dict) or isinstance(due.get("delta"), bool) or not isinstance(due.get("delta"), int):
            raise refuse(f"{where}: due_time.delta must be a number")
        _unit(due.get("timeUnit"), where, refuse)
    assigned = fields.get("owner_assignment")
    if assigned is not None:
        value(assigned.get("value") if isinstance(assigned, dict) else None, f"{where}: owner_assignment", refuse)


def _set_property(fields: dict[str, Any], where: str, refuse: Refuse) -> None:
    value(fields["value"], where, refuse)


def _rotate(fields: dict[str, Any], where: str, refuse: Refuse) -> None:
    if fields["overwrite_current_owner"] not in ("true", "false"):
        raise refuse(f'{where}: overwrite_current_owner must be "true" or "false"')


def _create_record(fields: dict[str, Any], where: str, refuse: Refuse) -> None:
    for one in fields["properties"]:
        value(one.get("value"), where, refuse)


def _wait(fields: dict[str, Any], where: str, refuse: Refuse) -> None:
    filters.events(fields["event_filter_branches"], where, refuse)
    _count(fields["expiration_minutes"], f"{where}: expiration_minutes", refuse)


def _until_date(fields: dict[str, Any], where: str, refuse: Refuse) -> None:
    value(fields["date"], where, refuse)
    if fields.get("time_unit") is not None:
        _unit(fields["time_unit"], where, refuse)


def _count(told: Any, where: str, refuse: Refuse) -> None:
    if not isinstance(told, str) or not re.fullmatch(r"[1-9]\d*", told):
        raise refuse(f"{where} must be a number as text, above zero")


def _unit(told: Any, where: str, refuse: Refuse) -> None:
    if told not in UNITS:
        raise refuse(f"{where}: no time unit {told}")


_OWN_CHECKS = {
    "SINGLE_CONNECTION": _single, "LIST_BRANCH": _list_branch, "STATIC_BRANCH": _static_branch, "CUSTOM_CODE": _code,
}  # fmt: skip
_FIELDS = {
    "0-1": _delay, "0-3": _task, "0-5": _set_property, "0-11": _rotate, "0-14": _create_record, "0-29": _wait,
    "0-35": _until_date,
}  # fmt: skip
