"""What a record's stage makes HubSpot set by itself: entry and exit times, closed flags, close dates, amounts."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.pipelines import state as pipelines
from provisioner.localportal.surfaces.pipelines.stage_properties import CUMULATIVE, ENTERED, EXITED, LATEST, suffix

_LEAD_FLAGS = {"NEW": "hs_lead_is_new", "IN_PROGRESS": "hs_lead_is_in_progress", "QUALIFIED": "hs_lead_is_qualified",
               "UNQUALIFIED": "hs_lead_is_disqualified"}  # fmt: skip


def moved(kind: ObjectType, before: str, after: str, values: dict[str, str], stamp: str) -> set[str]:
    """Set the times of a move between stages in `values`; returns the names that were set."""
    if not kind.stage or before == after:
        return set()
    stamped = {}
    if before:
        entered = values.get(ENTERED + suffix(before), stamp)
        spent = _milliseconds(entered, stamp)
        stamped[EXITED + suffix(before)] = stamp
        stamped[LATEST + suffix(before)] = str(spent)
        stamped[CUMULATIVE + suffix(before)] = str(spent + int(values.get(CUMULATIVE + suffix(before), "0")))
    if after:
        stamped[ENTERED + suffix(after)] = stamp
        # Both names are met in portals, and both hold the moment of entry.
        stamped["hs_v2_time_in_current_stage"] = stamp
        if kind.stage != "lifecyclestage":
            stamped["hs_v2_date_entered_current_stage"] = stamp
    values.update(stamped)
    return set(stamped)


def settle(
    db: sqlite3.Connection, kind: ObjectType, settings: Settings, before: dict[str, str], values: dict[str, str],
    stamp: str,
) -> set[str]:  # fmt: skip
    """Set in `values` what follows from stage and amount; returns the names of the times that were set."""
    stamped = moved(kind, before.get(kind.stage, ""), values.get(kind.stage, ""), values, stamp)
    stage_id, pipeline_id = values.get(kind.stage, ""), values.get(kind.pipeline, "")
    held = {stage.id: stage for stage in pipelines.stages(db, kind.id, pipeline_id)} if pipeline_id else {}
    if kind.plural == "deals" and stage_id in held:
        stamped |= _deal(float(held[stage_id].metadata["probability"]), before, values, stamp)
    if kind.plural == "leads" and stage_id in held:
        state = held[stage_id].metadata.get(settings.lead_state_key, "NEW")
        values.update({flag: _bool(state == name) for name, flag in _LEAD_FLAGS.items()})
        values["hs_lead_is_open"] = values["hs_lead_is_open_v2"] = _bool(state in ("NEW", "IN_PROGRESS"))
    return stamped


def _deal(probability: float, before: dict[str, str], values: dict[str, str], stamp: str) -> set[str]:
    won, lost = probability == 1.0, probability == 0.0
    was_won, was_lost = before.get("hs_is_closed_won") == "true", before.get("hs_is_closed_lost") == "true"
    values["hs_is_closed"] = _bool(won or lost)
    values["hs_is_closed_won"], values["hs_is_closed_lost"] = _bool(won), _bool(lost)
    values["hs_deal_stage_probability"] = repr(probability)
    stamped = set()
    if ((won and not was_won) or (lost and not was_lost)) and values.get("closedate") == before.get("closedate"):
        values["closedate"] = stamp
        stamped.add("closedate")
    if won and not was_won:
        values["hs_closed_won_date"] = stamp
        stamped.add("hs_closed_won_date")
    if amount := values.get("amount"):
        values["amount_in_home_currency"] = amount
        values["hs_projected_amount"] = f"{float(amount) * probability:g}"
        values["hs_closed_amount"] = amount if won else "0"
    return stamped


def _milliseconds(start: str, end: str) -> int:
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() * 1000)


def _bool(value: bool) -> str:
    return "true" if value else "false"
