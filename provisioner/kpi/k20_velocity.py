"""K20: how much money the pipeline turns out on a day."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from provisioner.kpi import deals
from provisioner.kpi import k06_win_rate as k06
from provisioner.kpi import k10_average_deal_size as k10
from provisioner.kpi import k11_cycle_length as k11
from provisioner.kpi.context import B2B, CENTRE
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.k06_win_rate import WinRate
from provisioner.kpi.k10_average_deal_size import AverageDealSize
from provisioner.kpi.k11_cycle_length import CycleLength
from provisioner.kpi.measurement import Grade, Unit
from provisioner.kpi.needs import Rows
from provisioner.kpi.scales import OF_TARGET, cents
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said

_MINUTES_A_DAY = 1440


class Velocity(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.takes = {"deals": self._deal}
        self.win_rate = gathering.tally(WinRate)
        self.size = gathering.tally(AverageDealSize)
        self.cycle = gathering.tally(CycleLength)
        self.open = 0

    def _deal(self, deal: Deal) -> None:
        self.open += deal.is_open

    def outcome(self) -> Outcome:
        rate, size, cycle = self.win_rate.outcome(), self.size.outcome(), self.cycle.outcome()
        days = cycle.value
        if days is not None and cycle.unit is Unit.MINUTES:
            days = days / _MINUTES_A_DAY
        details = {"open_deals": self.open, "win_rate": rate.value, "average_size": size.value, "cycle_days": days}
        if rate.value is None or not size.numerator or not size.denominator or not days:
            return Outcome(
                None, self.open, details=details, reason="no_rate" if size.reason == "no_rate" else "no_part"
            )
        a_day = Decimal(self.open) * rate.value * size.numerator / size.denominator / days
        return Outcome(cents(a_day), min(rate.n, size.n, cycle.n), excluded=Counter(size.excluded), details=details)


KPI = Definition(
    id="K20",
    name=said("Pipeline velocity", "מהירות פייפליין"),
    unit=Unit.MONEY_PER_DAY,
    modes=frozenset({CENTRE, B2B, "hybrid"}),
    needs=(deals.needed(Rows.OPEN), *k06.KPI.needs, *k10.KPI.needs, *k11.KPI.needs),
    start=Velocity,
    scales={"value": OF_TARGET},
    against="target",
    sample="deals",
    in_money=True,
    stands_now=True,
    of_hybrid=B2B,
    method=said(
        "Open deals now × win rate × average deal size ÷ median cycle in days, the last three of the period. In a "
        "hybrid, of the B2B pipelines: sales of minutes and of months have no common cycle.",
        "עסקאות פתוחות כעת × אחוז זכייה × גודל עסקה ממוצע ÷ חציון מחזור בימים, שלושת האחרונים של התקופה. במודל משולב, "
        "של הפייפליינים של B2B בלבד: למכירות של דקות ושל חודשים אין מחזור משותף.",
    ),
    advice={
        Grade.GOOD: said(
            "Money flows as planned; protect the factor that carries it.",
            "הכסף זורם כמתוכנן; לשמור על הגורם שמוביל אותו.",
        ),
        Grade.WATCH: said(
            "The flow is a little slow; the cycle is the factor that a team can change soonest.",
            "הזרימה מעט איטית; המחזור הוא הגורם שהצוות יכול לשנות מהר ביותר.",
        ),
        Grade.RISK: said(
            "The flow will not carry the target; compare the four factors with the last period and mend the one "
            "that fell.",
            "הזרימה לא תביא ליעד; להשוות את ארבעת הגורמים לתקופה הקודמת ולתקן את זה שירד.",
        ),
    },
)
