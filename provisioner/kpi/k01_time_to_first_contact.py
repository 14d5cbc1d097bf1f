"""K1: business minutes from a lead's entry to the first attempt to reach it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from provisioner.kpi import cohort
from provisioner.kpi.cohort import Cohort, Enquiry
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.scales import falling, graded, rising, share
from provisioner.kpi.spread import MILLISECONDS_A_MINUTE, Spread
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said

_TWICE = timedelta(hours=24)
_BUCKETS = (("<=5", 5), ("5-15", 15), ("15-60", 60), ("60-1440", 1440))
_LAST, _NEVER = ">1440", "never"
BUCKETS = (*(name for name, _ in _BUCKETS), _LAST, _NEVER)


class Wait(NamedTuple):
    """One enquiry with its wait in milliseconds of business time; ``attempted`` False: it is still waiting."""

    enquiry: Enquiry
    attempted: bool
    wait: int
    has_deal: bool


class FirstContact(Counting):
    """The waits of a cohort; imports and the same contact within 24 hours are left out."""

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.cohort = gathering.tally(Cohort)

    def outcome(self) -> Outcome:
        waits, excluded = self.waits()
        spread = Spread(MILLISECONDS_A_MINUTE)
        for wait in waits:
            if wait.attempted:
                spread.add(wait.wait)
        sla = self.sla(waits)
        if not waits:
            return Outcome(excluded=excluded, reason="no_records")
        details = {
            "p90": spread.nearest_rank(90),
            "sla": sla,
            "attempted": share(len(spread), len(waits)),
            "open_breaches": sum(self._is_breach(wait) for wait in waits),
            "buckets": self._buckets(waits),
            "sources_of_attempts": dict(Counter(w.enquiry.attempt_from for w in waits if w.attempted)),
        }
        segments = tuple(self._segments(waits))
        if not len(spread):
            grade, reason = (Grade.NOT_AVAILABLE, "no_records") if sla.value is None else (sla.grade, "")
            return Outcome(None, 0, excluded=excluded, segments=segments, details=details, grade=grade, reason=reason)
        return Outcome(spread.median(), len(spread), excluded=excluded, segments=segments, details=details)

    def waits(self) -> tuple[list[Wait], Counter[str]]:
        """The enquiries that count, and how many were left out."""
        excluded = Counter(self.cohort.excluded)
        kept = [one for one in self.cohort.enquiries() if not one.lead.is_imported]
        excluded["imported"] = sum(one.lead.is_imported for one in self.cohort.enquiries())
        once = self._once(kept)
        excluded["duplicate"] = len(kept) - len(once)
        dated = self.cohort.is_dated
        return [self._wait(one, dated) for one in once], excluded

    def _once(self, enquiries: list[Enquiry]) -> list[Enquiry]:
        """The same contact within 24 hours of its first enquiry counts once, with the earliest attempt and deal."""
        by_contact = cohort.grouped(enquiries, lambda one: self.cohort.contact_of(one.lead) or f"lead {one.lead.id}")
        return [one for held in by_contact.values() for one in _folded(held)]

    def _wait(self, enquiry: Enquiry, dated: bool) -> Wait:
        until = enquiry.attempt or self.context.now
        minutes = self.context.calendar.business_minutes(enquiry.entered, until)
        converted = self.cohort.has_deal(enquiry, dated=dated)
        return Wait(enquiry, enquiry.attempt is not None, round(minutes * MILLISECONDS_A_MINUTE), converted)

    @property
    def _limit(self) -> int:
        return int(self.context.settings.first_contact_minutes * MILLISECONDS_A_MINUTE)

    def _is_breach(self, wait: Wait) -> bool:
        return not wait.attempted and wait.enquiry.lead.is_open and wait.wait > self._limit

    def sla(self, waits: list[Wait]) -> Figure:
        """Reached in time, of those reached and those that still wait longer than the limit."""
        met = sum(wait.attempted and wait.wait <= self._limit for wait in waits)
        of = sum(wait.attempted or self._is_breach(wait) for wait in waits)
        return share(met, of, KPI.scale(self.context, "sla"), KPI.least(self.context))

    def _buckets(self, waits: list[Wait]) -> dict[str, Figure]:
        held: dict[str, list[bool]] = {name: [] for name in BUCKETS}
        for wait in waits:
            held[_bucket(wait)].append(wait.has_deal)
        return {name: share(sum(deals), len(deals)) for name, deals in held.items()}

    def _segments(self, waits: list[Wait]) -> Iterator[Segment]:
        for by, key in (("source", _source), ("owner", _owner)):
            for name in sorted({key(wait) for wait in waits}):
                held = [wait for wait in waits if key(wait) == name]
                label = self.context.owner_name(name) if by == "owner" else ""
                yield Segment(by, name, self._figure(held), label)

    def _figure(self, waits: list[Wait]) -> Figure:
        spread = Spread(MILLISECONDS_A_MINUTE)
        for wait in waits:
            if wait.attempted:
                spread.add(wait.wait)
        median = spread.median()
        grade = graded(median, KPI.scale(self.context), len(spread), KPI.least(self.context))
        return Figure(median, Unit.MINUTES, len(spread), grade=grade)


def _folded(held: list[Enquiry]) -> Iterator[Enquiry]:
    found: list[Enquiry] = []
    for one in sorted(held, key=lambda enquiry: (enquiry.entered, enquiry.lead.id)):
        if found and one.entered - found[-1].entered < _TWICE:
            found[-1] = _together(found[-1], one)
        else:
            found.append(one)
    return iter(found)


def _together(first: Enquiry, again: Enquiry) -> Enquiry:
    attempt, attempt_from = min(
        ((one.attempt, one.attempt_from) for one in (first, again) if one.attempt),
        default=(None, ""),
        key=lambda pair: pair[0],
    )
    deals: list[datetime] = [one.deal_at for one in (first, again) if one.deal_at]
    lead = first.lead._replace(
        is_open=first.lead.is_open or again.lead.is_open, deals=max(first.lead.deals or 0, again.lead.deals or 0)
    )
    return Enquiry(lead, first.entered, attempt, attempt_from, min(deals, default=None))


def _bucket(wait: Wait) -> str:
    if not wait.attempted:
        return _NEVER
    return next((name for name, most in _BUCKETS if wait.wait <= most * MILLISECONDS_A_MINUTE), _LAST)


def _source(wait: Wait) -> str:
    return wait.enquiry.lead.source


def _owner(wait: Wait) -> str:
    return wait.enquiry.lead.owner


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
