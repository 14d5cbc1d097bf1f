"""Texts with a ``⟦`` at the place where a finding is expected."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from provisioner.model.findings import Finding

MARK = "⟦"
UNDECIDED = "blueprint: acme\nversion: 1.0.0\nmode: b2b\n"
HEAD = UNDECIDED + 'decision: {made_on: "2026-11-01", by: sales management, why: A test.}\n'
PIPELINE = """\
pipelines:
  deals:
    sales:
      label: {en: Sales, he: מכירות}
      stages:
        open: {label: {en: Open, he: פתוח}, probability: 0.5}
        won: {label: {en: Won, he: נסגר}, probability: 1.0}
        lost: {label: {en: Lost, he: אבוד}, probability: 0.0}
"""


class Marked(NamedTuple):
    """A text without its mark, and where the mark stood; both numbers count from 1."""

    text: str
    line: int
    column: int


def unmarked(text: str) -> Marked:
    before, mark, after = text.partition(MARK)
    assert mark, "the text has no mark"
    assert MARK not in after, "the text has two marks"
    return Marked(before + after, before.count("\n") + 1, len(before) - before.rfind("\n"))


def write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return str(path)


def seen(findings: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, int, int]]:
    """(code, line, column) of each finding that has a place."""
    return [(each.code, each.place.line, each.place.column) for each in findings if each.place]
