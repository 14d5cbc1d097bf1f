"""Deals that closed in the period and in the 12 months before it: won and lost, by every way they are split."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from provisioner.kpi.deals import Deal
from provisioner.kpi.scales import ratio
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import text

SPLITS = ("source", "tier", "size", "owner", "pipeline", "team")


@dataclass
class Tries:
    """Deals that were decided; grows while records stream by."""

    won: int = 0
    lost: int = 0
    won_amount: Decimal = Decimal(0)
    lost_amount: Decimal = Decimal(0)

    def add(self, amount: Decimal, *, won: bool) -> None:
        if won:
            self.won += 1
            self.won_amount += amount
        else:
            self.lost += 1
            self.lost_amount += amount

    @property
    def n(self) -> int:
        return self.won + self.lost

    @property
    def rate(self) -> Decimal | None:
        return ratio(self.won, self.n)


class Closed(Tally):
    """A loss as a duplicate was never a chance to win, and is left out."""

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal}
        self.trailing_period = self.context.trailing()
        self.excluded: Counter[str] = Counter()
        self.period, self.trailing = Tries(), Tries()
        self.splits: dict[tuple[str, str], Tries] = defaultdict(Tries)
        self.reopened = 0

    def _deal(self, deal: Deal) -> None:
        if deal.is_open or deal.record.get("archived"):
            return
        in_period = self.context.period.has(deal.closed)
        if not in_period and deal.state and deal.closed and not self.trailing_period.has(deal.closed):
            return
        pipeline = deal.pipeline_at_close()
        if not self.context.counts("deals", pipeline):
            return
        if not deal.state or deal.closed is None:
            self.excluded["unknown_state" if not deal.state else "no_close_date"] += 1
        elif in_period:
            self._in_period(deal, pipeline)
        elif not is_duplicate(deal):
            self.trailing.add(deal.money.amount, won=deal.is_won)

    def _in_period(self, deal: Deal, pipeline: str) -> None:
        if is_duplicate(deal):
            self.excluded["duplicate_loss"] += 1
            return
        amount, problem = deal.money
        if problem:
            self.excluded[problem] += 1
        self.reopened += bool(deal.reopened())
        self.period.add(amount, won=deal.is_won)
        for part in zip(SPLITS, self._keys(deal, pipeline), strict=True):
            self.splits[part].add(amount, won=deal.is_won)

    def _keys(self, deal: Deal, pipeline: str) -> tuple[str, ...]:
        owner = self.context.owners.get(deal.owner)
        team = owner.teams[0] if owner and owner.teams else ""
        tier = text(deal.properties, "b2b_deal_tier") or "unknown"
        return deal.source, tier, self._band(deal), deal.owner, pipeline, team

    def _band(self, deal: Deal) -> str:
        """``10000-50000``: from, and up to without; open at the ends."""
        bands = self.context.settings.size_bands
        at = bisect_right(bands, deal.money.amount)
        if at == 0:
            return f"<{bands[0]}"
        return f">={bands[-1]}" if at == len(bands) else f"{bands[at - 1]}-{bands[at]}"


def is_duplicate(deal: Deal) -> bool:
    return not deal.is_won and text(deal.properties, "core_loss_reason").casefold() == "duplicate"
