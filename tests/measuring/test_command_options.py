"""Every option of the command, as a person gives it, and what goes wrong with it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.measuring import sales
from tests.support import running
from tests.support.portals import Steered


@pytest.fixture
def project(portal: Steered, tmp_path: Path) -> Path:
    sales.set_up(portal, "b2b")
    sales.deal(portal, "won", 400)
    sales.deals(portal, 3)
    described = f"portal_id: {portal.portal_id}\n    token_env: TOKEN\n    base_url: {portal.base_url}\n"
    (tmp_path / "firm.yaml").write_text(
        f"portals:\n  test:\n    {described}    environment: local\n    targets: targets.yaml\n", encoding="utf-8"
    )
    (tmp_path / "targets.yaml").write_text("{}\n", encoding="utf-8")
    return tmp_path


def command(*more: str, period: str = sales.MONTH) -> list[str]:
    shipped = str(sales.shipped("b2b"))
    return ["measure", shipped, "--project", "firm.yaml", "--portal", "test", "--period", period, *more]


def measure(project: Path, portal: Steered, *more: str, period: str = sales.MONTH) -> running.Ended:
    ended = running.provisioner(*command(*more, period=period), cwd=project, env={"TOKEN": portal.token})
    assert "Traceback" not in ended.err
    assert portal.token not in ended.out + ended.err
    return ended


def document(project: Path, portal: Steered, *more: str) -> dict[str, Any]:
    ended = measure(project, portal, "--format", "json", *more)
    assert ended.code == 0, ended.err
    return dict(json.loads(ended.out))


def test_two_periods_that_do_not_compare_are_told(project: Path, portal: Steered) -> None:
    found = document(project, portal, "--against", sales.MONTH[:4])
    assert found["against"]["period"]["from"] == f"{sales.MONTH[:4]}-01-01"
    said = [one["en"] for one in found["warnings"]]
    assert any(one.startswith("The two periods are not equally long") for one in said)
    assert any(one.startswith("The two periods share ") for one in said)


def test_a_month_beside_another_month_compares(project: Path, portal: Steered) -> None:
    found = document(project, portal, "--against", "2020-02")
    assert not any("two periods" in one["en"] for one in found["warnings"])


def test_fresh_reads_everything_again(project: Path, portal: Steered) -> None:
    sales.deals(portal, 120)
    document(project, portal)
    again = document(project, portal)["cost"]["how"]["deals"]
    fresh = document(project, portal, "--fresh")["cost"]["how"]["deals"]
    assert again["why"]["en"] == "only what changed since the last reading"
    assert "all are listed" in fresh["why"]["en"]


def test_export_from_asks_for_an_export(project: Path, portal: Steered) -> None:
    sales.deals(portal, 120)
    portal.settings(export_times="iso")
    sales.pass_a_second()
    assert document(project, portal, "--export-from", "100")["cost"]["how"]["deals"]["way"] == "export"


@pytest.mark.parametrize("option", ["--lang", "--language"])
def test_the_language_of_the_report(project: Path, portal: Steered, option: str) -> None:
    ended = measure(project, portal, option, "he", "--quiet")
    assert ended.code == 0
    assert "אחוז זכייה" in ended.out


def test_the_language_is_that_of_the_targets_unless_it_is_given(project: Path, portal: Steered) -> None:
    (project / "targets.yaml").write_text("language: he\n", encoding="utf-8")
    assert "אחוז זכייה" in measure(project, portal).out
    assert "Win rate" in measure(project, portal, "--lang", "en").out


def test_verbose_tells_the_requests_and_quiet_tells_nothing(project: Path, portal: Steered) -> None:
    assert "GET /account-info/2026-09/details -> 200" in measure(project, portal, "--verbose").err
    assert measure(project, portal, "--quiet").err == ""


@pytest.mark.parametrize("out", ["nowhere/report.txt", "."])
def test_a_report_that_can_be_written_nowhere_is_refused_before_the_reading(
    project: Path, portal: Steered, out: str
) -> None:
    portal.forget_requests()
    assert measure(project, portal, "--out", out).code == 64
    assert portal.requests() == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_report_that_could_not_be_written_says_what_to_do(project: Path, portal: Steered) -> None:
    ended = measure(project, portal, "--out", "/dev/full")
    assert ended.code == 1
    assert "error: The report cannot be written to /dev/full: " in ended.err
    assert "fix: choose another place with --out; what was read is kept" in ended.err


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_reader_who_has_seen_enough_ends_nothing_badly(project: Path, portal: Steered, form: str) -> None:
    environment = running.environment({"TOKEN": portal.token})
    given = running.command(*command("--format", form))
    with subprocess.Popen(given, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.close()
        said = run.stderr.read().decode()
    assert said == ""


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("", "'' is not a period like 2026"),
        ("garbage", "'garbage' is not a period like 2026"),
        ("2026-11-16..2026-11-10", "ends on 2026-11-10, before it begins on 2026-11-16"),
        ("2026-02-30", "names a day, week, month or quarter that does not exist"),
        ("0001-01-01", "is not a period of the years"),
        ("9999-12-31", "names a day, week, month or quarter that does not exist"),
    ],
)
def test_periods_that_are_none(project: Path, portal: Steered, period: str, said: str) -> None:
    ended = measure(project, portal, period=period)
    assert (ended.code, ended.out) == (3, "")
    assert said in ended.err
    assert "fix: write the period like 2026" in ended.err


def test_a_period_to_come_gives_only_what_looks_ahead(project: Path, portal: Steered) -> None:
    ended = measure(project, portal, "--format", "json", period="2100")
    found = json.loads(ended.out)["kpis"]
    assert ended.code == 0
    assert (found["K6"]["value"], found["K6"]["reason"]) == (None, "period_in_future")
    assert found["K19"]["n"] == 3


def test_against_nothing_is_wrong_usage(project: Path, portal: Steered) -> None:
    assert measure(project, portal, "--against", "").code == 64


def test_targets_that_are_wrong_have_a_place(project: Path, portal: Steered) -> None:
    (project / "targets.yaml").write_text("measures:\n  K6: {target: 30}\n", encoding="utf-8")
    ended = measure(project, portal)
    assert ended.code == 3
    assert "targets.yaml:2:8: error KPI011 K6 (win rate): target is a share from 0 to 1" in ended.err


def test_two_snapshots_are_two(project: Path, portal: Steered) -> None:
    for _ in range(2):
        assert "Stored the forecast of 3 open deals" in measure(project, portal, "--snapshot").err
    file = project / ".provisioner" / f"forecasts-{portal.portal_id}.db"
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT deals FROM snapshots").fetchall() == [(3,), (3,)]


@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("/objects/2026-09/deals", 403, "the access token may not read the records"),
        ("/crm/pipelines/2026-09/deals", 200, "the portal has no pipeline of the blueprint for it"),
        ("/crm/properties/2026-09/deals", 200, "the portal lacks a property that is needed"),
    ],
)
def test_a_forecast_that_cannot_be_read_is_not_stored_as_one_of_no_deals(
    project: Path, portal: Steered, path: str, status: int, why: str
) -> None:
    """Later it would pass for what was promised."""
    portal.fault("status", path=path, status=status, body={"results": []}, times=0)
    ended = measure(project, portal, "--snapshot", "--format", "json")
    assert ended.code == 1
    assert f"error: The forecast was not stored: {why}." in ended.err
    assert json.loads(ended.out)["snapshot"]["deals"] is None
    with closing(sqlite3.connect(project / ".provisioner" / f"forecasts-{portal.portal_id}.db")) as db:
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        assert not tables or not db.execute("SELECT count(*) FROM snapshots").fetchone()[0]


def test_two_measurings_at_once_do_not_mix(project: Path, portal: Steered) -> None:
    """The second waits for a moment, and then says who has the records."""
    portal.settings(latency_ms=100)
    environment = running.environment({"TOKEN": portal.token})
    given = running.command(*command("--format", "json"))
    pipe = subprocess.PIPE
    runs = [subprocess.Popen(given, cwd=project, env=environment, stdout=pipe, stderr=pipe) for _ in range(2)]
    ended = [(run.communicate(timeout=60), run.returncode) for run in runs]
    assert {code for _, code in ended} <= {0, 1}
    for (out, said), code in ended:
        if code:
            assert b"another run reads this portal" in said
        else:
            assert json.loads(out)["kpis"]["K19"]["n"] == 3
    assert any(code == 0 for _, code in ended)
