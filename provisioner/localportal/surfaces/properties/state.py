"""Property definitions as rows: the JSON that a read prints, with the columns that lists and checks need beside it."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from provisioner.localportal.objects import OBJECTS
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.properties import defined
from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS properties (
    object TEXT NOT NULL, name TEXT NOT NULL, archived INTEGER NOT NULL, sensitivity TEXT NOT NULL,
    group_name TEXT NOT NULL, custom INTEGER NOT NULL, formula TEXT, definition TEXT NOT NULL,
    PRIMARY KEY (object, name)
);
"""

Definition = dict[str, Any]
VOLATILE = ("createdAt", "updatedAt", "archivedAt")


def listed(db: sqlite3.Connection, object_id: str, archived: bool, sensitivity: str) -> list[str]:
    """Definitions as JSON texts, sorted by name: either the active or the archived ones, of one sensitivity."""
    rows = db.execute(
        "SELECT definition FROM properties WHERE object = ? AND archived = ? AND sensitivity = ? ORDER BY name",
        (object_id, int(archived), sensitivity),
    )
    return [row[0] for row in rows]


def read(db: sqlite3.Connection, object_id: str, name: str) -> Definition | None:
    """One definition, archived or not."""
    row = db.execute("SELECT definition FROM properties WHERE object = ? AND name = ?", (object_id, name)).fetchone()
    return json.loads(row[0]) if row else None


def put(db: sqlite3.Connection, object_id: str, definition: Definition) -> str:
    """Write a definition over whatever has its name; returns its JSON text."""
    text = compact(definition)
    db.execute(
        "INSERT OR REPLACE INTO properties VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            object_id,
            definition["name"],
            int(definition.get("archived", False)),
            definition["dataSensitivity"],
            definition["groupName"],
            int(not definition.get("hubspotDefined", False)),
            definition.get("calculationFormula"),
            text,
        ),
    )
    return text


def delete(db: sqlite3.Connection, object_id: str, names: list[str]) -> None:
    """Remove definitions for good; only HubSpot itself does that, to the properties of a stage that is gone."""
    db.executemany("DELETE FROM properties WHERE object = ? AND name = ?", [(object_id, name) for name in names])


def formulas(db: sqlite3.Connection, object_id: str) -> list[tuple[str, str]]:
    """(name, formula) of every active calculated property of an object type."""
    rows = db.execute(
        "SELECT name, formula FROM properties WHERE object = ? AND archived = 0 AND formula IS NOT NULL ORDER BY name",
        (object_id,),
    )
    return rows.fetchall()


def types(db: sqlite3.Connection, object_id: str) -> dict[str, str]:
    """Name -> type of every active property of an object type."""
    rows = db.execute(
        "SELECT name, json_extract(definition, '$.type') FROM properties WHERE object = ? AND archived = 0",
        (object_id,),
    )
    return dict(rows.fetchall())


def names(db: sqlite3.Connection, object_id: str) -> set[str]:
    """The names of the active properties of an object type."""
    rows = db.execute("SELECT name FROM properties WHERE object = ? AND archived = 0", (object_id,))
    return {row[0] for row in rows}


def custom_counts(db: sqlite3.Connection, calculated: bool = False) -> dict[str, int]:
    """Active custom properties by object type id; `calculated` counts only those with a formula."""
    rows = db.execute(
        "SELECT object, count(*) FROM properties WHERE custom = 1 AND archived = 0 AND (? = 0 OR formula IS NOT NULL) "
        "GROUP BY object",
        (int(calculated),),
    )
    return dict(rows.fetchall())


def unique_names(db: sqlite3.Connection, object_id: str) -> list[str]:
    """Active custom properties whose values must be unique."""
    rows = db.execute(
        "SELECT name FROM properties WHERE object = ? AND custom = 1 AND archived = 0 "
        "AND json_extract(definition, '$.hasUniqueValue') ORDER BY name",
        (object_id,),
    )
    return [row[0] for row in rows]


def custom_enumerations(db: sqlite3.Connection, object_id: str) -> list[Definition]:
    """Active custom enumerations that have options, by name."""
    rows = db.execute(
        "SELECT definition FROM properties WHERE object = ? AND custom = 1 AND archived = 0 AND formula IS NULL "
        "AND json_extract(definition, '$.type') = 'enumeration' ORDER BY name",
        (object_id,),
    )
    return [found for row in rows if (found := json.loads(row[0]))["options"]]


def populate(db: sqlite3.Connection, _birth: Birth) -> None:
    """HubSpot's own properties."""
    for kind in OBJECTS:
        for definition in defined.definitions(kind):
            put(db, kind.id, definition)


def dump(db: sqlite3.Connection) -> dict[str, list[Definition]]:
    """Definitions by object type and name, without their times; the properties of stages are left to the stages."""
    dumped = {}
    for kind in OBJECTS:
        rows = db.execute("SELECT definition FROM properties WHERE object = ? ORDER BY name", (kind.id,))
        definitions = [json.loads(row[0]) for row in rows]
        dumped[kind.plural] = [
            {key: value for key, value in definition.items() if key not in VOLATILE}
            for definition in definitions
            if not is_of_a_stage(definition["name"])
        ]
    return dumped


def load(db: sqlite3.Connection, dumped: dict[str, list[Definition]], birth: Birth) -> None:
    """Take back what `dump` gave; times become the load's."""
    for kind in OBJECTS:
        for definition in dumped.get(kind.plural, ()):
            times = {} if definition.get("hubspotDefined") else {"createdAt": birth.stamp, "updatedAt": birth.stamp}
            if definition.get("archived"):
                times["archivedAt"] = birth.stamp
            put(db, kind.id, definition | times)


def is_of_a_stage(name: str) -> bool:
    """Whether HubSpot made the property for a stage (`hs_v2_date_entered_<stageId>` and its sisters)."""
    made = ("hs_v2_date_", "hs_v2_cumulative_time_in_", "hs_v2_latest_time_in_")
    return name.startswith(made) and name != "hs_v2_date_entered_current_stage"
