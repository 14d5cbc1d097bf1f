"""Past values of a property: what it was at a moment, when it first had a value, how often it went back and forth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter

from provisioner.kpi.values import Record, instant

_MOMENT = itemgetter(0)
Entries = tuple[tuple[datetime, str], ...]
"""(moment, value from then on), oldest first."""


def entries(record: Record, name: str) -> Entries | None:
    """The history of one property; None where it was not read. HubSpot sends the newest first."""
    held = (record.get("propertiesWithHistory") or {}).get(name)
    if held is None:
        return None
    found = [(moment, str(entry.get("value") or "")) for entry in held if (moment := instant(entry.get("timestamp")))]
    if len(found) > 1:
        found.sort(key=_MOMENT)
    return tuple(found)


def value_at(held: Entries, moment: datetime) -> str:
    """The last value that was set up to and at a moment; empty when there was none yet."""
    for set_at, value in reversed(held):
        if set_at <= moment:
            return value
    return ""


def first_entries(held: Entries) -> dict[str, datetime]:
    """When each value was first set."""
    found: dict[str, datetime] = {}
    for moment, value in held:
        found.setdefault(value, moment)
    return found


def changes(held: Entries) -> Iterator[tuple[datetime, str, str]]:
    """(moment, before, after) for every entry that changed the value, oldest first; the first comes from nothing."""
    before = ""
    for moment, after in held:
        if before != after:
            yield moment, before, after
        before = after


def pushes(held: Entries) -> int:
    """How often a date was moved to a later one; a change within one day is none."""
    dates = [found for _, value in held if (found := instant(value))]
    return sum(1 for before, after in pairwise(dates) if after - before >= timedelta(days=1))
