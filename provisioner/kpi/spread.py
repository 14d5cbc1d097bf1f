"""Medians and percentiles of a stream: whole numbers of eight bytes each, in no order; many of them are on disk."""

from __future__ import annotations

import tempfile
import weakref
from array import array
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import IO

MILLISECONDS_A_MINUTE = 60_000
MILLISECONDS_A_DAY = 86_400_000
MILLIONTHS = 1_000_000
_MOST_HELD = 32_768
"""Values in memory: a quarter of a MiB."""
_NARROW = 1024


class Spread:
    """Numbers in a small unit (``per`` of them make one of the unit that is told), added one by one."""

    __slots__ = ("__weakref__", "_file", "_large", "_values", "_written", "per", "total")

    def __init__(self, per: int) -> None:
        self.per, self.total = per, 0
        self._values, self._large = array("q"), list[int]()
        self._file: IO[bytes] | None = None
        self._written = 0

    def __len__(self) -> int:
        return self._written + len(self._values) + len(self._large)

    def add(self, value: int) -> None:
        self.total += value
        try:
            self._values.append(value)
        except OverflowError:
            self._large.append(value)
        if len(self._values) == _MOST_HELD:
            self._write()

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed with the spread
            weakref.finalize(self, self._file.close)
        self._file.seek(0, 2)
        self._values.tofile(self._file)
        self._written += len(self._values)
        self._values = array("q")

    def copy(self) -> Spread:
        made = Spread(self.per)
        for value in self._each():
            made.add(value)
        return made

    def median(self) -> Decimal | None:
        """The middle value, or the mean of the two in the middle."""
        n = len(self)
        if not n:
            return None
        upper = self._at(n // 2)
        return self._told(Decimal(upper + (upper if n % 2 else self._at(n // 2 - 1))) / 2)

    def mean(self) -> Decimal | None:
        return self._told(Decimal(self.total) / len(self)) if len(self) else None

    def nearest_rank(self, percent: int) -> Decimal | None:
        """The smallest value that at least so many per cent of the values do not exceed."""
        return self._told(Decimal(self._at(-(-percent * len(self) // 100) - 1))) if len(self) else None

    def _each(self) -> Iterator[int]:
        if self._file is not None:
            for start in range(0, self._written, _MOST_HELD):
                held = array("q")
                self._file.seek(start * held.itemsize)
                held.fromfile(self._file, min(_MOST_HELD, self._written - start))
                yield from held
        yield from self._values
        yield from self._large

    def _at(self, place: int) -> int:
        """The value at a place of the order, from 0.

        Where few values are left they are sorted. Else they are counted in a thousand equal ranges, and the one that
        holds the place is looked through.
        """
        before, inside = 0, len(self)
        if inside <= _MOST_HELD:
            return sorted(self._each())[place]
        low, high = min(self._each()), max(self._each())
        while inside > _MOST_HELD and low < high:
            width = -(-(high - low + 1) // _NARROW)
            counts = Counter((value - low) // width for value in self._each() if low <= value <= high)
            part = 0
            while before + counts[part] <= place:
                before += counts[part]
                part += 1
            low, high, inside = low + part * width, min(high, low + (part + 1) * width - 1), counts[part]
        if low == high:
            return low
        return sorted(value for value in self._each() if low <= value <= high)[place - before]

    def _told(self, value: Decimal) -> Decimal:
        return value / self.per
