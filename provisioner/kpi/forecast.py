"""The forecast as it stood when the period began: from a stored snapshot, else from the deals' history."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from provisioner.kpi import history
from provisioner.kpi.context import Context
from provisioner.kpi.deals import Deal
from provisioner.kpi.values import Record, at_rate, instant, text

COMMIT, BEST_CASE, PIPELINE, OMIT = "COMMIT", "BEST_CASE", "PIPELINE", "OMIT"
HISTORY = ("dealstage", "pipeline", "amount", "closedate", "hs_manual_forecast_category", "hubspot_owner_id")
_NEAR = timedelta(hours=24)


class Promise(NamedTuple):
    """One deal as it stood at the start; ``suggested``: the category is the stage's, since nobody had set one."""

    deal: str
    category: str
    amount: Decimal
    owner: str
    suggested: bool


class NoPast(Exception):
    """A deal that may have been in the forecast has no history."""


def has_snapshot(context: Context) -> bool:
    """Whether a stored forecast was taken near enough to the start of the period to stand for it."""
    taken = context.snapshot_at
    return taken is not None and abs(taken - context.period.start) <= _NEAR


def is_candidate(deal: Deal) -> bool:
    """Made before the period began, and open or not closed before it."""
    start = deal.context.period.start
    if deal.created is None or deal.created > start:
        return False
    return deal.is_open or deal.close_date is None or deal.close_date >= start


def from_history(deal: Deal, start: str, excluded: Counter[str]) -> Promise | None:
    """What the deal promised at the start of the period, as histories write that moment; None where it promised
    nothing. NoPast without history."""
    context = deal.context
    stages = deal.history("dealstage")
    if stages is None:
        raise NoPast(deal.id)
    stage_then = history.value_at(stages, start)
    if not stage_then or not context.counts("deals", _was(deal, "pipeline", start) or deal.pipeline):
        return None
    stage = context.stages.get(("deals", stage_then))
    # A stage that was removed since was an open one: the deal is open, or closed later than that.
    if stage is not None and stage.outcome != "open":
        return None
    if not context.period.has(instant(_was(deal, "closedate", start))):
        return None
    category = _was(deal, "hs_manual_forecast_category", start).strip().upper()
    amount, owner = _was(deal, "amount", start), _was(deal, "hubspot_owner_id", start)
    suggestion = stage.category if stage else ""
    currency = deal.properties.get("deal_currency_code")
    return _promise(deal.id, category, suggestion, amount, currency, owner, context, excluded)


def _was(deal: Deal, name: str, moment: str) -> str:
    return history.value_at(deal.history(name) or (), moment)


def from_snapshot(record: Record, context: Context, excluded: Counter[str]) -> Promise | None:
    """What a stored deal promised: the same property names as on a deal, as they were when the snapshot was taken."""
    held = record["properties"]
    stage = context.stages.get(("deals", text(held, "dealstage")))
    if not context.counts("deals", text(held, "pipeline")) or not context.period.has(instant(held.get("closedate"))):
        return None
    if text(held, "hs_is_closed") == "true" or (stage is not None and stage.outcome != "open"):
        return None
    category = text(held, "hs_manual_forecast_category").upper()
    suggestion = stage.category if stage else ""
    amount, currency, owner = held.get("amount"), held.get("deal_currency_code"), text(held, "hubspot_owner_id")
    return _promise(str(record["id"]), category, suggestion, amount, currency, owner, context, excluded)


def _promise(
    deal: str, category: str, suggestion: str, amount: str | None, currency: str | None, owner: str, context: Context,
    excluded: Counter[str],
) -> Promise:  # fmt: skip
    money = at_rate(amount, currency, context.company_currency, context.settings.rates)
    if money.problem:
        excluded[money.problem] += 1
    return Promise(
        deal, category or suggestion.upper(), money.amount, owner, suggested=not category and bool(suggestion)
    )
