"""Flows as rows: the newest body, every earlier revision, and the action ids that were ever used."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS flows (
    id INTEGER PRIMARY KEY, object TEXT NOT NULL, enabled INTEGER NOT NULL, revision INTEGER NOT NULL,
    pending INTEGER NOT NULL, used TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS flow_revisions (
    flow INTEGER NOT NULL, revision INTEGER NOT NULL, created_at TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (flow, revision)
);
"""

NUMBERS_FROM = 1_650_000_001
_COLUMNS = "id, revision, pending, used, created_at, updated_at, body"


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow. `body` is the definition without what the server adds; `pending` counts reads that still say PENDING.

    `used` are the ids of all actions that any revision had.
    """

    id: str
    revision: int
    body: dict[str, Any]
    used: frozenset[str]
    created_at: str
    updated_at: str
    pending: int = 0

    @property
    def enabled(self) -> bool:
        """Whether it is switched on."""
        return bool(self.body["isEnabled"])

    @property
    def name(self) -> str:
        """Its name, for people."""
        return str(self.body.get("name", ""))


def read(db: sqlite3.Connection, flow_id: str) -> Flow | None:
    """One flow."""
    if not (flow_id.isascii() and flow_id.isdigit() and len(flow_id) < 19):
        return None
    rows = db.execute(f"SELECT {_COLUMNS} FROM flows WHERE id = ?", (int(flow_id),))  # noqa: S608  own columns
    return next(map(_flow, rows), None)


def page(db: sqlite3.Connection, after: int, limit: int) -> list[Flow]:
    """Up to `limit` flows with ids above `after`, by id; a limit of -1 is all of them."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM flows WHERE id > ? ORDER BY id LIMIT ?",  # noqa: S608  own columns
        (after, limit),
    )
    return [_flow(row) for row in rows]


def count(db: sqlite3.Connection) -> int:
    """How many flows there are, on or off."""
    return int(db.execute("SELECT count(*) FROM flows").fetchone()[0])


def next_id(db: sqlite3.Connection) -> str:
    """A new flow id; ids of deleted flows do not come back."""
    row = db.execute("SELECT value FROM portal WHERE key = 'last_flow'").fetchone()
    held = db.execute("SELECT max(id) FROM flows").fetchone()[0] or 0
    number = str(max(int(row[0]) + 1 if row else NUMBERS_FROM, held + 1))
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES ('last_flow', ?)", (number,))
    return number


def put(db: sqlite3.Connection, flow: Flow) -> None:
    """Write a flow over whatever has its id, and keep this revision of it."""
    body = compact(flow.body)
    db.execute(
        "INSERT OR REPLACE INTO flows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (int(flow.id), flow.body["objectTypeId"], int(flow.enabled), flow.revision, flow.pending,
         compact(sorted(flow.used, key=int)), flow.created_at, flow.updated_at, body),
    )  # fmt: skip
    db.execute(
        "INSERT OR REPLACE INTO flow_revisions VALUES (?, ?, ?, ?)",
        (int(flow.id), flow.revision, flow.updated_at, body),
    )


def spend_pending(db: sqlite3.Connection, flow_id: str) -> bool:
    """Whether this read still says PENDING; one fewer will after it."""
    spent = db.execute("UPDATE flows SET pending = pending - 1 WHERE id = ? AND pending > 0", (flow_id,))
    return spent.rowcount > 0


def delete(db: sqlite3.Connection, flow_id: str) -> None:
    """Remove a flow with its history; nothing brings it back."""
    db.execute("DELETE FROM flows WHERE id = ?", (int(flow_id),))
    db.execute("DELETE FROM flow_revisions WHERE flow = ?", (int(flow_id),))


def revision(db: sqlite3.Connection, flow_id: str, number: str) -> tuple[str, dict[str, Any]] | None:
    """(time, body) of one revision."""
    if not (number.isascii() and number.isdigit()):
        return None
    row = db.execute(
        "SELECT created_at, body FROM flow_revisions WHERE flow = ? AND revision = ?", (int(flow_id), int(number))
    ).fetchone()
    return (row[0], json.loads(row[1])) if row else None


def _flow(row: tuple[Any, ...]) -> Flow:
    return Flow(str(row[0]), row[1], json.loads(row[6]), frozenset(json.loads(row[3])), row[4], row[5], row[2])
