"""Dump and load of records."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.objects import OBJECTS, ObjectType, resolve
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.records import history, rules, stages, state
from provisioner.localportal.surfaces.records.associations import rollups
from provisioner.localportal.surfaces.records.associations import rules as associations
from provisioner.localportal.surfaces.records.associations import state as links
from provisioner.localportal.surfaces.records.associations.state import Key
from provisioner.localportal.surfaces.records.state import Record


def dump(db: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """Records by object type and id, archived ones too, without the times that the portal set by itself."""
    dumped, joined = {}, _links(db)
    for kind in OBJECTS:
        records = [*state.page(db, kind, 0, -1, archived=False), *state.page(db, kind, 0, -1, archived=True)]
        if records:
            dumped[kind.plural] = [
                _dumped(db, kind, record, joined) for record in sorted(records, key=lambda record: record.id)
            ]
    return dumped


def load(db: sqlite3.Connection, dumped: dict[str, list[dict[str, Any]]], birth: Birth) -> None:
    """Take back what `dump` gave; the times left out become the load's."""
    for name, records in dumped.items():
        kind = resolve(name)
        for one in records:
            values = dict(one["properties"])
            stamped = stages.moved(kind, "", values.get(kind.stage, ""), {}, birth.stamp)
            stamped |= {*rules.born_with(kind), *one["times"]}
            times = {name: birth.stamp for name in stamped if name not in values}
            record = Record(
                id=int(one["id"]),
                properties=values | times | stages.durations(kind, values | times),
                created_at=values.get(kind.created, birth.stamp),
                updated_at=values.get(kind.modified, birth.stamp),
                stamped=frozenset(times),
                archived=one["archived"],
                archived_at=birth.stamp if one["archived"] else None,
            )
            state.put(db, kind, record)
            if told := history.loaded(one.get("history", {})):
                history.put(db, kind, record.id, told)
            for gone in one.get("merged", ()):
                state.merged(db, kind, int(gone), record.id)
    _join(db, dumped, birth.stamp)


def _join(db: sqlite3.Connection, dumped: dict[str, list[dict[str, Any]]], stamp: str) -> None:
    """Join the records that were joined, then count over that."""
    ends = []
    for name, records in dumped.items():
        kind = resolve(name)
        for one in records:
            for link in one["associations"]:
                for told in link["types"]:
                    made = associations.sent((kind.id, int(one["id"])), link, told, db)
                    associations.join(db, made)
                    ends += [made.start, made.end]
    for key in dict.fromkeys(ends):
        rollups.refresh(db, key, stamp)


def _dumped(
    db: sqlite3.Connection, kind: ObjectType, record: Record, joined: dict[Key, list[dict[str, Any]]]
) -> dict[str, Any]:
    left_out = record.stamped | {*stages.DURATIONS, *rollups.ROLLUPS.get(kind.id, ())}
    kept = {name: value for name, value in sorted(record.properties.items()) if name not in left_out}
    closed = sorted(record.stamped & {"closedate", "hs_closed_won_date"})
    told = {
        "id": str(record.id),
        "properties": kept,
        "times": closed,
        "associations": joined.get((kind.id, record.id), []),
        "archived": record.archived,
    }
    held = history.dumped(history.read(db, kind, record.id))
    merged = [str(one) for one in state.merged_into(db, kind, record.id)]
    return told | ({"history": held} if held else {}) | ({"merged": merged} if merged else {})


def _links(db: sqlite3.Connection) -> dict[Key, list[dict[str, Any]]]:
    """What each record was joined to, as a create would tell it."""
    found: dict[Key, list[dict[str, Any]]] = {}
    for link in links.every(db, told=True):
        listed = found.setdefault(link.start, [])
        told = {"associationCategory": link.category, "associationTypeId": link.type_id}
        if listed and listed[-1]["to"] == {"id": str(link.end[1])}:
            listed[-1]["types"].append(told)
        else:
            listed.append({"to": {"id": str(link.end[1])}, "types": [told]})
    return found
