"""When the generator's records live: the period that is measured, the moment of measuring, and what lies between."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

from provisioner.localportal import settings as switches
from provisioner.localportal.seeds.measured.calendars import DAY, HOUR, SECOND, Clock, instant, iso, local_day

MODES = ("call_center", "b2b", "hybrid")
_SHORTEST = 10


@dataclass(frozen=True, slots=True)
class Frame:
    """`start` and `end` are the period, `now` the moment of measuring, `until` the earlier of `end` and `now`.

    `today` is the local midnight of `now`. Instants are milliseconds in UTC.
    """

    start: int
    end: int
    now: int
    until: int
    today: int
    first: date
    last: date

    def holds(self, at: int) -> bool:
        """Whether an instant lies in the period."""
        return self.start <= at < self.end

    def clock(self, calendar: str) -> Clock:
        """A calendar that reaches from well before the period to well after the moment of measuring."""
        month = timedelta(days=40)
        return Clock(calendar, self.first - month, max(self.last, local_day(self.now)) + month)

    def told(self) -> dict[str, str]:
        """The period as a report names it."""
        return {"from": iso(self.start), "to": iso(self.end), "zone": "Asia/Jerusalem"}


def framed(period: str, now: str | None) -> Frame:
    """The frame of a month such as 2026-10. `now` is ISO with an offset; without it, noon three days before the end.

    ValueError for a month that is none, and for a `now` that leaves fewer than ten days of the period.
    """
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", period):
        raise ValueError(f"{period!r} is not a month such as 2026-10")
    year, month = int(period[:4]), int(period[5:])
    first, following = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    start, end = instant(first), instant(following)
    last = following - timedelta(days=1)
    seen = int(switches.moment(now).timestamp()) * SECOND if now else instant(last - timedelta(days=3), 12)
    if seen < start + _SHORTEST * DAY:
        raise ValueError(f"now must be at least {_SHORTEST} days after {first}, so that something has happened by then")
    return Frame(start, end, seen, min(end, seen), instant(local_day(seen)), first, last)


class Dice:
    """Chance, the same for the same seed."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311  believable records, not secrets
        self.chance = self._random.random
        self.choice = self._random.choice
        self.normal = self._random.lognormvariate

    def hits(self, share: float) -> bool:
        """True in that share of the calls."""
        return self.chance() < share

    def whole(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return low + int(self.chance() * (high - low + 1))

    def second(self, start: int, end: int) -> int:
        """A whole second in [start, end)."""
        return start + self.whole(0, max(1, (end - start) // SECOND) - 1) * SECOND

    def rising(self, start: int, end: int, count: int) -> list[int]:
        """So many whole seconds strictly between start and end, each later than the one before, or fewer."""
        room = (end - start) // SECOND - 1
        picked = {self.whole(1, room) for _ in range(count)} if room > 0 else set()
        return [start + one * SECOND for one in sorted(picked)]

    def pick(self, weights: tuple[tuple[str, float], ...]) -> str:
        """A name by weight; the weights add up to 1."""
        left = self.chance()
        for name, weight in weights:
            left -= weight
            if left < 0:
                return name
        return weights[-1][0]


def noon(day_start: int) -> int:
    """About the middle of a day that begins at an instant, whatever the clocks do."""
    return day_start + 12 * HOUR
