"""A shelf: rows that wait for other records, kept in a private file that goes when the measuring ends."""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from provisioner.kpi.tallies import Pass, Tally

_MOST_WAITING = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
STAMPS_A_DAY = 86_400_000_000


class Shelf(Tally):
    """Tables of one pass. So a month with a million leads takes no more memory than one with a thousand.

    SQLite keeps a nameless database in its own memory up to a few MiB, and the rest in a file that nobody else can
    open and that is gone when the process ends, however it ends.
    """

    def __init__(self, _: Pass) -> None:
        import sqlite3  # only where records are measured: blueprints are checked without

        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._waiting: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        weakref.finalize(self, self._db.close)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA cache_size = -2048")
        self._db.execute("BEGIN")

    def table(self, name: str, *columns: str) -> str:
        """Make a table; the statement that adds a row to it, for ``add``. ``columns`` may end with a PRIMARY KEY."""
        self._db.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        marks = ", ".join("?" for column in columns if not column.startswith("PRIMARY KEY"))
        return f"INSERT OR REPLACE INTO {name} VALUES ({marks})"  # noqa: S608 - words and marks of our own; values are bound

    def add(self, into: str, row: tuple[Any, ...]) -> None:
        waiting = self._waiting[into]
        waiting.append(row)
        if len(waiting) >= _MOST_WAITING:
            self._db.executemany(into, waiting)
            waiting.clear()

    def change(self, sql: str) -> int:
        """Run a statement; how many rows it changed."""
        return int(self._asked(sql, ()).rowcount)

    def rows(self, sql: str, *values: Any) -> Iterator[Any]:
        return iter(self._asked(sql, values))

    def _asked(self, sql: str, values: tuple[Any, ...]) -> Any:
        for into, waiting in self._waiting.items():
            self._db.executemany(into, waiting)
            waiting.clear()
        return self._db.execute(sql, values)


def stamp(moment: datetime) -> int:
    """A moment as a row keeps it: microseconds since 1970, in UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(stamped: int) -> datetime:
    return _EPOCH + timedelta(microseconds=stamped)
