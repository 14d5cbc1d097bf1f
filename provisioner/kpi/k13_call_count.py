"""K13: calls for each rep and open day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from provisioner.kpi import calls
from provisioner.kpi.calls import Calls
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.needs import OWNERS
from provisioner.kpi.reps import CALLS
from provisioner.kpi.scales import ratio, rising
from provisioner.kpi.spread import MILLISECONDS_A_MINUTE
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said


class CallCount(Counting):
    """Calls of queues, of people outside the team and without owner are counted, but not in anybody's pace."""

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.calls = gathering.tally(Calls)

    def outcome(self) -> Outcome:
        held, reps = self.calls.by_owner, self.calls.reps()
        total = sum(one.calls for one in held.values())
        days = self.context.calendar.open_days(*self.context.elapsed).total
        counted = sum(held[rep].calls for rep in reps)
        without_owner = held[""].calls if "" in held else 0
        excluded = Counter(no_owner=without_owner, not_a_rep=total - counted - without_owner)
        details = {
            "calls": total,
            "directions": dict(sorted(self.calls.directions.items())),
            "talk_minutes": self.calls.milliseconds / MILLISECONDS_A_MINUTE,
            "reps": len(reps),
            "open_days": days,
        }
        reason = "no_records" if not total else "no_reps" if not reps else "" if days else "no_open_days"
        if reason:
            return Outcome(None, counted, excluded=excluded, details=details, reason=reason)
        of, segments = len(reps) * days, tuple(self._segments(reps, days))
        return Outcome(ratio(counted, of), counted, counted, of, excluded, segments, details)

    def _segments(self, reps: list[str], days: int) -> Iterator[Segment]:
        scale = KPI.scale(self.context)
        for rep in reps:
            count = self.calls.by_owner[rep].calls
            pace = Decimal(count) / days
            figure = Figure(pace, Unit.CALLS_PER_REP_DAY, count, count, days, scale.grade(pace))
            yield Segment("owner", rep, figure, self.context.owner_name(rep))


KPI = Definition(
    id="K13",
    name=said("Call count", "כמות שיחות"),
    unit=Unit.CALLS_PER_REP_DAY,
    modes=frozenset({CENTRE, "hybrid"}),
    needs=(calls.NEED, CALLS, OWNERS),
    start=CallCount,
    scales={"value": rising("50", "35")},
    method=said(
        "Calls by their time, in the period, of reps who called ÷ (those reps × open days that have begun).",
        "שיחות לפי מועדן בתקופה, של נציגים ששוחחו ÷ (אותם נציגים × ימי עבודה שהחלו).",
    ),
    advice={
        Grade.GOOD: said(
            "The pace is there; now look at how many of the calls connect (K14).",
            "הקצב קיים; כעת לבדוק כמה מהשיחות נענות (K14).",
        ),
        Grade.WATCH: said(
            "The pace is a little low; see which hours of the day are thin.",
            "הקצב מעט נמוך; לבדוק באילו שעות ביום הוא דל.",
        ),
        Grade.RISK: said(
            "Far too few calls; check the phone connection and the queue first, then working hours.",
            "מעט מדי שיחות; לבדוק קודם את חיבור הטלפוניה ואת התור, ואחר כך את שעות העבודה.",
        ),
    },
)
