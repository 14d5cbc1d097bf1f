"""What was read is kept: the next run reads what changed, and a run that was killed goes on where it was."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from provisioner.measuring import reader
from tests.measuring import sales
from tests.support import running
from tests.support.portals import Steered


@pytest.fixture
def b2b(portal: Steered, monkeypatch: pytest.MonkeyPatch) -> Steered:
    """Records made a moment ago would all count as changed within the time that is looked back."""
    monkeypatch.setattr(reader, "_LAG", reader.timedelta(0))
    monkeypatch.setattr(reader, "_SKEW", reader.timedelta(0))
    sales.set_up(portal, "b2b")
    return portal


def requests(document: dict[str, Any]) -> int:
    """Those that are spent on records, as the settings are read anew each time."""
    found: int = document["cost"]["requests"] - document["cost"]["by"]["settings"]
    return found


def test_a_second_run_reads_what_changed_and_says_the_same_as_a_fresh_one(b2b: Steered, tmp_path: Path) -> None:
    ids = sales.deals(b2b, 1000)
    first = sales.measured(b2b, tmp_path)
    for one in ids[:10]:
        sales.change(b2b, one, dealstage="b2b_new_business_won")
    second = sales.measured(b2b, tmp_path)
    fresh = sales.measured(b2b, tmp_path, fresh=True)
    assert second["kpis"]["K6"]["n"] == 10
    assert sales.values(second) == sales.values(fresh)
    assert first["cost"]["by"]["history"] == 20
    assert second["cost"]["by"]["history"] == 1
    assert second["cost"]["how"]["deals"]["changed"] == 10


def test_new_and_archived_records_are_noticed(b2b: Steered, tmp_path: Path) -> None:
    ids = sales.deals(b2b, 300)
    sales.measured(b2b, tmp_path)
    sales.deals(b2b, 5)
    for one in ids[:3]:
        b2b.call("DELETE", f"/crm/objects/2026-09/deals/{one}")
    document = sales.measured(b2b, tmp_path)
    assert document["kpis"]["K19"]["n"] == 302
    assert sales.values(document) == sales.values(sales.measured(b2b, tmp_path, fresh=True))


def test_a_blueprint_that_asks_for_more_properties_reads_again(b2b: Steered, tmp_path: Path) -> None:
    sales.deals(b2b, 3)
    sales.measured(b2b, tmp_path, "call_center")
    document = sales.measured(b2b, tmp_path)
    assert document["kpis"]["K19"]["n"] == 3
    assert sales.lines(b2b, "/crm/objects/2026-09/deals")


def test_what_is_kept_is_for_its_owner_alone_and_not_for_git(b2b: Steered, tmp_path: Path) -> None:
    sales.measured(b2b, tmp_path)
    kept = tmp_path / ".provisioner" / f"records-{b2b.portal_id}.db"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert (tmp_path / ".provisioner" / ".gitignore").read_text() == "*\n"


def test_a_run_that_is_killed_goes_on_where_it_was(b2b: Steered, tmp_path: Path) -> None:
    sales.deals(b2b, 2000)
    b2b.forget_requests()
    b2b.settings(latency_ms=60)
    (tmp_path / "provisioner.yaml").write_text(
        f"portals:\n  test:\n    portal_id: {b2b.portal_id}\n    token_env: TOKEN\n    base_url: {b2b.base_url}\n"
        "    environment: local\n",
        encoding="utf-8",
    )
    arguments = ("measure", str(sales.shipped("b2b")), "--portal", "test", "--period", sales.MONTH, "--format", "json")
    started = subprocess.Popen(
        running.command(*arguments),
        cwd=tmp_path,
        env=running.environment({"TOKEN": b2b.token}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while len(sales.lines(b2b, "/objects/2026-09/deals")) < 14 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(started.pid, signal.SIGKILL)
    started.wait(10)
    before = len(sales.lines(b2b, "/objects/2026-09/deals"))
    b2b.settings(latency_ms=0)
    document = sales.measured(b2b, tmp_path)
    assert 14 <= before < 20
    assert len(sales.lines(b2b, "/objects/2026-09/deals")) <= 22
    assert document["kpis"]["K19"]["n"] == 2000
    assert document["cost"]["how"]["deals"]["why"]["en"] == "a reading that had been stopped went on"
