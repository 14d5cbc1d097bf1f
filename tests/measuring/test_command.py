"""The command: its formats, its errors, and what it says on stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provisioner.cli import watching
from provisioner.model.events import Progress, unwatched
from tests.measuring import sales
from tests.support import running
from tests.support.portals import Steered


@pytest.fixture
def project(portal: Steered, tmp_path: Path) -> Path:
    sales.set_up(portal, "b2b")
    sales.deal(portal, "won", 400)
    (tmp_path / "provisioner.yaml").write_text(
        f"portals:\n  test:\n    portal_id: {portal.portal_id}\n    token_env: TOKEN\n    base_url: {portal.base_url}\n"
        "    environment: local\n",
        encoding="utf-8",
    )
    return tmp_path


def measure(project: Path, portal: Steered, *more: str) -> running.Ended:
    given = ("measure", str(sales.shipped("b2b")), "--portal", "test", "--period", sales.MONTH)
    return running.provisioner(*given, *more, cwd=project, env={"TOKEN": portal.token})


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
def test_every_format_is_printed(project: Path, portal: Steered, form: str) -> None:
    ended = measure(project, portal, "--format", form)
    assert ended.code == 0, ended.err
    assert ended.out.strip()
    assert portal.token not in ended.out + ended.err


def test_the_document_goes_to_a_file(project: Path, portal: Steered) -> None:
    ended = measure(project, portal, "--format", "json", "--out", "report.json", "--snapshot")
    assert (ended.code, ended.out) == (0, "")
    assert "Stored the forecast of 0 open deals" in ended.err
    assert json.loads((project / "report.json").read_text("utf-8"))["format"] == "provisioner/measure/1"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("text", "Over 3 periods"),
        ("json", '"trend": ['),
        ("csv", ",trend,"),
        ("markdown", "### Over 3"),
        ("html", "Over 3"),
    ],
)
def test_a_trend_stands_in_every_format(project: Path, portal: Steered, form: str, told: str) -> None:
    ended = measure(project, portal, "--trend", "2", "--format", form)
    assert (ended.code, told in ended.out) == (0, True), ended.err


@pytest.mark.parametrize("number", ["0", "13", "some"])
def test_a_trend_is_of_one_to_twelve_periods(project: Path, portal: Steered, number: str) -> None:
    assert measure(project, portal, "--trend", number).code == 64


def test_a_period_that_is_none_is_an_error_with_its_fix(project: Path, portal: Steered) -> None:
    given = ("measure", str(sales.shipped("b2b")), "--portal", "test", "--period", "2026-14", "--format", "json")
    ended = running.provisioner(*given, cwd=project, env={"TOKEN": portal.token})
    assert ended.code == 3
    assert "2026-14" in ended.err
    assert json.loads(ended.out)["exit_code"] == 3


def test_the_report_never_overwrites_the_blueprint(project: Path, portal: Steered) -> None:
    ended = measure(project, portal, "--out", str(sales.shipped("b2b")))
    assert ended.code == 64


def test_a_long_reading_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(watching, "_SELDOM", -1)
    with watching.reading(unwatched, quiet=False) as watch:
        watch(Progress("deals", 1100, 98900, 1234.5))
        watch(Progress("history of deals", 50, 0, 10))
    assert capsys.readouterr().err.splitlines() == [
        "deals: 1,100 read, 98,900 remain, 1,234 a second",
        "history of deals: 50 read, 10 a second",
    ]


def test_quiet_says_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(watching, "_SELDOM", -1)
    with watching.reading(unwatched, quiet=True) as watch:
        watch(Progress("deals", 1100, 98900, 1234.5))
    assert capsys.readouterr().err == ""


def test_the_built_in_portal_is_read_anew_each_time(tmp_path: Path) -> None:
    """It may be filled anew between two runs, and its records would not show it."""
    given = ("measure", str(sales.shipped("b2b")), "--portal", "local", "--period", sales.MONTH, "--format", "json")
    applied = running.provisioner("apply", str(sales.shipped("b2b")), "--portal", "local", "--yes", cwd=tmp_path)
    assert applied.code == 0, applied.err
    for number in (20, 30):
        seeded = running.provisioner("portal", "seed", "--deals", str(number), "--seed", str(number), cwd=tmp_path)
        assert seeded.code == 0, seeded.err
        ended = running.provisioner(*given, cwd=tmp_path)
        assert ended.code == 0, ended.err
        found = json.loads(ended.out)["cost"]["how"]["deals"]
        assert found["records"] == (20 if number == 20 else 50)
