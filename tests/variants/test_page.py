"""The page on variants does what it says."""

from __future__ import annotations

from pathlib import Path

from provisioner.model.variants import CONDITIONS
from tests.docs.pages import ROOT, Story

PAGE = (ROOT / "docs" / "variants.md").read_text("utf-8")


def test_the_page_is_what_really_happens(tmp_path: Path) -> None:
    Story(tmp_path).play(PAGE)


def test_the_page_names_every_condition() -> None:
    assert not [condition for condition in CONDITIONS if f"| `{condition}` |" not in PAGE]
