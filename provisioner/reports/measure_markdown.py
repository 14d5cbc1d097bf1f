"""A report of KPIs in Markdown, for an issue or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.reports import bidi, measure_outline, measure_parts
from provisioner.reports.measure_parts import Section, Table

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~#])")
_STARTS = re.compile(r"^(\d+)([.)])(?=\s)|^([-+=])")
_TALKS = re.compile(r"@(?=\w)|(?<=\w)#(?=\d)|(?<=:)//|(?<=www)\.")
"""What a tracker would make of a text: a mention of somebody, another issue, a link."""


def render(document: Mapping[str, Any], language: str) -> str:
    """``document`` is a ``provisioner/measure/1``; ``language`` is ``en`` or ``he``, which runs from right to left."""
    lines = "\n".join(_lines(measure_outline.of(document, language), language))
    return f'<div dir="rtl" lang="he">\n\n{lines}\n\n</div>\n' if language == "he" else f"{lines}\n"


def _lines(outline: measure_outline.Outline, language: str) -> Iterator[str]:
    yield f"## {_text(outline.title, language)}"
    yield ""
    yield f"**{_text(outline.headline, language)}**"
    yield ""
    yield from (f"- {_text(each, language)}" for each in outline.about)
    for warning in outline.warnings:
        yield f"\n> {_text(warning, language)}"
    for section in outline.sections:
        yield from _section(section, language)


def _section(section: Section, language: str) -> Iterator[str]:
    body = list(_body(section, language))
    title = _text(section.title, language)
    if section.in_full:
        yield f"\n<details><summary>{title}</summary>"
        yield from body
        yield "\n</details>"
    else:
        yield f"\n### {title}"
        yield from body


def _body(section: Section, language: str) -> Iterator[str]:
    if section.sentences:
        yield f"\n{' '.join(_text(each, language) for each in section.sentences)}"
    if section.points:
        yield ""
        yield from (f"- {_text(point, language)}" for point in section.points)
    for table in section.tables:
        yield from _table(table, language)


def _table(table: Table, language: str) -> Iterator[str]:
    if table.title:
        yield f"\n**{_text(table.title, language)}**"
    yield ""
    numbers = [all(row[place].number for row in table.rows) for place in range(len(table.columns))]
    yield _row(_text(title, language) for title in table.columns)
    yield _row("---:" if number else "---" for number in numbers)
    for row in table.rows:
        yield _row(_text(measure_parts.marked(cell), language) for cell in row)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str, language: str) -> str:
    """A text that stays one: no markup, no mention, no link; what runs the other way is fenced."""
    fenced = bidi.runs(text, language)
    quiet = _TALKS.sub(lambda found: f"{found[0][:1]}\u200b{found[0][1:]}", fenced)
    plain = _SIGNS.sub(r"\\\1", quiet).replace("&", "&amp;")
    return _STARTS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", plain)
