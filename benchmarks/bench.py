"""What every row needs: the scratch environment, the inputs by size, the peers that are installed, how often to run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pairs import Program
from scratch import Installed, install

HERE = Path(__file__).resolve().parent
TOKEN = "pat-na1-00000000-0000-0000-0000-000000000000"  # noqa: S105 - the portals of a benchmark take any


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``met`` is None when there was nothing to compare with."""

    goal: str
    measured: str
    budget: str
    met: bool | None


@dataclass(slots=True)
class Bench:
    """One run of the benchmark below a temporary ``folder``."""

    folder: Path
    installed: Installed
    rounds: int
    plan_rounds: int
    quick: bool
    made: set[int] = field(default_factory=set)

    @classmethod
    def start(cls, folder: Path, *, quick: bool) -> Bench:
        rounds, plan_rounds = (3, 2) if quick else (10, 5)
        return cls(folder, install(folder), rounds, plan_rounds, quick)

    def inputs(self, count: int) -> Path:
        """The folder with the inputs of one size, written when first asked for."""
        folder = self.folder / str(count)
        if count not in self.made:
            subprocess.run(self.script("inputs.py", str(folder), str(count)), check=True)  # noqa: S603 - our own script
            if self.peer("terraform"):
                for each in ("terraform", "terraform-made"):
                    self.prepare_terraform(folder / each)
            self.made.add(count)
        return folder

    def prepare_terraform(self, folder: Path) -> None:
        subprocess.run(  # noqa: S603 - the peer found on PATH
            [str(self.peer("terraform")), "init", "-no-color"],
            check=True,
            cwd=folder,
            env=self.installed.variables,
            stdout=subprocess.DEVNULL,
        )

    def peer(self, name: str) -> str | None:
        return shutil.which(name)

    def python(self, code: str) -> Program:
        return self.program((self.installed.python, "-c", code), self.folder)

    def script(self, name: str, *arguments: str) -> tuple[str, ...]:
        return (self.installed.python, str(HERE / name), *arguments)

    def ours(self, *arguments: str, variables: Mapping[str, str] | None = None) -> Program:
        return self.program((self.installed.provisioner, *arguments), self.folder, variables)

    def program(
        self, arguments: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None, code: int = 0
    ) -> Program:
        return Program(tuple(arguments), folder, self.installed.variables | dict(variables or {}), frozenset({code}))

    def peers(self, name: str, *arguments: str, folder: Path) -> dict[str, Program]:
        """The peer under its name, or nothing where it is not installed."""
        found = self.peer(name)
        return {name: self.program((found, *arguments), folder)} if found else {}


def to_portal(url: str) -> dict[str, str]:
    return {"HUBSPOT_ACCESS_TOKEN": TOKEN, "HUBSPOT_BASE_URL": url}


def missing(goal: str, budget: str, peer: str) -> Row:
    return Row(goal, f"{peer}: not installed", budget, None)
