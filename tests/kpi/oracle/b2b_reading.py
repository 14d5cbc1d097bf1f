"""What a raw HubSpot record says, read as plainly as can be: the ground under the naive reference of the B2B KPIs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from provisioner.kpi.context import Context, Pipeline, Stage

Record = dict[str, Any]
Streams = dict[str, list[Record]]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Found:
    """What the page says of one KPI. A field that is left out is one of which the page says nothing."""

    value: Decimal | None
    grade: str
    reason: str = ""
    n: int | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    excluded: dict[str, int] = field(default_factory=dict)
    segments: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)


def text(record: Record, name: str) -> str:
    """All values are strings or null; a blank one says nothing."""
    return str(record["properties"].get(name) or "").strip()


def number(written: str) -> Decimal | None:
    try:
        found = Decimal(written.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and "_" not in written else None


def instant(written: str) -> datetime | None:
    """ISO text, a date (midnight in UTC), or milliseconds since 1970."""
    if written.isdigit():
        milliseconds = int(written)
        return EPOCH + timedelta(milliseconds=milliseconds) if milliseconds < 10**14 else None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def when(record: Record, name: str) -> datetime | None:
    return instant(text(record, name))


def begins(where: Context) -> datetime:
    return datetime.combine(where.period.first, time(), where.period.zone).astimezone(UTC)


def ends(where: Context) -> datetime:
    return datetime.combine(where.period.after, time(), where.period.zone).astimezone(UTC)


def in_period(moment: datetime | None, where: Context) -> bool:
    return moment is not None and begins(where) <= moment < ends(where)


def local_day(moment: datetime, where: Context) -> date:
    return moment.astimezone(where.period.zone).date()


def pipeline_of(record: Record, where: Context) -> Pipeline | None:
    return next((one for one in deal_lines(where) if one.id == text(record, "pipeline")), None)


def deal_lines(where: Context) -> list[Pipeline]:
    return [one for one in where.pipelines if one.object_type == "deals"]


def ours(pipeline: str, where: Context) -> bool:
    """A deal without a pipeline is nobody else's; where no pipelines are told, every deal is ours."""
    return (
        not pipeline
        or (not where.pipelines and "deals" not in where.limited)
        or pipeline in [one.id for one in deal_lines(where)]
    )


def stage_of(name: str, where: Context) -> Stage | None:
    return next((stage for line in deal_lines(where) for stage in line.stages if stage.id == name), None)


def living(streams: Streams, where: Context) -> list[Record]:
    """The deals of our pipelines that are not archived."""
    deals = streams.get("deals", [])
    return [one for one in deals if not one.get("archived") and ours(text(one, "pipeline"), where)]


def state(deal: Record, where: Context) -> str:
    """By the flags that HubSpot derives, else by the stage."""
    closed, won, lost = (text(deal, f"hs_is_closed{end}").lower() for end in ("", "_won", "_lost"))
    if won == "true":
        return "won"
    if lost == "true" or (closed == "true" and won == "false"):
        return "lost"
    if closed == "false":
        return "open"
    stage = stage_of(text(deal, "dealstage"), where)
    return stage.outcome if stage else "unknown"


def closed_at(deal: Record, where: Context) -> datetime | None:
    """``closedate``; in the centre rather the entry into the won stage, since a close date can be set by hand."""
    line = pipeline_of(deal, where)
    mode = line.mode if line else where.mode
    if mode == "call_center" and state(deal, where) == "won":
        stage = stage_of(text(deal, "dealstage"), where)
        stamps = [stage.entered] if stage and stage.outcome == "won" and stage.entered else []
        for name in [*stamps, "hs_closed_won_date"]:
            if when(deal, name):
                return when(deal, name)
    return when(deal, "closedate")


def money(deal: Record, where: Context) -> tuple[Decimal, str]:
    """In the company's currency; and what is wrong with it."""
    home, amount = number(text(deal, "amount_in_home_currency")), number(text(deal, "amount"))
    if home is not None:
        return home, ""
    if amount is None:
        return Decimal(0), "no_amount"
    currency = text(deal, "deal_currency_code").upper()
    if currency in ("", where.company_currency):
        return amount, ""
    rate = where.settings.rates.get(currency)
    return (Decimal(0), "no_rate") if rate is None else (amount * rate, "")


def count(excluded: dict[str, int], reason: str) -> None:
    if reason:
        excluded[reason] = excluded.get(reason, 0) + 1


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def median(values: list[Decimal]) -> Decimal | None:
    if not values:
        return None
    held, half = sorted(values), len(values) // 2
    return held[half] if len(held) % 2 else (held[half - 1] + held[half]) / 2


def graded(value: Decimal, good: str, watch: str, n: int, least: int, rising: bool = True) -> str:
    if n < least:
        return "low_sample"
    for name, bound in (("good", Decimal(good)), ("watch", Decimal(watch))):
        if value >= bound if rising else value <= bound:
            return name
    return "risk"


def least_deals(where: Context) -> int:
    return where.settings.min_samples.get("deals", 5)


def past(record: Record, name: str) -> list[tuple[datetime, str]] | None:
    """The values of a property with the moments at which they were set, oldest first; None when it was not read."""
    entries = record.get("propertiesWithHistory", {}).get(name)
    if entries is None:
        return None
    dated = [(instant(str(one["timestamp"])), str(one["value"] or "").strip()) for one in entries]
    return sorted(((moment, value) for moment, value in dated if moment), key=lambda entry: entry[0])


def stood(entries: list[tuple[datetime, str]], moment: datetime) -> str:
    """The last entry not later than the moment."""
    held = [value for entered, value in entries if entered <= moment]
    return held[-1] if held else ""


def days_between(first: datetime, last: datetime) -> Decimal:
    return Decimal((last - first) // timedelta(milliseconds=1)) / 86_400_000


def trailing(where: Context) -> tuple[datetime, datetime]:
    """The twelve months before the period, or before today where it has not begun."""
    after = min(where.period.first, local_day(where.now, where))
    first = after.replace(year=after.year - 1, day=28 if (after.month, after.day) == (2, 29) else after.day)
    midnights = [datetime.combine(day, time(), where.period.zone).astimezone(UTC) for day in (first, after)]
    return midnights[0], midnights[1]
