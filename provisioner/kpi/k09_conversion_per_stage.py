"""K9: of the records that passed a stage in the period, the share that came further."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from provisioner.kpi import journeys
from provisioner.kpi.context import B2B, CENTRE, Pipeline
from provisioner.kpi.definition import Definition
from provisioner.kpi.journeys import Journeys
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.scales import OF_TARGET, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said


class ConversionPerStage(Counting):
    """The value is won ÷ entered for the first stages of the deal pipelines; stages of two pipelines never mix."""

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.journeys = gathering.tally(Journeys)

    def outcome(self) -> Outcome:
        lines = self.journeys.lines("deals")
        if not lines:
            return Outcome(reason="no_pipeline")
        whole = {line.id: self._whole(line) for line in lines}
        entered, won = sum(one.n for one in whole.values()), sum(int(one.numerator or 0) for one in whole.values())
        moved = {"moved": sum(self.journeys.moved.values())}
        segments = (*self._segments("deals"), *self._segments("leads"))
        if not entered:
            return Outcome(excluded=moved, segments=segments, reason="no_records")
        open_in = {f"{line.id}/{stage.id}": passing.still_open
                   for line, stage, passing in journeys.stages_of(self.journeys, "deals")}  # fmt: skip
        provisional = any(open_in.values())
        return Outcome(
            Decimal(won) / entered,
            entered,
            won,
            entered,
            moved,
            segments,
            {"overall": whole, "still_open": open_in, "provisional": provisional},
            reason="provisional" if provisional else "",
        )

    def _whole(self, line: Pipeline) -> Figure:
        first = next((stage for stage in line.stages if stage.outcome == "open"), None)
        passing = self.journeys.passings.get(("deals", line.id, first.id)) if first else None
        return share(passing.won, passing.entered) if passing else share(0, 0)

    def _segments(self, object_type: str) -> Iterator[Segment]:
        for line, stage, passing in journeys.stages_of(self.journeys, object_type):
            by = "stage" if object_type == "deals" else "lead_stage"
            yield Segment(by, f"{line.id}/{stage.id}", share(passing.reached_next, passing.entered), stage.label)


KPI = Definition(
    id="K9",
    name=said("Conversion per stage", "המרה לפי שלב"),
    unit=Unit.RATIO,
    modes=frozenset({CENTRE, B2B, "hybrid"}),
    needs=journeys.NEEDS,
    start=ConversionPerStage,
    scales={"value": OF_TARGET},
    against="target",
    sample="deals",
    method=said(
        "Records that passed a stage in the period: the share that came to a later stage or was won; jumping "
        "over a stage passes it, losses stay in, records moved to another pipeline go out. Provisional while any "
        "of them is open there.",
        "רשומות שעברו שלב בתקופה: החלק שהגיע לשלב מאוחר יותר או נסגר בזכייה; דילוג נחשב מעבר, הפסדים נספרים, "
        "רשומות שעברו לפייפליין אחר אינן נספרות. זמני כל עוד חלקן פתוחות בשלב.",
    ),
    advice={
        Grade.GOOD: said(
            "Deals move through as planned; keep the exit criteria of each stage.",
            "העסקאות מתקדמות כמתוכנן; לשמור על קריטריוני היציאה של כל שלב.",
        ),
        Grade.WATCH: said(
            "One stage loses more than the others; read its exit criteria with the team.",
            "שלב אחד מאבד יותר מהאחרים; לעבור עם הצוות על קריטריוני היציאה שלו.",
        ),
        Grade.RISK: said(
            "Too few deals come through; start at the stage with the lowest share and listen to what customers "
            "say there.",
            "מעט מדי עסקאות מגיעות לסוף; להתחיל בשלב עם השיעור הנמוך ביותר ולהקשיב למה שלקוחות אומרים בו.",
        ),
    },
)
