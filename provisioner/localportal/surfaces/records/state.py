"""CRM records as rows: values as text, as the wire has them, with pipeline and stage beside them for the counts."""

# ruff: noqa: S608  only this module's column list, and clauses that `search` made of known names, go into the SQL

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS records (
    object TEXT NOT NULL, id INTEGER NOT NULL, pipeline TEXT, stage TEXT, properties TEXT NOT NULL,
    stamped TEXT NOT NULL, associations TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
    archived INTEGER NOT NULL, archived_at TEXT, PRIMARY KEY (object, id)
);
CREATE INDEX IF NOT EXISTS records_by_stage ON records (object, stage, archived);
"""

NUMBERS_FROM = 40_000_000_001
_COLUMNS = "id, properties, stamped, associations, created_at, updated_at, archived, archived_at"


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `properties` holds set values only; `stamped` names those times that the portal set by itself.

    `associations` is kept as it was sent, for the surface that will serve it.
    """

    id: int
    properties: dict[str, str]
    created_at: str
    updated_at: str
    stamped: frozenset[str] = frozenset()
    associations: list[Any] = field(default_factory=list)
    archived: bool = False
    archived_at: str | None = None


def next_id(db: sqlite3.Connection, kind: ObjectType) -> int:
    """A new record id."""
    row = db.execute("SELECT max(id) FROM records WHERE object = ?", (kind.id,)).fetchone()
    return NUMBERS_FROM if row[0] is None else int(row[0]) + 1


def read(db: sqlite3.Connection, kind: ObjectType, record_id: str) -> Record | None:
    """One record, archived or not."""
    if not (record_id.isascii() and record_id.isdigit() and len(record_id) < 19):
        return None
    row = db.execute(f"SELECT {_COLUMNS} FROM records WHERE object = ? AND id = ?", (kind.id, int(record_id)))
    return next(map(_record, row), None)


def by_value(db: sqlite3.Connection, kind: ObjectType, name: str, value: str) -> Record | None:
    """The first record that is not archived and holds the value, letters' case ignored."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM records WHERE object = ? AND archived = 0 "
        "AND lower(json_extract(properties, ?)) = lower(?) ORDER BY id LIMIT 1",
        (kind.id, f'$."{name}"', value),
    )
    return next(map(_record, row), None)


def page(db: sqlite3.Connection, kind: ObjectType, after: int, limit: int, archived: bool) -> list[Record]:
    """Up to `limit` records with ids above `after`, by id."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM records WHERE object = ? AND archived = ? AND id > ? ORDER BY id LIMIT ?",
        (kind.id, int(archived), after, limit),
    )
    return [_record(row) for row in rows]


def found(
    db: sqlite3.Connection, kind: ObjectType, where: tuple[str, list[Any]], order: str, window: tuple[int, int]
) -> tuple[int, list[Record]]:
    """How many records fit a condition, and those of the window `(offset, limit)`; archived ones never do."""
    condition, values = where
    clause = f"FROM records WHERE object = ? AND archived = 0 AND ({condition})"
    total = db.execute(f"SELECT count(*) {clause}", (kind.id, *values)).fetchone()[0]
    offset, limit = window
    rows = db.execute(
        f"SELECT {_COLUMNS} {clause} ORDER BY {order} LIMIT ? OFFSET ?",
        (kind.id, *values, limit, offset),
    )
    return int(total), [_record(row) for row in rows]


def put(db: sqlite3.Connection, kind: ObjectType, record: Record) -> None:
    """Write a record over whatever has its id."""
    db.execute(
        "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            kind.id,
            record.id,
            record.properties.get(kind.pipeline),
            record.properties.get(kind.stage),
            compact(record.properties),
            compact(sorted(record.stamped)),
            compact(record.associations),
            record.created_at,
            record.updated_at,
            int(record.archived),
            record.archived_at,
        ),
    )


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """Records by object type id, archived ones left out."""
    return dict(db.execute("SELECT object, count(*) FROM records WHERE archived = 0 GROUP BY object").fetchall())


def _record(row: tuple[Any, ...]) -> Record:
    return Record(
        id=row[0],
        properties=json.loads(row[1]),
        created_at=row[4],
        updated_at=row[5],
        stamped=frozenset(json.loads(row[2])),
        associations=json.loads(row[3]),
        archived=bool(row[6]),
        archived_at=row[7],
    )
