"""The page on the decision guide does what it says."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import ROOT, Story


def test_the_page_is_what_really_happens(tmp_path: Path) -> None:
    Story(tmp_path).play((ROOT / "docs" / "advise.md").read_text("utf-8"))
