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
    sales.pass_a_second()
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


def begun(portal: Steered, folder: Path) -> subprocess.Popen[bytes]:
    """A measuring in a process of its own."""
    (folder / "provisioner.yaml").write_text(
        f"portals:\n  test:\n    portal_id: {portal.portal_id}\n    token_env: TOKEN\n"
        f"    base_url: {portal.base_url}\n    environment: local\n",
        encoding="utf-8",
    )
    given = ("measure", str(sales.shipped("b2b")), "--portal", "test", "--period", sales.MONTH, "--format", "json")
    environment = running.environment({"TOKEN": portal.token})
    null = subprocess.DEVNULL
    return subprocess.Popen(running.command(*given), cwd=folder, env=environment, stdout=null, stderr=null)


def wait_for_pages(portal: Steered, number: int) -> None:
    deadline = time.monotonic() + 30
    while len(sales.lines(portal, "/objects/2026-09/deals")) < number and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_run_that_is_killed_goes_on_where_it_was(b2b: Steered, tmp_path: Path) -> None:
    sales.deals(b2b, 2000)
    b2b.forget_requests()
    b2b.settings(latency_ms=60)
    started = begun(b2b, tmp_path)
    wait_for_pages(b2b, 14)
    os.kill(started.pid, signal.SIGKILL)
    started.wait(10)
    before = len(sales.lines(b2b, "/objects/2026-09/deals"))
    b2b.settings(latency_ms=0)
    document = sales.measured(b2b, tmp_path)
    assert 14 <= before < 20
    assert len(sales.lines(b2b, "/objects/2026-09/deals")) <= 22
    assert document["kpis"]["K19"]["n"] == 2000
    assert document["cost"]["how"]["deals"]["why"]["en"] == "a reading that had been stopped went on"


def test_a_person_may_stop_it_at_any_time(b2b: Steered, tmp_path: Path) -> None:
    """It ends at once, whatever threads still wait for, and what was kept is there for the next run."""
    sales.deals(b2b, 1500)
    b2b.settings(latency_ms=400)
    started = begun(b2b, tmp_path)
    wait_for_pages(b2b, 3)
    stopped = time.monotonic()
    started.send_signal(signal.SIGINT)
    assert started.wait(10) == 130
    assert time.monotonic() - stopped < 3
    b2b.settings(latency_ms=0)
    document = sales.measured(b2b, tmp_path)
    assert document["kpis"]["K19"]["n"] == 1500
    assert document["cost"]["how"]["deals"]["why"]["en"] == "a reading that had been stopped went on"
