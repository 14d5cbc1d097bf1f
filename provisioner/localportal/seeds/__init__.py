"""Believable CRM records for a portal: the same seed, numbers and last day give the same records."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from provisioner.localportal.seeds import journeys, people
from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.people import state as owners
from provisioner.localportal.surfaces.properties import state as properties


def plant(
    db: sqlite3.Connection,
    settings: Settings,
    *,
    deals: int = 0,
    leads: int = 0,
    seed: int = 1,
    pipelines: Sequence[str] | None = None,
    until: str | None = None,
    days: int = 180,
    team: int = 5,
    fill_custom: bool = True,
) -> dict[str, Any]:
    """Add deals and leads (each lead with a contact of its own) that moved through the portal's stages.

    `pipelines` are pipeline ids (default: every pipeline of deals and leads); `until` is the last day, ISO (default:
    today), `days` how far back records begin, `team` how many owners share them. `fill_custom` gives about two thirds
    of the custom enumerations a value. Returns how many records stand in each stage. ValueError for bad numbers.
    """
    if min(deals, leads) < 0 or days < 1 or not 1 <= team <= len(people.TEAM):
        raise ValueError(f"deals and leads must be 0 or more, days at least 1, team between 1 and {len(people.TEAM)}")
    dice = random.Random(seed)  # noqa: S311  believable records, not secrets
    last_day = date.fromisoformat(until) if until else datetime.now(UTC).date()
    held = [owner["id"] for owner in owners.users(db).values()]
    held += [owners.add(db, *name)["id"] for name in people.TEAM[len(held) : team]]
    kinds = ("0-1", "0-3", "0-136") if fill_custom else ()
    choices = {kind: properties.custom_enumerations(db, kind) for kind in kinds}
    evening = datetime.combine(last_day, time(18), UTC)
    scene = journeys.Scene(db, settings, dice, evening, days, tuple(held[:team]), choices)
    planted = {"deals": journeys.deals(scene, deals, pipelines), "leads": journeys.leads(scene, leads, pipelines)}
    return {"seed": seed, "until": last_day.isoformat(), "contacts": leads, "stages": planted}
