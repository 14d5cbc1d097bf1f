"""Records of which something is still to be read, found anew as one goes along: nothing of the list is held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Lacking:
    """Records of which something was not read yet; those that are read while one goes through them are left out."""

    ask: Callable[[str, Sequence[Any]], list[Any]]
    column: str
    body: str
    parameters: Sequence[Any]

    def __iter__(self) -> Iterator[int]:
        last = 0
        sql = f"SELECT {self.column} {self.body} AND {self.column} > ? ORDER BY {self.column} LIMIT ?"
        while found := self.ask(sql, (*self.parameters, last, _BATCH)):
            yield from (row[0] for row in found)
            last = found[-1][0]

    def __len__(self) -> int:
        return int(self.ask(f"SELECT count(*) {self.body}", self.parameters)[0][0])
