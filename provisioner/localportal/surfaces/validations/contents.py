"""Dump and load of property validations."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.objects import OBJECTS, resolve
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.validations import state
from provisioner.localportal.surfaces.validations.state import Rule


def dump(db: sqlite3.Connection) -> dict[str, Any]:
    """Object type -> property -> rule type -> its arguments and what was said of normalization."""
    dumped = {}
    for kind in OBJECTS:
        if found := state.of_object(db, kind.id):
            dumped[kind.plural] = {
                name: {rule.type: {"arguments": list(rule.arguments), "normalize": rule.normalize} for rule in rules}
                for name, rules in found.items()
            }
    return dumped


def load(db: sqlite3.Connection, dumped: dict[str, Any], _birth: Birth) -> None:
    """Take back what `dump` gave."""
    for object_name, properties in dumped.items():
        for name, rules in properties.items():
            for kind, one in rules.items():
                rule = Rule(kind, tuple(one["arguments"]), one["normalize"])
                state.put(db, resolve(object_name).id, name, rule)
