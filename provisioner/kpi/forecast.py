"""The forecast as it stood when the period began: from a stored snapshot, else from the deals' history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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


def from_history(deal: Deal, excluded: Counter[str]) -> Iterator[Promise]:
    """What the deal promised at the start of the period; nothing where it promised nothing. NoPast without history."""
    context, start = deal.context, deal.context.period.start
    held = {name: deal.history(name) for name in HISTORY}
    if held["dealstage"] is None:
        raise NoPast(deal.id)
    was = {name: history.value_at(entries or (), start) for name, entries in held.items()}
    stage = context.stages.get(("deals", was["dealstage"]))
    if not context.counts("deals", was["pipeline"] or deal.pipeline) or not was["dealstage"]:
        return
    # A stage that was removed since was an open one: the deal is open, or closed later than that.
    if (stage is None or stage.outcome == "open") and context.period.has(instant(was["closedate"])):
        category, owner = was["hs_manual_forecast_category"].strip().upper(), was["hubspot_owner_id"]
        suggestion = stage.category if stage else ""
        currency = deal.properties.get("deal_currency_code")
        yield _promise(deal.id, category, suggestion, was["amount"], currency, owner, context, excluded)


def from_snapshot(record: Record, context: Context, excluded: Counter[str]) -> Iterator[Promise]:
    """What a stored deal promised: the same property names as on a deal, as they were when the snapshot was taken."""
    held = record["properties"]
    stage = context.stages.get(("deals", text(held, "dealstage")))
    if not context.counts("deals", text(held, "pipeline")) or not context.period.has(instant(held.get("closedate"))):
        return
    if text(held, "hs_is_closed") == "true" or (stage is not None and stage.outcome != "open"):
        return
    category = text(held, "hs_manual_forecast_category").upper()
    suggestion = stage.category if stage else ""
    amount, currency, owner = held.get("amount"), held.get("deal_currency_code"), text(held, "hubspot_owner_id")
    yield _promise(str(record["id"]), category, suggestion, amount, currency, owner, context, excluded)


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
