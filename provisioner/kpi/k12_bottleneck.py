"""K12: the stage that holds deals longest for its target and loses most of them."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from provisioner.kpi import deals, journeys
from provisioner.kpi.context import B2B, CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.journeys import Journeys
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import Scale
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said

_NOTABLE = Decimal("0.5")


class _Index(NamedTuple):
    key: str
    label: str
    score: Decimal
    entered: int
    wins: int
    open_amount: Decimal
    median_days: Decimal
    target_days: Decimal
    conversion: Decimal


class Bottleneck(Counting):
    """A stage's wins are those of the deals that passed it in the period; its open money is theirs too."""

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.journeys = gathering.tally(Journeys)

    def outcome(self) -> Outcome:
        every, without_target = self._indexes()
        if untimed := self._untimed():
            told = {"stages_without_target": without_target, "stages_without_times": untimed}
            return Outcome(details=told, reason="no_property")
        excluded = Counter(moved=sum(n for (kind, _), n in self.journeys.moved.items() if kind == "deals"))
        segments = tuple(
            Segment("stage", one.key, Figure(one.score, Unit.INDEX, one.entered), one.label) for one in every
        )
        details: dict[str, object] = {"stages_without_target": without_target}
        enough = [one for one in every if one.wins >= self.context.settings.least("deals")]
        if not enough:
            reason = "few_wins" if every else "no_records"
            return Outcome(excluded=excluded, segments=segments, details=details, reason=reason)
        # max keeps the first of equals: the earlier stage.
        top = max(enough, key=lambda one: (one.score, one.open_amount))
        if top.score >= _NOTABLE:
            details |= {"stage": top.key, "label": top.label, "open_amount": top.open_amount}
            details |= {"median_days": top.median_days, "target_days": top.target_days, "conversion": top.conversion}
        return Outcome(top.score, top.entered, excluded=excluded, segments=segments, details=details)

    def _untimed(self) -> list[str]:
        """Stages that were passed, and for which the portal has no property that says how long."""
        return [
            f"{line.id}/{stage.id}"
            for line, stage, passing in journeys.stages_of(self.journeys, "deals")
            if passing.entered and stage.target_days and not stage.cumulative
        ]

    def _indexes(self) -> tuple[list[_Index], list[str]]:
        found, without = [], []
        for line, stage, passing in journeys.stages_of(self.journeys, "deals"):
            key, median = f"{line.id}/{stage.id}", passing.days.median()
            if not stage.target_days:
                without.append(key)
            elif passing.entered and median is not None:
                conversion = Decimal(passing.reached_next) / passing.entered
                index = median * (passing.entered - passing.reached_next) / (stage.target_days * passing.entered)
                found.append(_Index(key, stage.label, index, passing.entered, passing.won, passing.open_amount, median,
                                    stage.target_days, conversion))  # fmt: skip
        return found, without


KPI = Definition(
    id="K12",
    name=said("Bottleneck", "צוואר בקבוק"),
    unit=Unit.INDEX,
    modes=frozenset({CENTRE, B2B, "hybrid"}),
    needs=(
        *journeys.NEEDS,
        Need(
            "deals",
            (Rows.IN_STAGE_SINCE,),
            (),
            ("hs_v2_time_in_current_stage", *deals.MONEY, "deal_currency_code"),
            stage_times=("cumulative",),
        ),
    ),
    start=Bottleneck,
    scales={"value": Scale(_NOTABLE, Decimal(1), rising=False, below=True)},
    sample="deals",
    method=said(
        "For each stage: median days in it ÷ its target age × the share that came no further. The highest index "
        "from 0.5 on, among stages that led to enough wins, is the bottleneck; of equals the one with more open "
        "money, then the earlier.",
        "לכל שלב: חציון ימים בשלב ÷ גיל היעד × החלק שלא התקדם. המדד הגבוה ביותר, מ-0.5 ומעלה, בין שלבים שהובילו "
        "לדי זכיות, הוא צוואר הבקבוק; בשוויון קודם זה שבו יותר כסף פתוח, ואחריו המוקדם.",
    ),
    advice={
        Grade.GOOD: said(
            "No stage stands out; deals flow evenly.",
            "אין שלב חריג; העסקאות זורמות באופן אחיד.",
        ),
        Grade.WATCH: said(
            "One stage slows the rest; check what customers wait for there.",
            "שלב אחד מאט את השאר; לבדוק למה הלקוחות ממתינים בו.",
        ),
        Grade.RISK: said(
            "Deals pile up in one stage: decide on each of them this week, forward or closed, before opening new ones.",
            "עסקאות נערמות בשלב אחד: להחליט השבוע על כל אחת מהן, קדימה או סגירה, לפני שפותחים חדשות.",
        ),
    },
)
