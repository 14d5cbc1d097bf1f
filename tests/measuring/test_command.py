"""The command: its formats, its errors, and what it says on stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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


def test_a_period_that_is_none_is_an_error_with_its_fix(project: Path, portal: Steered) -> None:
    given = ("measure", str(sales.shipped("b2b")), "--portal", "test", "--period", "2026-14", "--format", "json")
    ended = running.provisioner(*given, cwd=project, env={"TOKEN": portal.token})
    assert ended.code == 3
    assert "2026-14" in ended.err
    assert json.loads(ended.out)["exit_code"] == 3


def test_the_report_never_overwrites_the_blueprint(project: Path, portal: Steered) -> None:
    ended = measure(project, portal, "--out", str(sales.shipped("b2b")))
    assert ended.code == 64
