"""Forecasts as they stood: kept for good, since HubSpot keeps no past ones; one SQLite file a portal, only added to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioner.measuring.private import private
from provisioner.measuring.scans import Record
from provisioner.model.errors import ProvisionerError

KEPT = (
    "pipeline",
    "dealstage",
    "amount",
    "deal_currency_code",
    "amount_in_home_currency",
    "closedate",
    "hs_manual_forecast_category",
    "hubspot_owner_id",
    "hs_is_closed",
)
"""What a forecast holds of each open deal."""

NEEDED = frozenset(KEPT) - {"amount_in_home_currency"}
"""Without these in the portal there is no forecast to store; amounts are kept in their own currency."""

_NEAR = timedelta(hours=24)
_BATCH = 500
_TABLES = """
CREATE TABLE IF NOT EXISTS snapshots (id INTEGER PRIMARY KEY, taken_at TEXT NOT NULL, deals INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS deals (
    snapshot INTEGER NOT NULL, id INTEGER NOT NULL, properties TEXT NOT NULL, PRIMARY KEY (snapshot, id)
) WITHOUT ROWID;
"""


def add(file: Path, deals: Iterable[Sequence[Record]], taken_at: datetime) -> int:
    """Store the open deals as they stand; how many there are. All of them or, if it is stopped, none."""
    with _writable(file), closing(_opened(file)) as db:
        db.execute("BEGIN IMMEDIATE")
        number = db.execute("INSERT INTO snapshots (taken_at, deals) VALUES (?, 0)", (_iso(taken_at),)).lastrowid
        stored = 0
        for batch in deals:
            rows = [(number, int(one["id"]), json.dumps(_kept(one), ensure_ascii=False)) for one in batch]
            db.executemany("INSERT INTO deals VALUES (?, ?, ?)", rows)
            stored += len(rows)
        db.execute("UPDATE snapshots SET deals = ? WHERE id = ?", (stored, number))
        db.execute("COMMIT")
        return stored


def nearest(file: Path, start: datetime) -> datetime | None:
    """When the forecast was stored that stands for a moment: the last one of the 24 hours up to it, else the first of
    the 24 hours after it; None where there is neither."""
    if not file.exists():
        return None
    with _readable(file), closing(_opened(file)) as db:
        taken = [datetime.fromisoformat(row[0]) for row in db.execute("SELECT taken_at FROM snapshots")]
    near = sorted(one for one in taken if abs(one - start) <= _NEAR)
    before = [one for one in near if one <= start]
    return before[-1] if before else next(iter(near), None)


def deals(file: Path, taken_at: datetime) -> Iterator[list[Record]]:
    """The stored deals of one forecast, in batches."""
    with _readable(file), closing(_opened(file)) as db:
        sql = "SELECT max(id) FROM snapshots WHERE taken_at = ?"
        (number,) = db.execute(sql, (_iso(taken_at),)).fetchone()
        rows = db.execute("SELECT id, properties FROM deals WHERE snapshot = ? ORDER BY id", (number,))
        while found := rows.fetchmany(_BATCH):
            yield [{"id": str(one), "properties": json.loads(held)} for one, held in found]


def _kept(record: Record) -> dict[str, str]:
    return {name: value for name in KEPT if (value := record["properties"].get(name)) not in (None, "")}


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _opened(file: Path) -> sqlite3.Connection:
    db = private(file)
    try:
        db.executescript(_TABLES)
    except sqlite3.Error:
        db.close()
        raise
    return db


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise _unfit(file, error) from None


@contextmanager
def _writable(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        fix = "free some space on the disk, or wait until no other run has the file; nothing was stored"
        raise ProvisionerError(f"The forecast cannot be stored in {file}: {error}", fix=fix) from None
    except sqlite3.Error as error:
        raise _unfit(file, error) from None


def _unfit(file: Path, error: Exception) -> ProvisionerError:
    what = str(error) if isinstance(error, sqlite3.Error) else "a row of it is damaged"
    fix = (
        "restore it from a copy, since what it holds cannot be read from the portal again; or move it away, and "
        "forecast accuracy goes by the history of the deals"
    )
    return ProvisionerError(f"{file} with the stored forecasts cannot be used: {what}", fix=fix)
