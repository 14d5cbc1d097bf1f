"""HubSpot's property values, which are all text, read as instants, days, numbers, truths and money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

Record = Mapping[str, Any]
"""A record as HubSpot returns it: ``id``, ``properties``, maybe ``propertiesWithHistory`` and ``associations``.

Where it was kept on disk it has ``past`` in the place of the history (``history.flat`` by property), and associations
as pairs of an id and a label.
"""

Properties = Mapping[str, str | None]

_TRUTHS: Mapping[str, bool] = {"true": True, "false": False}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 12, 31, tzinfo=UTC)
"""Some write 9999 for never. Such a moment must still have a date in every zone, and days that can be counted."""


class Money(NamedTuple):
    """An amount in the company's currency. ``problem``: empty, ``no_amount`` (counts as 0) or ``no_rate``."""

    amount: Decimal
    problem: str = ""


def text(properties: Properties, name: str) -> str:
    """The value without outer spaces; empty where there is none."""
    value = properties.get(name)
    return value.strip() if value else ""


def first_text(properties: Properties, names: tuple[str, ...]) -> str:
    """The first of these properties that has a value."""
    for name in names:
        if found := text(properties, name):
            return found
    return ""


def instant(value: str | None) -> datetime | None:
    """A moment in UTC from ISO text or from milliseconds; None for nothing and for what is no moment.

    A ``date`` property is midnight UTC on the wire (HubSpot's properties guide).
    """
    if not value:
        return None
    try:
        # Milliseconds must not reach fromisoformat, which would read 1712031870000 as a day in the year 1712.
        is_text = value[4:5] == "-"
        found = datetime.fromisoformat(value) if is_text else _EPOCH + timedelta(milliseconds=int(value))
    except (ValueError, OverflowError):
        return None
    if not _FIRST.year <= found.year <= _LAST.year:
        return _LAST if found.year > _LAST.year else _FIRST
    if found.tzinfo is UTC:
        return found
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def first_instant(properties: Properties, names: tuple[str, ...]) -> datetime | None:
    """The first of these properties that is a moment."""
    return next((found for name in names if (found := instant(properties.get(name)))), None)


def day(value: str | None) -> date | None:
    """A calendar date: midnight UTC is that date, whatever the zone of the portal."""
    moment = instant(value)
    return moment.date() if moment else None


def number(value: str | None) -> Decimal | None:
    if not value:
        return None
    try:
        found = Decimal(value.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def whole(value: str | None) -> int | None:
    found = number(value)
    return None if found is None else int(found)


def truth(value: str | None) -> bool | None:
    return _TRUTHS.get(value.strip().lower()) if value else None


def money(properties: Properties, company_currency: str, rates: Mapping[str, Decimal]) -> Money:
    """A deal's amount in the company's currency: HubSpot's own conversion, else the amount at a given rate."""
    converted = number(properties.get("amount_in_home_currency"))
    if converted is not None:
        return Money(converted)
    return at_rate(properties.get("amount"), properties.get("deal_currency_code"), company_currency, rates)


def at_rate(amount: str | None, currency: str | None, company_currency: str, rates: Mapping[str, Decimal]) -> Money:
    """An amount at a fixed rate (company currency for one unit). No currency on a deal means the company's own."""
    found = number(amount)
    if found is None:
        return Money(Decimal(0), "no_amount")
    code = (currency or "").strip().upper() or company_currency
    if code == company_currency:
        return Money(found)
    return Money(found * rates[code]) if code in rates else Money(Decimal(0), "no_rate")


def associated(record: Record, *names: str) -> tuple[str, ...]:
    """Ids of associated records, each once, in the order given; ``names`` are the keys that HubSpot may use."""
    if not record.get("associations"):
        return ()
    return tuple(dict.fromkeys(found for found, _ in associations(record, *names)))


def associations(record: Record, *names: str) -> Iterator[Sequence[str]]:
    """(id, label) of associated records."""
    held = record.get("associations")
    if not held:
        return
    for name in names:
        found = held.get(name)
        if found:
            yield from found if isinstance(found, list) else pairs(found.get("results", ()))


def pairs(results: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[str]]:
    """(id, label), from the shape of the object endpoints and from that of associations v4."""
    for one in results:
        found = str(one.get("id") or one.get("toObjectId"))
        kinds = one.get("associationTypes") or ({"label": one.get("type")},)
        for kind in kinds:
            yield found, str(kind.get("label") or "")
