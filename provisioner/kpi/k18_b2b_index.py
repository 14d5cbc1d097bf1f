"""K18: success in B2B in one number: quality × depth × forecast."""

from __future__ import annotations

from decimal import Decimal

from provisioner.kpi import committee
from provisioner.kpi import k06_win_rate as k06
from provisioner.kpi import k07_forecast_accuracy as k07
from provisioner.kpi.committee import Deciders
from provisioner.kpi.context import B2B
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.k06_win_rate import WinRate
from provisioner.kpi.k07_forecast_accuracy import ForecastAccuracy
from provisioner.kpi.measurement import Grade, Unit
from provisioner.kpi.scales import rising, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said


class B2bIndex(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal}
        self.win_rate = gathering.tally(WinRate)
        self.forecast = gathering.tally(ForecastAccuracy)
        self.deciders = gathering.tally(Deciders)
        self.open = self.deep = 0

    def _deal(self, deal: Deal) -> None:
        if not deal.is_open:
            return
        self.open += 1
        if not committee.is_broad(deal, self.context):
            return
        if self.deciders.is_labelled(deal):
            self.deep += 1
        else:
            self.deciders.wait(KPI.id, deal, committee.contacts(deal))

    def outcome(self) -> Outcome:
        rate, accuracy = self.win_rate.outcome(), self.forecast.outcome()
        target = k06.KPI.scale(self.context).good
        quality = None if rate.value is None else min(Decimal(1), rate.value / target)
        depth = share(self.deep + self.deciders.settled(KPI.id).total(), self.open)
        details = {"quality": quality, "depth": depth, "forecast": accuracy.value}
        if quality is None or depth.value is None or accuracy.value is None:
            return Outcome(None, self.open, details=details, reason="no_part")
        index = quality * depth.value * accuracy.value * 100
        return Outcome(index, self.open, details=details, reason=accuracy.reason)


KPI = Definition(
    id="K18",
    name=said("B2B index", "מדד B2B"),
    unit=Unit.POINTS,
    modes=frozenset({B2B, "hybrid"}),
    needs=(*k06.KPI.needs, *k07.KPI.needs, *committee.NEEDS),
    start=B2bIndex,
    scales={"value": rising("60", "40")},
    sample="deals",
    stands_now=True,
    method=said(
        "Quality (win rate ÷ its target, at most 1) × depth (open deals with two contacts and a decision maker) "
        "× forecast accuracy × 100.",
        "איכות (אחוז זכייה ÷ היעד, עד 1) × עומק (עסקאות פתוחות עם שני אנשי קשר ומקבל החלטות) × דיוק תחזית × 100.",
    ),
    advice={
        Grade.GOOD: said(
            "Good deals, known deciders, a forecast that holds: keep coaching.",
            "עסקאות טובות, מחליטים מוכרים ותחזית שעומדת: להמשיך בחניכה.",
        ),
        Grade.WATCH: said(
            "See which of the three factors is lowest; depth is usually the quickest to mend.",
            "לבדוק איזה משלושת הגורמים הנמוך ביותר; לרוב העומק הוא המהיר ביותר לתיקון.",
        ),
        Grade.RISK: said(
            "Control is lost; go through the big deals one by one: who decides, what next, when.",
            "השליטה אבדה; לעבור על העסקאות הגדולות אחת אחת: מי מחליט, מה הלאה ומתי.",
        ),
    },
)
