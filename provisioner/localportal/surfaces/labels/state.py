"""Labels of the portal's own as rows: one for both directions, each with a type id of its own."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

TABLES = """
CREATE TABLE IF NOT EXISTS association_labels (
    type_id INTEGER PRIMARY KEY, inverse_id INTEGER NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
    from_object TEXT NOT NULL, to_object TEXT NOT NULL, label TEXT NOT NULL, inverse_label TEXT NOT NULL
);
"""

NUMBERS_FROM = 101


@dataclass(frozen=True, slots=True)
class Label:
    """One label. `label` is what a record of `from_id` says of the other, `inverse_label` what that one says back."""

    type_id: int
    inverse_id: int
    name: str
    from_id: str
    to_id: str
    label: str
    inverse_label: str

    def directions(self) -> tuple[tuple[int, str, str, str], ...]:
        """(type id, from, to, text) of both directions."""
        return (
            (self.type_id, self.from_id, self.to_id, self.label),
            (self.inverse_id, self.to_id, self.from_id, self.inverse_label),
        )


def every(db: sqlite3.Connection) -> list[Label]:
    """Every label, in the order in which they were made."""
    return [Label(*row) for row in db.execute("SELECT * FROM association_labels ORDER BY type_id")]


def of_pair(db: sqlite3.Connection, one: str, other: str) -> list[Label]:
    """The labels between two object types, in whichever direction they were made."""
    return [label for label in every(db) if {label.from_id, label.to_id} == {one, other}]


def next_ids(db: sqlite3.Connection) -> tuple[int, int]:
    """Type ids for a new label; those of deleted ones do not come back."""
    row = db.execute("SELECT value FROM portal WHERE key = 'last_association_type'").fetchone()
    held = db.execute("SELECT max(max(type_id, inverse_id)) FROM association_labels").fetchone()[0] or 0
    first = max(int(row[0]) + 1 if row else NUMBERS_FROM, held + 1)
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES ('last_association_type', ?)", (str(first + 1),))
    return first, first + 1


def put(db: sqlite3.Connection, label: Label) -> None:
    """Write a label over whatever has its type id."""
    db.execute(
        "INSERT OR REPLACE INTO association_labels VALUES (?, ?, ?, ?, ?, ?, ?)",
        (label.type_id, label.inverse_id, label.name, label.from_id, label.to_id, label.label, label.inverse_label),
    )


def delete(db: sqlite3.Connection, label: Label) -> None:
    """Remove a label, both directions of it."""
    db.execute("DELETE FROM association_labels WHERE type_id = ?", (label.type_id,))
