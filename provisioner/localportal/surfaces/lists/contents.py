"""Lists with the properties that they name; their dump and load."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.objects import BY_ID, resolve
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.flows import references
from provisioner.localportal.surfaces.lists import state
from provisioner.localportal.surfaces.lists.state import List
from provisioner.localportal.surfaces.properties import uses


def keep(db: sqlite3.Connection, one: List) -> None:
    """Write a list, and tell the properties that it names; a deleted one uses none (seen live)."""
    state.put(db, one)
    named = set() if one.deleted_at or not one.filters else properties(one.filters, one.object_id)
    uses.tell(db, f"list:{one.id}", sorted(named), ("LIST", one.name))


def properties(filters: dict[str, Any], object_id: str) -> set[tuple[str, str]]:
    """(object type id, name) of every property that a branch names, those of associated records too."""
    found = references.in_branch(filters, object_id)
    return {(one.object_id, one.name) for one in found if one.kind == "property"}


def dump(db: sqlite3.Connection) -> dict[str, Any]:
    """Lists by id, deleted ones too, without times."""
    return {
        one.id: {
            "name": one.name,
            "object": BY_ID[one.object_id].plural,
            "processingType": one.processing,
            "version": one.version,
            "filterBranch": one.filters,
            "settings": one.settings,
            "deleted": one.deleted_at is not None,
        }
        for one in state.every(db, deleted=True)
    }


def load(db: sqlite3.Connection, dumped: dict[str, Any], birth: Birth) -> None:
    """Take back what `dump` gave; times become the load's."""
    for list_id, one in dumped.items():
        taken = List(
            id=list_id,
            name=one["name"],
            object_id=resolve(one["object"]).id,
            processing=one["processingType"],
            version=one["version"],
            filters=one["filterBranch"],
            created_at=birth.stamp,
            updated_at=birth.stamp,
            filtered_at=birth.stamp,
            settings=one["settings"],
            deleted_at=birth.stamp if one["deleted"] else None,
        )
        keep(db, taken)
