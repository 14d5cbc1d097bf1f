"""Exports as rows: what was asked, when, and how often its status may still say PENDING. They are not dumped."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS exports (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, pending INTEGER NOT NULL, request TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Export:
    """One export; `pending` reads of its status will still say so."""

    id: int
    at: str
    pending: int
    request: dict[str, Any]


def add(db: sqlite3.Connection, at: str, pending: int, request: dict[str, Any]) -> int:
    """Remember a new export; returns its id."""
    row = db.execute("INSERT INTO exports (at, pending, request) VALUES (?, ?, ?)", (at, pending, compact(request)))
    return int(row.lastrowid or 0)


def read(db: sqlite3.Connection, export_id: str) -> Export | None:
    """One export."""
    if not (export_id.isascii() and export_id.isdigit()):
        return None
    row = db.execute("SELECT id, at, pending, request FROM exports WHERE id = ?", (int(export_id),)).fetchone()
    return Export(row[0], row[1], row[2], json.loads(row[3])) if row else None


def asked(db: sqlite3.Connection, export: Export) -> None:
    """One more read of an export that was pending."""
    db.execute("UPDATE exports SET pending = pending - 1 WHERE id = ? AND pending > 0", (export.id,))


def since(db: sqlite3.Connection, at: str) -> int:
    """How many exports were started after a moment."""
    return int(db.execute("SELECT count(*) FROM exports WHERE at > ?", (at,)).fetchone()[0])


def under_way(db: sqlite3.Connection) -> bool:
    """Whether an export is still being made."""
    return db.execute("SELECT 1 FROM exports WHERE pending > 0").fetchone() is not None
