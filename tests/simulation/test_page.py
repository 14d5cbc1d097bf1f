"""The page on rehearsals shows what the command prints."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.docs.pages import ROOT, Story


def test_the_page(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "blueprints", tmp_path / "blueprints")
    Story(tmp_path).play((ROOT / "docs" / "simulate.md").read_text("utf-8"))
