"""K22: open money weighed by how likely its stage is to be won, by the month in which it should close."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from provisioner.kpi import deals
from provisioner.kpi.closed import is_duplicate
from provisioner.kpi.context import B2B
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Figure, Grade, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import OF_TARGET, cents
from provisioner.kpi.settings import covering
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.values import instant, number
from provisioner.kpi.won import Sum, Won

_ENOUGH = 20
_Cell = tuple[str, str, bool]
"""Month, stage, whether it is in the period."""


@dataclass
class _Passed:
    won: int = 0
    closed: int = 0


class WeightedForecast(Counting):
    """Sums by month and stage, so that the stages' past can be laid on them at the end.

    The figure is of what closes from today to the end of the period; the months go on beyond it. Its target is that of
    the settings, not HubSpot's goals.
    """

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal}
        self.won = gathering.tally(Won)
        self.trailing = self.context.trailing()
        self.open: defaultdict[_Cell, Sum] = defaultdict(Sum)
        self.weighted: defaultdict[_Cell, Decimal] = defaultdict(Decimal)
        self.overdue = Sum()
        self.unknown = self.overdue_unknown = 0
        self.passed: defaultdict[str, _Passed] = defaultdict(_Passed)
        self.excluded: Counter[str] = Counter()

    def _deal(self, deal: Deal) -> None:
        if deal.is_open:
            self._expected(deal)
        elif deal.state and self.trailing.has(deal.closed) and not is_duplicate(deal):
            self._past(deal)

    def _expected(self, deal: Deal) -> None:
        amount, problem = deal.money
        if deal.close_date is None:
            self.excluded["no_close_date"] += 1
        elif deal.is_overdue():
            self.excluded["overdue"] += 1
            self.overdue.add(amount)
            self.overdue_unknown += problem == "no_rate"
        else:
            if problem:
                self.excluded[problem] += 1
            cell = deal.due_month(), deal.stage, self.context.period.has(deal.close_date)
            probability = self._probability(deal)
            self.unknown += probability is None
            self.open[cell].add(amount)
            self.weighted[cell] += amount * (probability or 0)

    def _probability(self, deal: Deal) -> Decimal | None:
        """HubSpot's own, which is the stage's at this moment; else the stage's as the portal lists it."""
        own = number(deal.properties.get("hs_deal_stage_probability"))
        if own is not None and 0 <= own <= 1:
            return own
        stage = self.context.stages.get(("deals", deal.stage))
        return stage.probability if stage else None

    def _past(self, deal: Deal) -> None:
        """In which stages a closed deal was: the stages whose stamp it bears."""
        for line in self.context.pipelines:
            for stage in line.stages if (line.object_type, line.id) == ("deals", deal.pipeline) else ():
                if stage.outcome == "open" and stage.entered and instant(deal.properties.get(stage.entered)):
                    self.passed[stage.id].closed += 1
                    self.passed[stage.id].won += deal.is_won

    def outcome(self) -> Outcome:
        mine = [cell for cell in self.open if cell[2]]
        weighted = sum((self.weighted[cell] for cell in mine), Decimal(0))
        total, n = sum((self.open[cell].amount for cell in mine), Decimal(0)), sum(self.open[cell].n for cell in mine)
        excluded = self.excluded + self.won.excluded + Counter(unknown_stage=self.unknown)
        if excluded["no_rate"] or self.unknown:
            reason = "no_rate" if excluded["no_rate"] else "unknown_stage"
            return Outcome(None, n, excluded=excluded, details={"overdue": self._overdue()}, reason=reason)
        historical, assumed = self._historical(mine)
        target = covering(self.context.period, self.context.settings.revenue)
        return Outcome(
            cents(weighted),
            n,
            weighted,
            total,
            excluded,
            details={
                "historical": historical,
                "stages_without_history": assumed,
                "open": total,
                "won_to_date": self.won.all.amount,
                "months": {month: self._month(month) for month in sorted({cell[0] for cell in self.open})},
                "overdue": self._overdue(),
            },
            graded=self.won.all.amount + weighted,
            target=self.context.settings.own(KPI.id).target or target,
        )

    def _overdue(self) -> Figure:
        """Money that is left out; no sum where one of the amounts has no rate."""
        return Figure(None if self.overdue_unknown else self.overdue.amount, Unit.MONEY, self.overdue.n)

    def _month(self, month: str) -> dict[str, Decimal | int | None]:
        """From ``low`` to ``high``: the lower and the higher of the two ways to weigh."""
        cells = [cell for cell in self.open if cell[0] == month]
        weighted = cents(sum((self.weighted[cell] for cell in cells), Decimal(0))) or Decimal(0)
        historical, _ = self._historical(cells)
        return {
            "n": sum(self.open[cell].n for cell in cells),
            "open": sum((self.open[cell].amount for cell in cells), Decimal(0)),
            "weighted": weighted,
            "historical": historical,
            "low": min(weighted, historical),
            "high": max(weighted, historical),
        }

    def _historical(self, cells: list[_Cell]) -> tuple[Decimal, list[str]]:
        """The same money by what became of deals in these stages; a stage with too few keeps its probability."""
        parts = [(cell, self._rate(cell[1])) for cell in cells]
        amounts = (self.weighted[cell] if rate is None else self.open[cell].amount * rate for cell, rate in parts)
        return cents(sum(amounts, Decimal(0))) or Decimal(0), sorted({cell[1] for cell, rate in parts if rate is None})

    def _rate(self, stage: str) -> Decimal | None:
        passed = self.passed.get(stage, _Passed())
        return Decimal(passed.won) / passed.closed if passed.closed >= _ENOUGH else None


KPI = Definition(
    id="K22",
    name=said("Weighted forecast", "תחזית משוקללת"),
    unit=Unit.MONEY,
    modes=frozenset({B2B, "hybrid"}),
    needs=(
        deals.needed(Rows.OPEN, Rows.CLOSED, optional=("hs_deal_stage_probability",)),
        Need(
            "deals",
            (Rows.CLOSED_TRAILING,),
            (("dealstage",),),
            (*deals.OPTIONAL, "core_loss_reason"),
            stage_times=("entered",),
        ),
    ),
    start=WeightedForecast,
    scales={"value": OF_TARGET},
    against="target",
    looks="ahead",
    in_money=True,
    method=said(
        "Open amount × stage probability of deals due in the period, beside the same by what became of closed "
        "deals of the 12 months before (20 or more in the stage). Overdue deals are left out. Graded with what "
        "is won to date.",
        "סכום פתוח × הסתברות השלב של עסקאות שמועדן בתקופה, ולצדו אותו חישוב לפי גורל העסקאות שנסגרו ב-12 החודשים "
        "שקדמו (20 ומעלה בשלב). עסקאות שמועדן עבר אינן נספרות. הציון כולל את מה שכבר נסגר.",
    ),
    advice={
        Grade.GOOD: said(
            "What is won and what is likely carry the target; plan on the lower end of the range.",
            "מה שנסגר ומה שסביר מספיקים ליעד; לתכנן לפי הקצה הנמוך של הטווח.",
        ),
        Grade.WATCH: said(
            "The target hangs on a few deals; name them and agree on what each still needs.",
            "היעד תלוי בכמה עסקאות; לציין אותן ולסכם מה חסר לכל אחת.",
        ),
        Grade.RISK: said(
            "The likely money does not reach the target; tell finance now and decide where new business comes from.",
            "הסכום הצפוי אינו מגיע ליעד; לעדכן כעת את הכספים ולהחליט מהיכן יגיעו עסקים חדשים.",
        ),
    },
)
