"""Dump and load of flows, and of the properties that they name."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.flows import references, state
from provisioner.localportal.surfaces.flows.state import Flow
from provisioner.localportal.surfaces.properties import uses


def keep(db: sqlite3.Connection, flow: Flow) -> None:
    """Write a flow, and tell the properties that it names."""
    state.put(db, flow)
    named = {(one.object_id, one.name) for one in references.of(flow.body) if one.kind in ("property", "token")}
    uses.tell(db, f"flow:{flow.id}", sorted(named), ("WORKFLOW", flow.name))


def forget(db: sqlite3.Connection, flow_id: str) -> None:
    """Remove a flow; what it named is free again."""
    state.delete(db, flow_id)
    uses.tell(db, f"flow:{flow_id}", [], ("WORKFLOW", ""))


def dump(db: sqlite3.Connection) -> dict[str, Any]:
    """Flows by id, in their newest revision, without times and the uuid that the portal made."""
    return {
        flow.id: {
            "revision": flow.revision,
            "used": sorted(flow.used, key=int),
            "body": {key: value for key, value in flow.body.items() if key != "uuid"},
        }
        for flow in state.page(db, 0, -1)
    }


def load(db: sqlite3.Connection, dumped: dict[str, Any], birth: Birth) -> None:
    """Take back what `dump` gave; times become the load's, earlier revisions are gone."""
    for flow_id, one in dumped.items():
        flow = Flow(flow_id, one["revision"], one["body"], frozenset(one["used"]), birth.stamp, birth.stamp)
        keep(db, flow)
