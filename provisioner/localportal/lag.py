"""Read lag: after a write, so many reads still see the portal as it was before it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from provisioner.localportal.database import Database
from provisioner.localportal.settings import Settings


@contextlib.contextmanager
def view(database: Database, writes: bool, settings: Settings) -> Iterator[sqlite3.Connection]:
    """The state that a request is to see, inside a transaction of the right kind."""
    if writes:
        with database.writing() as db:
            if settings.read_lag and not _left(db):
                database.freeze()
            yield db
            if settings.read_lag:
                _set(db, settings.read_lag)
    elif settings.read_lag and _spend(database):
        with database.frozen() as db:
            yield db
    else:
        with database.reading() as db:
            yield db


def _left(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT value FROM portal WHERE key = 'lagging_reads'").fetchone()
    return int(row[0]) if row else 0


def _set(db: sqlite3.Connection, reads: int) -> None:
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES ('lagging_reads', ?)", (str(reads),))


def _spend(database: Database) -> bool:
    """Whether this read lags; one fewer will after it."""
    with database.writing() as db:
        left = _left(db)
        if left:
            _set(db, left - 1)
    return left > 0
