"""Business calendars by name or by description: the built-in ones, overrides, and what is wrong with a description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from provisioner.automation import calendars_hours
from provisioner.automation.calendars_clock import Calendar, OpenDays
from provisioner.automation.calendars_holidays import Holidays, is_known
from provisioner.automation.calendars_hours import CLOSED, SHORT, Hours
from provisioner.automation.calendars_windows import WEEKDAYS, Lost
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place

__all__ = ["BUILT_IN", "Calendar", "Holidays", "Lost", "OpenDays", "calendar"]

_SUNDAY_TO_THURSDAY = ("sunday", "monday", "tuesday", "wednesday", "thursday")
_MONDAY_TO_FRIDAY = ("monday", "tuesday", "wednesday", "thursday", "friday")

BUILT_IN: Mapping[str, Mapping[str, Any]] = {
    "il_call_center": {
        "zone": "Asia/Jerusalem",
        "hours": {**dict.fromkeys(_SUNDAY_TO_THURSDAY, "09:00-20:00"), "friday": "09:00-13:00"},
        "holidays": "IL",
    },
    "il_office": {
        "zone": "Asia/Jerusalem",
        "hours": dict.fromkeys(_SUNDAY_TO_THURSDAY, "09:00-18:00"),
        "holidays": "IL",
    },
    "mon_fri": {"hours": dict.fromkeys(_MONDAY_TO_FRIDAY, "09:00-18:00"), "holidays": "none"},
}
"""Calendars by name. ``mon_fri`` has no zone of its own."""

KEYS = ("base", "zone", "hours", "holidays", "short_eves", "hol_hamoed", "closed", "short", "open")
HOL_HAMOED = ("regular", "short", "closed")


def calendar(
    spec: str | Mapping[str, Any], zone: str = "", place: Place | None = None
) -> tuple[Calendar | None, tuple[Finding, ...]]:
    """A calendar and what is wrong with its description; None where a finding is an error.

    ``spec`` is a built-in name, or a mapping of ``KEYS``: ``base`` (a built-in calendar to start from), ``zone`` (IANA
    name), ``hours`` by weekday (``sunday: "09:00-20:00"``), ``holidays`` (an ISO country code or ``none``),
    ``short_eves`` (default: only in Israel), ``hol_hamoed`` (``regular``, ``short``, ``closed``), and single days:
    ``closed`` (a list), ``short`` and ``open`` (date to hours, or a list). ``zone`` is taken where the description
    names none; ``place`` is where a built-in name stands.
    """
    described: Mapping[str, Any] = {"base": spec} if isinstance(spec, str) else spec.get("own", spec)
    reader = _Reader(described, place)
    built = reader.calendar(str(described.get("base", "own")), zone)
    return built, tuple(reader.findings)


@dataclass
class _Reader:
    """Reads one description; every problem becomes a finding, and reading goes on."""

    spec: Mapping[str, Any]
    place: Place | None
    findings: list[Finding] = field(default_factory=list)

    def calendar(self, name: str, zone: str) -> Calendar | None:
        base = self._base()
        self._unknown_keys()
        inherited = {**base, **self.spec}
        found = self._zone(inherited.get("zone") or zone)
        week = self._week(base.get("hours", {}), self.spec.get("hours", {}))
        holidays = self._holidays(inherited)
        closed, special = self._days(week)
        if not any(week.values()) and not self.findings:
            self._report("CAL007", "The calendar is never open.", 'Give hours, like sunday: "09:00-18:00".', "hours")
        if self.findings or found is None:
            return None
        return Calendar(name, found, week, holidays, closed, special)

    def _report(self, code: str, message: str, fix: str, *path: str | int) -> None:
        place = place_of(self.spec, path) or self.place
        self.findings.append(Finding(code, Severity.ERROR, message, place, fix=fix))

    def _base(self) -> Mapping[str, Any]:
        name = self.spec.get("base")
        if name is None or name in BUILT_IN:
            return BUILT_IN.get(str(name), {})
        self._report("CAL001", f"There is no calendar {name!r}.", _meant(str(name), tuple(BUILT_IN)), "base")
        return {}

    def _unknown_keys(self) -> None:
        for key in self.spec:
            if key not in KEYS:
                self._report("CAL002", f"A calendar has no setting {key!r}.", _meant(str(key), KEYS), str(key))

    def _zone(self, name: Any) -> ZoneInfo | None:
        if not name:
            if "CAL001" not in {finding.code for finding in self.findings}:
                self._report("CAL003", "The calendar has no time zone.", "Give one, like zone: Asia/Jerusalem.", "zone")
            return None
        try:
            return ZoneInfo(str(name))
        except (ValueError, OSError, KeyError):  # what zoneinfo raises for paths, folders and unknown names
            self._report("CAL003", f"{name!r} is not a time zone.", "Use an IANA name, like Asia/Jerusalem.", "zone")
            return None

    def _week(self, base: Mapping[str, str], own: Any) -> dict[int, Hours]:
        week = {WEEKDAYS.index(day.upper()): calendars_hours.hours(text) for day, text in base.items()}
        if not isinstance(own, Mapping):
            self._report("CAL004", "Hours must be given by weekday.", 'Like sunday: "09:00-18:00".', "hours")
            return week
        for day, text in own.items():
            if str(day).upper() not in WEEKDAYS:
                days = tuple(weekday.lower() for weekday in WEEKDAYS)
                self._report("CAL004", f"{day!r} is not a weekday.", _meant(str(day), days), "hours", str(day))
            else:
                week[WEEKDAYS.index(str(day).upper())] = self._hours(text, "hours", str(day))
        return week

    def _hours(self, value: Any, *path: str) -> Hours:
        try:
            return calendars_hours.hours(str(value))
        except ValueError as problem:
            self._report("CAL004", f"{'.'.join(path)}: {problem}.", 'Write hours like "09:00-18:00".', *path)
            return CLOSED

    def _holidays(self, spec: Mapping[str, Any]) -> Holidays:
        country = str(spec.get("holidays", "none"))
        country = "" if country.lower() == "none" else country.upper()
        if not is_known(country):
            fix = "Use an ISO code like IL or IT, or none, and list days under closed."
            self._report("CAL005", f"Nobody knows the holidays of {country!r}.", fix, "holidays")
            country = ""
        between = str(spec.get("hol_hamoed", "regular"))
        if between not in HOL_HAMOED:
            self._report("CAL006", f"hol_hamoed cannot be {between!r}.", _meant(between, HOL_HAMOED), "hol_hamoed")
        return Holidays(country, bool(spec.get("short_eves", country == "IL")), between)

    def _days(self, week: Mapping[int, Hours]) -> tuple[frozenset[date], dict[date, Hours]]:
        closed = self._by_date("closed", lambda _: CLOSED)
        short = self._by_date("short", lambda _: SHORT)
        opened = self._by_date("open", lambda day: week.get(day.weekday(), CLOSED))
        for first, second, setting in ((closed, short, "short"), (closed, opened, "open"), (short, opened, "open")):
            for day in sorted(first.keys() & second.keys()):
                fix = "Keep one of closed, short and open for a day."
                self._report("CAL006", f"{day} is listed in two ways.", fix, setting, str(day))
        for day, hours in opened.items():
            if not hours:
                fix = f'Say the hours: "{day}": "09:00-13:00".'
                self._report("CAL004", f"open: {day} falls on a weekday without hours.", fix, "open", str(day))
        return frozenset(closed), {**short, **opened}

    def _by_date(self, setting: str, usual: Callable[[date], Hours]) -> dict[date, Hours]:
        given = self.spec.get(setting) or ()
        found: dict[date, Hours] = {}
        if not isinstance(given, Mapping | list | tuple | set | frozenset):
            self._report("CAL006", f"{setting} must be a list of dates.", "Like [2026-05-22].", setting)
            return found
        for index, raw in enumerate(given):
            step: str | int = str(raw) if isinstance(given, Mapping) else index
            day = self._date(raw, setting, step)
            if day is not None:
                found[day] = self._hours(given[raw], setting, str(raw)) if isinstance(given, Mapping) else usual(day)
        return found

    def _date(self, raw: Any, setting: str, step: str | int) -> date | None:
        try:
            return raw if type(raw) is date else date.fromisoformat(str(raw))
        except ValueError:
            self._report("CAL006", f"{setting}: {raw!r} is not a date.", "Write dates like 2026-05-22.", setting, step)
            return None


def _meant(word: str, known: tuple[str, ...]) -> str:
    import difflib  # only where a word is wrong

    close = difflib.get_close_matches(word.lower(), known, 1)
    return f"Did you mean {close[0]}?" if close else f"Use one of {', '.join(known)}."
