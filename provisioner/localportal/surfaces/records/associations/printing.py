"""Associations as the records' own answers tell them: ids with a name for the type."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from provisioner.localportal.objects import BY_ID, ObjectType
from provisioner.localportal.surfaces.records.associations import state, types
from provisioner.localportal.surfaces.records.associations.state import Key, Link

MOST = 500


def beside(db: sqlite3.Connection, start: Key, far: Iterable[ObjectType]) -> dict[str, Any]:
    """The `associations` of one record, by the far object type; nothing for those without any."""
    near = BY_ID[start[0]]
    told = {}
    for kind in far:
        found = state.of(db, start, kind.id, most=MOST)
        results = [
            {"id": str(far_id), "type": name} for far_id, links in found.items() for name in _names(near, kind, links)
        ]
        if results:
            told[kind.plural.replace("_", " ")] = {"results": results}
    return told


def _names(near: ObjectType, far: ObjectType, links: list[Link]) -> list[str]:
    """`deal_to_contact` for the plain type; a primary one takes that name, and the plain one says `_unlabeled`."""
    name, shipped = f"{near.singular}_to_{far.singular}", types.shipped(near.id)
    ground = types.plain(near.id, far.id)
    has_primary = any(one.to_id == far.id and one.label == "Primary" for one in shipped.values())
    names = []
    for link in links:
        if ground and link.type_id == ground.type_id and link.category == types.SHIPPED:
            names.append(f"{name}_unlabeled" if has_primary else name)
        elif link.category == types.SHIPPED and link.type_id in shipped and shipped[link.type_id].label == "Primary":
            names.append(name)
        else:
            names.append(f"{name}_{link.type_id}")
    return names
