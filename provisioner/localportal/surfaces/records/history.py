"""What a property held before: kept for properties that changed, derived from the record for those that never did."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS record_history (
    object TEXT NOT NULL, id INTEGER NOT NULL, entries TEXT NOT NULL, PRIMARY KEY (object, id)
) WITHOUT ROWID;
"""

# Property -> what it held, oldest first.
Held = dict[str, list["Entry"]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value that a property got ("" for none). `told` is False for moments that the portal's clock gave."""

    at: str
    value: str
    source: str
    source_id: str = ""
    user: int | None = None
    told: bool = True

    def printed(self) -> dict[str, Any]:
        """The entry as the wire has it."""
        named = {"sourceId": self.source_id} if self.source_id else {}
        user = {"updatedByUserId": self.user} if self.user is not None else {}
        return {"value": self.value, "timestamp": self.at, "sourceType": self.source, **named, **user}

    def row(self) -> list[Any]:
        """The entry as it is stored."""
        return [self.at, self.value, self.source, self.source_id, self.user, self.told]


# The sources of the records that users, imports and keys make; HubSpot's names for them.
_BORN = {"IMPORT": "IMPORT", "CRM UI": "CRM_UI", "CRM_UI": "CRM_UI"}
API, CALCULATED = "INTEGRATION", "CALCULATED"
_APP_ID = "1000001"


def read(db: sqlite3.Connection, kind: ObjectType, record_id: int) -> Held:
    """What is kept of one record."""
    row = db.execute("SELECT entries FROM record_history WHERE object = ? AND id = ?", (kind.id, record_id)).fetchone()
    return parsed(row[0]) if row else {}


def parsed(text: str) -> Held:
    """The entries of a stored row."""
    return {name: [Entry(*row) for row in rows] for name, rows in json.loads(text).items()}


def put(db: sqlite3.Connection, kind: ObjectType, record_id: int, held: Held) -> None:
    """Write what is kept of one record over what was."""
    text = compact({name: [entry.row() for entry in entries] for name, entries in held.items()})
    db.execute("INSERT OR REPLACE INTO record_history VALUES (?, ?, ?)", (kind.id, record_id, text))


def note(db: sqlite3.Connection, kind: ObjectType, before: Record, after: Record, sent: Iterable[str]) -> None:
    """Keep what a change did to each property; those that were not sent are HubSpot's own doing."""
    left_out, by_hand = {kind.modified, "hs_object_id"}, set(sent)
    names = {*before.properties, *after.properties} - left_out
    changed = [name for name in sorted(names) if before.properties.get(name) != after.properties.get(name)]
    if not changed:
        return
    held = read(db, kind, before.id)
    for name in changed:
        entries = held.setdefault(name, of(before, name, held))
        source = API if name in by_hand else CALCULATED
        value = after.properties.get(name, "")
        entries.append(Entry(after.updated_at, value, source, _APP_ID if source == API else "", None, told=False))
    put(db, kind, before.id, held)


def of(record: Record, name: str, held: Held) -> list[Entry]:
    """The entries of one property, oldest first: those kept, or the one that it got when the record was made."""
    if name in held:
        return held[name]
    value = record.properties.get(name)
    if value is None:
        return []
    source = _BORN.get(record.properties.get("hs_object_source_label", ""), API)
    return [Entry(record.created_at, value, source, _APP_ID if source == API else "", None, told=False)]


def printed(record: Record, names: Iterable[str], held: Held) -> dict[str, list[dict[str, Any]]]:
    """`propertiesWithHistory` of a record: newest first."""
    return {name: [entry.printed() for entry in reversed(of(record, name, held))] for name in names}


def dumped(held: Held) -> dict[str, list[list[Any]]]:
    """What a dump keeps: entries whose moments are data, not the portal's clock."""
    told = {name: [entry.row()[:-1] for entry in entries if entry.told] for name, entries in sorted(held.items())}
    return {name: rows for name, rows in told.items() if rows}


def loaded(told: dict[str, list[list[Any]]]) -> Held:
    """What `dumped` gave, taken back."""
    return {name: [Entry(*row) for row in rows] for name, rows in told.items()}
