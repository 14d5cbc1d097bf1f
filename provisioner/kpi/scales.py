"""Grading: scales as data, quotients that know when there is nothing to divide by."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from provisioner.kpi.measurement import Figure, Grade, Unit

_CENT = Decimal("0.01")
_ORDER = (Grade.GOOD, Grade.WATCH, Grade.RISK)


@dataclass(frozen=True, slots=True)
class Scale:
    """``good`` and ``watch`` are the last values that still earn those grades; ``rising``: more is better.

    ``below``: the limits themselves no longer earn them.
    """

    good: Decimal
    watch: Decimal
    rising: bool = True
    below: bool = False

    def grade(self, value: Decimal) -> Grade:
        if self._earns(value, self.good):
            return Grade.GOOD
        return Grade.WATCH if self._earns(value, self.watch) else Grade.RISK

    def _earns(self, value: Decimal, limit: Decimal) -> bool:
        if value == limit:
            return not self.below
        return value > limit if self.rising else value < limit

    def aimed(self, target: Decimal) -> Scale:
        """The same scale around another target: ``watch`` keeps its proportion to ``good``."""
        watch = target * self.watch / self.good if self.good else self.watch
        return Scale(target, watch, self.rising, self.below)

    @property
    def is_ordered(self) -> bool:
        return self.good >= self.watch if self.rising else self.good <= self.watch


def rising(good: str, watch: str) -> Scale:
    return Scale(Decimal(good), Decimal(watch))


def falling(good: str, watch: str) -> Scale:
    return Scale(Decimal(good), Decimal(watch), rising=False)


OF_TARGET = rising("0.95", "0.80")
"""For what is measured against a target of the company's own: value divided by target."""


def ratio(numerator: Decimal | int, denominator: Decimal | int) -> Decimal | None:
    return Decimal(numerator) / Decimal(denominator) if denominator else None


def cents(value: Decimal | None) -> Decimal | None:
    """Money rounded to the cent, half away from zero."""
    return None if value is None else value.quantize(_CENT, ROUND_HALF_UP)


def share(numerator: int, denominator: int, scale: Scale | None = None, least: int = 0) -> Figure:
    """A rate as a figure; graded where there is a scale and the sample is not below ``least``."""
    value = ratio(numerator, denominator)
    grade = None if scale is None else graded(value, scale, denominator, least)
    return Figure(value, Unit.RATIO, denominator, numerator, denominator, grade)


def graded(value: Decimal | None, scale: Scale, n: int, least: int) -> Grade:
    if value is None:
        return Grade.NOT_AVAILABLE
    return Grade.LOW_SAMPLE if n < least else scale.grade(value)


def worse(first: Grade, second: Grade) -> Grade:
    """The worse of two grades; one that is no judgement (too few, not available) stays as it is."""
    return max(first, second, key=_ORDER.index) if {first, second} <= set(_ORDER) else first
