"""Deals shared between reps: each gets the part that the split gives."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from provisioner.kpi.deals import Deal
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Record, number, text
from provisioner.kpi.won import Sum

NEED = Need("deal_splits", (Rows.OF_DEALS,), variant="splits", can_miss=True)
_PERCENTAGE = ("hs_deal_split_percentage", "percentage")


class Splits(Tally):
    """Deals won in the period by owner, split where HubSpot holds a split; kept by deal, only when asked for.

    A deal belongs to the pipeline in which it closed. A split is read as the batch endpoint of deal splits returns it:
    the deal's id and ``splits`` with properties.
    """

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        wanted = self.context.settings.deal_splits
        self.takes = {"deals": self._deal, "deal_splits": self._split} if wanted else {}
        self._won: dict[str, tuple[str, Decimal]] = {}
        self._parts: dict[str, list[tuple[str, Decimal]]] = {}

    def _deal(self, deal: Deal) -> None:
        if deal.is_won and self.context.period.has(deal.closed) and deal.closed_here():
            self._won[deal.id] = deal.owner, deal.money.amount

    def _split(self, record: Record) -> None:
        held = (one["properties"] for one in record.get("splits", ()))
        parts = [(text(one, "hubspot_owner_id"), _percentage(one)) for one in held]
        if parts and sum(percentage for _, percentage in parts) == 100:
            self._parts[str(record["id"])] = parts

    def by_owner(self) -> dict[str, Sum]:
        found: defaultdict[str, Sum] = defaultdict(Sum)
        for deal, (owner, amount) in self._won.items():
            for rep, percentage in self._parts.get(deal, [(owner, Decimal(100))]):
                found[rep].add(amount * percentage / 100)
        return dict(found)


def _percentage(properties: dict[str, str | None]) -> Decimal:
    return next((found for name in _PERCENTAGE if (found := number(properties.get(name))) is not None), Decimal(0))
