"""Records kept on disk between runs: one SQLite file a portal, written page by page so that a reading can go on.

It holds what the portal's records hold, so only its owner may read it. Removing it costs a full reading, nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provisioner.measuring import rows
from provisioner.measuring.lacking import Lacking
from provisioner.measuring.scans import BATCH, Ask, Record, Scan
from provisioner.model.errors import ProvisionerError

_VERSION = 2
_BATCH = 100
"""Records that are told at a time: with their histories a MiB or two."""
_TABLES = """
CREATE TABLE IF NOT EXISTS scans (
    object TEXT, archived INTEGER, way TEXT, shape TEXT, since TEXT, until TEXT, properties TEXT,
    cursor TEXT, done INTEGER, began TEXT, total INTEGER, PRIMARY KEY (object, archived)
);
CREATE TABLE IF NOT EXISTS records (
    object TEXT, id INTEGER, modified TEXT, archived INTEGER, archived_at TEXT, named INTEGER, shape INTEGER, body TEXT,
    PRIMARY KEY (object, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS histories (
    object TEXT, id INTEGER, modified TEXT, names TEXT, body TEXT, PRIMARY KEY (object, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (
    object TEXT, target TEXT, id INTEGER, modified TEXT, read_at TEXT, body TEXT, PRIMARY KEY (object, target, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY);
"""

_UPSERT = """
INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (object, id) DO UPDATE SET modified = excluded.modified,
    archived = excluded.archived, archived_at = excluded.archived_at, named = min(named, excluded.named),
    shape = excluded.shape, body = excluded.body
"""

_ROWS = "records r JOIN shapes s ON s.id = r.shape"

Condition = tuple[str, Sequence[Any]]
"""SQL on ``r``, a row of records, and its shape ``s``, with its parameters."""


class Store:
    """The kept records of one portal. Safe to share between threads. ``folder`` is where its file is."""

    def __init__(self, db: sqlite3.Connection, folder: Path) -> None:
        self._db = db
        self._shapes = rows.Shapes(db)
        self.folder = folder
        self._lock = threading.RLock()

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._lock:
            self._db.execute("BEGIN")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # Scans

    def scan(self, object_type: str, *, archived: bool) -> Scan | None:
        found = self._one("SELECT * FROM scans WHERE object = ? AND archived = ?", (object_type, int(archived)))
        if found is None:
            return None
        _, archived, way, shape, since, until, properties, cursor, done, began, total = found
        ask = Ask(
            object_type, frozenset(json.loads(properties)), tuple(json.loads(shape)), _moment(since), _moment(until),
            bool(archived), way == BATCH,
        )  # fmt: skip
        return Scan(ask, way, datetime.fromisoformat(began), cursor, bool(done), total)

    def begin(self, scan: Scan) -> None:
        """Forget what was kept of the object type, and begin anew; the archived ones with it, since nobody could tell
        any more which records went there since."""
        key = scan.ask.object_type, int(scan.ask.archived)
        with self.writing() as db:
            for table in ("records", "scans"):
                db.execute(f"DELETE FROM {table} WHERE object = ? AND archived >= ?", key)  # noqa: S608 - words and marks of our own; values are bound
            _save(db, scan)

    def keep(self, scan: Scan, records: Iterable[Record]) -> None:
        """A page of a scan, with how far the scan has come."""
        with self.writing() as db:
            self._put(db, scan.ask.object_type, records, archived=scan.ask.archived, named=False)
            _save(db, scan)

    def put(self, object_type: str, records: Iterable[Record], *, archived: bool = False, named: bool = False) -> None:
        """Records over what is kept of them. ``named``: not of the scan, but named by others."""
        with self.writing() as db:
            self._put(db, object_type, records, archived=archived, named=named)

    def absent(self, object_type: str, ids: Iterable[int]) -> None:
        """Remember that the portal has no such records, so that nobody asks again."""
        with self.writing() as db:
            gone = [(object_type, one, "", 0, None, 1, None, None) for one in ids]
            db.executemany("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", gone)

    def bury(self, object_type: str, ids: Iterable[int], *, archived: bool = False) -> None:
        """These records are gone, as far as those that are kept go."""
        with self.writing() as db:
            gone = [(object_type, one, int(archived)) for one in ids]
            db.executemany("DELETE FROM records WHERE object = ? AND id = ? AND archived = ?", gone)

    def begin_named(self, ask: Ask, began: datetime) -> None:
        """Forget the records that others named."""
        with self.writing() as db:
            db.execute("DELETE FROM records WHERE object = ? AND archived = 0", (ask.object_type,))
            _save(db, Scan(ask, BATCH, began, done=True))

    def renew(self, scan: Scan, records: Sequence[Record], marks: str) -> None:
        """Records over those that are kept of them, and new ones that have a value in the property ``marks``."""
        ids = [int(one["id"]) for one in records]
        sql = f"SELECT id FROM records WHERE object = ? AND id IN ({', '.join('?' * len(ids))})"  # noqa: S608 - words and marks of our own; values are bound
        with self.writing() as db:
            held = {row[0] for row in db.execute(sql, (scan.ask.object_type, *ids))}
            kept = [one for one in records if int(one["id"]) in held or one["properties"].get(marks)]
            self._put(db, scan.ask.object_type, kept, archived=False, named=True)

    def mark(self, scan: Scan) -> None:
        """How far a scan is, its records left as they are."""
        with self.writing() as db:
            _save(db, scan)

    # Records

    def count(self, object_type: str, *, archived: bool = False) -> int:
        """Records of the scan."""
        sql = "SELECT count(*) FROM records WHERE object = ? AND archived = ? AND named = 0"
        return int((self._one(sql, (object_type, int(archived))) or (0,))[0])

    def number(self, object_type: str) -> int:
        """Records that will be told, those named by others too."""
        sql = "SELECT count(*) FROM records WHERE object = ? AND body IS NOT NULL"
        return int((self._one(sql, (object_type,)) or (0,))[0])

    def lacking_history(self, object_type: str, names: Sequence[str], wanted: Condition) -> Lacking:
        """Records that fit and whose history was not read since they last changed."""
        condition, values = wanted
        body = (
            f"FROM {_ROWS} LEFT JOIN histories h ON h.object = r.object AND h.id = r.id AND h.modified = r.modified "
            f"AND h.names = ? WHERE h.id IS NULL AND r.object = ? AND r.body IS NOT NULL AND ({condition})"
        )
        return Lacking(self._all, "r.id", body, (json.dumps(sorted(names)), object_type, *values))

    def lacking_links(self, object_type: str, target: str, wanted: Condition, not_before: datetime) -> Lacking:
        """Records that fit and whose associations were not read since they last changed, or too long ago."""
        condition, values = wanted
        body = (
            f"FROM {_ROWS} LEFT JOIN links l ON l.object = r.object AND l.target = ? AND l.id = r.id "
            "AND l.modified = r.modified AND l.read_at >= ? "
            f"WHERE l.id IS NULL AND r.object = ? AND r.body IS NOT NULL AND ({condition})"
        )
        return Lacking(self._all, "r.id", body, (target, not_before.isoformat(), object_type, *values))

    def lacking(self, object_type: str) -> Lacking:
        """Wanted records that were not read."""
        body = "FROM wanted w LEFT JOIN records r ON r.object = ? AND r.id = w.id WHERE r.id IS NULL"
        return Lacking(self._all, "w.id", body, (object_type,))

    def want(self, named: Iterable[tuple[str, str, Condition]], linked: Sequence[tuple[str, str]]) -> int:
        """Set down which records others name; how many there are.

        ``named``: (object type, property that holds an id, of which rows); ``linked``: associations from and to.
        """
        with self.writing() as db:
            db.execute("DELETE FROM wanted")
            for holder, name, (condition, values) in named:
                sql = (
                    f"INSERT OR IGNORE INTO wanted SELECT CAST({rows.value(name)} AS INTEGER) FROM {_ROWS} "  # noqa: S608 - words and marks of our own; values are bound
                    f"WHERE r.object = ? AND {rows.value(name)} IS NOT NULL AND ({condition})"
                )
                db.execute(sql, (holder, *values))
            for holder, target in linked:
                sql = (
                    "INSERT OR IGNORE INTO wanted SELECT CAST(json_extract(e.value, '$[0]') AS INTEGER) "
                    "FROM links l, json_each(l.body) e WHERE l.object = ? AND l.target = ?"
                )
                db.execute(sql, (holder, target))
            return int(db.execute("SELECT count(*) FROM wanted").fetchone()[0])

    def keep_history(self, object_type: str, names: Sequence[str], records: Iterable[Record]) -> None:
        told = sorted(names)
        listed = json.dumps(told)
        with self.writing() as db:
            for one in records:
                row = (object_type, int(one["id"]), _stamp(one), listed, rows.past(one, told))
                db.execute("INSERT OR REPLACE INTO histories VALUES (?, ?, ?, ?, ?)", row)

    def keep_links(self, object_type: str, target: str, links: Mapping[int, Sequence[Any]], read_at: datetime) -> None:
        with self.writing() as db:
            for one, found in links.items():
                db.execute(
                    "INSERT OR REPLACE INTO links SELECT r.object, ?, r.id, r.modified, ?, ? FROM records r "
                    "WHERE r.object = ? AND r.id = ?",
                    (target, read_at.isoformat(), rows.links(found), object_type, one),
                )

    def told(self, object_type: str, targets: Sequence[str]) -> Iterator[list[Record]]:
        """Every kept record of an object type, in batches, by id, with its history and its associations."""
        joins = "".join(
            f"LEFT JOIN links l{at} ON l{at}.object = r.object AND l{at}.target = ? AND l{at}.id = r.id "
            f"AND l{at}.modified = r.modified "
            for at in range(len(targets))
        )
        sql = (
            "SELECT r.id, r.shape, r.archived, r.archived_at, h.names, r.body, h.body"  # noqa: S608 - words and marks of our own; values are bound
            f"{''.join(f', l{at}.body' for at in range(len(targets)))} FROM records r LEFT JOIN histories h "
            f"ON h.object = r.object AND h.id = r.id AND h.modified = r.modified {joins}"
            "WHERE r.object = ? AND r.id > ? AND r.body IS NOT NULL ORDER BY r.id LIMIT ?"
        )
        last = -1
        while found := self._all(sql, (*targets, object_type, last, _BATCH)):
            last = found[-1][0]
            yield rows.records(found, self._shapes, targets)

    def _put(
        self, db: sqlite3.Connection, object_type: str, records: Iterable[Record], *, archived: bool, named: bool
    ) -> None:
        made = []
        for one in records:
            names = rows.names_of(one)
            kept = self._shapes.number(names), rows.values(one, names)
            made.append(
                (object_type, int(one["id"]), _stamp(one), int(archived), one.get("archivedAt"), int(named), *kept)
            )
        self._shapes.save(db)
        db.executemany(_UPSERT, made)

    def _one(self, sql: str, parameters: Sequence[Any]) -> Any:
        with self._lock:
            return self._db.execute(sql, parameters).fetchone()

    def _all(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, parameters).fetchall()


def opened(file: Path, *, fresh: bool = False) -> Store:
    """The store in a file, which is made when it is missing; with ``fresh`` emptied. ProvisionerError while another
    process has it."""
    db = private(file)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        if fresh or db.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
            for table in ("scans", "records", "histories", "links", "wanted", "shapes"):
                db.execute(f"DROP TABLE IF EXISTS {table}")
        db.executescript(_TABLES + rows.TABLE)
        db.execute(f"PRAGMA user_version = {_VERSION}")
    except sqlite3.Error as error:
        db.close()
        if "locked" in str(error):
            raise ProvisionerError(
                f"another run reads this portal into {file}", fix="wait until it has ended"
            ) from None
        fix = "remove the file: it holds nothing but what can be read again"
        raise ProvisionerError(f"{file} cannot be used: {error}", fix=fix) from None
    return Store(db, file.parent)


def private(file: Path) -> sqlite3.Connection:
    """A database that only its owner may read, in a folder that git leaves alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    ignore = file.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    file.chmod(0o600)
    return sqlite3.connect(file, timeout=2, isolation_level=None, check_same_thread=False)


def _save(db: sqlite3.Connection, scan: Scan) -> None:
    ask = scan.ask
    row = (
        ask.object_type, int(ask.archived), scan.way, json.dumps(ask.shape), _iso(ask.since), _iso(ask.until),
        json.dumps(sorted(ask.properties)), scan.cursor, int(scan.done), scan.began.isoformat(), scan.total,
    )  # fmt: skip
    db.execute("INSERT OR REPLACE INTO scans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _stamp(record: Record) -> str:
    return str(record.get("updatedAt") or "")


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
