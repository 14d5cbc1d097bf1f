"""Dump and load of records."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.objects import OBJECTS, resolve
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.records import rules, stages, state
from provisioner.localportal.surfaces.records.state import Record


def dump(db: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """Records by object type and id, archived ones too, without the times that the portal set by itself."""
    dumped = {}
    for kind in OBJECTS:
        records = [*state.page(db, kind, 0, -1, archived=False), *state.page(db, kind, 0, -1, archived=True)]
        if records:
            dumped[kind.plural] = [_dumped(record) for record in sorted(records, key=lambda record: record.id)]
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
                properties=values | times,
                created_at=values.get(kind.created, birth.stamp),
                updated_at=birth.stamp,
                stamped=frozenset(times),
                associations=one["associations"],
                archived=one["archived"],
                archived_at=birth.stamp if one["archived"] else None,
            )
            state.put(db, kind, record)


def _dumped(record: Record) -> dict[str, Any]:
    kept = {name: value for name, value in sorted(record.properties.items()) if name not in record.stamped}
    closed = sorted(record.stamped & {"closedate", "hs_closed_won_date"})
    return {
        "id": str(record.id),
        "properties": kept,
        "times": closed,
        "associations": record.associations,
        "archived": record.archived,
    }
