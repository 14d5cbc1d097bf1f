"""Pages as stories: the files that they write, the edits that they make, the commands that they run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ISOLATES = re.compile("[\u2066-\u2069]")
"""Signs that fence Hebrew in a terminal; pages leave them out."""

FINGERPRINT = re.compile(r"\b[0-9a-f]{16}\b")
CUT = "..."
"""A line of nothing else stands for any number of lines, at the end of a line for the rest of it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. ``mark`` is the comment before it: ``file: NAME``, ``edit: NAME`` or ``not run: REASON``."""

    language: str
    text: str
    line: int
    mark: str = ""


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a Markdown text, in order."""
    pattern = re.compile(r"(?:<!-- ([^\n]*) -->\n+)?^```([a-z]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for found in pattern.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        yield Block(found[2], found[3], line, found[1] or "")


def edited(text: str, difference: str) -> str:
    """The text after the edits of a ``diff`` block: what it has with ``-`` becomes what it has with ``+``."""
    for hunk in re.split(r"^@@.*\n", difference, flags=re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(before) == 1, f"the edit fits {text.count(before)} times, not once:\n{before}"
        text = text.replace(before, after)
    return text


@dataclass(slots=True)
class Story:
    """A page acted out in a folder. ``written`` may change a file that a page writes, to fit the test's portal."""

    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)
    written: Callable[[str, str], str] = lambda _name, text: text
    code: int = 0
    fingerprints: dict[str, str] = field(default_factory=dict)

    def play(self, page: str) -> None:
        """Do all that the page does, and compare what it shows."""
        for block in blocks(page):
            what, _, name = block.mark.partition(": ")
            if what == "file":
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(self.written(name, block.text), "utf-8")
            elif what == "edit":
                path = self.folder / name
                path.write_text(edited(path.read_text("utf-8"), block.text), "utf-8")
            elif block.language == "console" and what != "not run":
                for command, shown in commands(block.text):
                    self._compare(command, shown, self.run(command), block.line)

    def run(self, command: str) -> list[str]:
        """The lines that a command prints, stderr among them."""
        for shown, real in self.fingerprints.items():
            command = command.replace(shown, real)
        paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        kept = {name: value for name, value in os.environ.items() if "HUBSPOT" not in name}
        env = kept | {"PATH": paths, "NO_COLOR": "1", "COLUMNS": "80"} | dict(self.env)
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.code}); {command}"],
            cwd=self.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        self.code = done.returncode
        return [line.rstrip() for line in ISOLATES.sub("", done.stdout).rstrip().splitlines()]

    def _compare(self, command: str, shown: list[str], real: list[str], line: int) -> None:
        for each in shown:
            for fingerprint in FINGERPRINT.findall(each):
                pattern = re.escape(each).replace(fingerprint, "([0-9a-f]{16})")
                found = next((match for said in real if (match := re.fullmatch(pattern, said))), None)
                if found:
                    self.fingerprints[fingerprint] = found[1]
        for fingerprint, present in self.fingerprints.items():
            shown = [each.replace(fingerprint, present) for each in shown]
        assert fits(shown, real), f"line {line}: $ {command}\nprinted:\n" + "\n".join(real)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines shown under it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command = f"{command[:-1]} {more.removeprefix('> ')}"
        yield command, output.rstrip().splitlines()


def fits(shown: list[str], real: list[str]) -> bool:
    """Whether the lines that a page shows are those that were printed, apart from what it says was cut."""
    pattern = "".join("(?:.*\n)*" if line == CUT else f"{_line(line)}\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real)) is not None


def _line(line: str) -> str:
    cut = line.endswith(CUT)
    return re.escape(line[: -len(CUT)]) + ".*" if cut else re.escape(line)
