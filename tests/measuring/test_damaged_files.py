"""What is kept between runs and was damaged since: named, with what to do, and never a wrong figure."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from provisioner.model.errors import ProvisionerError
from tests.measuring import sales
from tests.support.portals import Steered


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    sales.set_up(portal, "b2b")
    sales.deal(portal, "won", 400)
    sales.deals(portal, 3)
    return portal


def _garbage(file: Path) -> None:
    file.write_bytes(b"garbage" * 1000)


def _half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _row(sql: str) -> Any:
    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file)) as db, db:
            db.execute(sql)

    return damage


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    "damage",
    [_garbage, _half, _row("UPDATE scans SET properties = 'x', began = 'once'"), _folder],
    ids=["garbage", "half", "row", "folder"],
)
def test_kept_records_that_are_damaged_are_named(b2b: Steered, tmp_path: Path, damage: Any) -> None:
    sales.measured(b2b, tmp_path)
    file = tmp_path / ".provisioner" / f"records-{b2b.portal_id}.db"
    damage(file)
    with pytest.raises(ProvisionerError, match=f"{file}.*cannot be used|could not be kept in {file}") as caught:
        sales.measured(b2b, tmp_path)
    assert caught.value.fix


def test_kept_records_that_are_gone_are_read_again(b2b: Steered, tmp_path: Path) -> None:
    sales.measured(b2b, tmp_path)
    _row("DROP TABLE records")(tmp_path / ".provisioner" / f"records-{b2b.portal_id}.db")
    assert sales.measured(b2b, tmp_path)["kpis"]["K19"]["n"] == 3


def test_records_that_an_older_version_kept_are_read_again(b2b: Steered, tmp_path: Path) -> None:
    sales.measured(b2b, tmp_path)
    _row("PRAGMA user_version = 99")(tmp_path / ".provisioner" / f"records-{b2b.portal_id}.db")
    assert sales.measured(b2b, tmp_path)["kpis"]["K19"]["n"] == 3


@pytest.mark.parametrize(
    "damage",
    [
        _garbage,
        _row("UPDATE deals SET properties = '{x'"),
        _row("UPDATE snapshots SET taken_at = 'once'"),
        _row("ALTER TABLE snapshots RENAME COLUMN taken_at TO at"),
    ],
    ids=["garbage", "deal", "moment", "column"],
)
def test_stored_forecasts_that_are_damaged_are_named(b2b: Steered, tmp_path: Path, damage: Any) -> None:
    """Their loss cannot be made good by reading, so nothing goes on as if they were not there."""
    sales.measured(b2b, tmp_path, snapshot=True)
    file = tmp_path / ".provisioner" / f"forecasts-{b2b.portal_id}.db"
    _row("UPDATE snapshots SET taken_at = strftime('%Y-%m-01T00:00:00+00:00', 'now')")(file)
    damage(file)
    with pytest.raises(ProvisionerError, match="with the stored forecasts cannot be used") as caught:
        sales.measured(b2b, tmp_path)
    assert caught.value.fix.startswith("restore it from a copy")
