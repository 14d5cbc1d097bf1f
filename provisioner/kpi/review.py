"""What a pipeline review goes through: the big deals, those that outstayed their stage, and how old stages are."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from provisioner.kpi.context import Context, Stage
from provisioner.kpi.deals import Deal
from provisioner.kpi.spread import MILLISECONDS_A_DAY, Spread
from provisioner.kpi.values import instant, text

BIG_TIERS = ("strategic", "large")
LISTED = 20
"""Deals of a list: as many as a meeting can go through. The largest of them are kept, and the others counted."""

OPTIONAL = ("dealname", "b2b_deal_tier")
_MILLISECOND = timedelta(milliseconds=1)


@dataclass
class _Money:
    """So many deals with so much money; no sum where one of them is in a currency without a rate."""

    n: int = 0
    amount: Decimal | None = Decimal(0)

    def add(self, deal: Deal) -> None:
        self.n += 1
        if deal.money.problem == "no_rate":
            self.amount = None
        elif self.amount is not None:
            self.amount += deal.money.amount


@dataclass
class _Stage:
    """The open deals of a stage; ``ages`` of those whose entry is known."""

    all: _Money = field(default_factory=_Money)
    stale: int = 0
    ages: Spread = field(default_factory=lambda: Spread(MILLISECONDS_A_DAY))


class _Largest:
    """The largest deals by money; no more of them are held than are told."""

    def __init__(self) -> None:
        self._all = _Money()
        self._held: list[tuple[Decimal, str, dict[str, Any]]] = []

    def add(self, deal: Deal, told: dict[str, Any]) -> None:
        self._all.add(deal)
        # The id decides between equals, so that it does not matter in which order they come.
        entry = deal.money.amount, deal.id, told
        if len(self._held) < LISTED:
            heapq.heappush(self._held, entry)
        elif entry[:2] > self._held[0][:2]:
            heapq.heapreplace(self._held, entry)

    def told(self) -> dict[str, Any]:
        deals = [told for _, _, told in sorted(self._held, key=lambda entry: entry[:2], reverse=True)]
        return {"n": self._all.n, "amount": self._all.amount, "deals": deals}


def since(deal: Deal, stage: Stage | None) -> datetime | None:
    """When it came into its stage; HubSpot's "time in current stage" is the instant of entry."""
    held = deal.properties
    return instant(held.get("hs_v2_time_in_current_stage")) or instant(held.get(stage.entered if stage else ""))


class Review:
    """Open deals as they stand now. Big is a deal of a big tier, or from the highest of the size bands on."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.big_from = max(context.settings.size_bands, default=None)
        self._stages: defaultdict[tuple[str, str], _Stage] = defaultdict(_Stage)
        self._big, self._stale = _Largest(), _Largest()

    def add(self, deal: Deal, passed: Collection[str]) -> None:
        """``passed``: the checks of pipeline quality that it passes."""
        stage = self.context.stages.get(("deals", deal.stage))
        entered = since(deal, stage)
        age = None if entered is None else max(timedelta(), self.context.now - entered)
        is_stale = age is not None and "stage_age" not in passed
        held = self._stages[deal.pipeline, deal.stage]
        held.all.add(deal)
        held.stale += is_stale
        if age is not None:
            held.ages.add(age // _MILLISECOND)
        is_big = self._is_big(deal)
        if is_big or is_stale:
            told = self._told(deal, stage, age, passed)
            for wanted, largest in ((is_big, self._big), (is_stale, self._stale)):
                if wanted:
                    largest.add(deal, told)

    def _is_big(self, deal: Deal) -> bool:
        if text(deal.properties, "b2b_deal_tier") in BIG_TIERS:
            return True
        return self.big_from is not None and deal.money.amount >= self.big_from

    def _told(self, deal: Deal, stage: Stage | None, age: timedelta | None, passed: Collection[str]) -> dict[str, Any]:
        return {
            "id": deal.id,
            "name": text(deal.properties, "dealname"),
            "owner": deal.owner,
            "owner_name": self.context.owner_name(deal.owner),
            "pipeline": deal.pipeline,
            "stage": deal.stage,
            "stage_label": stage.label if stage else "",
            "amount": None if deal.money.problem else deal.money.amount,
            "tier": text(deal.properties, "b2b_deal_tier"),
            "days_in_stage": None if age is None else _days(Decimal(age // _MILLISECOND) / MILLISECONDS_A_DAY),
            "target_days": stage.target_days if stage else None,
            "close_date": self.context.period.day(deal.close_date) if deal.close_date else None,
            "is_overdue": deal.is_overdue(),
            "has_next_step": "next_step" in passed,
        }

    def told(self) -> dict[str, Any]:
        """Stages in the order of their pipelines, then those that no pipeline has."""
        order = {
            (line.id, stage.id): place
            for place, (line, stage) in enumerate(
                (line, stage) for line in self.context.pipelines if line.object_type == "deals" for stage in line.stages
            )
        }
        keys = sorted(self._stages, key=lambda key: (order.get(key, len(order)), key))
        return {
            "stages": [self._stage(*key) for key in keys],
            "big": {"from": self.big_from, "tiers": list(BIG_TIERS), **self._big.told()},
            "stale": self._stale.told(),
        }

    def _stage(self, pipeline: str, key: str) -> dict[str, Any]:
        held, stage = self._stages[pipeline, key], self.context.stages.get(("deals", key))
        median = held.ages.median()
        return {
            "pipeline": pipeline,
            "stage": key,
            "label": stage.label if stage else "",
            "n": held.all.n,
            "amount": held.all.amount,
            "median_days": None if median is None else _days(median),
            "target_days": stage.target_days if stage else None,
            "stale": held.stale,
        }


def _days(days: Decimal) -> Decimal:
    return round(days, 1)
