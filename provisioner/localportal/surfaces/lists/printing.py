"""Lists as the wire has them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provisioner.localportal.settings import moment
from provisioner.localportal.surfaces.lists import filters
from provisioner.localportal.surfaces.lists.state import DYNAMIC, List
from provisioner.localportal.wire import Ask

_USER_ID = "50000001"
MANUAL = "MANUAL"


def one(ask: Ask, found: List, told: bool, written: bool = False) -> dict[str, Any]:
    """A list; its filters only when `told`. An answer to a write says PROCESSING, as the documented examples do.

    The size is told of manual lists only: the local portal does not work out who meets filters.
    """
    status = _status(ask, found, written)
    printed = _head(found) | {"processingStatus": status}
    if found.processing == MANUAL:
        printed["size"] = 0
    if told and found.filters is not None:
        printed["filterBranch"] = filters.printed(found.filters, ask.settings)
    return printed | found.settings


def hit(ask: Ask, found: List) -> dict[str, Any]:
    """A list as a search tells it: without filters, its size among the additional properties."""
    extra = {"hs_list_size": "0"} if found.processing == MANUAL else {}
    return _head(found) | {"processingStatus": _status(ask, found, False), "additionalProperties": extra}


def _head(found: List) -> dict[str, Any]:
    printed = {
        "listId": found.id,
        "listVersion": found.version,
        "name": found.name,
        "objectTypeId": found.object_id,
        "processingType": found.processing,
        "createdAt": found.created_at,
        "updatedAt": found.updated_at,
        "createdById": _USER_ID,
        "updatedById": _USER_ID,
    }
    if found.filters is not None:
        printed["filtersUpdatedAt"] = found.filtered_at
    return printed | ({"deletedAt": found.deleted_at} if found.deleted_at else {})


def _status(ask: Ask, found: List, written: bool) -> str:
    if found.processing != DYNAMIC:
        return "COMPLETE"
    until = moment(found.filtered_at) + timedelta(milliseconds=ask.settings.list_processing_ms)
    return "PROCESSING" if written or ask.now < until else "COMPLETE"
