"""The shipped blueprints in a folder of the test, and the command that rehearses them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from provisioner import cli

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """How the command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    def told(self, *actions: str, rule: str = "", record: str = "") -> list[tuple[str, str]]:
        """(time, text) of the events of these actions; of a rule, and of a record."""
        events = [each for each in self.document["events"] if each["action"] in actions]
        fitting = [each for each in events if rule in ("", each["rule"]) and record in ("", each["record"])]
        return [(each["at"], each["text"]) for each in fitting]


Simulate = Callable[..., Ended]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped blueprints, and beside each one that is live since the beginning of 2026."""
    shutil.copytree(ROOT / "blueprints", tmp_path, dirs_exist_ok=True)
    for name in ("call_center", "b2b"):
        text = (tmp_path / f"{name}.yaml").read_text("utf-8")
        live = text.replace("\nautomation:\n", '\nautomation:\n  go_live: "2026-01-01"\n', 1)
        (tmp_path / f"{name}_live.yaml").write_text(live, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


@pytest.fixture
def simulate(folder: Path, capsys: pytest.CaptureFixture[str]) -> Simulate:  # noqa: ARG001 - its working directory
    """``provisioner simulate`` in this process."""

    def run(*arguments: str) -> Ended:
        code = cli.run(["simulate", *arguments])
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return run
