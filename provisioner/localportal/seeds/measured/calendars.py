"""Time in Israel as the generator needs it: local days, opening hours, and open time to instants and back.

Instants are milliseconds since 1970 in UTC; every one that is made here is a whole second.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = "Asia/Jerusalem"
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000

_ISRAEL = ZoneInfo(ZONE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FULL_CENTRE, _SHORT, _FULL_OFFICE = (9, 20), (9, 13), (9, 18)
# By weekday, Monday is 0.
HOURS: Mapping[str, Mapping[int, tuple[int, int]]] = {
    "il_call_center": {6: _FULL_CENTRE, 0: _FULL_CENTRE, 1: _FULL_CENTRE, 2: _FULL_CENTRE, 3: _FULL_CENTRE, 4: _SHORT},
    "il_office": {6: _FULL_OFFICE, 0: _FULL_OFFICE, 1: _FULL_OFFICE, 2: _FULL_OFFICE, 3: _FULL_OFFICE},
}
CLOSED = frozenset(
    map(
        date.fromisoformat,
        (
            "2026-04-02", "2026-04-08", "2026-04-22", "2026-05-22", "2026-09-12", "2026-09-13", "2026-09-21",
            "2026-09-26", "2026-10-03", "2027-04-22", "2027-04-28", "2027-05-12", "2027-06-11", "2027-10-02",
            "2027-10-03", "2027-10-11", "2027-10-16", "2027-10-23",
        ),
    )
)  # fmt: skip
SHORT_EVES = frozenset(
    map(
        date.fromisoformat,
        (
            "2026-04-01", "2026-04-07", "2026-04-21", "2026-05-21", "2026-09-20", "2027-04-21", "2027-04-27",
            "2027-05-11", "2027-06-10", "2027-10-10",
        ),
    )
)  # fmt: skip


def instant(day: date, hour: int = 0, minute: int = 0) -> int:
    """A local time of a day as an instant."""
    local = datetime.combine(day, time(hour, minute), _ISRAEL)
    return int((local - _EPOCH).total_seconds()) * SECOND


def iso(at: int) -> str:
    """An instant as HubSpot writes it."""
    day, rest = divmod(at, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return f"{_day_text(day)}T{hours:02d}:{minutes:02d}:{rest // SECOND:02d}.{rest % SECOND:03d}Z"


@cache
def _day_text(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).date().isoformat()


def local_day(at: int) -> date:
    """The local day of an instant."""
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(_ISRAEL).date()


@dataclass(frozen=True, slots=True)
class OpenDay:
    """One open day: when it opens and closes, and how much open time there was before it."""

    day: date
    opens: int
    closes: int
    before: int
    short: bool


class Clock:
    """Open time of one calendar between two days, both included."""

    def __init__(self, calendar: str, first: date, last: date) -> None:
        self.days: list[OpenDay] = []
        spent, day = 0, first
        while day <= last:
            if (hours := _hours(calendar, day)) is not None:
                opened = OpenDay(day, instant(day, hours[0]), instant(day, hours[1]), spent, hours == _SHORT)
                self.days.append(opened)
                spent += opened.closes - opened.opens
            day += timedelta(days=1)
        self._opens = [one.opens for one in self.days]
        self._before = [one.before for one in self.days]

    def spent(self, at: int) -> int:
        """The open time from the first day to an instant."""
        place = bisect_right(self._opens, at) - 1
        if place < 0:
            return 0
        found = self.days[place]
        return found.before + min(at, found.closes) - found.opens

    def at(self, spent: int) -> int:
        """The earliest instant with that much open time before it."""
        found = self.days[max(0, bisect_left(self._before, spent) - 1)]
        return found.opens + spent - found.before

    def between(self, start: int, end: int) -> list[OpenDay]:
        """The open days that begin in [start, end)."""
        return [one for one in self.days if start <= one.opens < end]


def _hours(calendar: str, day: date) -> tuple[int, int] | None:
    hours = HOURS[calendar].get(day.weekday())
    if hours is None or day in CLOSED:
        return None
    return _SHORT if day in SHORT_EVES else hours
