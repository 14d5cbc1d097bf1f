"""A business calendar: when a team is open, and arithmetic in its open time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from provisioner.automation import calendars_windows
from provisioner.automation.amounts import amount
from provisioner.automation.calendars_holidays import Holidays
from provisioner.automation.calendars_hours import CLOSED, SHORT, Hours, dates, minutes_in, within
from provisioner.automation.calendars_windows import Lost

NO_HOLIDAYS = Holidays()
_DAY = timedelta(days=1)
Seconds = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class OpenDays:
    """Days of a period on which a team is open; ``full_day_equivalents`` weighs short ones by their hours."""

    full: int
    short: int
    full_day_equivalents: float

    @property
    def total(self) -> int:
        return self.full + self.short


@dataclass(frozen=True, slots=True)
class Calendar:
    """Open hours by weekday (0 is Monday; a missing weekday is closed), days off, and days with hours of their own.

    ``closed`` and ``special`` (short days, and days opened against the rule) go before the country's holidays.
    Instants are aware datetimes; a naive one is a ValueError, since nobody could say which zone it means. Hours follow
    the clock on the wall in ``zone``, so a day of daylight saving time is as long as it really was.
    """

    name: str
    zone: ZoneInfo
    week: Mapping[int, Hours]
    holidays: Holidays = NO_HOLIDAYS
    closed: frozenset[date] = frozenset()
    special: Mapping[date, Hours] = field(default_factory=lambda: MappingProxyType({}))
    _days: dict[date, Seconds] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not any(self.week.values()):
            raise ValueError(f"calendar {self.name!r} is never open")

    @property
    def full_day(self) -> int:
        """Minutes of the longest day of an ordinary week."""
        return max(minutes_in(value) for value in self.week.values())

    def hours_on(self, day: date) -> Hours:
        if day in self.closed:
            return CLOSED
        if day in self.special:
            return self.special[day]
        usual = self.week.get(day.weekday(), CLOSED)
        if not usual or self.holidays.closes(day):
            return CLOSED
        return within(usual, SHORT) if self.holidays.shortens(day) else usual

    def is_open(self, instant: datetime) -> bool:
        at = _aware(instant).timestamp()
        return any(start <= at < end for start, end in self._open_on(self._date(instant)))

    def open_intervals(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open time between two instants, as pairs of instants in the calendar's zone, in order."""
        for first, last in self._open_seconds(start, end):
            yield self._instant(first), self._instant(last)

    def business_minutes(self, start: datetime, end: datetime) -> float:
        """Open time between two instants in minutes, exact to the second; 0 when the end lies before the start."""
        return sum(last - first for first, last in self._open_seconds(start, end)) / 60

    def add(self, start: datetime, span: str) -> datetime:
        """The instant that lies ``5bm``, ``2bh`` or ``3bd`` of open time after another, in the calendar's zone.

        Business minutes and hours end at the earliest instant by which so much open time has passed. The n-th business
        day is the n-th open day after the day of the start, at the start's time of day, moved into that day's hours.
        ``m`` and ``h`` are elapsed time, ``d`` the same time of day so many days later. ValueError for another span.
        """
        given = amount(span)
        if given.business and given.unit == "d":
            return self._days_after(_aware(start), given.number)
        if given.business:
            return self._open_seconds_after(_aware(start), given.minutes * 60.0)
        if given.unit == "d":
            return _aware(start).astimezone(self.zone) + given.number * _DAY
        return (_aware(start).astimezone(UTC) + timedelta(minutes=given.minutes)).astimezone(self.zone)

    def open_days(self, first: date, last: date) -> OpenDays:
        """Open days from ``first`` up to, and without, ``last``. A day below the longest of the week is short."""
        minutes = [length for length in (minutes_in(self.hours_on(day)) for day in dates(first, last)) if length]
        full = sum(1 for length in minutes if length >= self.full_day)
        return OpenDays(full, len(minutes) - full, sum(minutes) / self.full_day)

    def time_windows(self) -> list[dict[str, Any]]:
        """The ordinary week as HubSpot's ``timeWindows``, Monday first; HubSpot reads them in the portal's zone."""
        return calendars_windows.time_windows(self.week)

    def blocked_dates(self, first: date, last: date, *, block_short: bool = False) -> list[dict[str, Any]]:
        """Closed days from ``first`` up to, and without, ``last``, as HubSpot's ``blockedDates``.

        A short day cannot be a window of its own. It is left as its weekday, or with ``block_short`` blocked whole;
        ``lost`` tells what that costs.
        """
        return calendars_windows.blocked_dates(self, first, last, block_short=block_short)

    def lost(self, first: date, last: date, *, block_short: bool = False) -> tuple[Lost, ...]:
        """The days on which windows and blocked dates together do not say what this calendar says."""
        return calendars_windows.lost(self, first, last, block_short=block_short)

    def _open_seconds(self, start: datetime, end: datetime) -> Iterator[tuple[float, float]]:
        begin, finish = _aware(start).timestamp(), _aware(end).timestamp()
        if finish <= begin:
            return
        for day in dates(self._date(start), self._date(end) + _DAY):
            for opening, closing in self._open_on(day):
                if max(opening, begin) < min(closing, finish):
                    yield max(opening, begin), min(closing, finish)

    def _open_seconds_after(self, start: datetime, left: float) -> datetime:
        begin, day = start.timestamp(), self._date(start)
        while True:
            for opening, closing in self._open_on(day):
                room = closing - max(opening, begin)
                if room >= left:
                    return self._instant(max(opening, begin) + left)
                left -= max(room, 0)
            day += _DAY

    def _days_after(self, start: datetime, count: int) -> datetime:
        local, day = start.astimezone(self.zone), self._date(start)
        while count:
            day += _DAY
            count -= 1 if self._open_on(day) else 0
        opening, closing = self._open_on(day)[0][0], self._open_on(day)[-1][1]
        wished = datetime.combine(day, local.timetz()).timestamp()
        return self._instant(min(max(wished, opening), closing))

    def _open_on(self, day: date) -> Seconds:
        if day not in self._days:
            self._days[day] = tuple((self._at(day, start), self._at(day, end)) for start, end in self.hours_on(day))
        return self._days[day]

    def _at(self, day: date, minutes: int) -> float:
        midnight = datetime.combine(day, time(), self.zone)
        return (midnight + timedelta(minutes=minutes)).timestamp()

    def _date(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def _instant(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, self.zone)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant
