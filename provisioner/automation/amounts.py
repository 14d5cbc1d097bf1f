"""Amounts of time as rules write them: ``5bm``, ``4h``, ``2bd``, ``30d``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

PATTERN = "^[1-9][0-9]{0,3}(m|h|d|bm|bh|bd)$"
SPAN_PATTERN = "^[1-9][0-9]{0,3}(h|d|bd)$"
"""What a filter can count: calendar hours and days, and business days with a weekend added for every five."""
_SHAPE = re.compile(r"([1-9][0-9]{0,3})(b?)([mhd])")
_MINUTES = {"m": 1, "h": 60, "d": 1440}
_ENGLISH = {"m": "minute", "h": "hour", "d": "day"}
_HEBREW = {"m": ("דקה", "דקות"), "h": ("שעה", "שעות"), "d": ("יום", "ימים")}
_WORK_HEBREW = {"m": ("דקת עבודה", "דקות עבודה"), "h": ("שעת עבודה", "שעות עבודה"), "d": ("יום עבודה", "ימי עבודה")}


@dataclass(frozen=True, slots=True)
class Amount:
    """So many minutes, hours or days; in business time when ``business``."""

    number: int
    unit: str
    business: bool = False

    def __str__(self) -> str:
        return f"{self.number}{'b' if self.business else ''}{self.unit}"

    @property
    def minutes(self) -> int:
        """Minutes, a day taken as 24 hours whether or not it is a business day."""
        return self.number * _MINUTES[self.unit]


@cache
def amount(text: str) -> Amount:
    """Read ``5bm``; ValueError for anything else."""
    found = _SHAPE.fullmatch(text)
    if not found:
        raise ValueError(f"not an amount of time: {text!r}")
    return Amount(int(found[1]), found[3], bool(found[2]))


def is_amount(value: object) -> bool:
    return isinstance(value, str) and _SHAPE.fullmatch(value) is not None


def of_minutes(minutes: int, *, business: bool) -> Amount:
    """The shortest way to write so many minutes: whole hours as hours."""
    return Amount(minutes // 60, "h", business) if minutes % 60 == 0 else Amount(minutes, "m", business)


def settled(text: str, *, business: bool) -> str:
    """One writing for one meaning: ``60m`` is ``1h``; inside working hours ``5m`` and ``5bm`` are the same wait.

    In a workflow with time windows HubSpot holds every action until a window is open, so wall-clock and business
    amounts compile to one and the same delay there; without windows there is no business time.
    """
    given = amount(text)
    if given.unit == "d":
        return str(Amount(given.number, "d", business))
    return str(of_minutes(given.minutes, business=business))


def calendar_span(text: str) -> str:
    """The same span for a filter, which counts calendar time: ``3bd`` is ``5d``, a weekend added for every five days.

    HubSpot's filters know no working days; the longer span never fires early.
    """
    given = amount(text)
    if given.business and given.unit == "d":
        return f"{given.number + 2 * -(-given.number // 5)}d"
    return of_hours(-(-given.minutes // 60))


def of_hours(hours: int) -> str:
    """So many hours, as days where they are whole ones."""
    return f"{hours // 24}d" if hours % 24 == 0 else f"{hours}h"


def hours(text: str) -> int:
    """Hours of a span that ``calendar_span`` gave."""
    return amount(text).minutes // 60


def multiplied(text: str, factor: float) -> str:
    """A span times a factor, rounded up to hours, and from three days on to days: ``21d`` times 1.5 is ``32d``."""
    found = -int(-hours(calendar_span(text)) * factor // 1)
    return of_hours(found if found < 72 else -(-found // 24) * 24)


def words(text: str) -> Mapping[str, str]:
    """How a sentence says it, by language: ``5 business minutes`` and ``5 דקות עבודה``."""
    given = amount(text)
    one = given.number == 1
    english = f"{given.number} {'business ' if given.business else ''}{_ENGLISH[given.unit]}{'' if one else 's'}"
    singular, plural = (_WORK_HEBREW if given.business else _HEBREW)[given.unit]
    single = f"{singular} {'אחד' if given.unit == 'd' else 'אחת'}"
    return {"en": english, "he": single if one else f"{given.number} {plural}"}
