"""Medians and percentiles of a stream: values kept as whole numbers of eight bytes, in no order."""

from __future__ import annotations

from array import array
from decimal import Decimal

MILLISECONDS_A_MINUTE = 60_000
MILLISECONDS_A_DAY = 86_400_000
MILLIONTHS = 1_000_000


class Spread:
    """Numbers in a small unit (``per`` of them make one of the unit that is told), added one by one."""

    __slots__ = ("_large", "_values", "per", "total")

    def __init__(self, per: int) -> None:
        self.per, self.total = per, 0
        self._values, self._large = array("q"), list[int]()

    def __len__(self) -> int:
        return len(self._values) + len(self._large)

    def add(self, value: int) -> None:
        self.total += value
        try:
            self._values.append(value)
        except OverflowError:
            self._large.append(value)

    def copy(self) -> Spread:
        made = Spread(self.per)
        made.total, made._values, made._large = self.total, self._values[:], self._large[:]
        return made

    def median(self) -> Decimal | None:
        """The middle value, or the mean of the two in the middle."""
        held = self._sorted()
        if not held:
            return None
        middle = len(held) // 2
        return self._told(Decimal(held[middle] + held[middle - (len(held) + 1) % 2]) / 2)

    def mean(self) -> Decimal | None:
        return self._told(Decimal(self.total) / len(self)) if len(self) else None

    def nearest_rank(self, percent: int) -> Decimal | None:
        """The smallest value that at least so many per cent of the values do not exceed."""
        held = self._sorted()
        return self._told(Decimal(held[-(-percent * len(held) // 100) - 1])) if held else None

    def _sorted(self) -> list[int]:
        return sorted([*self._values, *self._large])

    def _told(self, value: Decimal) -> Decimal:
        return value / self.per
