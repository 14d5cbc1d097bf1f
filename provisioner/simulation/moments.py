"""Moments as people write them: ``+5m`` after the beginning, or a local time of the calendar's zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EXAMPLE = "+5m, +1d2h, 2026-11-20T12:50 or 2026-11-20"
LONGEST = timedelta(days=100)
_AFTER = re.compile(r"([+-])(?=\d)(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?")
_SPAN = re.compile(r"([1-9]\d{0,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def moment(text: str, zone: ZoneInfo, start: datetime | None = None) -> datetime:
    """A moment in the zone: counted from ``start``, or as a local time, which may say another zone itself.

    Days keep the time on the clock, hours and minutes are elapsed time. Of a local time that comes twice, when clocks
    are set back, the first is meant. ValueError says what is wrong, also with a time that clocks skip.
    """
    if start is not None and (found := _AFTER.fullmatch(text)):
        sign = -1 if found[1] == "-" else 1
        days, hours, minutes = (sign * int(each or 0) for each in found.groups()[1:])
        day = start.astimezone(zone) + timedelta(days=days)  # on the wall
        return (day.astimezone(UTC) + timedelta(hours=hours, minutes=minutes)).astimezone(zone)
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no moment") from None
    return told.astimezone(zone) if told.tzinfo else _local(told, zone)


def _local(told: datetime, zone: ZoneInfo) -> datetime:
    local = told.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != told:
        raise ValueError(f"{told:%Y-%m-%d %H:%M} does not exist in {zone}: the clocks skip it")
    return local


def span(text: str) -> timedelta:
    """A length such as ``90m``, ``36h`` or ``3d``; ValueError for another, or for more than ``LONGEST``."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no length of time")
    length = timedelta(**{_UNITS[found[2]]: int(found[1])})
    if length > LONGEST:
        raise ValueError(f"{text} is longer than {LONGEST.days} days")
    return length


def end(start: datetime, text: str) -> datetime:
    """So much later than the beginning: days on the wall, hours and minutes as they pass."""
    length = span(text)
    if text.strip().endswith("d"):
        return start + length
    return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
