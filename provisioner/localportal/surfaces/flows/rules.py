"""How flows behave when they are written: create, full replacement, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surfaces.flows import checks, contents, known, printing, refusals, state
from provisioner.localportal.surfaces.flows.state import Flow
from provisioner.localportal.wire import Ask

_NEEDED_ON_CREATE = ("type", "flowType", "isEnabled", "objectTypeId", "actions")
_NEEDED_ON_PUT = ("type", "revisionId", "isEnabled", "actions")
_KEPT = ("flowType", "objectTypeId", "dataSources", "uuid")
_FORBIDDEN_ON_PUT = (
    "flowType", "objectTypeId", "dataSources", "id", "createdAt", "updatedAt", "crmObjectCreationStatus",
)  # fmt: skip


def create(ask: Ask) -> Flow:
    """Add a flow in revision 1. Nothing makes a create idempotent: names are not unique."""
    sent, settings = ask.json(), ask.settings
    _has_all(sent, _NEEDED_ON_CREATE)
    if settings.create_next_action_id == "required" and not sent.get("nextAvailableActionId"):
        raise required_fields(["nextAvailableActionId"])
    if state.count(ask.db) >= settings.workflow_limit:
        raise refusals.limit_reached(settings.workflow_limit)
    checks.kind(sent)
    _check(ask, sent, refusals.bad_create)
    fixed = {
        "flowType": sent["flowType"],
        "objectTypeId": sent["objectTypeId"],
        "dataSources": sent.get("dataSources") or [],
    }
    body = printing.stored(sent, settings, fixed)
    made = Flow(state.next_id(ask.db), 1, body, _ids(body), ask.stamp, ask.stamp, settings.flow_pending_reads)
    contents.keep(ask.db, made)
    return made


def change(ask: Ask, before: Flow) -> Flow:
    """Replace a whole flow: what the body leaves out is cleared. The body's revision must be the current one."""
    sent, settings = ask.json(), ask.settings
    _has_all(sent, _NEEDED_ON_PUT)
    if str(sent["revisionId"]) != str(before.revision):
        raise refusals.stale(settings.stale_revision_status, str(sent["revisionId"]), before.revision)
    _may_replace(ask, sent, before)
    fixed: dict[str, Any] = {key: before.body[key] for key in _KEPT if key in before.body}
    _check(ask, sent | {"objectTypeId": before.body["objectTypeId"]}, refusals.bad_update)
    body = printing.stored(sent, settings, fixed)
    _same_actions(before, body)
    changed = replace(
        before, revision=before.revision + 1, body=body, used=before.used | _ids(body), updated_at=ask.stamp
    )
    contents.keep(ask.db, changed)
    return changed


def _has_all(sent: dict[str, Any], needed: tuple[str, ...]) -> None:
    if missing := [name for name in needed if sent.get(name) is None]:
        raise required_fields(missing)


def _may_replace(ask: Ask, sent: dict[str, Any], before: Flow) -> None:
    if before.pending:
        raise refusals.bad_update("the flow is still being made: crmObjectCreationStatus is PENDING")
    if forbidden := [name for name in _FORBIDDEN_ON_PUT if name in sent]:
        raise refusals.bad_update(f"a PUT may not carry {', '.join(forbidden)}")
    wanted, told = ask.settings.put_next_action_id, "nextAvailableActionId" in sent
    if (wanted == "refused" and told) or (wanted == "required" and not told):
        raise refusals.bad_update(f"nextAvailableActionId in a PUT is {wanted}")
    if sent["type"] != before.body["type"]:
        raise refusals.bad_update("the type of a flow cannot be changed")


def _check(ask: Ask, sent: dict[str, Any], refuse: checks.Refuse) -> None:
    checks.definition(sent, ask.settings, refuse)
    known.check(ask, sent, refuse)


def _same_actions(before: Flow, body: dict[str, Any]) -> None:
    """Ids of actions that are gone never come back, and an action keeps its type (both seen live)."""
    held = {action["actionId"]: action["type"] for action in before.body["actions"]}
    for action in body["actions"]:
        action_id = action["actionId"]
        if action_id in before.used and action_id not in held:
            raise refusals.bad_update(f"action id {action_id} was used by an earlier revision")
        if held.get(action_id, action["type"]) != action["type"]:
            raise refusals.bad_update(f"action {action_id} was of type {held[action_id]}")


def _ids(body: dict[str, Any]) -> frozenset[str]:
    return frozenset(str(action["actionId"]) for action in body["actions"])
