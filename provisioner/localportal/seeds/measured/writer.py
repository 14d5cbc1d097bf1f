"""Writing very many records: ids are given at once, rows go out in blocks, and each block is committed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from provisioner.localportal.objects import resolve
from provisioner.localportal.seeds.measured.calendars import iso
from provisioner.localportal.surfaces.records import state
from provisioner.localportal.surfaces.records.associations import types
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import compact

_BLOCK = 20_000
# property -> [(instant, value), ...], oldest first
Past = Mapping[str, list[tuple[int, str]]]


class Writer:
    """Takes records one at a time. Every value is text, as the wire has it; empty ones are left out."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._next: dict[str, int] = {}
        self._records: dict[str, list[Record]] = {}
        self._past: list[tuple[str, int, str]] = []
        self._links: list[tuple[Any, ...]] = []
        self._held = 0
        self._inverses: dict[types.Type, types.Type | None] = {}
        self.counts: dict[str, int] = {}

    def new_id(self, plural: str) -> int:
        """An id for a record that will be written."""
        if plural not in self._next:
            self._next[plural] = state.next_id(self._db, resolve(plural))
        self._next[plural] += 1
        return self._next[plural] - 1

    def put(
        self,
        plural: str,
        record_id: int,
        values: dict[str, str],
        changed: int,
        *,
        past: Past | None = None,
        archived: bool = False,
    ) -> None:
        """Write a record. Its creation stands in its values, `changed` is when it was touched last."""
        kind = resolve(plural)
        stamp = iso(changed)
        values["hs_object_id"] = str(record_id)
        values[kind.modified] = stamp
        kept = {name: text for name, text in values.items() if text}
        born, gone = kept[kind.created], stamp if archived else None
        record = Record(record_id, kept, born, stamp, archived=archived, archived_at=gone)
        self._records.setdefault(plural, []).append(record)
        if past:
            rows = {name: [_entry(at, value) for at, value in told] for name, told in past.items()}
            self._past.append((kind.id, record_id, compact(rows)))
        self.counts[plural] = self.counts.get(plural, 0) + 1
        self._held += 1
        if self._held >= _BLOCK:
            self.flush()

    def join(self, near: tuple[str, int], far: tuple[str, int], *kinds: types.Type) -> None:
        """Join two records under types seen from the first, the plain one always among them."""
        start, end = (resolve(near[0]).id, near[1]), (resolve(far[0]).id, far[1])
        plain = types.plain(start[0], end[0])
        for kind in (*((plain,) if plain else ()), *kinds):
            told = kind is not plain or not kinds
            self._links.append((*start, *end, kind.category, kind.type_id, int(told)))
            if back := self._inverse(kind):
                self._links.append((*end, *start, back.category, back.type_id, 0))

    def _inverse(self, kind: types.Type) -> types.Type | None:
        if kind not in self._inverses:
            self._inverses[kind] = types.inverse(self._db, kind)
        return self._inverses[kind]

    def merged(self, plural: str, gone: list[int], into: int) -> None:
        """Remember ids that became part of a record."""
        for one in gone:
            state.merged(self._db, resolve(plural), one, into)

    def flush(self) -> None:
        """Write what is held, and commit it."""
        for plural, records in self._records.items():
            state.put_many(self._db, resolve(plural), records)
        self._db.executemany("INSERT OR REPLACE INTO record_history VALUES (?, ?, ?)", self._past)
        self._db.executemany("INSERT OR IGNORE INTO associations VALUES (?, ?, ?, ?, ?, ?, ?)", self._links)
        self._records, self._past, self._links, self._held = {}, [], [], 0
        if self._db.in_transaction:
            self._db.execute("COMMIT")
            self._db.execute("BEGIN IMMEDIATE")


def _entry(at: int, value: str) -> list[Any]:
    return [iso(at), value, "CRM_UI", "", None, True]
