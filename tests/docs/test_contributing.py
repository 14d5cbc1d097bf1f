"""The guide to a new kind, acted out in a copy of the program: its files, its edits, its commands."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.docs.pages import ROOT, Story


def test_a_kind_is_added_by_the_steps_of_the_guide(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "provisioner", tmp_path / "provisioner", ignore=ignored)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    # The copy is gone when coverage is reported, so it is not measured.
    env = {"PYTHONPATH": str(tmp_path), "COVERAGE_PROCESS_CONFIG": ""}
    Story(tmp_path, env).play((ROOT / "docs" / "contributing.md").read_text("utf-8"))
