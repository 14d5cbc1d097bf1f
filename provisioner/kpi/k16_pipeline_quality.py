"""K16: how complete and how alive the open deals are, in points out of 100."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from provisioner.kpi import committee, deals, review
from provisioner.kpi.committee import Deciders
from provisioner.kpi.context import B2B
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import graded, ratio, rising, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.values import instant, number, text

POINTS: Mapping[str, int] = {
    "amount": 15,
    "close_date": 20,
    "next_step": 20,
    "stage_age": 15,
    "category": 10,
    "contacts": 10,
    "decision_maker": 10,
}
_CHECKED = ("dealstage", "hs_v2_time_in_current_stage", "hs_next_step", "notes_next_activity_date",
            "hs_manual_forecast_category")  # fmt: skip
"""A check of a property that the portal lacks would fail for every deal."""
_SOON = timedelta(days=14)
_TOO_OLD = Decimal("1.5")


class PipelineQuality(Counting):
    """Days are whole ones of the report's zone: an activity of today counts, and one of the fourteenth day from now.

    An amount in any currency is one. Contacts are as many as HubSpot counts, else as are associated.
    """

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal}
        self.deciders = gathering.tally(Deciders)
        self.passed: Counter[str] = Counter()
        self.points: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.without_target = 0
        self.review = review.Review(self.context)
        self.unknown = 0

    def _deal(self, deal: Deal) -> None:
        self.unknown += not deal.state
        if not deal.is_open:
            return
        passed = {name for name, holds in self._checks(deal).items() if holds}
        if "decision_maker" not in passed and (held := committee.contacts(deal)):
            self.deciders.wait(KPI.id, deal, held)
        self.passed.update(passed)
        self.review.add(deal, passed)
        score = self.points[deal.owner]
        score[0] += sum(POINTS[name] for name in passed)
        score[1] += 1

    def _checks(self, deal: Deal) -> dict[str, bool]:
        context, held = self.context, deal.properties
        return {
            "amount": any((number(held.get(name)) or 0) > 0 for name in deals.MONEY),
            "close_date": deal.close_date is not None and not deal.is_overdue(),
            "next_step": bool(text(held, "hs_next_step")) or self._is_soon(held.get("notes_next_activity_date")),
            "stage_age": self._is_young(deal),
            "category": bool(deal.category),
            "contacts": committee.is_broad(deal, context),
            "decision_maker": self.deciders.is_labelled(deal),
        }

    def _is_soon(self, value: str | None) -> bool:
        moment = instant(value)
        if moment is None:
            return False
        return self.context.midnight <= moment and self.context.period.day(moment) <= self.context.today + _SOON

    def _is_young(self, deal: Deal) -> bool:
        """A stage without target age cannot be outstayed."""
        stage = self.context.stages.get(("deals", deal.stage))
        if stage is None or not stage.target_days:
            self.without_target += 1
            return True
        since = review.since(deal, stage)
        if since is None:
            return False
        limit = timedelta(seconds=float(stage.target_days * _TOO_OLD * 86_400))
        return self.context.now - since <= limit

    def outcome(self) -> Outcome:
        points = {owner: list(held) for owner, held in self.points.items()}
        found = Counter(self.passed)
        for owner, settled in self.deciders.settled(KPI.id).items():
            points[owner][0] += POINTS["decision_maker"] * settled
            found["decision_maker"] += settled
        total, n = sum(held[0] for held in points.values()), sum(held[1] for held in points.values())
        return Outcome(
            ratio(total, n),
            n,
            total,
            n,
            Counter(unknown_state=self.unknown),
            segments=tuple(self._segment(owner, *points[owner]) for owner in sorted(points)),
            details={
                "checks": {name: share(found[name], n) for name in POINTS},
                "without_target_age": self.without_target,
                "as_of": self.context.now,
                "review": self.review.told(),
            },
        )

    def _segment(self, owner: str, total: int, n: int) -> Segment:
        value = ratio(total, n)
        grade = graded(value, KPI.scale(self.context), n, KPI.least(self.context))
        return Segment("owner", owner, Figure(value, Unit.POINTS, n, total, n, grade), self.context.owner_name(owner))


KPI = Definition(
    id="K16",
    name=said("Pipeline quality", "איכות פייפליין"),
    unit=Unit.POINTS,
    modes=frozenset({B2B, "hybrid"}),
    needs=(
        deals.needed(
            Rows.OPEN,
            optional=("hs_next_step", "notes_next_activity_date", "hs_manual_forecast_category", *review.OPTIONAL),
        ),
        Need("deals", (Rows.OPEN,), tuple((name,) for name in _CHECKED), stage_times=("entered",)),
        *committee.NEEDS,
    ),
    start=PipelineQuality,
    scales={"value": rising("80", "60")},
    sample="deals",
    looks="now",
    stands_now=True,
    method=said(
        "Mean over the open deals, as they stand now: amount 15, close date not passed 20, next step or activity "
        "within 14 days 20, stage age up to 1.5 times its target 15, category 10, two contacts 10, decision "
        "maker 10.",
        "ממוצע על העסקאות הפתוחות כפי שהן כעת: סכום 15, תאריך סגירה שלא עבר 20, צעד הבא או פעילות בתוך 14 ימים "
        "20, גיל בשלב עד פי 1.5 מהיעד 15, קטגוריה 10, שני אנשי קשר 10, מקבל החלטות 10.",
    ),
    advice={
        Grade.GOOD: said(
            "The pipeline is kept well; the review can go straight to the big deals.",
            "הפייפליין מתוחזק היטב; אפשר לעבור בסקירה ישר לעסקאות הגדולות.",
        ),
        Grade.WATCH: said(
            "Some deals are stale or thin; each owner mends the check that fails most.",
            "חלק מהעסקאות לא מעודכנות או דלות; כל בעל עסקה יתקן את הבדיקה שנכשלת אצלו ביותר.",
        ),
        Grade.RISK: said(
            "The pipeline does not show reality; close what is dead and date what is alive before planning on it.",
            "הפייפליין אינו משקף את המציאות; לסגור מה שמת ולתארך מה שחי לפני שמתכננים לפיו.",
        ),
    },
)
