"""K5: open deals that should close in the period, as a multiple of the period's target."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from provisioner.kpi import deals, goals, won
from provisioner.kpi.closed import Closed
from provisioner.kpi.context import B2B
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.goals import Goals
from provisioner.kpi.measurement import Figure, Grade, Unit
from provisioner.kpi.needs import Rows
from provisioner.kpi.scales import ratio, rising
from provisioner.kpi.settings import covering
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.won import Sum, Won

BLOATED = Decimal(8)


class PipelineCoverage(Counting):
    """Overdue is what was due before today, in whatever period. Omitted is what would have counted or be overdue.

    What is left out of the money won to date is told too, since the rule of a met target hangs on it.
    """

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal}
        self.won = gathering.tally(Won)
        self.closed = gathering.tally(Closed)
        self.goals = gathering.tally(Goals)
        self.open, self.overdue = Sum(), Sum()
        self.overdue_unknown = 0
        self.by_owner: defaultdict[str, Sum] = defaultdict(Sum)
        self.by_pipeline: defaultdict[str, Sum] = defaultdict(Sum)
        self.excluded: Counter[str] = Counter()

    def _deal(self, deal: Deal) -> None:
        if not deal.is_open:
            return
        if deal.close_date is None:
            self.excluded["no_close_date"] += 1
        elif not deal.is_overdue() and not self.context.period.has(deal.close_date):
            return
        elif deal.category == "OMIT" and not self.context.settings.coverage_counts_omitted:
            self.excluded["omitted"] += 1
        elif deal.is_overdue():
            self.excluded["overdue"] += 1
            self.overdue.add(deal.money.amount)
            self.overdue_unknown += deal.money.problem == "no_rate"
        else:
            self._covers(deal)

    def _covers(self, deal: Deal) -> None:
        amount, problem = deal.money
        if problem:
            self.excluded[problem] += 1
        for held in (self.open, self.by_owner[deal.owner], self.by_pipeline[deal.pipeline]):
            held.add(amount)

    def outcome(self) -> Outcome:
        target, whose = self._aim()
        excluded = self.excluded + self.won.excluded
        reason = self._no_figure(target)
        if reason or target is None:
            return Outcome(None, self.open.n, self.open.amount, target, excluded, target=target, reason=reason,
                           details={"open": self.open.amount, "won_to_date": self.won.all.amount})  # fmt: skip
        coverage = self.open.amount / target
        left = target - self.won.all.amount
        rate = self.closed.trailing.rate if self.closed.trailing.n >= self.context.settings.least("deals") else None
        names = {owner: self.context.owner_name(owner) for owner in self.by_owner}
        grade, rule = self._judged(coverage, left, rate)
        return Outcome(
            coverage,
            self.open.n,
            self.open.amount,
            target,
            excluded,
            (*won.segments("owner", self.by_owner, names), *won.segments("pipeline", self.by_pipeline, {})),
            {
                "remaining": Figure(ratio(self.open.amount, left) if left > 0 else None, Unit.TIMES, self.open.n,
                                    self.open.amount, max(left, Decimal(0))),
                "won_to_date": self.won.all.amount,
                "overdue": Figure(
                    None if self.overdue_unknown else self.overdue.amount, Unit.MONEY, self.overdue.n
                ),
                "needed": self._needed(rate),
                "trailing_win_rate": rate,
                "rule": rule,
                "target_from": whose,
            },
            grade=grade,
            target=target,
        )  # fmt: skip

    def _no_figure(self, target: Decimal | None) -> str:
        if self.excluded["no_rate"] or self.won.no_rate:
            return "no_rate"
        return "" if target else "no_target"

    def _aim(self) -> tuple[Decimal | None, str]:
        """The target in money: of this KPI, of the period's revenue, or HubSpot's goals."""
        own = self.context.settings.own(KPI.id).target
        if own is None:
            own = covering(self.context.period, self.context.settings.revenue)
        return (own, "settings") if own is not None else self.goals.target()

    def _needed(self, rate: Decimal | None) -> Decimal | None:
        """None: no coverage is enough for those who win nothing."""
        least = KPI.scale(self.context).good
        return least if rate is None else max(least, 1 / rate) if rate else None

    def _judged(self, coverage: Decimal, left: Decimal, rate: Decimal | None) -> tuple[Grade, str]:
        """The grade and which rule gave it. Below three times the target is a business risk, whatever else is true."""
        if left <= 0:
            return Grade.GOOD, "met"
        if coverage < KPI.scale(self.context).watch:
            return Grade.RISK, "business_risk"
        needed = self._needed(rate)
        if needed is None or coverage < needed:
            return Grade.WATCH, "below_win_rate"
        return (Grade.WATCH, "bloated") if coverage > BLOATED else (Grade.GOOD, "covered")


KPI = Definition(
    id="K5",
    name=said("Pipeline coverage", "יחס כיסוי פייפליין"),
    unit=Unit.TIMES,
    modes=frozenset({B2B, "hybrid"}),
    needs=(
        deals.needed(
            Rows.OPEN, Rows.CLOSED, Rows.CLOSED_TRAILING, optional=("hs_manual_forecast_category", "core_loss_reason")
        ),
        goals.NEED,
    ),
    start=PipelineCoverage,
    scales={"value": rising("3", "3")},
    against="own",
    looks="ahead",
    in_money=True,
    method=said(
        "Open amount with a close date in the period ÷ the period's target; overdue deals and those marked as "
        "omitted are left out. Good from 3 times, or from 1 ÷ the win rate of the 12 months before where that is "
        "more.",
        "סכום פתוח שתאריך סגירתו בתקופה ÷ יעד התקופה; עסקאות שמועדן עבר ועסקאות שהוצאו מהתחזית אינן נספרות. תקין "
        "מפי 3, או מ-1 ÷ אחוז הזכייה ב-12 החודשים שקדמו אם הוא גבוה יותר.",
    ),
    advice={
        Grade.GOOD: said(
            "The pipeline carries the target; spend the time on moving what is there.",
            "הפייפליין מספיק ליעד; להשקיע את הזמן בקידום הקיים.",
        ),
        Grade.WATCH: said(
            "Coverage does not fit the win rate: below it, open new deals now; above 8 times, close what is dead.",
            "הכיסוי אינו מתאים לאחוז הזכייה: אם חסר, לפתוח עסקאות חדשות; אם מעל פי 8, לסגור עסקאות מתות.",
        ),
        Grade.RISK: said(
            "Business risk: less than three times the target is open. Plan new business this week, not at "
            "quarter's end.",
            "סיכון עסקי: פחות מפי שלושה מהיעד פתוח. לתכנן עסקים חדשים השבוע ולא בסוף הרבעון.",
        ),
    },
)
