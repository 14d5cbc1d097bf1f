"""Days off of a country: a checked table where we have one, the ``holidays`` package for other years and countries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from provisioner.automation.holidays_il import DAYS_OFF

_DAY = timedelta(days=1)
# First to last day of the feast: Pesach runs from 15 to 21 Nisan, Sukkot from 15 to 22 Tishri. In the Israeli year no
# other two days off of one season lie so far apart, so the distance tells the feast whatever a package calls it.
_FEASTS = (({3, 4}, timedelta(days=6)), ({9, 10}, timedelta(days=7)))


@dataclass(frozen=True, slots=True)
class Holidays:
    """Which days a country takes off. ``country`` is an ISO 3166 code, empty for none.

    ``short_eves``: the day before a day off is short. ``between``: what the days inside Pesach and Sukkot (Hol HaMoed)
    are: ``regular``, ``short`` or ``closed``; only Israel has them.
    """

    country: str = ""
    short_eves: bool = False
    between: str = "regular"

    def closes(self, day: date) -> bool:
        return day in days_off(self.country, day.year) or (self.between == "closed" and self._inside_feast(day))

    def shortens(self, day: date) -> bool:
        eve = self.short_eves and (day + _DAY) in days_off(self.country, (day + _DAY).year)
        return eve or (self.between == "short" and self._inside_feast(day))

    def _inside_feast(self, day: date) -> bool:
        return self.country == "IL" and day in hol_hamoed(day.year)


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    """The country's public days off in a year. NotImplementedError for a country that nobody knows."""
    if not country:
        return frozenset()
    if country == "IL" and year in DAYS_OFF:
        return frozenset(DAYS_OFF[year])
    return computed_days_off(country, year)


def computed_days_off(country: str, year: int) -> frozenset[date]:
    """What the ``holidays`` package says, which is loaded only when it is asked."""
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=year))


@cache
def hol_hamoed(year: int) -> frozenset[date]:
    """The days between the first and the last day off of Pesach and of Sukkot."""
    return frozenset(_between_feasts(days_off("IL", year)))


def _between_feasts(off: frozenset[date]) -> Iterator[date]:
    for first in sorted(off):
        for months, length in _FEASTS:
            if first.month in months and first + length in off:
                yield from (first + _DAY * step for step in range(1, length.days))


@cache
def is_known(country: str) -> bool:
    """Whether anybody can tell the days off of this country."""
    if country in ("", "IL"):
        return True
    try:
        computed_days_off(country, 2026)
    except NotImplementedError:
        return False
    return True
