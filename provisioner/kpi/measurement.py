"""Nouns of measuring: a measurement, its parts, and its form as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from provisioner.kpi.texts import Text

Details = Mapping[str, Any]


class Grade(StrEnum):
    GOOD = "good"
    WATCH = "watch"
    RISK = "risk"
    NOT_AVAILABLE = "n_a"
    LOW_SAMPLE = "low_sample"


class Unit(StrEnum):
    """``RATIO`` is a fraction from 0 to 1; money is in the company's currency."""

    MINUTES = "minutes"
    DAYS = "days"
    RATIO = "ratio"
    MONEY = "money"
    MONEY_PER_DAY = "money/day"
    COUNT = "count"
    TIMES = "times"
    INDEX = "index"
    POINTS = "points"
    CALLS_PER_REP_DAY = "calls/rep/day"


@dataclass(frozen=True, slots=True)
class Excluded:
    """So many records were left out; ``measure_reasons.TEXTS`` words the reason."""

    reason: str
    n: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number beside the main one, with a grade of its own where there is a scale for it."""

    value: Decimal | None
    unit: Unit
    n: int
    numerator: Decimal | int | None = None
    denominator: Decimal | int | None = None
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """The same measure for one part: ``by`` says what it is split by (``source``, ``owner``), ``key`` which part."""

    by: str
    key: str
    figure: Figure
    label: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One KPI over one period. ``value`` None: no figure, and ``reason`` says why.

    Rates are fractions; money is in ``currency``, sums exact and quotients to the cent. ``reason`` also tells why a
    figure has no grade; ``remedy`` what helps, and is empty where nothing does. ``details`` holds numbers, texts,
    dates, Figures, and lists and mappings of those.
    """

    id: str
    name: Text
    value: Decimal | None
    unit: Unit
    n: int
    numerator: Decimal | int | None
    denominator: Decimal | int | None
    grade: Grade
    target: Decimal | None
    currency: str
    excluded: tuple[Excluded, ...]
    properties: tuple[str, ...]
    method: Text
    segments: tuple[Segment, ...]
    advice: Text
    reason: str = ""
    details: Details = field(default_factory=dict)
    remedy: Text = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """As JSON values: numbers as numbers, dates as ISO text, left-out records as ``{"reason", "n"}``."""
        return {
            "name": dict(self.name),
            "value": plain(self.value),
            "unit": self.unit.value,
            "n": self.n,
            "numerator": plain(self.numerator),
            "denominator": plain(self.denominator),
            "grade": self.grade.value,
            "reason": self.reason,
            "target": plain(self.target),
            "currency": self.currency,
            "excluded": [{"reason": one.reason, "n": one.n} for one in self.excluded],
            "properties": list(self.properties),
            "method": dict(self.method),
            "segments": [_segment(one) for one in self.segments],
            "advice": dict(self.advice),
            "details": plain(self.details),
            **({"remedy": dict(self.remedy)} if self.remedy else {}),
        }


def _segment(segment: Segment) -> dict[str, Any]:
    return {"by": segment.by, "key": segment.key, "label": segment.label, **_figure(segment.figure)}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": plain(figure.value),
        "unit": figure.unit.value,
        "n": figure.n,
        "numerator": plain(figure.numerator),
        "denominator": plain(figure.denominator),
        "grade": figure.grade.value if figure.grade else None,
    }


def plain(value: Any) -> Any:
    """A value as JSON takes it; a Decimal becomes an integer where it is one, else a float."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case StrEnum():
            return value.value
        case Figure():
            return _figure(value)
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case datetime() | date():
            return value.isoformat()
    return value


def not_comparable(first: Measurement, second: Measurement) -> str:
    """Why two measurements make no trend side by side, as a code of ``measure_reasons``; empty when they do."""
    if first.currency != second.currency and "money" in f"{first.unit.value} {second.unit.value}":
        return "currency_changed"
    if (first.id, first.unit) != (second.id, second.unit):
        return "other_measure"
    return ""
