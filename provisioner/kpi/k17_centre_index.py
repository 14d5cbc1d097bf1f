"""K17: the centre's success in one number: speed × volume × consistency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from provisioner.kpi import calls
from provisioner.kpi import k01_time_to_first_contact as k01
from provisioner.kpi.calls import Calls
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.k01_time_to_first_contact import FirstContact
from provisioner.kpi.measurement import Grade, Unit
from provisioner.kpi.reps import CALLS
from provisioner.kpi.scales import rising
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said


class CentreIndex(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.first_contact = gathering.tally(FirstContact)
        self.calls = gathering.tally(Calls)

    def outcome(self) -> Outcome:
        waits = self.first_contact.waits()
        speed, attempted = self.first_contact.sla(waits).value, len(waits.spread)
        volume, steady = self._volume(attempted), consistency(self.calls.attempts_a_day())
        details = {"speed": speed, "volume": volume, "consistency": steady, "attempted_leads": attempted}
        found = Outcome(None, waits.n, excluded=self.first_contact.excluded(waits), details=details)
        if volume is None:
            return replace(found, reason="no_target")
        if speed is None or steady is None:
            return replace(found, reason="no_part" if waits.n else "no_records")
        return replace(found, value=speed * volume * steady * 100)

    def _volume(self, attempted: int) -> Decimal | None:
        """Attempted leads as a part of what the team should manage on the open days that have begun, at most 1."""
        a_day = self.context.settings.capacity_per_day
        days = self.context.calendar.open_days(*self.context.elapsed).total
        return min(Decimal(1), attempted / (a_day * days)) if a_day and days else None


def consistency(a_day: Sequence[Decimal]) -> Decimal | None:
    """1 less the coefficient of variation, never below 0; None where there was nothing to vary."""
    total = sum(a_day)
    if not total:
        return None
    mean = total / len(a_day)
    deviation = (sum((one - mean) ** 2 for one in a_day) / Decimal(len(a_day))).sqrt()
    return 1 - min(Decimal(1), deviation / mean)


KPI = Definition(
    id="K17",
    name=said("Centre index", "מדד המוקד"),
    unit=Unit.POINTS,
    modes=frozenset({CENTRE, "hybrid"}),
    needs=(*k01.KPI.needs, calls.NEED, CALLS),
    start=CentreIndex,
    scales={"value": rising("60", "40")},
    sample="leads",
    method=said(
        "Speed (first contacts in time) × volume (attempted leads ÷ capacity, at most 1) × consistency (1 − "
        "variation of daily attempts per rep) × 100.",
        "מהירות (קשר ראשון בזמן) × נפח (לידים שטופלו ÷ קיבולת, עד 1) × עקביות (1 − השונות בניסיונות היומיים "
        "לנציג) × 100.",
    ),
    advice={
        Grade.GOOD: said(
            "Fast, full and steady: the system runs; change nothing this week.",
            "מהיר, מלא ויציב: המערכת עובדת; לא לשנות דבר השבוע.",
        ),
        Grade.WATCH: said(
            "See which of the three factors is lowest and mend that one only.",
            "לבדוק איזה משלושת הגורמים הנמוך ביותר ולתקן אותו בלבד.",
        ),
        Grade.RISK: said(
            "The centre has lost its pace; start with speed, the other two follow.",
            "המוקד איבד קצב; להתחיל במהירות, והשאר יבוא אחריה.",
        ),
    },
)
