"""Who uses a property: whatever is listed here blocks its archive.

A surface that names properties either adds a finder, or tells what each of its assets names (`tell`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from provisioner.localportal.surfaces.properties import formula, state

TABLES = """
CREATE TABLE IF NOT EXISTS property_uses (
    asset TEXT NOT NULL, object TEXT NOT NULL, name TEXT NOT NULL, parent_type TEXT NOT NULL, parent_name TEXT NOT NULL,
    PRIMARY KEY (asset, object, name)
);
CREATE INDEX IF NOT EXISTS property_uses_by_name ON property_uses (object, name);
"""

Use = tuple[str, str]


def tell(db: sqlite3.Connection, asset: str, named: Iterable[tuple[str, str]], parent: Use) -> None:
    """An asset names these (object type id, property) and no others any more; `parent` is its type and its name."""
    db.execute("DELETE FROM property_uses WHERE asset = ?", (asset,))
    db.executemany(
        "INSERT INTO property_uses VALUES (?, ?, ?, ?, ?)",
        [(asset, object_id, name, *parent) for object_id, name in named],
    )


def in_formulas(db: sqlite3.Connection, object_id: str, name: str) -> list[Use]:
    """Calculated properties whose formula names the property."""
    return [
        ("CALCULATED_PROPERTY", user)
        for user, text in state.formulas(db, object_id)
        if user != name and name in formula.names(formula.parse(text))
    ]


def in_assets(db: sqlite3.Connection, object_id: str, name: str) -> list[Use]:
    """Workflows that name the property, switched off ones too, and lists (both seen live)."""
    rows = db.execute(
        "SELECT parent_type, parent_name FROM property_uses WHERE object = ? AND name = ? ORDER BY asset",
        (object_id, name),
    )
    return rows.fetchall()


FINDERS: tuple[Callable[[sqlite3.Connection, str, str], list[Use]], ...] = (in_formulas, in_assets)


def of(db: sqlite3.Connection, object_id: str, name: str) -> list[Use]:
    """`(parentType, parentName)` of every use of a property."""
    return [use for finder in FINDERS for use in finder(db, object_id, name)]
