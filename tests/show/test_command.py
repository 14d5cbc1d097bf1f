"""``provisioner show`` as a user types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import Story
from tests.show.boards import ROOT
from tests.show.pages import Page
from tests.support import blueprints, running

PROJECT = """\
portals:
  acme-sandbox:
    portal_id: 1111111
    token_env: HUBSPOT_ACME_SANDBOX
    parameters: {label_language: he, of_another_blueprint: 3}
default_portal: acme-sandbox
"""
CALL_CENTRE, B2B = (str(ROOT / "blueprints" / f"{name}.yaml") for name in ("call_center", "b2b"))


def show(*arguments: str, cwd: Path) -> running.Ended:
    return running.provisioner("show", *arguments, cwd=cwd)


@pytest.mark.parametrize("blueprint", [CALL_CENTRE, B2B])
@pytest.mark.parametrize(
    ("form", "first"), [("text", "┌"), ("mermaid", "flowchart LR\n"), ("html", "<!DOCTYPE html>\n")]
)
def test_every_format_in_both_languages(tmp_path: Path, blueprint: str, form: str, first: str) -> None:
    for language in ("en", "he"):
        ended = show(blueprint, "--format", form, "--lang", language, cwd=tmp_path)
        assert (ended.code, ended.err) == (0, "")
        assert first in ended.out


def test_the_portal_says_the_language_and_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "provisioner.yaml").write_text(PROJECT, "utf-8")
    blueprint = blueprints.write(tmp_path, blueprints.SMALL)
    for arguments in ([], ["--portal", "acme-sandbox"]):
        ended = show(blueprint.name, *arguments, cwd=tmp_path)
        assert ended.code == 0, ended.err
        assert "מכירות מוקד" in ended.out
        assert "Call centre sales" not in ended.out
    assert "Call centre sales" in show(blueprint.name, "--portal", "local", cwd=tmp_path).out
    assert "Call centre sales" in show(blueprint.name, "--lang", "en", cwd=tmp_path).out
    assert not (tmp_path / ".provisioner").exists()


def test_a_project_without_a_default_portal_gives_no_parameters(tmp_path: Path) -> None:
    (tmp_path / "provisioner.yaml").write_text(PROJECT.partition("default_portal")[0], "utf-8")
    blueprint = blueprints.write(tmp_path, blueprints.SMALL)
    assert "Call centre sales" in show(blueprint.name, cwd=tmp_path).out


def test_an_unknown_portal_is_named(tmp_path: Path) -> None:
    ended = show(B2B, "--portal", "nowhere", cwd=tmp_path)
    assert ended.code == 3
    assert "There is no portal nowhere" in ended.err


@pytest.mark.parametrize("form", ["text", "mermaid", "html"])
def test_two_blueprints_side_by_side(tmp_path: Path, form: str) -> None:
    ended = show(CALL_CENTRE, "--compare", B2B, "--format", form, cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert "Inbound call centre" in ended.out
    assert "Senior B2B sales" in ended.out


def test_the_language_of_the_first_is_that_of_both(tmp_path: Path) -> None:
    hebrew = blueprints.text_of(blueprints.SMALL).replace("default: en", "default: he")
    (tmp_path / "hebrew.yaml").write_text(hebrew, "utf-8")
    blueprints.write(tmp_path, blueprints.SMALL, "english.yaml")
    ended = show("hebrew.yaml", "--compare", "english.yaml", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert "Offer" not in ended.out


def test_out_writes_a_file(tmp_path: Path) -> None:
    ended = show(B2B, "--format", "html", "--lang", "he", "--out", "board.html", cwd=tmp_path)
    assert (ended.code, ended.out, ended.err) == (0, "", "Wrote board.html.\n")
    assert Page((tmp_path / "board.html").read_text("utf-8")).problems == []
    assert show(B2B, "--out", "board.txt", "--quiet", cwd=tmp_path).err == ""


def test_out_never_overwrites_a_blueprint(tmp_path: Path) -> None:
    first = blueprints.write(tmp_path, blueprints.SMALL, "first.yaml")
    second = blueprints.write(tmp_path, blueprints.SMALL, "second.yaml")
    before = second.read_text("utf-8")
    for out in (first, second):
        ended = show(first.name, "--compare", second.name, "--out", f"./{out.name}", cwd=tmp_path)
        assert ended.code == 64
        assert "--out would overwrite" in ended.err
    assert second.read_text("utf-8") == before


@pytest.mark.parametrize("form", ["text", "mermaid", "html"])
def test_labels_in_a_file_are_only_ever_text(tmp_path: Path, form: str) -> None:
    label = """'"]; click p1s1 "<script>alert(1)</script>"'"""
    sections = blueprints.SMALL.replace("{en: Offer, he: הצעה}", label)
    blueprints.write(tmp_path, sections)
    ended = show("blueprint.yaml", "--format", form, cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert ("<script>" in ended.out) == (form == "text")
    assert "alert(1)" in ended.out


def test_an_invalid_blueprint_is_refused_with_its_findings(tmp_path: Path) -> None:
    broken = blueprints.write(tmp_path, blueprints.SMALL.replace("probability: 0.4", "probability: 7"))
    for arguments in ([broken.name], [B2B, "--compare", broken.name]):
        ended = show(*arguments, cwd=tmp_path)
        assert (ended.code, ended.out) == (3, "")
        assert "blueprint.yaml:" in ended.err


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    ended = show(B2B, "--out", "nowhere/board.html", cwd=tmp_path)
    assert ended.code == 1
    assert "nowhere" in ended.err


def test_the_page_of_the_command(tmp_path: Path) -> None:
    Story(tmp_path).play((ROOT / "docs" / "show.md").read_text("utf-8"))
