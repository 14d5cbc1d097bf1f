"""A calendar in HubSpot's words: time windows by weekday, blocked dates, and what those two cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from provisioner.automation.calendars_hours import CLOSED, Hours, dates, text

WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
MONTHS = tuple("JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER".split())
LAST_MINUTE = 24 * 60 - 1


class Days(Protocol):
    """What this module asks of a calendar: its ordinary week, and the hours of one day."""

    @property
    def week(self) -> Mapping[int, Hours]: ...

    def hours_on(self, day: date) -> Hours: ...


@dataclass(frozen=True, slots=True)
class Lost:
    """A day on which HubSpot keeps other hours than the calendar."""

    day: date
    wanted: Hours
    kept: Hours

    def text(self, language: str) -> str:
        """What happens on that day, in English (``en``) or Hebrew (``he``)."""
        template = _KEPT_CLOSED if not self.kept else _KEPT_OPEN
        return template[language].format(
            day=f"{self.day:%Y-%m-%d}" if language == "en" else f"{self.day:%d/%m/%Y}",
            wanted=text(self.wanted),
            kept=text(self.kept),
        )


_KEPT_OPEN = {
    "en": "{day}: open {wanted}, but HubSpot's window for that weekday stays {kept}; a workflow acts in all of it.",
    "he": "{day}: פתוח {wanted}, אך חלון הזמן של HubSpot לאותו יום בשבוע נשאר {kept}, ותהליכי עבודה פועלים בכולו.",
}
_KEPT_CLOSED = {
    "en": "{day}: open {wanted}, but HubSpot has no window that day; a workflow waits for the next open day.",
    "he": "{day}: פתוח {wanted}, אך ב-HubSpot אין חלון זמן באותו יום, ותהליכי עבודה ממתינים ליום הפתוח הבא.",
}


def time_windows(week: Mapping[int, Hours]) -> list[dict[str, Any]]:
    """A week as ``timeWindows`` (HubSpot's automation v4 schema). Midnight becomes 23:59, the latest that it takes."""
    return [
        {"day": WEEKDAYS[weekday], "startTime": _time(start), "endTime": _time(min(end, LAST_MINUTE))}
        for weekday in sorted(week)
        for start, end in week[weekday]
    ]


def _time(minutes: int) -> dict[str, int]:
    return {"hour": minutes // 60, "minute": minutes % 60}


def blocked_dates(calendar: Days, first: date, last: date, *, block_short: bool = False) -> list[dict[str, Any]]:
    """The days that have windows but are closed, and with ``block_short`` those that are shorter than their window."""
    return [
        {"dayOfMonth": day.day, "month": MONTHS[day.month - 1], "year": day.year}
        for day in dates(first, last)
        if calendar.week.get(day.weekday()) and _is_blocked(calendar, day, block_short)
    ]


def _is_blocked(calendar: Days, day: date, block_short: bool) -> bool:
    wanted = calendar.hours_on(day)
    return not wanted or (block_short and wanted != calendar.week.get(day.weekday(), CLOSED))


def lost(calendar: Days, first: date, last: date, *, block_short: bool = False) -> tuple[Lost, ...]:
    """The days on which HubSpot keeps other hours than the calendar."""
    return tuple(_lost(calendar, first, last, block_short))


def _lost(calendar: Days, first: date, last: date, block_short: bool) -> Iterator[Lost]:
    for day in dates(first, last):
        wanted, usual = calendar.hours_on(day), calendar.week.get(day.weekday(), CLOSED)
        kept = CLOSED if _is_blocked(calendar, day, block_short) else usual
        if wanted != kept:
            yield Lost(day, wanted, kept)
