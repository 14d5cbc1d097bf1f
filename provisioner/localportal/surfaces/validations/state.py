"""Validation rules as rows: one for each rule type of a property."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS property_validations (
    object TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, arguments TEXT NOT NULL, normalize INTEGER,
    PRIMARY KEY (object, name, type)
);
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a property. `normalize` None: a PUT never said."""

    type: str
    arguments: tuple[str, ...]
    normalize: bool | None = None


def of_object(db: sqlite3.Connection, object_id: str) -> dict[str, list[Rule]]:
    """Rules by property, both by name, of one object type; those of archived properties too."""
    rows = db.execute(
        "SELECT name, type, arguments, normalize FROM property_validations WHERE object = ? ORDER BY name, type",
        (object_id,),
    )
    found: dict[str, list[Rule]] = {}
    for name, kind, arguments, normalize in rows:
        told = None if normalize is None else bool(normalize)
        found.setdefault(name, []).append(Rule(kind, tuple(json.loads(arguments)), told))
    return found


def of_property(db: sqlite3.Connection, object_id: str, name: str) -> list[Rule]:
    """The rules of one property, by type."""
    return of_object(db, object_id).get(name, [])


def put(db: sqlite3.Connection, object_id: str, name: str, rule: Rule) -> None:
    """Write a rule over the one of its type."""
    normalize = None if rule.normalize is None else int(rule.normalize)
    row = (object_id, name, rule.type, compact(rule.arguments), normalize)
    db.execute("INSERT OR REPLACE INTO property_validations VALUES (?, ?, ?, ?, ?)", row)
