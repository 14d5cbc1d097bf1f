"""Nouns of reading: what is asked of an object type, and how far a reading of it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Record = Mapping[str, Any]
Filter = Mapping[str, Any]
Groups = Sequence[Sequence[Filter]]
"""Filters of a search: those of a group are joined by "and", groups by "or". Without any, every record."""

LIST, SEARCH, BATCH, EXPORT = "list", "search", "batch", "export"
"""Ways of reading many records: all of them, those that a search finds, those that others name, a file of them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The records of one object type that are wanted.

    ``shape``: which filters, without their times; empty for every record. ``since`` and ``until`` are those times, None
    where there is no such bound. ``named``: only the records that others name by their ids.
    """

    object_type: str
    properties: frozenset[str]
    shape: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    archived: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of many records: what it covers, and how far it is.

    ``cursor`` is where it goes on, empty at the beginning. ``began`` is when it began, or when it was last brought up
    to date: whatever changed later is not in it. ``total`` is how many records were expected.
    """

    ask: Ask
    way: str
    began: datetime
    cursor: str = ""
    done: bool = False
    total: int = 0

    def covers(self, ask: Ask) -> bool:
        """Whether all that is asked is among what was read, with all its properties."""
        if not ask.properties <= self.ask.properties:
            return False
        if self.way == BATCH or ask.named:
            return self.way == BATCH and ask.named
        if not self.ask.shape:
            return True
        return (
            self.ask.shape == ask.shape
            and _earlier(self.ask.since, ask.since)
            and (self.ask.until is None or (ask.until is not None and ask.until <= self.ask.until))
        )


def _earlier(held: datetime | None, wanted: datetime | None) -> bool:
    return held is None or (wanted is not None and held <= wanted)


@dataclass(slots=True)
class Ledger:
    """What a reading cost and how it went; grows while it goes on.

    ``requests`` by purpose, ``how`` by object type: which way, why, and how many records. ``unreadable`` by object
    type: what the portal said. ``changed`` counts the records that changed while they were read; ``lacking``, by object
    type, those that the portal counts and did not give.
    """

    requests: dict[str, int] = field(default_factory=dict)
    how: dict[str, dict[str, Any]] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    changed: int = 0
    lacking: dict[str, int] = field(default_factory=dict)
