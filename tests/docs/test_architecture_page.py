"""The tour of a change on the architecture page is what really happens."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import ROOT, Story


def test_the_life_of_a_change(tmp_path: Path) -> None:
    Story(tmp_path).play((ROOT / "docs" / "architecture.md").read_text("utf-8"))
