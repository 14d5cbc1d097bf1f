"""What was won in the period: sums by rep, by day and by pipeline, and the sizes of the deals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provisioner.kpi.deals import Deal
from provisioner.kpi.measurement import Figure, Segment, Unit
from provisioner.kpi.spread import MILLIONTHS, Spread
from provisioner.kpi.tallies import Pass, Tally

Sums = Mapping[str, "Sum"]


@dataclass
class Sum:
    """So many deals with so much money; grows while records stream by."""

    amount: Decimal = Decimal(0)
    n: int = 0

    def add(self, amount: Decimal) -> None:
        self.amount += amount
        self.n += 1


class Won(Tally):
    """Deals that closed as won in the period, in the company's currency. A missing amount is 0 and is counted.

    Revenue belongs to the pipeline in which a deal closed, also when it was moved on since.
    """

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal}
        self.excluded: Counter[str] = Counter()
        self.all = Sum()
        self.by_owner: defaultdict[str, Sum] = defaultdict(Sum)
        self.by_day: defaultdict[date, Sum] = defaultdict(Sum)
        self.by_pipeline: defaultdict[str, Sum] = defaultdict(Sum)
        self.sizes = Spread(MILLIONTHS)
        self.positive = Decimal(0)

    def _deal(self, deal: Deal) -> None:
        if deal.state == "":
            self.excluded["unknown_state"] += deal.in_scope
        if not deal.is_won or not self._is_in_period(deal) or not deal.closed_here():
            return
        amount, problem = deal.money
        if problem:
            self.excluded[problem] += 1
        for held in (self.all, self.by_owner[deal.owner], self.by_pipeline[deal.pipeline_at_close()]):
            held.add(amount)
        day = deal.closed_on()
        assert day is not None  # noqa: S101  it closed in the period
        self.by_day[day].add(amount)
        if amount > 0:
            self.positive += amount
            self.sizes.add(int(amount * MILLIONTHS))

    def _is_in_period(self, deal: Deal) -> bool:
        if deal.closed is None:
            self.excluded["no_close_date"] += deal.in_scope
        return self.context.period.has(deal.closed)

    @property
    def no_rate(self) -> str:
        """A sum without the deals of one currency would be a wrong sum."""
        return "no_rate" if self.excluded["no_rate"] else ""


def segments(by: str, sums: Sums, names: Mapping[str, str]) -> tuple[Segment, ...]:
    """One segment of money for each key, the largest first."""
    ordered = sorted(sums.items(), key=lambda entry: (-entry[1].amount, entry[0]))
    return tuple(Segment(by, key, Figure(held.amount, Unit.MONEY, held.n), names.get(key, "")) for key, held in ordered)
