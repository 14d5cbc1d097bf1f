"""The command line and the api, run as a user and as a program would run them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provisioner import api
from provisioner.gateway import Patience
from provisioner.model.events import Watch, unwatched
from provisioner.model.plan import Plan
from provisioner.model.portal import Target
from provisioner.model.run import Run

HASTY = Patience(attempts=3, pause=0.01, lock=0.02, secondly=0.02, ten_secondly=0.02)
"""The patience of a test: as many attempts, hardly a wait."""

SHIPPED = Path(__file__).parents[2] / "blueprints"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment without tokens of the person who runs the tests, in colourless UTF-8."""
    kept = {name: value for name, value in os.environ.items() if "HUBSPOT" not in name}
    return kept | {"NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"} | dict(extra or {})


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from provisioner.cli import main; main()", *arguments]


def provisioner(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = "") -> Ended:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(env),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def plan(blueprint: Path, target: Target, *, watch: Watch = unwatched, patience: Patience = HASTY) -> Plan:
    """A plan, in this process, through the door that only reads."""
    with (
        _folder(blueprint) as folder,
        api.planned(blueprint, target, folder=folder, watch=watch, patience=patience) as prepared,
    ):
        return prepared.plan


def apply(
    blueprint: Path,
    target: Target,
    *,
    allow: Sequence[str] = (),
    watch: Watch = unwatched,
    patience: Patience = HASTY,
    pause: float = 0.01,
) -> Run:
    """Plan and carry out, in this process."""
    with (
        _folder(blueprint) as folder,
        api.planned(blueprint, target, folder=folder, watch=watch, patience=patience, to_write=True) as prepared,
    ):
        api.permit(prepared, allow=allow, approve=None)
        return api.carry_out(prepared, watch=watch, pause=pause)


@contextmanager
def _folder(blueprint: Path) -> Iterator[Path]:
    """Where ids are remembered: beside the blueprint, and for a ready-made one in a folder that goes again."""
    if blueprint.parent != SHIPPED:
        yield blueprint.parent
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
