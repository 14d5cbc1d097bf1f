"""Endpoints of lists: create, reads, search, rename, refilter, delete, restore."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.lists import printing, refusals, rules, state
from provisioner.localportal.surfaces.lists.state import List
from provisioner.localportal.wire import Ask, Reply, answer, no_content

MOST_HITS, HITS = 500, 20
_NEEDED = ("offset", "additionalProperties")
_NEEDED_FROM_2026 = (*_NEEDED, "listIds", "processingTypes")


def create(ask: Ask) -> Reply:
    """POST a list: 200, not 201."""
    return answer(200, {"list": printing.one(ask, rules.create(ask), told=True, written=True)})


def listed(ask: Ask) -> Reply:
    """GET lists by `listIds`; those that are not there are left out."""
    found = [state.read(ask.db, list_id) for list_id in dict.fromkeys(ask.many("listIds"))]
    told = ask.flag("includeFilters")
    return answer(200, {"lists": [printing.one(ask, one, told) for one in found if one and _shown(ask, one)]})


def read(ask: Ask) -> Reply:
    """GET one list."""
    found = state.read(ask.db, ask.params["list"])
    if found is None or not _shown(ask, found):
        raise refusals.unknown(ask.params["list"])
    return answer(200, {"list": printing.one(ask, found, ask.flag("includeFilters"))})


def read_by_name(ask: Ask) -> Reply:
    """GET one list by its object type and name."""
    object_id, name = rules.object_type(ask, ask.params["type"]), ask.params["name"]
    for one in state.every(ask.db):
        if (one.object_id, one.name) == (object_id, name):
            return answer(200, {"list": printing.one(ask, one, ask.flag("includeFilters"))})
    raise refusals.unknown_name(name)


def rename(ask: Ask) -> Reply:
    """PUT another name, `listName` in the query."""
    return answer(200, {"updatedList": printing.one(ask, rules.rename(ask), ask.flag("includeFilters"))})


def refilter(ask: Ask) -> Reply:
    """PUT other filters."""
    return answer(200, {"updatedList": printing.one(ask, rules.refilter(ask), told=True, written=True)})


def delete(ask: Ask) -> Reply:
    """DELETE a list."""
    rules.delete(ask)
    return no_content()


def restore(ask: Ask) -> Reply:
    """PUT a deleted list back."""
    rules.restore(ask)
    return no_content()


def searched(ask: Ask) -> Reply:
    """POST a search: by a part of the name, ids, processing types; `offset` and `count` page it."""
    body = ask.json()
    needed = _NEEDED if ask.version == "v3" else _NEEDED_FROM_2026
    missing = [field for field in needed if body.get(field) is None]
    if missing and ask.settings.list_search_fields_required:
        raise required_fields(missing)
    offset, count = body.get("offset") or 0, body.get("count", HITS)
    if not isinstance(count, int) or not 1 <= count <= MOST_HITS:
        raise refusals.too_many(count, MOST_HITS)
    if not isinstance(offset, int) or offset < 0:
        raise refusals.bad_field("offset", "a number from 0 on")
    hits = [one for one in state.every(ask.db) if _hit(ask, one, body)]
    page = hits[offset : offset + count]
    return answer(
        200,
        {
            "lists": [printing.hit(ask, one) for one in page],
            "offset": offset + len(page),
            "hasMore": offset + len(page) < len(hits),
            "total": len(hits),
        },
    )


def no_folders(_ask: Ask) -> Reply:
    """GET folders: refused, or they would be taken for a list of that name."""
    raise refusals.not_served("folders of lists")


def _hit(ask: Ask, one: List, body: dict[str, Any]) -> bool:
    wanted_type = body.get("objectTypeId") if ask.settings.list_search_by_object_type else None
    return (
        str(body.get("query") or "").lower() in one.name.lower()
        and one.id in (body.get("listIds") or [one.id])
        and one.processing in (body.get("processingTypes") or [one.processing])
        and one.object_id == (wanted_type or one.object_id)
    )


def _shown(ask: Ask, one: List) -> bool:
    return one.deleted_at is None or ask.settings.deleted_lists_readable


_READ, _WRITE = access.lists_read, access.lists_write
ROUTES = (
    Route("POST", "lists", "", create, _WRITE, writes=True),
    Route("GET", "lists", "", listed, _READ),
    Route("POST", "lists", "search", searched, _READ),
    Route("GET", "lists", "folders", no_folders, _READ),
    Route("GET", "lists", "{list}", read, _READ),
    Route("GET", "lists", "object-type-id/{type}/name/{name}", read_by_name, _READ),
    Route("PUT", "lists", "{list}/update-list-name", rename, _WRITE, writes=True),
    Route("PUT", "lists", "{list}/update-list-filters", refilter, _WRITE, writes=True),
    Route("PUT", "lists", "{list}/restore", restore, _WRITE, writes=True),
    Route("DELETE", "lists", "{list}", delete, _WRITE, writes=True),
)
