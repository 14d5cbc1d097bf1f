"""Past values of a property: what it was at a moment, when it first had a value, how often it went back and forth.

A history lies flat: moment, value, moment, value, the oldest first. Moments are UTC as ``isoformat`` writes them, so
they compare as text, and only those that are wanted are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Any

from provisioner.kpi.values import Record, instant

_MOMENT = itemgetter(0)
_instant = datetime.fromisoformat
Entries = Sequence[str]


def entries(record: Record, name: str) -> Entries | None:
    """The history of one property; None where it was not read."""
    if "past" in record:
        found: Entries | None = record["past"].get(name)
        return found
    sent = (record.get("propertiesWithHistory") or {}).get(name)
    return None if sent is None else flat(sent)


def flat(sent: Iterable[Mapping[str, Any]]) -> list[str]:
    """A history as HubSpot sends it, the newest first and with more beside moments and values."""
    found = [(moment, str(entry.get("value") or "")) for entry in sent if (moment := instant(entry.get("timestamp")))]
    found.sort(key=_MOMENT)
    return [part for moment, value in found for part in (moment.isoformat(), value)]


def value_at(held: Entries, moment: str) -> str:
    """The last value that was set up to and at a moment; empty when there was none yet."""
    for at in range(len(held) - 2, -1, -2):
        if held[at] <= moment:
            return held[at + 1]
    return ""


def first_entries(held: Entries) -> dict[str, datetime]:
    """When each value was first set."""
    found: dict[str, datetime] = {}
    for at in range(0, len(held), 2):
        if held[at + 1] not in found:
            found[held[at + 1]] = _instant(held[at])
    return found


def changes(held: Entries) -> Iterator[tuple[str, str, str]]:
    """(moment, before, after) for every entry that changed the value, oldest first; the first comes from nothing."""
    before = ""
    for moment, after in zip(held[::2], held[1::2], strict=True):
        if before != after:
            yield moment, before, after
        before = after


def pushes(held: Entries) -> int:
    """How often a date was moved to a later one; a change within one day is none."""
    dates = [found for value in held[1::2] if (found := instant(value))]
    return sum(1 for before, after in pairwise(dates) if after - before >= timedelta(days=1))
