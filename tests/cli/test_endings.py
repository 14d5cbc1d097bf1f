"""``--out FILE`` of every command: what the ending of the file says of its format, and when it is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provisioner import cli
from tests.blueprint.marked import HEAD, PIPELINE, write
from tests.support.portals import Steered

B2B = Path(__file__).parents[2] / "blueprints" / "b2b.yaml"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "b.yaml", HEAD + PIPELINE)


@pytest.mark.parametrize(
    ("out", "more", "beginning"),
    [
        ("a.html", [], "<!doctype html>"),
        ("a.HTM", [], "<!doctype html>"),
        ("a.mmd", [], "flowchart LR"),
        ("a.txt", [], "acme\n"),
        ("a", [], "acme\n"),
        ("a.picture", [], "acme\n"),
        ("a.html", ["--format", "text"], "acme\n"),
        ("a.csv", ["--format", "mermaid"], "flowchart LR"),
    ],
)
def test_a_picture_is_drawn_as_its_file_ends(tmp_path: Path, out: str, more: list[str], beginning: str) -> None:
    assert cli.run(["show", "b.yaml", "--out", out, *more]) == 0
    assert (tmp_path / out).read_text("utf-8").lstrip("\u2066\u2067\u2068").lower().startswith(beginning.lower())


def test_an_ending_that_the_command_does_not_write_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["show", "b.yaml", "--out", "a.csv"]) == 64
    told = "a.csv ends like csv, which show does not write; choose with --format: text, mermaid, html"
    assert told in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize(
    ("out", "beginning"),
    [("a.csv", "\ufeff"), ("a.html", "<!doctype html>"), ("a.md", "## kpi"), ("a.json", "{"), ("a.txt", "kpi")],
)
def test_a_report_is_written_as_its_file_ends(
    tmp_path: Path, portal: Steered, monkeypatch: pytest.MonkeyPatch, out: str, beginning: str
) -> None:
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", portal.token)
    monkeypatch.setenv("HUBSPOT_BASE_URL", portal.base_url)
    words = ["measure", str(B2B), "--portal", "env", "--period", "2026-10", "--quiet"]
    assert cli.run([*words, "--out", out]) == 0
    written = (tmp_path / out).read_text("utf-8")
    assert written.lower().startswith(beginning)


@pytest.mark.parametrize("command", [["plan", "b.yaml", "--portal", "env"], ["schema"]])
def test_what_is_always_json_is_not_written_into_a_page(
    tmp_path: Path,
    portal: Steered,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", portal.token)
    monkeypatch.setenv("HUBSPOT_BASE_URL", portal.base_url)
    assert cli.run([*command, "--out", "a.html"]) == 64
    assert "--out writes JSON, and a.html ends like html; " in capsys.readouterr().err
    assert not (tmp_path / "a.html").exists()
    for out in ("a.json", "later", "a.plan"):
        assert cli.run([*command, "--out", out]) == 0
        json.loads((tmp_path / out).read_text("utf-8"))
