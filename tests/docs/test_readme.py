"""The README does what it says."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.docs.pages import ROOT, Story, blocks

README = (ROOT / "README.md").read_text("utf-8")


def test_readme_shows_what_the_commands_print(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "blueprints", tmp_path / "blueprints")
    Story(tmp_path).play(README)


def test_readme_has_its_two_commands_each_on_one_line() -> None:
    shell = [block.text.splitlines() for block in blocks(README) if block.language == "sh"]
    assert [len(lines) for lines in shell] == [1, 1]
    (first,), (second,) = shell
    assert first.endswith("apply blueprints/call_center.yaml --yes")
    assert second.endswith("-m pytest -q -n auto")
    assert all(
        "-c constraints.txt" in line and line.startswith("python3 -m venv .venv && ") for line in (first, second)
    )


def test_ci_runs_the_second_command_of_the_readme() -> None:
    found = [line for line in README.splitlines() if line.startswith("python3 ") and " -m pytest " in line]
    assert len(found) == 1
    assert "grep -E -m 1 '^python3 .* -m pytest ' README.md" in (ROOT / ".ci" / "run").read_text("utf-8")
