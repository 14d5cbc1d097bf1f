"""Paragraphs for a terminal: wrapped, and in Hebrew fenced so that numbers and Latin words keep their place."""

from __future__ import annotations

import re
import textwrap

WIDTH = 80
_RTL, _LTR, _END = "\u2067", "\u2066", "\u2069"
RUN = re.compile(r"(?:(?<![^\s(])[+-])?[₪$€£]?[A-Za-z0-9](?:(?:[A-Za-z0-9.,:/%+_-]| (?! ))*[A-Za-z0-9%])?×?")
"""Latin words, numbers and amounts in a row, as far as single spaces join them.

A hyphen after a Hebrew letter belongs to that word, not to the number.
"""

_RTL_LETTER, _IN_BRACKETS = "[\u0590-\u08ff]", r"\([^()A-Za-z]*\)"
RTL_RUN = re.compile(f"{_RTL_LETTER}(?:(?:[^A-Za-z()]|{_IN_BRACKETS})*(?:{_RTL_LETTER}|{_IN_BRACKETS}))?")
"""Hebrew or Arabic in a row, with what stands between its letters."""


def paragraph(text: str, language: str, *, indent: int = 0, hanging: int | None = None) -> list[str]:
    """The lines of a text; ``indent`` and ``hanging`` are spaces before the first line and the others."""
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line(each, language) for each in lines]


def line(text: str, language: str) -> str:
    """One line. Its indent stays outside of the fence."""
    if language != "he":
        return text
    body = text.lstrip(" ")
    return f"{' ' * (len(text) - len(body))}{_RTL}{runs(body)}{_END}"


def runs(text: str, language: str = "he") -> str:
    """A text whose numbers and Latin words, or in English whose Hebrew names, are fenced.

    For a place whose direction is the language's already.
    """
    if language == "he":
        return RUN.sub(lambda run: ltr(run[0]), text)
    return RTL_RUN.sub(lambda run: f"\u2068{run[0]}{_END}", text)


def ltr(text: str) -> str:
    """Text that runs from left to right whatever stands around it."""
    return f"{_LTR}{text}{_END}"
