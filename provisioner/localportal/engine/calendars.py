"""Times of a flow: when its actions may run, how long a delay is, when a schedule is due. Local times are zoned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from provisioner.localportal.engine.problems import NotRun

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
MONTHS = ("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER",
          "DECEMBER")  # fmt: skip
_FARTHEST_DAYS = 800
Body = dict[str, Any]


def next_open(body: Body, moment: datetime, zone: tzinfo) -> datetime:
    """The moment itself when the flow's actions may run then, or the opening of its next window; both in UTC.

    No windows: always, but for blocked dates. NotRun when no window opens within two years.
    """
    windows, blocked = body.get("timeWindows") or [], body.get("blockedDates") or []
    if not windows and not blocked:
        return moment
    first = moment.astimezone(zone).date()
    for day in (first + timedelta(days=ahead) for ahead in range(_FARTHEST_DAYS)):
        if any(_is_blocked(one, day) for one in blocked):
            continue
        for opens, closes in _openings(windows, day, zone):
            if moment < closes:
                return max(moment, opens)
    raise NotRun("no time window of this flow ever opens")


def _is_blocked(told: Body, day: date) -> bool:
    fits = (MONTHS.index(told["month"]) + 1, told["dayOfMonth"]) == (day.month, day.day)
    return fits and told.get("year") in (None, day.year)


def _openings(windows: Sequence[Body], day: date, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    """(opening, closing) of a day's windows, in order. A window without times, or without any window, is all day."""
    midnight = at(day, time(), zone), at(day + timedelta(days=1), time(), zone)
    if not windows:
        yield midnight
        return
    found = []
    for told in windows:
        if told["day"] == DAYS[day.weekday()]:
            opens = at(day, clock(told["startTime"]), zone) if told.get("startTime") else midnight[0]
            closes = at(day, clock(told["endTime"]), zone) if told.get("endTime") else midnight[1]
            found.append((opens, closes if closes > opens else midnight[1]))
    yield from sorted(found)


def at(day: date, hour: time, zone: tzinfo) -> datetime:
    """A local time as a moment in UTC. A time that clocks skip is told as if they had not been moved yet."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def clock(told: Body) -> time:
    """`{hour, minute}` as a time of day."""
    return time(told["hour"], told["minute"])


def delayed(moment: datetime, delta: int, unit: str, zone: tzinfo, time_of_day: Body | None = None) -> datetime:
    """The moment so much later (or earlier), then moved on to the next such time of day.

    Minutes and hours are counted; days, weeks and months keep the time on the wall.
    """
    match unit:
        case "MINUTES":
            later = moment + timedelta(minutes=delta)
        case "HOURS":
            later = moment + timedelta(hours=delta)
        case "DAYS" | "WEEKS" | "MONTHS":
            local = moment.astimezone(zone)
            day = _months_later(local.date(), delta) if unit == "MONTHS" else local.date()
            day += timedelta(days=delta * {"DAYS": 1, "WEEKS": 7, "MONTHS": 0}[unit])
            later = at(day, local.timetz().replace(tzinfo=None), zone)
        case _:
            raise NotRun(f"the time unit {unit} is not run")
    return _next_time(later, clock(time_of_day), zone) if time_of_day else later


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _next_time(moment: datetime, hour: time, zone: tzinfo) -> datetime:
    today = at(moment.astimezone(zone).date(), hour, zone)
    return today if today >= moment else at(moment.astimezone(zone).date() + timedelta(days=1), hour, zone)


def due(moment: datetime, told: Body, zone: tzinfo) -> datetime:
    """When a task is due: so much later, at the time of day of that day, on one of the days of the week."""
    later = delayed(moment, int(told.get("delta", 0)), str(told.get("timeUnit", "DAYS")), zone).astimezone(zone)
    hour = clock(told["timeOfDay"]) if told.get("timeOfDay") else later.timetz().replace(tzinfo=None)
    allowed, day = told.get("daysOfWeek") or DAYS, later.date()
    while DAYS[day.weekday()] not in allowed:
        day += timedelta(days=1)
    return at(day, hour, zone)


def ticks(schedule: Body, after: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
    """The moments above `after` and up to `until` at which a schedule enrols."""
    day, hour = after.astimezone(zone).date(), clock(schedule["timeOfDay"])
    while (moment := at(day, hour, zone)) <= until:
        if moment > after and _scheduled(schedule, day):
            yield moment
        day += timedelta(days=1)


def _scheduled(schedule: Body, day: date) -> bool:
    match schedule["type"]:
        case "DAILY":
            return True
        case "WEEKLY":
            return DAYS[day.weekday()] in schedule["daysOfWeek"]
        case "MONTHLY_SPECIFIC_DAYS":
            return day.day in schedule["daysOfMonth"]
        case "MONTHLY_RELATIVE_DAYS" if schedule["monthlyRelativeDays"] == "LAST_DAY_OF_MONTH":
            return (day + timedelta(days=1)).day == 1
        case "MONTHLY_RELATIVE_DAYS":
            return day.weekday() == 0 and day.day <= 7
        case "YEARLY":
            return (MONTHS.index(schedule["month"]) + 1, schedule["dayOfMonth"]) == (day.month, day.day)
    raise NotRun(f"the enrolment schedule {schedule['type']} is not run")
