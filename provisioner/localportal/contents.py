"""A portal's whole contents inside one transaction: birth, reset, dump, load, seed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from provisioner.localportal import faults, limiter, settings
from provisioner.localportal.database import PORTAL_TABLES
from provisioner.localportal.seeds import plant
from provisioner.localportal.settings import Settings
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces import SURFACES
from provisioner.localportal.wire import iso

FORMAT = "localportal/dump/1"


def tables() -> str:
    """Every table of the portal's file, as SQL that may run again."""
    return "\n".join([PORTAL_TABLES, faults.TABLES, limiter.TABLES, *(surface.tables for surface in SURFACES)])


def prepare(db: sqlite3.Connection, changes: Mapping[str, object]) -> None:
    """Keep the changed settings, and fill the portal when it is new."""
    switches = settings.changed(settings.read(db), changes)
    settings.write(db, switches)
    if db.execute("SELECT 1 FROM portal WHERE key = 'born'").fetchone() is None:
        _populate(db, switches)


def reset(db: sqlite3.Connection, keep_defaults: bool = True) -> None:
    """A new portal under the same settings; without `keep_defaults` it has no default pipelines."""
    switches = replace(settings.read(db), default_pipelines=keep_defaults)
    settings.write(db, switches)
    _empty(db)
    _populate(db, switches)


def dump(db: sqlite3.Connection, hubspot_defined: bool = True) -> dict[str, Any]:
    """The state as JSON in a fixed order, without volatile times, correlation ids or audit entries.

    Without `hubspot_defined` the properties that HubSpot defines are left out; `load` puts the usual ones back.
    """
    state = {surface.name: surface.dump(db) for surface in SURFACES if surface.dump}
    if not hubspot_defined:
        state["properties"] = {
            name: kept
            for name, listed in state["properties"].items()
            if (kept := [item for item in listed if not item.get("hubspotDefined")])
        }
    switches = settings.as_json(settings.read(db))
    return {"format": FORMAT, "hubspot_defined": hubspot_defined, "settings": switches, **state}


def load(db: sqlite3.Connection, state: Mapping[str, Any]) -> None:
    """Replace the whole state by a dump's; ValueError when it is none."""
    if state.get("format") != FORMAT:
        raise ValueError(f"not a dump of a local portal: `format` is {state.get('format')!r}, not {FORMAT!r}")
    switches = settings.changed(Settings(), state["settings"])
    settings.write(db, switches)
    _empty(db)
    birth = _birth(switches)
    for surface in SURFACES:
        if surface.load and surface.name in state:
            if surface.name == "properties" and not state["hubspot_defined"]:
                surface.populate(db, birth)
            surface.load(db, state[surface.name], birth)
        elif surface.load:
            surface.populate(db, birth)
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES ('born', ?)", (birth.stamp,))


def seed(db: sqlite3.Connection, **wanted: Any) -> dict[str, Any]:
    """Plant CRM records; see `seeds.plant`."""
    return plant(db, settings.read(db), **wanted)


def _empty(db: sqlite3.Connection) -> None:
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    for (name,) in names:
        keep = " WHERE key <> 'settings'" if name == "portal" else ""
        db.execute(f"DELETE FROM {name}{keep}")  # noqa: S608  the names come from the file's own schema


def _populate(db: sqlite3.Connection, switches: Settings) -> None:
    birth = _birth(switches)
    for surface in SURFACES:
        surface.populate(db, birth)
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES ('born', ?)", (birth.stamp,))


def _birth(switches: Settings) -> Birth:
    return Birth(switches, iso(datetime.now(UTC)))
