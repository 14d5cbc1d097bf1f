"""A report of KPIs for a terminal: 80 columns, no colour, grades by word and shape, Hebrew fenced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provisioner.reports import bidi, measure_outline, measure_parts, phrases, show_grid
from provisioner.reports.measure_parts import Row, Section, Table

_WIDTH = 80
_GAP = "  "
_LEAST = 12
"""Columns that the first one of a table keeps, however wide the others are."""


def render(document: Mapping[str, Any], language: str) -> str:
    """``document`` is a ``provisioner/measure/1``; ``language`` is ``en`` or ``he``."""
    outline = measure_outline.of(document, language)
    head = [*_told(outline.title, language), *_told(outline.headline, language), ""]
    head += [line for each in outline.about for line in _told(each, language)]
    notes = [line for each in outline.warnings for line in _told(f"! {each}", language, hanging=2)]
    parts = [head, notes, *(list(_section(each, language)) for each in outline.sections if not each.in_full)]
    return "\n".join("\n".join(part) + "\n" for part in parts if part)


def _told(text: str, language: str, *, indent: int = 0, hanging: int = 0) -> list[str]:
    return show_grid.paragraph(text, language, indent=indent, hanging=hanging)


def _section(section: Section, language: str) -> Iterator[str]:
    yield from _told(section.title, language)
    for sentence in section.sentences:
        yield from _told(sentence, language, indent=2)
    for point in section.points:
        yield from _told(f"- {point}", language, indent=2, hanging=2)
    for number, table in enumerate(section.tables):
        if number or section.sentences or section.points:
            yield ""
        yield from _table(table, language)


def _table(table: Table, language: str) -> Iterator[str]:
    if table.title:
        yield from _told(table.title, language, indent=2)
    widths = _widths(table)
    yield _line([(title, False) for title in table.columns], widths, table, language)
    for row in table.rows:
        cells = [measure_parts.marked(cell) for cell in row]
        folded = show_grid.wrapped(cells[0], widths[0]) or [""]
        # A long name takes several lines; the figures stand beside the last of them.
        for text in folded[:-1]:
            yield _line([(text, False)], widths, table, language)
        yield _line([(folded[-1], False), *((text, cell.number) for text, cell in zip(cells[1:], row[1:], strict=True))],
                    widths, table, language)  # fmt: skip


def _widths(table: Table) -> list[int]:
    """As wide as the texts are; the first column, and then the longest, gives way where they do not fit."""
    rows: list[Sequence[str]] = [table.columns, *([measure_parts.marked(cell) for cell in row] for row in table.rows)]
    widths = [max(show_grid.screen_width(row[place]) for row in rows) for place in range(len(table.columns))]
    room = _WIDTH - 2 - len(_GAP) * (len(widths) - 1)
    widths[0] = max(_LEAST, min(widths[0], room - sum(widths[1:])))
    while sum(widths) > room:
        longest = max(range(1, len(widths)), key=lambda place: widths[place])
        widths[longest] -= 1
    return widths


def _line(cells: Sequence[tuple[str, bool]], widths: Sequence[int], table: Table, language: str) -> str:
    """Columns in a fixed order; numbers stand at the end of theirs. Fenced as one line in Hebrew, by cell in English."""
    padded = []
    for place, (text, _) in enumerate(cells):
        shown = _cut(text, widths[place])
        space = " " * (widths[place] - show_grid.screen_width(shown))
        fenced = phrases.isolated(shown) if language == "en" else shown
        padded.append(space + fenced if _is_number(table, place) else fenced + space)
    missing = [" " * width for width in widths[len(cells) :]]
    line = _GAP.join([*padded, *missing])
    return bidi.line(f"  {line}", language) if language == "he" else f"  {line}".rstrip()


def _is_number(table: Table, place: int) -> bool:
    return bool(table.rows) and all(_numeric(row, place) for row in table.rows)


def _numeric(row: Row, place: int) -> bool:
    return place > 0 and row[place].number


def _cut(text: str, width: int) -> str:
    """At most so many columns, with a sign where something is missing."""
    while show_grid.screen_width(text) > width:
        text = text[:-2].rstrip() + "…"
    return text
