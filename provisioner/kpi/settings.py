"""What a company decides about its figures: calendars, targets, thresholds, samples, and which sources count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from provisioner.automation.calendars import Calendar
from provisioner.kpi.period import Period
from provisioner.kpi.scales import Scale

CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"
"""HubSpot's own call outcome "Connected" (call dispositions in the calling documentation)."""

DECISION_MAKER = ("decision_maker", "Decision maker", "מקבל החלטות")
CATEGORY_WEIGHTS: Mapping[str, Decimal] = {
    "COMMIT": Decimal("0.9"),
    "BEST_CASE": Decimal("0.5"),
    "PIPELINE": Decimal("0.1"),
}
GROWTH_PIPELINES = ("b2b_account_growth",)
MIN_SAMPLES: Mapping[str, int] = {"leads": 10, "deals": 5, "calls": 10}


@dataclass(frozen=True, slots=True)
class Own:
    """What is set for one KPI: a target, and scales by the name of the figure (``value`` is the main one)."""

    target: Decimal | None = None
    scales: Mapping[str, Scale] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grading:
    """A team, its mode, and the KPIs that it is graded by."""

    name: str
    mode: str
    graded_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """``calendars`` by mode (``call_center``, ``b2b``); ``rates``: company currency for one unit, fixed per period.

    ``revenue``: money to be won, by period. ``lead_source``: ``leads``, ``contacts`` where the portal has no leads
    object, or ``none``. ``capacity_per_day``: leads that the team should attempt on an open day. ``teams`` empty: every
    person is a rep. ``periods`` and ``segments`` are for reports; empty segments mean all of them.
    """

    calendars: Mapping[str, Calendar]
    zone: ZoneInfo
    week_starts: str = "sunday"
    language: str = "en"
    currency: str = ""
    amount_includes_vat: bool = False
    vat_rate: Decimal | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    min_samples: Mapping[str, int] = field(default_factory=lambda: dict(MIN_SAMPLES))
    measures: Mapping[str, Own] = field(default_factory=dict)
    revenue: tuple[tuple[Period, Decimal], ...] = ()
    teams: tuple[Grading, ...] = ()
    graded_by: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    lead_source: str = "leads"
    lead_window_days: int = 30
    exact_first_contact: bool = False
    first_contact_minutes: Decimal = Decimal(5)
    handoff_hours: Decimal = Decimal(4)
    capacity_per_day: Decimal | None = None
    excluded_sources: tuple[str, ...] = ("IMPORT",)
    connected_outcomes: tuple[str, ...] = (CONNECTED,)
    connected_seconds: int = 30
    decision_maker: tuple[str, ...] = DECISION_MAKER
    coverage_counts_omitted: bool = False
    deal_splits: bool = False
    category_weights: Mapping[str, Decimal] = field(default_factory=lambda: dict(CATEGORY_WEIGHTS))
    size_bands: tuple[Decimal, ...] = (Decimal(10_000), Decimal(50_000), Decimal(250_000))
    growth_pipelines: tuple[str, ...] = GROWTH_PIPELINES

    def own(self, kpi: str) -> Own:
        return self.measures.get(kpi, Own())

    def least(self, sample: str) -> int:
        """The smallest number of records that earns a grade; 0 for a measure that is a sum."""
        return self.min_samples.get(sample, MIN_SAMPLES[sample]) if sample else 0

    @property
    def variants(self) -> frozenset[str]:
        """Which optional needs apply; see ``needs.Need.variant``."""
        chosen = {self.lead_source, "exact" if self.exact_first_contact else "", "splits" if self.deal_splits else ""}
        return frozenset(chosen - {""})


def covering(period: Period, parts: Sequence[tuple[Period, Decimal]]) -> Decimal | None:
    """The sum of amounts whose periods lie side by side and fill this one exactly; the longest are taken first.

    None where they leave a gap: a month's share of a yearly target is nobody's target.
    """
    if exact := [amount for part, amount in parts if (part.first, part.after) == (period.first, period.after)]:
        return exact[0]
    for part, amount in sorted(parts, key=lambda entry: entry[0].after, reverse=True):
        if part.first == period.first and part.after < period.after:
            rest = covering(Period(part.after, period.after, period.zone), parts)
            if rest is not None:
                return amount + rest
    return None
