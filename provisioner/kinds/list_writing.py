"""Writing lists: name and filters each have a request of their own, and filters are sent as a whole."""

from __future__ import annotations

import copy
from typing import Any

from provisioner.kinds import base, list_filters
from provisioner.model.errors import Exchange, NotFound, PortalError
from provisioner.model.plan import Action, Change
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Resource

_WITH_FILTERS = [("includeFilters", "true")]


def look(portal: Reader, change: Change, ids: base.Ids) -> Json:
    """The list as it is now: by its name just after a create, else by its id. None when it is not there."""
    try:
        if change.action is Action.CREATE:
            where = {"type": _type_id(change), "name": str(change.spec["name"])}
            return portal.get("list.named", where, _WITH_FILTERS)["list"]
        return portal.get("list", {"list": ids[change.key]}, _WITH_FILTERS)["list"]
    except NotFound:
        return None


def _type_id(change: Change) -> str:
    return base.TYPE_IDS.get(change.key.object_type, change.key.object_type)


def create(portal: Writer, change: Change, ids: base.Ids) -> base.Made:
    body = {
        "name": change.spec["name"],
        "objectTypeId": _type_id(change),
        "processingType": "DYNAMIC",
        "filterBranch": _branch(change, change.spec["filters"], change.spec.get("zone"), ids),
    }
    return base.Made(str(portal.send("lists.create", {}, body)["list"]["listId"]))


def _branch(change: Change, filters: list_filters.Filters, zone: Any, ids: base.Ids) -> Json:
    try:
        return list_filters.branch(change.key.object_type, filters, str(zone or ""), ids)
    except KeyError as error:
        message = f"{change.key}: this portal has no {error.args[0]}"
        raise PortalError(message, Exchange("", ""), fix="plan again") from None


def rename(portal: Writer, change: Change, live: Resource) -> None:
    query = [("listName", str(change.spec["name"]))]
    portal.send("list.rename", {"list": live.id or ""}, None, query)


def refilter(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> None:
    """The filters as the portal has them, with what the change changes."""
    held: dict[str, Any] = {"filters": copy.deepcopy(live.spec.get("filters")) or {}, "zone": live.spec.get("zone")}
    for diff in change.fields:
        if diff.path[0] in held:
            _put(held, diff.path, diff.after)
    body = {"filterBranch": _branch(change, held["filters"], held["zone"], ids)}
    portal.send("list.refilter", {"list": live.id or ""}, body)


def _put(node: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        node = node.setdefault(step, {})
    if value is None:
        node.pop(path[-1], None)
    else:
        node[path[-1]] = value
