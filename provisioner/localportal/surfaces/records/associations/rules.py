"""How records are joined and parted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from provisioner.localportal.objects import BY_ID, ObjectType
from provisioner.localportal.surfaces.records import state as records
from provisioner.localportal.surfaces.records.associations import refusals, rollups, state, types
from provisioner.localportal.surfaces.records.associations.state import Key, Link
from provisioner.localportal.surfaces.records.associations.types import Type


def join(db: sqlite3.Connection, link: Link) -> None:
    """Make one association, seen from both ends; one with a label brings the plain one with it (seen live)."""
    found = types.find(db, link.start[0], link.category, link.type_id)
    if found is None:
        state.put(db, [link])
        return
    made = [link, *_seen_back(db, link, found)]
    ground = types.plain(found.from_id, found.to_id)
    if ground and ground.type_id != found.type_id:
        beneath = Link(link.start, link.end, ground.category, ground.type_id, told=False)
        made += [beneath, *_seen_back(db, beneath, ground)]
    state.put(db, made)


def part(db: sqlite3.Connection, link: Link) -> None:
    """Remove one association type between two records."""
    state.remove_type(db, link)
    if found := types.find(db, link.start[0], link.category, link.type_id):
        for back in _seen_back(db, link, found):
            state.remove_type(db, back)


def _seen_back(db: sqlite3.Connection, link: Link, found: Type) -> list[Link]:
    back = types.inverse(db, found)
    return [Link(link.end, link.start, back.category, back.type_id, told=False)] if back else []


def join_new(db: sqlite3.Connection, start: Key, listed: Iterable[Any], stamp: str) -> None:
    """Make the associations that came with a new record."""
    ends = [start]
    for one in listed:
        for told in one.get("types") or ():
            made = sent(start, one, told, db)
            join(db, made)
            ends.append(made.end)
    settle(db, ends, stamp)


def sent(start: Key, one: Any, told: Any, db: sqlite3.Connection) -> Link:
    """One association of a new record; the far record's object type follows from the type."""
    far_id, type_id = str((one.get("to") or {}).get("id", "")), told.get("associationTypeId", 0)
    category = str(told.get("associationCategory", types.SHIPPED))
    if not far_id.isdigit() or not isinstance(type_id, int):
        raise refusals.bad_field("associations need to.id and types with an associationTypeId")
    found = types.find(db, start[0], category, type_id)
    return Link(start, (found.to_id if found else "", int(far_id)), category, type_id)


def existing(db: sqlite3.Connection, kind: ObjectType, record_id: str) -> Key:
    """A record by id, refused when it is not there."""
    found = records.read(db, kind, record_id)
    if found is None or found.archived:
        raise refusals.unknown_record(kind, record_id)
    return kind.id, found.id


def chosen(db: sqlite3.Connection, ends: tuple[str, str], specs: Any) -> list[Type]:
    """The types that a body names, checked against the pair of object types."""
    if not isinstance(specs, list) or not all(isinstance(one, dict) for one in specs) or not specs:
        raise refusals.bad_field("a list of association types is needed")
    found = []
    for one in specs:
        type_id, category = one.get("associationTypeId"), str(one.get("associationCategory", ""))
        known = types.find(db, ends[0], category, type_id) if isinstance(type_id, int) else None
        if known is None or known.to_id != ends[1]:
            raise refusals.unknown_type(type_id, BY_ID[ends[0]], BY_ID[ends[1]])
        found.append(known)
    return found


def plain(ends: tuple[str, str]) -> Type:
    """The plain type of a pair."""
    found = types.plain(*ends)
    if found is None:
        raise refusals.no_plain_type(BY_ID[ends[0]], BY_ID[ends[1]])
    return found


def settle_around(db: sqlite3.Connection, key: Key, stamp: str) -> None:
    """Bring up to date what HubSpot counts over associations at the far ends of a record's."""
    settle(db, [link.end for link in state.around(db, key)], stamp)


def settle(db: sqlite3.Connection, keys: Iterable[Key], stamp: str) -> None:
    """Bring up to date what HubSpot counts over the associations of these records."""
    for key in dict.fromkeys(keys):
        rollups.refresh(db, key, stamp)
