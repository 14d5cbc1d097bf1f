"""The portal's file without a server: open, reset, dump, load, seed."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from provisioner.localportal import contents, settings
from provisioner.localportal.database import Database, connect
from provisioner.localportal.engine import rehearsal
from provisioner.localportal.seeds import measured
from provisioner.localportal.settings import Settings

# Raise it when a table changes its columns; new tables alone do not need that.
LAYOUT = 2


def open(path: Path, changes: Mapping[str, object] | None = None) -> Database:  # noqa: A001  the name the CLI reads well
    """The portal's file, made and filled when it is new, with the changed settings kept in it."""
    database = Database(Path(path))
    _make_tables(database.path)
    try:
        with database.writing() as db:
            contents.prepare(db, changes or {})
    except BaseException:
        database.close()
        raise
    return database


def settings_of(database: Database) -> Settings:
    """The settings that stand in the file."""
    with database.reading() as db:
        return settings.read(db)


def reset(path: Path, keep_defaults: bool = True) -> None:
    """Make the portal new again; its settings stay, but its clock runs."""
    with _writing(path) as db:
        contents.reset(db, keep_defaults)
        settings.write(db, settings.changed(settings.read(db), {"clock": ""}))


def copy(path: Path, to: Path) -> None:
    """Write the portal as it stands now to another file, which is new or a portal's file."""
    with contextlib.closing(connect(path)) as here, contextlib.closing(connect(to)) as there:
        here.backup(there)


def dump(path: Path, hubspot_defined: bool = True) -> dict[str, Any]:
    """The whole state as JSON, the same for the same state; see `contents.dump`."""
    with _writing(path) as db:
        return contents.dump(db, hubspot_defined)


def load(path: Path, state: Mapping[str, Any]) -> None:
    """Replace the state by a dump's."""
    with _writing(path) as db:
        contents.load(db, state)


def seed(path: Path, **wanted: Any) -> dict[str, Any]:
    """Plant CRM records, e.g. `seed(path, deals=50, leads=20, seed=7)`; returns what was planted."""
    with _writing(path) as db:
        return contents.seed(db, **wanted)


def sow(path: Path, **wanted: Any) -> dict[str, Any]:
    """Plant records of which the true figures are known, e.g. `sow(path, mode="b2b", deals=1000, seed=7)`.

    Returns the truth; see `seeds.measured.sow`.
    """
    with _writing(path) as db:
        return measured.sow(db, **wanted)


def rehearse(
    path: Path, start: str, until: str, events: Sequence[Mapping[str, Any]], flows: Sequence[str] | None
) -> list[dict[str, Any]]:
    """What the flows would do between two moments; see `provisioner.localportal.rehearse`."""
    with contextlib.closing(open(path)) as database, database.reading() as db:
        return rehearsal.rehearse(db, start, until, events, flows).as_json()


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    database = open(path)
    try:
        with database.writing() as db:
            yield db
    finally:
        database.close()


def _check_layout(db: sqlite3.Connection, path: Path) -> None:
    found = db.execute("PRAGMA user_version").fetchone()[0]
    if found not in (0, LAYOUT):
        raise ValueError(f"{path} was made by another version of the local portal: dump it with that one, or remove it")


def _make_tables(path: Path) -> None:
    """Two processes may make the same file at once; SQLite refuses one of them for a moment while WAL is set up."""
    deadline = time.monotonic() + 10
    while True:
        try:
            with contextlib.closing(connect(path)) as db:
                _check_layout(db, path)
                db.executescript(contents.tables())
                db.execute(f"PRAGMA user_version = {LAYOUT}")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
