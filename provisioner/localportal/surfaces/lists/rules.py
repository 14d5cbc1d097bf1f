"""How lists behave when they are made, changed, deleted and restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from provisioner.localportal.objects import BY_ID
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.settings import moment
from provisioner.localportal.surfaces.lists import contents, filters, refusals, state
from provisioner.localportal.surfaces.lists.printing import MANUAL
from provisioner.localportal.surfaces.lists.state import DYNAMIC, List
from provisioner.localportal.wire import Ask

PROCESSING = (MANUAL, DYNAMIC, "SNAPSHOT")
LEADS = "0-136"
RESTORABLE = timedelta(days=90)


def create(ask: Ask) -> List:
    """A new list. Custom properties are taken and told nowhere: HubSpot's answers have no place for them."""
    body = ask.json()
    if missing := [field for field in ("name", "objectTypeId", "processingType") if body.get(field) in (None, "")]:
        raise required_fields(missing)
    if body["processingType"] not in PROCESSING:
        raise refusals.bad_field("processingType", f"one of {', '.join(PROCESSING)}")
    object_id = object_type(ask, body["objectTypeId"])
    _check_extras(body)
    made = List(
        id=state.next_id(ask.db),
        name=free_name(ask, body["name"], ""),
        object_id=object_id,
        processing=body["processingType"],
        version=1,
        filters=_filters(ask, body, object_id),
        created_at=ask.stamp,
        updated_at=ask.stamp,
        filtered_at=ask.stamp,
        settings={key: body[key] for key in ("listPermissions", "membershipSettings") if body.get(key)},
    )
    contents.keep(ask.db, made)
    return made


def rename(ask: Ask) -> List:
    """Another name, from the query."""
    held, name = existing(ask, ask.params["list"]), ask.one("listName")
    if not name.strip():
        raise required_fields(["listName"])
    renamed = replace(held, name=free_name(ask, name, held.id), updated_at=ask.stamp)
    contents.keep(ask.db, renamed)
    return renamed


def refilter(ask: Ask) -> List:
    """Other filters in place of all that a dynamic list had; its version rises."""
    held, body = existing(ask, ask.params["list"]), ask.json()
    if held.processing != DYNAMIC:
        raise refusals.only_dynamic(held.id)
    if body.get("filterBranch") is None:
        raise required_fields(["filterBranch"])
    stored = filters.taken(ask, body["filterBranch"], held.object_id)
    changed = replace(held, filters=stored, version=held.version + 1, updated_at=ask.stamp, filtered_at=ask.stamp)
    contents.keep(ask.db, changed)
    return changed


def delete(ask: Ask) -> None:
    """Delete a list; it can be restored for 90 days."""
    contents.keep(ask.db, replace(existing(ask, ask.params["list"]), deleted_at=ask.stamp))


def restore(ask: Ask) -> None:
    """Bring a deleted list back; one that is there stays as it is."""
    held = state.read(ask.db, ask.params["list"])
    if held is None or (held.deleted_at and ask.now > moment(held.deleted_at) + RESTORABLE):
        raise refusals.unknown(ask.params["list"])
    if held.deleted_at:
        free_name(ask, held.name, held.id)
        contents.keep(ask.db, replace(held, deleted_at=None, updated_at=ask.stamp))


def existing(ask: Ask, list_id: str) -> List:
    """A list that is not deleted."""
    found = state.read(ask.db, list_id)
    if found is None or found.deleted_at:
        raise refusals.unknown(list_id)
    return found


def object_type(ask: Ask, told: Any) -> str:
    """An object type id; lists take no names, and leads only where the account has them."""
    if told not in BY_ID or (told == LEADS and not ask.settings.leads_enabled):
        raise refusals.not_an_id(str(told))
    return str(told)


def free_name(ask: Ask, name: Any, own_id: str) -> str:
    """The name, refused when another list has it."""
    if not isinstance(name, str) or not name.strip():
        raise refusals.bad_field("name", "text")
    others = [one for one in state.every(ask.db, ask.settings.deleted_lists_keep_names) if one.id != own_id]
    if any(_folded(ask, one.name) == _folded(ask, name) for one in others):
        raise refusals.name_taken(name)
    return name


def _folded(ask: Ask, name: str) -> str:
    return name.strip().casefold() if ask.settings.list_names_ignore_case else name


def _filters(ask: Ask, body: dict[str, Any], object_id: str) -> dict[str, Any] | None:
    branch = body.get("filterBranch")
    if (branch is None) != (body["processingType"] == MANUAL):
        raise refusals.bad_filters("a list has filters exactly when it is not MANUAL")
    return None if branch is None else filters.taken(ask, branch, object_id)


def _check_extras(body: dict[str, Any]) -> None:
    custom = body.get("customProperties") or {}
    if not isinstance(custom, dict) or not all(isinstance(value, str) for value in custom.values()):
        raise refusals.bad_field("customProperties", "an object of texts")
    if body.get("listFolderId") not in (None, 0):
        raise refusals.bad_field("listFolderId", "0: the local portal has no folders")
    for key in ("listPermissions", "membershipSettings"):
        if not isinstance(body.get(key) or {}, dict):
            raise refusals.bad_field(key, "an object")
