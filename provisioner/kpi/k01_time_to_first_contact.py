"""K1: business minutes from a lead's entry to the first attempt to reach it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from provisioner.kpi import cohort
from provisioner.kpi.cohort import Cohort, Enquiry
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.scales import falling, graded, rising, share
from provisioner.kpi.shelf import STAMPS_A_DAY, moment
from provisioner.kpi.spread import MILLISECONDS_A_MINUTE, Spread
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said

_TWICE = STAMPS_A_DAY
_BUCKETS = (("<=5", 5), ("5-15", 15), ("15-60", 60), ("60-1440", 1440))
_LAST, _NEVER = ">1440", "never"
BUCKETS = (*(name for name, _ in _BUCKETS), _LAST, _NEVER)


class Waits:
    """Waits of enquiries in milliseconds of business time; grows while enquiries stream by.

    ``spread`` holds those that ended with an attempt; ``breaches`` counts the open ones that are longer than the limit.
    """

    def __init__(self) -> None:
        self.n = self.met = self.breaches = 0
        self.spread = Spread(MILLISECONDS_A_MINUTE)
        self.buckets = {name: [0, 0] for name in BUCKETS}
        self.attempts_from: Counter[str] = Counter()
        self.by: dict[str, defaultdict[str, Spread]] = {name: defaultdict(_minutes) for name in ("source", "owner")}

    def add(self, enquiry: Enquiry, wait: int, limit: int, *, has_deal: bool) -> None:
        attempted = enquiry.attempt is not None
        self.n += 1
        self.met += attempted and wait <= limit
        self.breaches += not attempted and enquiry.is_open and wait > limit
        bucket = self.buckets[_bucket(wait) if attempted else _NEVER]
        bucket[0] += has_deal
        bucket[1] += 1
        spreads = self.spread, self.by["source"][enquiry.source], self.by["owner"][enquiry.owner]
        if attempted:
            self.attempts_from[enquiry.attempt_from] += 1
            for spread in spreads:
                spread.add(wait)


class FirstContact(Counting):
    """The waits of a cohort; imports and the same contact within 24 hours are left out."""

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.cohort = gathering.tally(Cohort)
        self._limit = int(self.context.settings.first_contact_minutes * MILLISECONDS_A_MINUTE)
        self._waits, self._of = Waits(), 0

    def outcome(self) -> Outcome:
        waits = self.waits()
        excluded = self.excluded(waits)
        if not waits.n:
            return Outcome(excluded=excluded, reason="no_records")
        sla, spread = self.sla(waits), waits.spread
        details = {
            "p90": spread.nearest_rank(90),
            "sla": sla,
            "attempted": share(len(spread), waits.n),
            "open_breaches": waits.breaches,
            "buckets": {name: share(deals, n) for name, (deals, n) in waits.buckets.items()},
            "sources_of_attempts": dict(waits.attempts_from),
        }
        segments = tuple(self._segments(waits))
        if not len(spread):
            grade, reason = (Grade.NOT_AVAILABLE, "no_records") if sla.value is None else (sla.grade, "")
            return Outcome(None, 0, excluded=excluded, segments=segments, details=details, grade=grade, reason=reason)
        return Outcome(spread.median(), len(spread), excluded=excluded, segments=segments, details=details)

    def excluded(self, waits: Waits) -> Counter[str]:
        doubles = self.cohort.kept() - waits.n
        return Counter(self.cohort.excluded) + Counter(imported=self.cohort.imported(), duplicate=doubles)

    def waits(self) -> Waits:
        """The waits of the enquiries that count."""
        if self._of != self.cohort.taken:
            self._waits, self._of = self._streamed(), self.cohort.taken
        return self._waits

    def _streamed(self) -> Waits:
        waits, dated = Waits(), self.cohort.is_dated
        for one in _once(self.cohort.enquiries()):
            until = self.context.now if one.attempt is None else moment(one.attempt)
            minutes = self.context.calendar.business_minutes(moment(one.entered), until)
            wait = round(minutes * MILLISECONDS_A_MINUTE)
            waits.add(one, wait, self._limit, has_deal=self.cohort.has_deal(one, dated=dated))
        return waits

    def sla(self, waits: Waits) -> Figure:
        """Reached in time, of those reached and those that still wait longer than the limit."""
        of = len(waits.spread) + waits.breaches
        return share(waits.met, of, KPI.scale(self.context, "sla"), KPI.least(self.context))

    def _segments(self, waits: Waits) -> Iterator[Segment]:
        for by, held in waits.by.items():
            for name, spread in sorted(held.items()):
                label = self.context.owner_name(name) if by == "owner" else ""
                yield Segment(by, name, self._figure(spread), label)

    def _figure(self, spread: Spread) -> Figure:
        median = spread.median()
        grade = graded(median, KPI.scale(self.context), len(spread), KPI.least(self.context))
        return Figure(median, Unit.MINUTES, len(spread), grade=grade)


def _once(enquiries: Iterable[Enquiry]) -> Iterator[Enquiry]:
    """The same contact within 24 hours of its first enquiry counts once, with the earliest attempt and deal."""
    first: Enquiry | None = None
    for one in enquiries:
        if first and one.person == first.person and one.entered - first.entered < _TWICE:
            first = _together(first, one)
            continue
        if first:
            yield first
        first = one
    if first:
        yield first


def _together(first: Enquiry, again: Enquiry) -> Enquiry:
    attempt, attempt_from = min(
        ((one.attempt, one.attempt_from) for one in (first, again) if one.attempt is not None),
        default=(None, ""),
        key=lambda pair: pair[0],
    )
    deals = [one.deal_at for one in (first, again) if one.deal_at is not None]
    return first._replace(
        attempt=attempt,
        attempt_from=attempt_from,
        deal_at=min(deals, default=None),
        counted=first.counted or again.counted,
        is_open=first.is_open or again.is_open,
    )


def _bucket(wait: int) -> str:
    return next((name for name, most in _BUCKETS if wait <= most * MILLISECONDS_A_MINUTE), _LAST)


def _minutes() -> Spread:
    return Spread(MILLISECONDS_A_MINUTE)


KPI = Definition(
    id="K1",
    name=said("Time to first contact", "זמן לקשר ראשון"),
    unit=Unit.MINUTES,
    modes=frozenset({CENTRE, "hybrid"}),
    needs=(*cohort.NEEDS, *cohort.FIRST_CONTACT),
    start=FirstContact,
    scales={"value": falling("5", "15"), "sla": rising("0.80", "0.60")},
    sample="leads",
    method=said(
        "Median of business minutes from entry to the first attempt; an attempt before entry or before opening "
        "counts 0. SLA: reached in time, of those reached and open ones that wait longer.",
        "חציון דקות עבודה מהכניסה עד ניסיון הקשר הראשון; ניסיון לפני הכניסה או לפני הפתיחה נספר כ-0. עמידה ביעד: "
        "מי שנענו בזמן, מתוך מי שנענו ומי שעדיין ממתינים מעבר ליעד.",
    ),
    advice={
        Grade.GOOD: said(
            "First contact is fast; keep shifts matched to the hours in which leads come in.",
            "הקשר הראשון מהיר; להמשיך להתאים משמרות לשעות שבהן נכנסים לידים.",
        ),
        Grade.WATCH: said(
            "Leads wait too long; look at the slowest hours and sources and move reps there.",
            "הלידים ממתינים זמן רב מדי; לבדוק את השעות והמקורות האיטיים ולתגבר שם נציגים.",
        ),
        Grade.RISK: said(
            "Leads grow cold before anybody calls; assign them automatically and work off the open breaches today.",
            "לידים מתקררים לפני שמישהו מתקשר; להקצות אוטומטית ולטפל עוד היום בחריגות הפתוחות.",
        ),
    },
)
