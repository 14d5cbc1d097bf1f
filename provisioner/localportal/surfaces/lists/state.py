"""Lists as rows: the name beside the definition, deleted ones too, since they can be restored."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS lists (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, object TEXT NOT NULL, processing TEXT NOT NULL,
    version INTEGER NOT NULL, filters TEXT, settings TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
    filtered_at TEXT NOT NULL, deleted_at TEXT
);
"""

NUMBERS_FROM = 1
DYNAMIC = "DYNAMIC"


@dataclass(frozen=True, slots=True)
class List:
    """One list. `filters` is the root branch as it is read back, None for lists without; `settings` are the permissions
    and membership settings that were sent with it; times are ISO-8601."""

    id: str
    name: str
    object_id: str
    processing: str
    version: int
    filters: dict[str, Any] | None
    created_at: str
    updated_at: str
    filtered_at: str
    settings: dict[str, Any] = field(default_factory=dict)
    deleted_at: str | None = None


def every(db: sqlite3.Connection, deleted: bool = False) -> list[List]:
    """Every list by id; the deleted ones only when asked for."""
    rows = db.execute("SELECT * FROM lists WHERE ? OR deleted_at IS NULL ORDER BY id", (int(deleted),))
    return [_list(row) for row in rows]


def read(db: sqlite3.Connection, list_id: str) -> List | None:
    """One list, deleted or not."""
    if not (list_id.isascii() and list_id.isdigit() and len(list_id) < 19):
        return None
    return next(map(_list, db.execute("SELECT * FROM lists WHERE id = ?", (int(list_id),))), None)


def next_id(db: sqlite3.Connection) -> str:
    """A new list id; ids do not come back."""
    held = db.execute("SELECT max(id) FROM lists").fetchone()[0]
    return str(NUMBERS_FROM if held is None else int(held) + 1)


def put(db: sqlite3.Connection, one: List) -> None:
    """Write a list over whatever has its id."""
    filters = None if one.filters is None else compact(one.filters)
    db.execute(
        "INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (int(one.id), one.name, one.object_id, one.processing, one.version, filters, compact(one.settings),
         one.created_at, one.updated_at, one.filtered_at, one.deleted_at),
    )  # fmt: skip


def _list(row: tuple[Any, ...]) -> List:
    return List(
        id=str(row[0]),
        name=row[1],
        object_id=row[2],
        processing=row[3],
        version=row[4],
        filters=json.loads(row[5]) if row[5] else None,
        settings=json.loads(row[6]),
        created_at=row[7],
        updated_at=row[8],
        filtered_at=row[9],
        deleted_at=row[10],
    )
