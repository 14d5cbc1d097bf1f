"""K15: money won by the local day on which the deal closed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from provisioner.kpi import deals, won
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Grade, Unit
from provisioner.kpi.needs import Rows
from provisioner.kpi.scales import OF_TARGET, cents, ratio
from provisioner.kpi.settings import covering
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.won import Won


class DailyRevenue(Counting):
    """The value is the average of an open day that has begun; the days themselves are in the details."""

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.won = gathering.tally(Won)

    def outcome(self) -> Outcome:
        first, after = self.context.elapsed
        open_days = self.context.calendar.open_days(first, after).total
        total = self.won.all
        if reason := self.won.no_rate:
            return Outcome(None, total.n, excluded=self.won.excluded, reason=reason)
        return Outcome(
            cents(ratio(total.amount, open_days)),
            total.n,
            total.amount,
            open_days,
            self.won.excluded,
            details={"days": [self._day(first + timedelta(days=step)) for step in range((after - first).days)]},
            target=self.context.settings.own(KPI.id).target or self._from_revenue(),
            reason="" if open_days else "no_open_days",
        )

    def _day(self, day: date) -> dict[str, object]:
        """A closed day is said to be closed, so that it is not read as a bad one."""
        one = self.context.calendar.open_days(day, day + timedelta(days=1))
        held = self.won.by_day.get(day, won.Sum())
        return {"date": day, "hours": "full" if one.full else "short" if one.short else "closed",
                "amount": held.amount, "n": held.n}  # fmt: skip

    def _from_revenue(self) -> Decimal | None:
        period = self.context.period
        wanted = covering(period, self.context.settings.revenue)
        days = self.context.calendar.open_days(period.first, period.after).total
        return wanted / days if wanted is not None and days else None


KPI = Definition(
    id="K15",
    name=said("Daily revenue", "הכנסה יומית"),
    unit=Unit.MONEY_PER_DAY,
    modes=frozenset({CENTRE, "hybrid"}),
    needs=(deals.needed(Rows.CLOSED),),
    start=DailyRevenue,
    scales={"value": OF_TARGET},
    against="target",
    in_money=True,
    method=said(
        "Won amount by local close date; the value is the mean of the open days that have begun. The target is "
        "that of the settings, else the period's revenue target spread over its open days.",
        "סכום שנסגר לפי תאריך סגירה מקומי; הערך הוא הממוצע ליום עבודה שהחל. היעד הוא זה שהוגדר, ואם אין, יעד "
        "ההכנסות של התקופה מחולק לימי העבודה שבה.",
    ),
    advice={
        Grade.GOOD: said(
            "The day's pace holds; keep the shifts as they are.",
            "הקצב היומי נשמר; להשאיר את המשמרות כפי שהן.",
        ),
        Grade.WATCH: said(
            "The pace is slipping; look at the last three days and at the offers still open.",
            "הקצב נחלש; לבדוק את שלושת הימים האחרונים ואת ההצעות שעדיין פתוחות.",
        ),
        Grade.RISK: said(
            "The pace will miss the target; close the offers that wait for payment today.",
            "הקצב לא יביא ליעד; לסגור היום הצעות שממתינות לתשלום.",
        ),
    },
)
