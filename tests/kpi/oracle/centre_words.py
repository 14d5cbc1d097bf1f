"""What the reference of the centre's KPIs reads: a text, a number, a moment, a clock, each as literal as it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from provisioner.kpi.context import Context

Record = Mapping[str, Any]
HOLIDAYS = ("2026-04-02", "2026-04-08", "2026-04-22", "2026-05-22", "2026-09-12", "2026-09-13", "2026-09-21",
            "2026-09-26", "2026-10-03")  # fmt: skip
EVES = ("2026-04-01", "2026-04-07", "2026-04-21", "2026-05-21", "2026-09-20")


@dataclass
class Told:
    """What a KPI says, in the words of a measurement."""

    value: Decimal | None
    n: int
    numerator: Decimal | int | None = None
    denominator: Decimal | int | None = None
    grade: str = "n_a"
    reason: str = ""
    excluded: dict[str, int] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    segments: dict[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)


def said(record: Record, *names: str) -> str:
    """The first of these properties that says anything."""
    for name in names:
        value = record["properties"].get(name)
        if value is not None and str(value).strip():
            return str(value).strip()
    return ""


def number(text: str) -> Decimal | None:
    try:
        read = Decimal(text)
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def moment(text: str) -> datetime | None:
    """ISO text or milliseconds; a date alone is midnight UTC."""
    try:
        if text.removeprefix("-").isdigit():
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text))
        read = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def when(record: Record, *names: str) -> datetime | None:
    """The first of these properties that can be read as a moment."""
    for name in names:
        found = moment(said(record, name))
        if found:
            return found
    return None


def midnight(day: date, where: Context) -> datetime:
    return datetime.combine(day, time(), where.period.zone).astimezone(UTC)


def full_day(where: Context) -> int:
    return 11 if is_centre(where) else 9


def is_centre(where: Context) -> bool:
    """Whether it works by il_call_center; else by il_office, or abroad by mon_fri."""
    return where.mode != "b2b" and where.period.zone.key == "Asia/Jerusalem"


def hours(day: date, where: Context) -> int:
    """Open hours of a day, from nine o'clock on."""
    if where.period.zone.key != "Asia/Jerusalem":
        return 9 if day.weekday() < 5 else 0
    if day.isoformat() in HOLIDAYS or day.weekday() == 5 or (day.weekday() == 4 and not is_centre(where)):
        return 0
    return 4 if day.isoformat() in EVES or day.weekday() == 4 else full_day(where)


def business_minutes(begin: datetime, end: datetime, where: Context) -> Decimal:
    """Open minutes between two moments, day by day; 0 when the second is the earlier."""
    whole = timedelta()
    zone = where.period.zone
    day = begin.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        opens = datetime.combine(day, time(9), zone).astimezone(UTC)
        closes = opens + timedelta(hours=hours(day, where))
        whole += max(timedelta(), min(end, closes) - max(begin, opens))
        day += timedelta(days=1)
    return Decimal(whole // timedelta(microseconds=1)) / 60_000_000


def days(first: date, after: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((after - first).days)]


def median(values: Iterable[Decimal]) -> Decimal:
    held = sorted(values)
    half = len(held) // 2
    return held[half] if len(held) % 2 else (held[half - 1] + held[half]) / 2


def nearest_rank(values: Sequence[Decimal], percent: int) -> Decimal:
    return sorted(values)[-(-len(values) * percent // 100) - 1]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def higher(value: Decimal, good: str, watch: str) -> str:
    return "good" if value >= Decimal(good) else "watch" if value >= Decimal(watch) else "risk"


def lower(value: Decimal, good: str, watch: str) -> str:
    return "good" if value <= Decimal(good) else "watch" if value <= Decimal(watch) else "risk"


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole else None
