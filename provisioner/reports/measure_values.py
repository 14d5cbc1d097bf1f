"""Figures of a measurement as people read them: money, rates, times, dates and periods, in English or Hebrew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from provisioner.model.counts import Shown
from provisioner.reports import show_grid

Json = Mapping[str, Any]
NOTHING = "–"
"""What stands where there is no figure."""

_SYMBOLS = {"ILS": "₪", "USD": "$", "EUR": "€", "GBP": "£"}
_LONG = 120
"""Minutes from which a time is told in hours."""

_UNITS: Mapping[str, Mapping[str, str]] = {
    "minutes": {"en": "{} min", "he": "{} דק׳"},
    "hours": {"en": "{} h {} min", "he": "{} שע׳ {} דק׳"},
    "days": {"en": "{} days", "he": "{} ימים"},
    "day": {"en": "1 day", "he": "יום אחד"},
    "money/day": {"en": "{} a day", "he": "{} ליום"},
    "calls/rep/day": {"en": "{:# call|# calls}", "he": "{:שיחה אחת|# שיחות}"},
}
_WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "he": ("ב׳", "ג׳", "ד׳", "ה׳", "ו׳", "ש׳", "א׳")}
_UNTIL = {"en": "{} to {}", "he": "{} עד {}"}


def clean(value: object) -> str:
    """A text of the document on one line, unable to steer a terminal or to turn its surroundings around."""
    return show_grid.clean(str(value))


def told(value: Any, unit: str, currency: str, language: str) -> str:
    """A value in its unit. ``2.99×`` is rounded down: a coverage below three times must never read as three."""
    if value is None:
        return NOTHING
    match unit:
        case "money":
            return money(value, currency)
        case "money/day":
            return _UNITS[unit][language].format(money(value, currency))
        case "minutes":
            return _minutes(value, language)
        case "days":
            return _days(value, language)
        case "calls/rep/day":
            return _UNITS[unit][language].format(Shown(_short(value)))
    return _PLAIN.get(unit, _short)(value)


def figure(held: Json | None, currency: str, language: str) -> str:
    """The value of a measurement, a segment or a figure of the details."""
    return told(held["value"], str(held["unit"]), currency, language) if held else NOTHING


def beside(value: Any, limit: Any, unit: str, currency: str, language: str) -> str:
    """A value that is told beside its target: one that misses it never reads the same, as 24.96% and 25.0% would."""
    shown = told(value, unit, currency, language)
    if unit != "ratio" or value is None or limit is None or shown != percent(limit) or value == limit:
        return shown
    finer = ((percent(value, step=step), percent(limit, step=step)) for step in ("0.01", "0.001", "0.0001"))
    return next((one for one, other in finer if one != other), shown)


def percent(value: Any, *, signed: bool = False, step: str = "0.1") -> str:
    """A fraction as a rate, with one decimal."""
    found = _rounded(_number(value) * 100, step)
    return f"{found:+,}%" if signed and found else f"{found or abs(found):,}%"


def money(value: Any, currency: str) -> str:
    """Thousands parted by commas; cents where there are any."""
    amount = _rounded(value, "0.01")
    digits = f"{abs(amount):,.0f}" if amount == amount.to_integral_value() else f"{abs(amount):,.2f}"
    sign = "-" if amount < 0 else ""
    symbol = _SYMBOLS.get(currency, f"{clean(currency)} " if currency else "")
    return f"{sign}{symbol}{digits}"


def count(value: Any) -> str:
    return _short(value) if value is not None else NOTHING


def day(text: str, language: str, *, weekday: bool = False) -> str:
    """``2026-05-03`` in English and ``03/05/2026`` in Hebrew; a text that is no date stays as it is."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return clean(text)
    written = found.strftime("%d/%m/%Y") if language == "he" else found.isoformat()
    return f"{_WEEKDAYS[language][found.weekday()]} {written}" if weekday else written


def month(text: str, language: str) -> str:
    """``2026-05`` in English and ``05/2026`` in Hebrew."""
    year, _, number = text.partition("-")
    return f"{number}/{year}" if language == "he" and number else clean(text)


def moment(text: str, zone: str, language: str) -> str:
    """An instant on the wall of a time zone, to the minute; a text that is no instant stays as it is."""
    local = _on_the_wall(text, zone)
    return f"{day(local.date().isoformat(), language)} {local:%H:%M}" if local else clean(text)


def runs(text: str, held: Json) -> bool:
    """Whether a period was not over at an instant; not known is no."""
    local = _on_the_wall(text, str(held["zone"]))
    return local is not None and local.date() < date.fromisoformat(str(held["to"]))


def _on_the_wall(text: str, zone: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone))
    except (ValueError, ZoneInfoNotFoundError):
        return None


def period(held: Json, language: str) -> str:
    """First and last day; ``to`` of the document is the day after the last."""
    first, last = str(held["from"]), _last(held)
    if first == last:
        return day(first, language, weekday=True)
    return _UNTIL[language].format(day(first, language), day(last, language))


def short_period(held: Json, language: str) -> str:
    """A period for a narrow place: ``2026-05``, ``2026-Q2`` or ``2026`` where it is one, else its ends."""
    first, last = date.fromisoformat(str(held["from"])), date.fromisoformat(_last(held))
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month if first.day == after.day == 1 else 0
    if months == 1:
        return month(f"{first:%Y-%m}", language)
    if months == 3 and first.month % 3 == 1:
        quarter = first.month // 3 + 1
        return f"Q{quarter}/{first.year}" if language == "he" else f"{first.year}-Q{quarter}"
    if months == 12 and first.month == 1:
        return str(first.year)
    if first == last:
        return day(first.isoformat(), language)
    ends = (f"{first:%d/%m}", day(last.isoformat(), "he")) if language == "he" else (first.isoformat(), f"{last:%m-%d}")
    return _UNTIL[language].format(*ends) if first.year == last.year else period(held, language)


def length(held: Json) -> int:
    """Days in a period."""
    return (date.fromisoformat(str(held["to"])) - date.fromisoformat(str(held["from"]))).days


def _last(held: Json) -> str:
    return (date.fromisoformat(str(held["to"])) - timedelta(days=1)).isoformat()


def _number(value: Any) -> Decimal:
    return Decimal(str(value))


def _rounded(value: Any, step: str) -> Decimal:
    return _number(value).quantize(Decimal(step), ROUND_HALF_UP)


def _short(value: Any) -> str:
    """At most one decimal, and none where it is 0."""
    found = _rounded(value, "0.1")
    return f"{found:,.0f}" if found == found.to_integral_value() else f"{found:,}"


def _minutes(value: Any, language: str) -> str:
    if _number(value) < _LONG:
        return _UNITS["minutes"][language].format(_short(value))
    hours, minutes = divmod(int(_rounded(value, "1")), 60)
    return _UNITS["hours"][language].format(f"{hours:,}", minutes)


def _days(value: Any, language: str) -> str:
    shown = _short(value)
    return _UNITS["day"][language] if shown == "1" else _UNITS["days"][language].format(shown)


_PLAIN: Mapping[str, Callable[[Any], str]] = {
    "ratio": percent,
    "times": lambda value: f"{_number(value).quantize(Decimal('0.01'), ROUND_DOWN)}×",
    "index": lambda value: f"{_rounded(value, '0.01'):,}",
    "points": lambda value: f"{_rounded(value, '0.1'):,}",
}
"""Units that read the same in both languages."""
