"""Open hours of one day: spans in minutes from local midnight, in order, with gaps between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

Hours = tuple[tuple[int, int], ...]

CLOSED: Hours = ()
SHORT: Hours = ((9 * 60, 13 * 60),)
"""A short day in Israel: the eve of a holiday."""

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


def hours(text: str) -> Hours:
    """Read ``09:00-13:00, 14:00-18:00``; ``closed`` is no hours. ValueError says what is wrong with the text."""
    if text.strip() == "closed":
        return CLOSED
    spans = tuple(_span(part.strip()) for part in text.split(","))
    for (_, end), (start, _) in pairwise(spans):
        if start <= end:
            raise ValueError(f"{text!r}: the spans must follow each other with a gap between them")
    return spans


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a span of hours like 09:00-20:00")
    start, end = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if end <= start:
        raise ValueError(f"{text!r} ends before it starts")
    return start, end


def _minutes(hour: str, minute: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > 24 * 60:
        raise ValueError(f"{hour}:{minute} is not a time of day")
    return total


def text(value: Hours) -> str:
    """``09:00-13:00``, the way back from ``hours``."""
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in value) or "closed"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def within(value: Hours, limits: Hours) -> Hours:
    """What two sets of hours have in common: a short day never opens a day earlier or for longer than usual."""
    common = ((max(a, c), min(b, d)) for a, b in value for c, d in limits)
    return tuple((start, end) for start, end in common if start < end)


def minutes_in(value: Hours) -> int:
    return sum(end - start for start, end in value)


def dates(first: date, last: date) -> Iterator[date]:
    """Every date from ``first`` up to, and without, ``last``. ValueError for instants, whose date depends on a zone."""
    if isinstance(first, datetime) or isinstance(last, datetime):
        raise ValueError("a period of days needs dates, not instants")
    while first < last:
        yield first
        first += timedelta(days=1)
