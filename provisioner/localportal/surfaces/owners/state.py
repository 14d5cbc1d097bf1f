"""Owners as rows."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from provisioner.localportal.surface import Birth
from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS owners (
    id INTEGER PRIMARY KEY, email TEXT NOT NULL, archived INTEGER NOT NULL, body TEXT NOT NULL
);
"""

NUMBERS_FROM, USERS_FROM = 80_000_001, 50_000_001
_BORN = "2020-06-30T15:57:37.247Z"


def page(db: sqlite3.Connection, after: int, limit: int, email: str, archived: bool) -> list[dict[str, Any]]:
    """Up to `limit` owners with ids above `after`, by id; `email` "" is any."""
    rows = db.execute(
        "SELECT body FROM owners WHERE id > ? AND archived = ? AND (? = '' OR email = ?) ORDER BY id LIMIT ?",
        (after, int(archived), email, email, limit),
    )
    return [json.loads(row[0]) for row in rows]


def add(db: sqlite3.Connection, first_name: str, last_name: str) -> str:
    """Add an owner; returns its id, which is not its user id."""
    count = int(db.execute("SELECT count(*) FROM owners").fetchone()[0])
    user_id = USERS_FROM + count
    owner: dict[str, Any] = {
        "id": str(NUMBERS_FROM + count),
        "email": f"{first_name}.{last_name}@example.com".lower(),
        "firstName": first_name,
        "lastName": last_name,
        "type": "PERSON",
        "userId": user_id,
        "userIdIncludingInactive": user_id,
        "createdAt": _BORN,
        "updatedAt": _BORN,
        "archived": False,
    }
    _put(db, owner)
    return str(owner["id"])


def populate(db: sqlite3.Connection, _birth: Birth) -> None:
    """The user who made the portal."""
    add(db, "Noa", "Levi")


def everyone(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every owner, by id."""
    return [json.loads(row[0]) for row in db.execute("SELECT body FROM owners ORDER BY id")]


def dump(db: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """Owners by id."""
    return {owner["id"]: owner for owner in everyone(db)}


def load(db: sqlite3.Connection, dumped: dict[str, dict[str, Any]], _birth: Birth) -> None:
    """Take back what `dump` gave."""
    for owner in dumped.values():
        _put(db, owner)


def _put(db: sqlite3.Connection, owner: dict[str, Any]) -> None:
    row = (int(owner["id"]), owner["email"], int(owner["archived"]), compact(owner))
    db.execute("INSERT OR REPLACE INTO owners VALUES (?, ?, ?, ?)", row)
