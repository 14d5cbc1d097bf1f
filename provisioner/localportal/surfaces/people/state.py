"""Owners as rows. Each is a user too: the owner's `id` is not its `userId`."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS owners (
    id INTEGER PRIMARY KEY, email TEXT NOT NULL, archived INTEGER NOT NULL, body TEXT NOT NULL
);
"""

NUMBERS_FROM, USERS_FROM = 80_000_001, 50_000_001
_BORN = "2020-06-30T15:57:37.247Z"
Owner = dict[str, Any]


def page(db: sqlite3.Connection, after: int, limit: int, email: str, archived: bool) -> list[Owner]:
    """Up to `limit` owners with ids above `after`, by id; `email` "" is any."""
    rows = db.execute(
        "SELECT body FROM owners WHERE id > ? AND archived = ? AND (? = '' OR email = ?) ORDER BY id LIMIT ?",
        (after, int(archived), email, email, limit),
    )
    return [json.loads(row[0]) for row in rows]


def add(db: sqlite3.Connection, first_name: str, last_name: str, email: str = "") -> Owner:
    """Add an owner and its user."""
    count = int(db.execute("SELECT count(*) FROM owners").fetchone()[0])
    user_id = USERS_FROM + count
    owner: Owner = {
        "id": str(NUMBERS_FROM + count),
        "email": (email or f"{first_name}.{last_name}@example.com").lower().replace(" ", ""),
        "firstName": first_name,
        "lastName": last_name,
        "type": "PERSON",
        "userId": user_id,
        "userIdIncludingInactive": user_id,
        "createdAt": _BORN,
        "updatedAt": _BORN,
        "archived": False,
    }
    put(db, owner)
    return owner


def archive(db: sqlite3.Connection, owner: Owner) -> Owner:
    """Archive an owner: its `userId` goes, `userIdIncludingInactive` still tells it (documented)."""
    gone = {key: value for key, value in owner.items() if key != "userId"} | {"archived": True}
    put(db, gone)
    return gone


def everyone(db: sqlite3.Connection) -> list[Owner]:
    """Every owner, by id, archived ones too."""
    return [json.loads(row[0]) for row in db.execute("SELECT body FROM owners ORDER BY id")]


def users(db: sqlite3.Connection) -> dict[str, Owner]:
    """Active owners by the id of their user, as text."""
    return {str(owner["userId"]): owner for owner in everyone(db) if not owner["archived"]}


def put(db: sqlite3.Connection, owner: Owner) -> None:
    """Write an owner over whatever has its id."""
    row = (int(owner["id"]), owner["email"], int(owner["archived"]), compact(owner))
    db.execute("INSERT OR REPLACE INTO owners VALUES (?, ?, ?, ?)", row)
