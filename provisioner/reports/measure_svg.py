"""Charts as inline SVG without scripts or styles of their own: bars in rows, and columns side by side.

Both run from right to left in Hebrew. What a chart shows is told in its description, and in the tables beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import NamedTuple

from provisioner.reports import bidi, show_grid

_WIDTH = 420
_BARS_WIDE = 245
"""Of the width, what bars may take; the rest is for what they come to."""

_LABEL, _BAR, _GAP, _MARKS = 17, 19, 9, 18
_LETTERS = 54
_HIGH, _TOP, _BOTTOM = 110, 64, 34
_LINE_HIGH, _LINE_TOP = 80, 22
_LETTER = 6.5
"""How wide a small letter is, about."""


class Drawn(NamedTuple):
    """What a chart shows, in words, and the chart as SVG."""

    title: str
    svg: str


class Bar(NamedTuple):
    """``told`` stands beside it; ``tone`` is ``good``, ``watch``, ``risk``, ``soft`` or empty."""

    value: float
    told: str
    tone: str = ""


class Bars(NamedTuple):
    """A row of a chart. ``span``: from where to where it may come out; ``is_marked``: drawn with an edge."""

    label: str
    bars: tuple[Bar, ...]
    span: tuple[float, float] | None = None
    is_marked: bool = False


class Column(NamedTuple):
    """``told`` stands on it, ``above`` further up with a dot at the height of ``point`` (0 to 1)."""

    label: str
    value: float
    told: str = ""
    above: str = ""
    point: float | None = None
    is_shaded: bool = False


class Point(NamedTuple):
    """A place on a line; without a ``value`` it is a gap. ``tone`` as that of a bar."""

    label: str
    value: float | None
    told: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """``name`` is unique in its page; ``title`` says what is shown; a small one takes less ``width``."""

    name: str
    title: str
    language: str
    width: int = _WIDTH

    def bars(
        self, rows: Sequence[Bars], *, marks: Sequence[tuple[float, str]] = (), by_row: bool = False
    ) -> Drawn:  # fmt: skip
        """Rows of bars on one scale, or each row on its own. ``marks``: values drawn as lines over all rows."""
        whole = max([*(bar.value for row in rows for bar in row.bars), *(value for value, _ in marks)], default=0)
        top = _MARKS if marks else 0
        height = top + sum(_LABEL + _BAR * len(row.bars) + _GAP for row in rows)
        shapes = [*self._rows(rows, top, whole, by_row)]
        for value, label in marks:
            at = _long(value, whole)
            shapes.append(self._rule(at, _MARKS - 3, at, "rule", height))
            shapes.append(self._text(at, 11, label, "small", "middle"))
        told = ", ".join(f"{row.label}: {' / '.join(bar.told for bar in row.bars)}" for row in rows)
        return self._drawn(height, shapes, told)

    def _rows(self, rows: Sequence[Bars], top: int, whole: float, by_row: bool) -> Iterator[str]:
        at = top
        for row in rows:
            scale = max(bar.value for bar in row.bars) if by_row else whole
            yield self._text(0, at + 13, _cut(row.label, _LETTERS), "label")
            at += _LABEL
            for bar in row.bars:
                tone = f"bar {bar.tone}{' marked' if row.is_marked else ''}".strip()
                if bar.value > 0:
                    yield self._box(0, at + 2, max(1, _long(bar.value, scale)), _BAR - 6, tone)
                yield self._text(self.width, at + 13, bar.told, "told", "end")
                at += _BAR
            if row.span and row.span[0] != row.span[1]:
                yield self._whisker(_long(row.span[0], scale), _long(row.span[1], scale), at - _BAR // 2 - 1)
            at += _GAP

    def columns(self, columns: Sequence[Column], *, every: int = 1) -> Drawn:
        """Columns on one scale; every so many of them bear their label."""
        whole = max((column.value for column in columns), default=0)
        wide = self.width / max(1, len(columns))
        shapes: list[str] = []
        top = _TOP if any(column.above for column in columns) else 16
        points: list[tuple[float, float, str] | None] = []
        for place, column in enumerate(columns):
            left, high = place * wide, _HIGH * column.value / whole if whole else 0
            middle = left + wide / 2
            if column.is_shaded:
                shapes.append(self._box(left, top, wide, _HIGH, "shade"))
            if column.value:
                shapes.append(self._box(left + wide * 0.12, top + _HIGH - high, wide * 0.76, max(high, 1), "bar"))
            shapes.append(self._text(middle, top + _HIGH - high - 4, column.told, "small", "middle"))
            if place % every == 0:
                shapes.append(self._text(middle, top + _HIGH + 16, column.label, "small", "middle"))
            points.append(None if column.point is None else (middle, 40 - 22 * column.point, column.above))
        shapes += self._points(points)
        told = ", ".join(f"{one.label}: {one.told}{f' ({one.above})' if one.above else ''}" for one in columns)
        shapes.append(self._rule(0, top + _HIGH, self.width, "base"))
        return self._drawn(top + _HIGH + _BOTTOM, shapes, told)

    def line(self, points: Sequence[Point], aim: float | None = None) -> Drawn:
        """A line through values on a scale from 0; ``aim``: a level to reach. No value leaves a gap."""
        held = [point.value for point in points if point.value is not None] + ([] if aim is None else [aim])
        low, high = min([0, *held]), max([0, *held])
        scale = _LINE_HIGH / (high - low) if high > low else 0
        wide = self.width / len(points)
        places = [
            None if point.value is None else (wide * (place + 0.5), _LINE_TOP + (high - point.value) * scale)
            for place, point in enumerate(points)
        ]
        shapes = [self._rule(0, _LINE_TOP + high * scale, self.width, "base")]
        if aim is not None:
            shapes.append(self._rule(0, _LINE_TOP + (high - aim) * scale, self.width, "rule"))
        for first, second in pairwise(places):
            if first and second:
                shapes.append(self._rule(*first, second[0], "line", second[1]))
        shapes += self._dots(points, places, wide)
        told = ", ".join(f"{point.label}: {point.told}" for point in points)
        return self._drawn(_LINE_TOP + _LINE_HIGH + _BOTTOM - 8, shapes, told)

    def _dots(
        self, points: Sequence[Point], places: Sequence[tuple[float, float] | None], wide: float
    ) -> Iterator[str]:
        """What each period is called and comes to, as far as there is room; the last always."""
        values, labels = _every([one.told for one in points], wide), _every([one.label for one in points], wide)
        for number, (point, place) in enumerate(zip(points, places, strict=True)):
            back, middle = len(points) - 1 - number, wide * (number + 0.5)
            if back % labels == 0:
                yield self._text(self._inside(middle, point.label), _LINE_TOP + _LINE_HIGH + 16, point.label, "small",
                                 "middle")  # fmt: skip
            if place:
                tone = f"dot {point.tone}".strip()
                yield f'<circle class="{tone}" cx="{self._x(place[0]):.1f}" cy="{place[1]:.1f}" r="3.5"/>'
            if place and back % values == 0:
                yield self._text(self._inside(middle, point.told), place[1] - 8, point.told, "small halo", "middle")

    def _inside(self, middle: float, text: str) -> float:
        """Where the middle of a small text must be so that it stays within the chart."""
        half = show_grid.screen_width(text) * _LETTER / 2
        return max(half, min(middle, self.width - half))

    def _points(self, points: Sequence[tuple[float, float, str] | None]) -> Iterator[str]:
        """Dots with what they stand for; a line joins neighbours, and leaves out where nothing is known."""
        for first, second in pairwise(points):
            if first and second:
                yield self._rule(*first[:2], second[0], "line", second[1])
        for x, y, told in filter(None, points):
            yield f'<circle class="dot" cx="{self._x(x):.1f}" cy="{y:.1f}" r="3.5"/>'
            yield self._text(x, y - 7, told, "small strong", "middle")

    # The pen: everything is drawn from the side on which reading begins.

    def _x(self, x: float) -> float:
        return self.width - x if self.language == "he" else x

    def _box(self, x: float, y: float, width: float, height: float, tone: str) -> str:
        left = self.width - x - width if self.language == "he" else x
        return f'<rect class="{tone}" x="{left:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"/>'

    def _rule(self, x: float, y: float, until: float, tone: str, down: float | None = None) -> str:
        """A line from a point, along to ``until`` and down to ``down``; level when that is not given."""
        end = y if down is None else down
        return f'<line class="{tone}" x1="{self._x(x):.1f}" x2="{self._x(until):.1f}" y1="{y:.1f}" y2="{end:.1f}"/>'

    def _whisker(self, low: float, high: float, y: float) -> str:
        first, last = self._x(low), self._x(high)
        ends = "".join(f"M{at:.1f} {y - 5:.1f}v10" for at in (first, last))
        return f'<path class="whisker" d="M{first:.1f} {y:.1f}H{last:.1f}{ends}"/>'

    def _text(self, x: float, y: float, text: str, tone: str, anchor: str = "start") -> str:
        told = escape(bidi.runs(text, self.language))
        return f'<text class="{tone}" x="{self._x(x):.1f}" y="{y:.1f}" text-anchor="{anchor}">{told}</text>'

    def _drawn(self, height: float, shapes: Sequence[str], told: str) -> Drawn:
        direction = "rtl" if self.language == "he" else "ltr"
        return Drawn(
            self.title,
            f'<svg class="chart" viewBox="0 0 {self.width} {height:.0f}" direction="{direction}" role="img" '
            f'aria-labelledby="{self.name}-title {self.name}-desc"><title id="{self.name}-title">{escape(self.title)}'
            f'</title><desc id="{self.name}-desc">{escape(told)}</desc>{"".join(shapes)}</svg>',
        )


def _long(value: float, whole: float) -> float:
    return _BARS_WIDE * value / whole if whole > 0 else 0


def _every(texts: Sequence[str], wide: float) -> int:
    """Of texts in a row so far apart, every how many of them there is room for."""
    return max(1, -(-int((max(map(show_grid.screen_width, texts)) + 1) * _LETTER) // int(wide)))


def _cut(text: str, letters: int) -> str:
    return text if show_grid.screen_width(text) <= letters else f"{text[: letters - 1].rstrip()}…"
