"""Boxes beside each other on a terminal: text wrapped and padded by what it takes on the screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from provisioner.model.board import SalesPipeline
from provisioner.reports import bidi, phrases

WIDTH = 80
_EDGES = 4
"""What a box takes beside its text: a line and a space on both sides."""


def screen_width(text: str) -> int:
    """Columns that a text takes: marks and fences take none, wide letters two."""
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def clean(text: str) -> str:
    """One line of a blueprint's text that cannot steer the terminal: no control signs, no fences of its own."""
    return " ".join(phrases.visible(" ".join(text.split())).replace("\u2068", "").replace("\u2069", "").split())


def wrapped(text: str, width: int) -> list[str]:
    """A cleaned text in lines of at most ``width`` columns; a word that is longer is broken."""
    lines, current = [], ""
    for word in clean(text).split():
        joined = f"{current} {word}" if current else word
        if screen_width(joined) <= width:
            current = joined
            continue
        lines += [current] if current else []
        *full, current = _pieces(word, width)
        lines += full
    return [*lines, current] if current else lines


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if screen_width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def fenced(line: str, language: str) -> str:
    """One line in its reading direction, whatever stands in it and around it."""
    if phrases.isolated(line) == line:
        return line
    return bidi.line(line, language) if language == "he" else bidi.ltr(line)


def paragraph(text: str, language: str, *, indent: int = 0, hanging: int = 0) -> list[str]:
    """A text within the width of the screen; the lines after the first stand ``hanging`` columns further in."""
    first, *_ = wrapped(text, WIDTH - indent) or [""]
    rest = wrapped(clean(text)[len(first) :], WIDTH - indent - hanging)
    return [
        f"{' ' * (indent + (hanging if number else 0))}{fenced(line, language)}"
        for number, line in enumerate([first, *rest])
    ]


def in_a_row(pipeline: SalesPipeline, most: int) -> int:
    """How many stages stand in a row, so that the last row is about as long as the others."""
    rows = -(-len(pipeline.columns) // most)
    return -(-len(pipeline.columns) // rows)


def boxes(texts: Sequence[Sequence[str]], language: str, *, in_a_row: int) -> list[str]:
    """Boxes of the same width, as many in a row as said. A text is its paragraphs; one without any leaves a gap."""
    inner = (WIDTH + 1) // in_a_row - 1 - _EDGES
    rows = [texts[start : start + in_a_row] for start in range(0, len(texts), in_a_row)]
    return [line for row in rows for line in _row(row, inner, language)]


def _row(texts: Sequence[Sequence[str]], inner: int, language: str) -> list[str]:
    cells = [[line for paragraph in text for line in wrapped(paragraph, inner)] for text in texts]
    height = max(map(len, cells))
    rule = "─" * (inner + 2)
    middle = [" ".join(_cell(cell, number, inner, language) for cell in cells).rstrip() for number in range(height)]
    top = " ".join(f"┌{rule}┐" if cell else " " * (inner + _EDGES) for cell in cells).rstrip()
    bottom = " ".join(f"└{rule}┘" if cell else " " * (inner + _EDGES) for cell in cells).rstrip()
    return [top, *middle, bottom]


def _cell(lines: Sequence[str], number: int, inner: int, language: str) -> str:
    if not lines:
        return " " * (inner + _EDGES)
    line = lines[number] if number < len(lines) else ""
    padding = " " * (inner - screen_width(line))
    told = fenced(line, language) if line else ""
    return f"│ {padding}{told} │" if language == "he" else f"│ {told}{padding} │"
