"""Points in time that filters compare with, and the moments at which such a comparison may turn out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from provisioner.localportal.engine import calendars
from provisioner.localportal.engine.problems import NotRun

Read = Callable[[str, str], datetime | None]
_STEP = timedelta(seconds=1)
_CLOCK_CHANGE = timedelta(hours=1)
_WALL_UNITS = {"days": 1, "weeks": 7}
_MONTH_UNITS = {"months": 1, "quarters": 3, "years": 12}


def zone_of(told: dict[str, Any]) -> tzinfo:
    """The zone that a time point is told in."""
    name = str(told.get("zoneId", ""))
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise NotRun(f"{name!r} is no time zone that this machine knows") from error


def moment(text: str | None, zone: tzinfo) -> datetime | None:
    """A stored value as a moment; a day is its midnight in the zone."""
    if not text:
        return None
    if len(text) == 10:
        return calendars.at(date.fromisoformat(text), time(), zone)
    return datetime.fromisoformat(text).astimezone(UTC)


def resolve(told: dict[str, Any], now: datetime, read: Read) -> tuple[datetime | None, bool]:
    """(the moment that a time point stands for, whether it stands for a whole day).

    `read(property, parser)` gives the record's own times; None where the record has none.
    """
    zone = zone_of(told)
    match told["timeType"]:
        case "INDEXED":
            reference = told["indexReference"]
            base, whole = _reference(reference, now.astimezone(zone), zone)
            return _moved(base, told.get("offset") or {}, zone), whole
        case "DATE":
            day = date(int(told["year"]), _month(told["month"]), int(told["day"]))
            timed = "hour" in told
            hour = time(int(told.get("hour", 0)), int(told.get("minute", 0)))
            return calendars.at(day, hour, zone), not timed
        case "PROPERTY_REFERENCED":
            return read(str(told["property"]), str(told["referenceType"])), False
    raise NotRun(f"the time point {told['timeType']} is not run")


def turns(told: dict[str, Any], value: datetime, now: datetime) -> Iterator[datetime]:
    """Moments after `now` at which comparing the value with the time point may turn out otherwise.

    There may be more than there need be: each is only a reason to look again. Around a change of the clocks the exact
    one may be an hour off, so its neighbours are told too.
    """
    if told["timeType"] != "INDEXED":
        return
    zone, kind = zone_of(told), told["indexReference"]["referenceType"]
    offset = told.get("offset") or {}
    if kind not in ("NOW", "TODAY") or set(offset) & set(_MONTH_UNITS):
        yield _midnight(now, zone, 1)
        return
    back = _moved(value, {unit: -count for unit, count in offset.items()}, zone)
    if kind == "NOW":
        found = [back + shift + _STEP for shift in (-_CLOCK_CHANGE, timedelta(), _CLOCK_CHANGE)]
    else:
        found = [_midnight(back, zone, ahead) + _STEP for ahead in (0, 1, 2)]
    yield from (one for one in found if one > now)


def _reference(told: dict[str, Any], local: datetime, zone: tzinfo) -> tuple[datetime, bool]:
    today = local.date()
    match told["referenceType"]:
        case "NOW":
            return local.astimezone(UTC), False
        case "TODAY":
            day = today
        case "WEEK":
            first = calendars.DAYS.index(str(told.get("dayOfWeek", "MONDAY")))
            day = today - timedelta(days=(today.weekday() - first) % 7)
        case "MONTH":
            day = today.replace(day=int(told.get("day", 1)))
        case "QUARTER":
            day = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        case "YEAR":
            day = date(today.year, _month(told.get("month", 1)), int(told.get("day", 1)))
        case other:
            raise NotRun(f"the reference {other} is not run")
    return calendars.at(day, time(), zone), True


def _month(told: object) -> int:
    return calendars.MONTHS.index(str(told)) + 1 if str(told) in calendars.MONTHS else int(str(told))


def _moved(base: datetime, offset: dict[str, int], zone: tzinfo) -> datetime:
    for unit, count in offset.items():
        if unit in _WALL_UNITS:
            base = calendars.delayed(base, count * _WALL_UNITS[unit], "DAYS", zone)
        elif unit in _MONTH_UNITS:
            base = calendars.delayed(base, count * _MONTH_UNITS[unit], "MONTHS", zone)
        elif unit in ("hours", "minutes", "seconds"):
            base += timedelta(**{unit: count})
        else:
            raise NotRun(f"an offset in {unit} is not run")
    return base


def _midnight(moment_: datetime, zone: tzinfo, ahead: int) -> datetime:
    return calendars.at(moment_.astimezone(zone).date() + timedelta(days=ahead), time(), zone)
