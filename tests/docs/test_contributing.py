"""The guide to a new kind, acted out in a copy of the program: its files, its edits, its commands."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.docs.pages import ROOT, Story


def test_a_kind_is_added_by_the_steps_of_the_guide(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "provisioner", tmp_path / "provisioner", ignore=ignored)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    Story(tmp_path, {"PYTHONPATH": str(tmp_path)}).play((ROOT / "docs" / "contributing.md").read_text("utf-8"))
