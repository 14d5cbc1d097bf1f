"""Property groups as rows. An archived group is simply gone: its name is free and nothing lists it (seen live)."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.objects import OBJECTS
from provisioner.localportal.surface import Birth
from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS groups (
    object TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, display_order INTEGER NOT NULL,
    PRIMARY KEY (object, name)
);
"""

BORN = {
    "contacts": ("contactinformation", "emailinformation", "analyticsinformation", "sales_properties"),
    "companies": ("companyinformation", "analyticsinformation", "sales_properties"),
    "deals": ("dealinformation", "deal_activity", "analyticsinformation"),
    "tickets": ("ticketinformation", "ticket_activity"),
    "leads": ("lead_information", "lead_activity"),
}
_LABELS = {"dealinformation": "Deal information", "contactinformation": "Contact information",
           "companyinformation": "Company information", "ticketinformation": "Ticket information",
           "lead_information": "Lead information", "emailinformation": "Email information",
           "analyticsinformation": "Analytics history"}  # fmt: skip


def listed(db: sqlite3.Connection, object_id: str) -> list[str]:
    """Every group of an object type as JSON text, by display order."""
    rows = db.execute(
        "SELECT name, label, display_order FROM groups WHERE object = ? ORDER BY display_order, name", (object_id,)
    )
    return [_json(*row) for row in rows]


def read(db: sqlite3.Connection, object_id: str, name: str) -> str | None:
    """One group as JSON text."""
    row = db.execute(
        "SELECT name, label, display_order FROM groups WHERE object = ? AND name = ?", (object_id, name)
    ).fetchone()
    return _json(*row) if row else None


def exists(db: sqlite3.Connection, object_id: str, name: str) -> bool:
    """Whether the object type has the group now."""
    return db.execute("SELECT 1 FROM groups WHERE object = ? AND name = ?", (object_id, name)).fetchone() is not None


def next_order(db: sqlite3.Connection, object_id: str) -> int:
    """The next free display order."""
    row = db.execute("SELECT max(display_order) FROM groups WHERE object = ?", (object_id,)).fetchone()
    return 0 if row[0] is None else int(row[0]) + 1


def insert(db: sqlite3.Connection, object_id: str, name: str, label: str, order: int) -> None:
    """Add a group."""
    db.execute("INSERT INTO groups VALUES (?, ?, ?, ?)", (object_id, name, label, order))


def update(db: sqlite3.Connection, object_id: str, name: str, label: str | None, order: int | None) -> None:
    """Change what is not None."""
    db.execute(
        "UPDATE groups SET label = coalesce(?, label), display_order = coalesce(?, display_order) "
        "WHERE object = ? AND name = ?",
        (label, order, object_id, name),
    )


def delete(db: sqlite3.Connection, object_id: str, name: str) -> None:
    """Remove a group."""
    db.execute("DELETE FROM groups WHERE object = ? AND name = ?", (object_id, name))


def has_active_properties(db: sqlite3.Connection, object_id: str, name: str) -> bool:
    """Whether a property that is not archived names the group."""
    row = db.execute(
        "SELECT 1 FROM properties WHERE object = ? AND group_name = ? AND archived = 0 LIMIT 1", (object_id, name)
    ).fetchone()
    return row is not None


def populate(db: sqlite3.Connection, _birth: Birth) -> None:
    """HubSpot's own groups."""
    for kind in OBJECTS:
        for order, name in enumerate(BORN.get(kind.plural, (f"{kind.singular}information",))):
            insert(db, kind.id, name, _LABELS.get(name, name.replace("_", " ").capitalize()), order)


def dump(db: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """Groups by object type, in display order."""
    groups = {}
    for kind in OBJECTS:
        rows = db.execute(
            "SELECT name, label, display_order FROM groups WHERE object = ? ORDER BY display_order, name", (kind.id,)
        )
        groups[kind.plural] = [{"name": row[0], "label": row[1], "displayOrder": row[2]} for row in rows]
    return groups


def load(db: sqlite3.Connection, dumped: dict[str, list[dict[str, Any]]], _birth: Birth) -> None:
    """Take back what `dump` gave."""
    for kind in OBJECTS:
        for group in dumped.get(kind.plural, ()):
            insert(db, kind.id, group["name"], group["label"], group["displayOrder"])


def _json(name: str, label: str, order: int) -> str:
    return compact({"archived": False, "name": name, "label": label, "displayOrder": order})
