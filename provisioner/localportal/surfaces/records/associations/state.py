"""Associations as rows: each in both directions, so that either end can be asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TABLES = """
CREATE TABLE IF NOT EXISTS associations (
    from_object TEXT NOT NULL, from_id INTEGER NOT NULL, to_object TEXT NOT NULL, to_id INTEGER NOT NULL,
    category TEXT NOT NULL, type_id INTEGER NOT NULL, told INTEGER NOT NULL,
    PRIMARY KEY (from_object, from_id, to_object, to_id, category, type_id)
) WITHOUT ROWID;
"""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Link:
    """One direction of one association. `told` marks the direction in which it was made: a dump keeps that one."""

    start: Key
    end: Key
    category: str
    type_id: int
    told: bool = True


def put(db: sqlite3.Connection, links: Iterable[Link]) -> None:
    """Write directions; one that is there stays as it was told first."""
    db.executemany(
        "INSERT OR IGNORE INTO associations VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((*one.start, *one.end, one.category, one.type_id, int(one.told)) for one in links),
    )


def remove(db: sqlite3.Connection, start: Key, end: Key) -> None:
    """Remove whatever joins two records, in both directions."""
    for first, second in ((start, end), (end, start)):
        db.execute(
            "DELETE FROM associations WHERE from_object = ? AND from_id = ? AND to_object = ? AND to_id = ?",
            (*first, *second),
        )


def remove_type(db: sqlite3.Connection, link: Link) -> None:
    """Remove one direction of one association."""
    db.execute(
        "DELETE FROM associations WHERE from_object = ? AND from_id = ? AND to_object = ? AND to_id = ? "
        "AND category = ? AND type_id = ?",
        (*link.start, *link.end, link.category, link.type_id),
    )


def of(db: sqlite3.Connection, start: Key, to_object: str, after: int = 0, most: int = -1) -> dict[int, list[Link]]:
    """The links from a record to records of one object type, by the far id, `most` far records after `after`."""
    rows = db.execute(
        "SELECT to_id, category, type_id, told FROM associations "
        "WHERE from_object = ? AND from_id = ? AND to_object = ? AND to_id > ? ORDER BY to_id, category, type_id",
        (*start, to_object, after),
    )
    found: dict[int, list[Link]] = {}
    for to_id, category, type_id, told in rows:
        if to_id not in found and len(found) == most:
            break
        found.setdefault(to_id, []).append(Link(start, (to_object, to_id), category, type_id, bool(told)))
    return found


def around(db: sqlite3.Connection, start: Key) -> list[Link]:
    """Every link from a record."""
    rows = db.execute(
        "SELECT to_object, to_id, category, type_id, told FROM associations WHERE from_object = ? AND from_id = ?",
        start,
    )
    return [Link(start, (row[0], row[1]), row[2], row[3], bool(row[4])) for row in rows]


def every(db: sqlite3.Connection, told: bool = False) -> list[Link]:
    """Every direction of every association in a fixed order; `told` gives each association once."""
    rows = db.execute(
        "SELECT * FROM associations WHERE told >= ? ORDER BY from_object, from_id, to_object, to_id, category, type_id",
        (int(told),),
    )
    return [Link((row[0], row[1]), (row[2], row[3]), row[4], row[5], bool(row[6])) for row in rows]


def far_ids(db: sqlite3.Connection, start: Key, to_object: str, types: Sequence[int] = ()) -> list[int]:
    """The far ids of one object type that are not in the recycle bin, by id; `types` narrows to HubSpot's own types."""
    rows = db.execute(
        "SELECT DISTINCT a.to_id, a.type_id FROM associations a JOIN records r ON r.object = a.to_object "
        "AND r.id = a.to_id AND r.archived = 0 WHERE from_object = ? AND from_id = ? AND to_object = ? ORDER BY to_id",
        (*start, to_object),
    )
    return list(dict.fromkeys(to_id for to_id, type_id in rows if not types or type_id in types))
