"""The portal's file: connections, transactions, and the copy that lagging reads are answered from."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

PORTAL_TABLES = "CREATE TABLE IF NOT EXISTS portal (key TEXT PRIMARY KEY, value TEXT NOT NULL);"


class Database:
    """One SQLite file in WAL mode, shared by the threads of this process and by other processes.

    Nothing of the portal's state is kept in memory: connections are reused, their contents are not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._writing = threading.Lock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view; nothing is written."""
        with self._borrowed() as db, _transaction(db, "BEGIN"):
            yield db

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction that is taken at once, so two writers never meet half-way; an exception undoes it."""
        with self._writing, self._borrowed() as db, _transaction(db, "BEGIN IMMEDIATE"):
            yield db

    def freeze(self) -> None:
        """Copy the state as it is committed now to a second file, for reads that are to lag behind."""
        with self._borrowed() as source, contextlib.closing(connect(self._frozen_path)) as target:
            source.backup(target)

    @contextlib.contextmanager
    def frozen(self) -> Iterator[sqlite3.Connection]:
        """The state of the last `freeze`."""
        with contextlib.closing(connect(self._frozen_path)) as db, _transaction(db, "BEGIN"):
            yield db

    def close(self) -> None:
        """Close the idle connections; call it when no request is under way."""
        while self._idle:
            self._idle.pop().close()

    @property
    def _frozen_path(self) -> Path:
        return self.path.with_name(self.path.name + ".lagging")

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        try:
            db = self._idle.pop()
        except IndexError:
            db = connect(self.path)
        try:
            yield db
        finally:
            self._idle.append(db)


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode that waits up to 30 s for another process's write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.create_function("has_token", 2, _has_token, deterministic=True)
    return db


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection, begin: str) -> Iterator[None]:
    db.execute(begin)
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _has_token(text: str | None, token: str) -> bool:
    """CONTAINS_TOKEN: a word of the text, or a part of one where the token has an asterisk."""
    from fnmatch import fnmatchcase

    words = (text or "").lower().replace("@", " ").replace(".", " ").replace(",", " ").split()
    pattern = token.lower()
    return any(fnmatchcase(word, pattern) for word in (*words, (text or "").lower()))
