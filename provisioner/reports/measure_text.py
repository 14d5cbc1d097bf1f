"""A report of KPIs for a terminal: 80 columns, no colour, grades by word and shape, Hebrew fenced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provisioner.reports import bidi, measure_outline, measure_parts, phrases, show_grid
from provisioner.reports.measure_parts import Row, Section, Table

_WIDTH = 80
_GAP = "  "
_MOST = 16
"""Columns from which a single word may be broken."""


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
    numbers = [bool(table.rows) and all(_numeric(row, place) for row in table.rows) for place in range(len(widths))]
    for row in (table.columns, *([measure_parts.marked(cell) for cell in row] for row in table.rows)):
        yield from _row(row, widths, numbers, language)


def _widths(table: Table) -> list[int]:
    """As wide as the texts are; where that is too wide, headings take several lines, and then the texts do."""
    rows = [[measure_parts.marked(cell) for cell in row] for row in table.rows]
    columns = [max(show_grid.screen_width(row[place]) for row in rows) for place in range(len(table.columns))]
    room = _WIDTH - 2 - len(_GAP) * (len(columns) - 1)
    for wide in (show_grid.screen_width, _longest_word):
        widths = [max(width, wide(title)) for width, title in zip(columns, table.columns, strict=True)]
        if sum(widths) <= room:
            return widths
    return _narrowed(widths, [_floor(table, place) for place in range(len(widths))], room)


def _narrowed(widths: list[int], floors: Sequence[int], room: int) -> list[int]:
    """Between words as long as it goes, first where there is most to gain, then wherever a text is long."""
    while sum(widths) > room:
        spare = [width - floor for width, floor in zip(widths, floors, strict=True)]
        gain = spare if max(spare) > 0 else widths
        widths[max(range(len(widths)), key=lambda place: gain[place])] -= 1
    return widths


def _floor(table: Table, place: int) -> int:
    """What a column cannot do without: a figure stays on one line, and so does a word that is not too long."""
    cells = [measure_parts.marked(row[place]) for row in table.rows]
    wide = show_grid.screen_width if all(_numeric(row, place) for row in table.rows) else _longest_word
    return max(_longest_word(table.columns[place]), min(_MOST, max(map(wide, cells))))


def _longest_word(text: str) -> int:
    return max(map(show_grid.screen_width, text.split()), default=0)


def _row(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool], language: str) -> Iterator[str]:
    """As many lines as the longest cell takes; short cells stand beside the last of them."""
    columns = [show_grid.wrapped(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, columns))
    for number in range(height):
        shown = [column[number - height] if number >= height - len(column) else "" for column in columns]
        yield _line(shown, widths, numbers, language)


def _line(texts: Sequence[str], widths: Sequence[int], numbers: Sequence[bool], language: str) -> str:
    """Columns in a fixed order, numbers at the end of theirs. Fenced as a whole in Hebrew, cell by cell in English."""
    padded = []
    for text, width, is_number in zip(texts, widths, numbers, strict=True):
        space = " " * (width - show_grid.screen_width(text))
        fenced = phrases.isolated(text) if language == "en" else text
        padded.append(space + fenced if is_number else fenced + space)
    line = f"  {_GAP.join(padded)}"
    return bidi.line(line, language) if language == "he" else line.rstrip()


def _numeric(row: Row, place: int) -> bool:
    return place > 0 and row[place].number
