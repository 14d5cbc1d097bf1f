"""Dump and load of association labels."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.objects import BY_ID, resolve
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.labels import state
from provisioner.localportal.surfaces.labels.state import Label


def dump(db: sqlite3.Connection) -> dict[str, Any]:
    """Labels by name; what HubSpot ships is always there and not told."""
    return {
        label.name: {
            "from": BY_ID[label.from_id].plural,
            "to": BY_ID[label.to_id].plural,
            "label": label.label,
            "inverseLabel": label.inverse_label,
            "typeIds": [label.type_id, label.inverse_id],
        }
        for label in state.every(db)
    }


def load(db: sqlite3.Connection, dumped: dict[str, Any], _birth: Birth) -> None:
    """Take back what `dump` gave."""
    for name, one in dumped.items():
        first, second = one["typeIds"]
        ends = resolve(one["from"]).id, resolve(one["to"]).id
        state.put(db, Label(first, second, name, *ends, one["label"], one["inverseLabel"]))
