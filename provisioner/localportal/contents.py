"""A portal's whole contents inside one transaction: birth, reset, dump, load, seed."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from provisioner.localportal import faults, limiter, settings
from provisioner.localportal.database import PORTAL_TABLES
from provisioner.localportal.seeds import measured, plant
from provisioner.localportal.settings import Settings
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces import SURFACES
from provisioner.localportal.wire import iso

FORMAT = "localportal/dump/3"


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

    Without `hubspot_defined` only what differs from a new portal is told, which is what a person wants to read;
    `load` takes both forms back.
    """
    switches = settings.read(db)
    state, told = _surfaces(db), settings.as_json(switches)
    if not hubspot_defined:
        state = {name: _unlike(part, _newborn(switches)[name]) for name, part in state.items()}
        told = _unlike(told, settings.as_json(Settings()))
    return {"format": FORMAT, "hubspot_defined": hubspot_defined, "settings": told, **state}


def load(db: sqlite3.Connection, state: Mapping[str, Any]) -> None:
    """Replace the whole state by a dump's; ValueError when it is none."""
    if state.get("format") != FORMAT:
        raise ValueError(f"not a dump of a local portal: `format` is {state.get('format')!r}, not {FORMAT!r}")
    try:
        _load(db, state)
    except (KeyError, TypeError, AttributeError, sqlite3.IntegrityError) as error:
        raise ValueError(f"a damaged dump of a local portal: {error!r}") from error


def _load(db: sqlite3.Connection, state: Mapping[str, Any]) -> None:
    switches = settings.changed(Settings(), state["settings"])
    settings.write(db, switches)
    _empty(db)
    birth = _birth(switches)
    newborn = {} if state["hubspot_defined"] else _newborn(switches)
    for surface in SURFACES:
        if surface.load:
            surface.load(db, _over(newborn.get(surface.name, {}), state[surface.name]), birth)
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES ('born', ?)", (birth.stamp,))


def seed(db: sqlite3.Connection, **wanted: Any) -> dict[str, Any]:
    """Plant CRM records; see `seeds.plant`, and `seeds.measured.sow` for those of a `mode`, with known truth."""
    if "mode" in wanted:
        return measured.sow(db, **wanted)
    return plant(db, settings.read(db), **wanted)


def _surfaces(db: sqlite3.Connection) -> dict[str, Any]:
    return {surface.name: surface.dump(db) for surface in SURFACES if surface.dump}


@lru_cache(maxsize=4)
def _newborn_text(told: str) -> str:
    """A new portal under the given settings, dumped."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(tables())
        _populate(db, settings.changed(Settings(), json.loads(told)))
        return json.dumps(_surfaces(db))


def _newborn(switches: Settings) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(_newborn_text(json.dumps(settings.as_json(switches))))
    return state


def _unlike(told: dict[str, Any], newborn: dict[str, Any]) -> dict[str, Any]:
    """What differs, by object type (or setting); of properties only those that differ, by name."""
    different = {}
    for name, value in told.items():
        born = newborn.get(name)
        if value == born:
            continue
        different[name] = [item for item in value if item not in born] if _by_name(value) and born else value
    return different


def _over(newborn: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """A new portal's part with a dump's laid over it: the opposite of `_unlike`."""
    merged = dict(newborn)
    for name, value in told.items():
        if _by_name(value) and name in newborn:
            named = {item["name"]: item for item in newborn[name] + value}
            merged[name] = list(named.values())
        else:
            merged[name] = value
    return merged


def _by_name(value: Any) -> bool:
    """Whether the value is a list of property definitions: those are never removed, so a dump may leave some out."""
    return isinstance(value, list) and bool(value) and "dataSensitivity" in value[0]


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
