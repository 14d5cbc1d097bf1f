"""How a record lies in the store: its values in the order of a shape, its history and its associations without frills.

Names stand once for all the records that have the same, and JSON lists are read several times as fast as objects.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from provisioner.kpi import history
from provisioner.kpi.values import pairs
from provisioner.measuring.scans import Record

TABLE = "CREATE TABLE IF NOT EXISTS shapes (id INTEGER PRIMARY KEY, names TEXT UNIQUE, places TEXT);"


class Shapes:
    """The shapes of a store: which names a row's values have."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        for number, names in db.execute("SELECT id, names FROM shapes"):
            self._add(number, tuple(json.loads(names)))

    def _add(self, number: int, names: tuple[str, ...]) -> None:
        self._numbers[names], self._names[number] = number, names

    def number(self, names: tuple[str, ...]) -> int:
        """The number of a shape; a new one is counted on, and ``save`` keeps it."""
        if names not in self._numbers:
            self._add(len(self._numbers) + 1, names)
        return self._numbers[names]

    def names(self, number: int) -> tuple[str, ...]:
        return self._names[number]

    def save(self, db: sqlite3.Connection) -> None:
        """Keep the shapes in the transaction of the first records that have them."""
        (kept,) = db.execute("SELECT count(*) FROM shapes").fetchone()
        for number in range(kept + 1, len(self._names) + 1):
            names = self._names[number]
            places = {name: f"$[{at}]" for at, name in enumerate(names)}
            db.execute("INSERT INTO shapes VALUES (?, ?, ?)", (number, text(names), text(places)))


def value(name: str) -> str:
    """SQL for the value of a property in a row ``r`` of records with its shape ``s``; NULL where it has none.

    Names come from the portal's own list, and HubSpot allows no quotes in them.
    """
    plain = "".join(sign for sign in name if sign.isalnum() or sign == "_")
    return f"json_extract(r.body, json_extract(s.places, '$.\"{plain}\"'))"


def names_of(record: Record) -> tuple[str, ...]:
    return tuple(sorted(record["properties"]))


def values(record: Record, names: Sequence[str]) -> str:
    """The values; an empty one is none."""
    held = record["properties"]
    return text([held[name] or None for name in names])


def past(record: Record, names: Sequence[str]) -> str:
    """The histories of these properties, None for what the answer did not hold."""
    held = record.get("propertiesWithHistory") or {}
    return text([history.flat(held[name]) if held.get(name) is not None else None for name in names])


def links(results: Iterable[Mapping[str, Any]]) -> str:
    return text(list(pairs(results)))


def records(found: Sequence[Any], shapes: Shapes, targets: Sequence[str]) -> list[Record]:
    """Rows as they were kept: id, shape, archived, when, names of the histories, then values, histories and one row of
    associations for each target, of which all but the values may be None."""
    parts = iter(_parsed([part for row in found for part in row[5:] if part is not None]))
    return [_record(row, shapes, targets, parts) for row in found]


def _record(row: Any, shapes: Shapes, targets: Sequence[str], parts: Iterator[Any]) -> Record:
    set_values = {name: held for name, held in zip(shapes.names(row[1]), next(parts)) if held is not None}  # noqa: B905 - of one length as kept; the check takes time here
    made: dict[str, Any] = {"id": str(row[0]), "properties": set_values}
    if row[2]:
        made["archived"], made["archivedAt"] = True, row[3]
    if row[6] is not None:
        made["past"] = dict(zip(_names(row[4]), next(parts)))  # noqa: B905 - as above
    linked = {target: next(parts) for target, held in zip(targets, row[7:]) if held is not None}  # noqa: B905 - as above
    if linked:
        made["associations"] = linked
    return made


@cache
def _names(listed: str) -> tuple[str, ...]:
    return tuple(json.loads(listed))


def _parsed(texts: Sequence[str]) -> list[Any]:
    """All at once: the parser then makes one text of what many of them have."""
    return list(json.loads(f"[{','.join(texts)}]"))


def text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
