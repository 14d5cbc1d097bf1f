"""CRM records as rows: values as text, as the wire has them, with pipeline and stage beside them for the counts."""

# ruff: noqa: S608  only this module's column list, and clauses that `search` made of known names, go into the SQL

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS records (
    object TEXT NOT NULL, id INTEGER NOT NULL, archived INTEGER NOT NULL, pipeline TEXT, stage TEXT, owner TEXT,
    closed TEXT, won TEXT, born TEXT, moment TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
    archived_at TEXT, stamped TEXT NOT NULL,
    properties TEXT NOT NULL, PRIMARY KEY (object, id)
);
CREATE INDEX IF NOT EXISTS records_by_id ON records (object, archived, id);
CREATE INDEX IF NOT EXISTS records_by_stage ON records (object, stage, archived);
CREATE INDEX IF NOT EXISTS records_by_birth ON records (object, born, archived, id);
CREATE INDEX IF NOT EXISTS records_by_moment ON records (object, moment, archived, closed, won, id)
    WHERE moment IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_by_change ON records (object, updated_at, archived, id);
CREATE INDEX IF NOT EXISTS records_by_end ON records (object, archived, closed, id, moment) WHERE closed IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_by_win ON records (object, archived, won, id, moment) WHERE won IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_by_owner ON records (object, owner, archived, id) WHERE owner IS NOT NULL;
CREATE TABLE IF NOT EXISTS merged_records (
    object TEXT NOT NULL, id INTEGER NOT NULL, into_id INTEGER NOT NULL, PRIMARY KEY (object, id)
) WITHOUT ROWID;
"""

NUMBERS_FROM = 40_000_000_001
_COLUMNS = "id, properties, stamped, created_at, updated_at, archived, archived_at"


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `properties` holds set values only; `stamped` names those times that the portal set by itself."""

    id: int
    properties: dict[str, str]
    created_at: str
    updated_at: str
    stamped: frozenset[str] = frozenset()
    archived: bool = False
    archived_at: str | None = None


def next_id(db: sqlite3.Connection, kind: ObjectType) -> int:
    """A new record id."""
    tables = ("records", "merged_records")
    held = [db.execute(f"SELECT max(id) FROM {table} WHERE object = ?", (kind.id,)).fetchone()[0] for table in tables]
    return max((int(one) + 1 for one in held if one is not None), default=NUMBERS_FROM)


def touched(kind: ObjectType, record: Record, values: dict[str, str], stamp: str) -> Record:
    """The record with these values, modified now."""
    stamped = record.stamped | {kind.modified}
    return replace(record, properties=values | {kind.modified: stamp}, updated_at=stamp, stamped=stamped)


def read(db: sqlite3.Connection, kind: ObjectType, record_id: str) -> Record | None:
    """One record, archived or not; the id of one that was merged finds what it became."""
    if not (record_id.isascii() and record_id.isdigit() and len(record_id) < 19):
        return None
    wanted = int(record_id)
    while found := db.execute(
        "SELECT into_id FROM merged_records WHERE object = ? AND id = ?", (kind.id, wanted)
    ).fetchone():
        wanted = found[0]
    row = db.execute(f"SELECT {_COLUMNS} FROM records WHERE object = ? AND id = ?", (kind.id, wanted))
    return next(map(_record, row), None)


def read_many(db: sqlite3.Connection, kind: ObjectType, ids: list[int]) -> dict[int, Record]:
    """Records by id, archived or not; ids that are not there are left out."""
    marks = ",".join("?" * len(ids))
    rows = db.execute(f"SELECT {_COLUMNS} FROM records WHERE object = ? AND id IN ({marks})", (kind.id, *ids))
    return {record.id: record for record in map(_record, rows)}


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
    rows = db.execute(f"SELECT id {clause} ORDER BY {order} LIMIT ? OFFSET ?", (kind.id, *values, limit, offset))
    ids = [row[0] for row in rows]
    records = read_many(db, kind, ids)
    return int(total), [records[one] for one in ids]


def every(db: sqlite3.Connection, kind: ObjectType, where: tuple[str, list[Any]], order: str) -> Iterator[Record]:
    """The records that fit a condition, one after another; archived ones never do."""
    condition, values = where
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM records WHERE object = ? AND archived = 0 AND ({condition}) ORDER BY {order}",
        (kind.id, *values),
    )
    return map(_record, rows)


def put(db: sqlite3.Connection, kind: ObjectType, record: Record) -> None:
    """Write a record over whatever has its id."""
    put_many(db, kind, [record])


def put_many(db: sqlite3.Connection, kind: ObjectType, records: Iterable[Record]) -> None:
    """Write records over whatever has their ids."""
    db.executemany(
        "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                kind.id,
                record.id,
                int(record.archived),
                record.properties.get(kind.pipeline),
                record.properties.get(kind.stage),
                record.properties.get("hubspot_owner_id"),
                record.properties.get("hs_is_closed"),
                record.properties.get("hs_is_closed_won"),
                record.properties.get(kind.created),
                record.properties.get(kind.moment),
                record.created_at,
                record.updated_at,
                record.archived_at,
                compact(sorted(record.stamped)) if record.stamped else "[]",
                compact(record.properties),
            )
            for record in records
        ),
    )


def merged(db: sqlite3.Connection, kind: ObjectType, gone: int, into: int) -> None:
    """Remember that a record became part of another: its id still finds that one."""
    db.execute("DELETE FROM records WHERE object = ? AND id = ?", (kind.id, gone))
    db.execute("INSERT OR REPLACE INTO merged_records VALUES (?, ?, ?)", (kind.id, gone, into))


def merged_into(db: sqlite3.Connection, kind: ObjectType, into: int) -> list[int]:
    """The ids that a record replaced, by id."""
    rows = db.execute("SELECT id FROM merged_records WHERE object = ? AND into_id = ? ORDER BY id", (kind.id, into))
    return [row[0] for row in rows]


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """Records by object type id, archived ones left out."""
    return dict(db.execute("SELECT object, count(*) FROM records WHERE archived = 0 GROUP BY object").fetchall())


def _record(row: tuple[Any, ...]) -> Record:
    return Record(
        id=row[0],
        properties=json.loads(row[1]),
        created_at=row[3],
        updated_at=row[4],
        stamped=frozenset(json.loads(row[2])) if row[2] != "[]" else frozenset(),
        archived=bool(row[5]),
        archived_at=row[6],
    )
