"""What a record's stage makes HubSpot set by itself: entry and exit times, closed flags, close dates, amounts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

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
        stamped |= _deal(settings, float(held[stage_id].metadata["probability"]), before, values, stamp)
    if kind.plural == "leads" and stage_id in held:
        state = held[stage_id].metadata.get(settings.lead_state_key, "NEW")
        values.update({flag: _bool(state == name) for name, flag in _LEAD_FLAGS.items()})
        values["hs_lead_is_open"] = values["hs_lead_is_open_v2"] = _bool(state in ("NEW", "IN_PROGRESS"))
    return stamped


def _deal(
    settings: Settings, probability: float, before: dict[str, str], values: dict[str, str], stamp: str
) -> set[str]:
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
    _amounts(settings, probability, values)
    return stamped


_AMOUNTS = (
    "amount_in_home_currency", "hs_projected_amount", "hs_projected_amount_in_home_currency", "hs_closed_amount",
)  # fmt: skip


def _amounts(settings: Settings, probability: float, values: dict[str, str]) -> None:
    """Amounts that follow from the amount, in its own currency and in the company's; none without a rate."""
    values.update(dict.fromkeys(_AMOUNTS, ""))
    amount, currency = values.get("amount"), values.get("deal_currency_code") or settings.currency
    if not amount:
        return
    values["hs_projected_amount"] = plain(Decimal(amount) * Decimal(str(probability)))
    values["hs_closed_amount"] = amount if probability == 1.0 else "0"
    rate = 1.0 if currency == settings.currency else settings.exchange_rates.get(currency)
    if rate is not None:
        home = amount if rate == 1.0 else plain(Decimal(amount) * Decimal(str(rate)))
        values["amount_in_home_currency"] = home
        values["hs_projected_amount_in_home_currency"] = plain(Decimal(home) * Decimal(str(probability)))


def plain(number: Decimal) -> str:
    """A number as HubSpot prints it: no exponent, no zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


DURATIONS = ("days_to_close", "hs_days_to_close_raw")


def durations(kind: ObjectType, values: Mapping[str, str]) -> dict[str, str]:
    """Days from creation to close; an open deal has them too, up to the day on which it is expected to close."""
    start, end = values.get("createdate"), values.get("closedate")
    if kind.plural != "deals" or not start or not end:
        return {}
    days = _milliseconds(start, end) / 86_400_000
    return {"days_to_close": str(max(0, round(days))), "hs_days_to_close_raw": f"{days:.10g}"}


def _milliseconds(start: str, end: str) -> int:
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() * 1000)


def _bool(value: bool) -> str:
    return "true" if value else "false"
