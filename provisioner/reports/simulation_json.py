"""A rehearsal as a JSON document; the same bytes for the same rehearsal."""

from __future__ import annotations

import json
from typing import Any

from provisioner.model.simulation import Happening, Simulation


def render(value: Simulation) -> str:
    """Format ``provisioner/simulation/1``. Moments are ISO 8601 with the offset of the calendar's zone."""
    document = {
        "format": "provisioner/simulation/1",
        "blueprint": {"name": value.blueprint, "version": value.version, "mode": value.mode},
        "portal": value.portal,
        "from": value.start.isoformat(),
        "to": value.end.isoformat(),
        "zone": value.zone,
        "calendar": value.calendar,
        "language": value.language,
        "rules": {rule.key: rule.title for rule in value.rules},
        "remarks": list(value.remarks),
        "events": [_event(each) for each in value.happenings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _event(happening: Happening) -> dict[str, Any]:
    told: dict[str, Any] = {
        "at": happening.at.isoformat(),
        "open": happening.open,
        "rule": happening.rule or None,
        "record": happening.record or None,
        "action": happening.action,
        "who": list(happening.who),
        "text": happening.text,
    }
    return told | ({"held_from": happening.held_from.isoformat()} if happening.held_from else {})
