"""Periods of time: whole days of one time zone, half-open, as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_DATE = r"(\d{4}-\d{2}-\d{2})"
_NAMES = {12: "{year}", 3: "{year}-Q{quarter}", 1: "{year}-{month:02d}"}
FORMS = "2026, 2026-Q4, 2026-11, 2026-W47, 2026-11-16 or 2026-11-16..2026-11-20"


class UnclearPeriod(ValueError):
    """A text that is no period; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` up to, and without, ``after``, in ``zone``; ``months`` where it is whole months.

    ``start`` and ``end`` are the instants of those midnights in UTC, so days of daylight saving time count as they are.
    """

    first: date
    after: date
    zone: ZoneInfo
    months: int = 0
    start: datetime = field(init=False, repr=False)
    end: datetime = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.after <= self.first:
            raise UnclearPeriod(f"the period ends on {self.after - _DAY}, before it begins on {self.first}")
        object.__setattr__(self, "start", _midnight(self.first, self.zone))
        object.__setattr__(self, "end", _midnight(self.after, self.zone))

    def has(self, instant: datetime | None) -> bool:
        return instant is not None and self.start <= instant < self.end

    def day(self, instant: datetime) -> date:
        """The date on the wall in the period's zone."""
        return instant.astimezone(self.zone).date()

    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        if self.months:
            return Period(months_earlier(self.first, self.months), self.first, self.zone, self.months)
        return Period(self.first - (self.after - self.first), self.first, self.zone)

    def around(self, day: date) -> Period:
        """The period of the same length, in step with this one, in which a day lies."""
        if self.months:
            apart = (day.year - self.first.year) * 12 + day.month - self.first.month
            first = months_earlier(self.first, -(apart // self.months) * self.months)
            return Period(first, months_earlier(first, -self.months), self.zone, self.months)
        length = self.after - self.first
        first = self.first + (day - self.first) // length * length
        return Period(first, first + length, self.zone)

    def name(self, week_starts: str = "monday") -> str:
        """As ``parse`` reads it: ``2026``, ``2026-Q4``, ``2026-11``, ``2026-W47``, ``2026-11-16`` or first and last."""
        last = self.after - _DAY
        if self.months in _NAMES:
            return _NAMES[self.months].format(year=self.first.year, month=self.first.month,
                                              quarter=self.first.month // 3 + 1)  # fmt: skip
        if (self.after - self.first).days == 7:
            monday = self.first + _DAY if week_starts == "sunday" else self.first
            year, week, weekday = monday.isocalendar()
            if weekday == 1:
                return f"{year}-W{week:02d}"
        return self.first.isoformat() if self.first == last else f"{self.first}..{last}"

    def document(self) -> dict[str, str]:
        """``to`` is the first day that no longer belongs to the period."""
        return {"from": self.first.isoformat(), "to": self.after.isoformat(), "zone": self.zone.key}


def parse(text: str, zone: ZoneInfo, week_starts: str = "monday") -> Period:
    """Read a year, quarter, month, week, day, or ``first..last``, whose last day belongs to it; else UnclearPeriod.

    A week has its ISO number; where weeks start on Sunday it begins on the Sunday before the ISO week's Monday.
    """
    for shape, read in _READERS:
        if found := re.fullmatch(shape, text.strip()):
            try:
                first, after, months = read(found, week_starts)
            except ValueError:
                raise UnclearPeriod(f"{text!r} names a day, week, month or quarter that does not exist") from None
            return Period(first, after, zone, months)
    raise UnclearPeriod(f"{text!r} is not a period like {FORMS}")


def months_earlier(day: date, months: int) -> date:
    """The same day so many months before, or the last day of that month where it is shorter."""
    whole = day.year * 12 + day.month - 1 - months
    first = date(whole // 12, whole % 12 + 1, 1)
    length = (date((whole + 1) // 12, (whole + 1) % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, length))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


_Read = tuple[date, date, int]


def _months(year: int, month: int, months: int) -> _Read:
    first = date(year, month, 1)
    return first, months_earlier(first, -months), months


def _year(found: re.Match[str], _: str) -> _Read:
    return _months(int(found[1]), 1, 12)


def _quarter(found: re.Match[str], _: str) -> _Read:
    return _months(int(found[1]), int(found[2]) * 3 - 2, 3)


def _month(found: re.Match[str], _: str) -> _Read:
    return _months(int(found[1]), int(found[2]), 1)


def _week(found: re.Match[str], week_starts: str) -> _Read:
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    first = monday - _DAY if week_starts == "sunday" else monday
    return first, first + 7 * _DAY, 0


def _days(found: re.Match[str], _: str) -> _Read:
    first, last = date.fromisoformat(found[1]), date.fromisoformat(found[found.lastindex or 1])
    return first, last + _DAY, 0


_READERS: tuple[tuple[str, Callable[[re.Match[str], str], _Read]], ...] = (
    (r"(\d{4})", _year),
    (r"(\d{4})-Q([1-4])", _quarter),
    (r"(\d{4})-(\d{2})", _month),
    (r"(\d{4})-W(\d{2})", _week),
    (_DATE, _days),
    (rf"{_DATE}\.\.{_DATE}", _days),
)
