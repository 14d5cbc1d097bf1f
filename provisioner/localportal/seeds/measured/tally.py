"""What the generator decides, counted while it decides: sums, numbers and lists of lengths, and never a record."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field


def _lengths() -> array[int]:
    return array("q")


@dataclass(slots=True)
class StageTally:
    """Of one stage: how many entered it in the period, how many of those came further, and how long they stayed."""

    entered: int = 0
    reached: int = 0
    stays: array[int] = field(default_factory=_lengths)


@dataclass(slots=True)
class DealTally:
    """Deals of one mode. Money in hundredths of the company's currency, lengths in milliseconds."""

    won: int = 0
    won_amount: int = 0
    won_with_amount: int = 0
    won_amounts: array[int] = field(default_factory=_lengths)
    won_existing: int = 0
    lost: int = 0
    lost_amount: int = 0
    lost_duplicates: int = 0
    reopened: int = 0
    by_owner: Counter[str] = field(default_factory=Counter)
    by_day: Counter[str] = field(default_factory=Counter)
    won_days: Counter[str] = field(default_factory=Counter)
    cycles: array[int] = field(default_factory=_lengths)
    backdated: int = 0
    stages: dict[str, dict[str, StageTally]] = field(default_factory=dict)
    moved: Counter[str] = field(default_factory=Counter)
    first_stage_won: Counter[str] = field(default_factory=Counter)
    forecast: Counter[str] = field(default_factory=Counter)
    forecast_won: Counter[str] = field(default_factory=Counter)
    forecast_blank: int = 0
    open: int = 0
    open_amount: int = 0
    due: int = 0
    due_amount: int = 0
    overdue: int = 0
    overdue_in_period: int = 0
    overdue_in_period_amount: int = 0
    weighted: Counter[str] = field(default_factory=Counter)
    weighted_overdue: Counter[str] = field(default_factory=Counter)
    quality: int = 0
    deep: int = 0
    leaking: int = 0
    leaks: Counter[str] = field(default_factory=Counter)
    active: set[str] = field(default_factory=set)

    def stage(self, pipeline_id: str, stage_id: str) -> StageTally:
        """The tally of one stage."""
        return self.stages.setdefault(pipeline_id, {}).setdefault(stage_id, StageTally())


@dataclass(slots=True)
class LeadTally:
    """Leads that entered in the period, and the first contacts with them. Waits in milliseconds of open time."""

    gross: int = 0
    unwanted: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    waits: array[int] = field(default_factory=_lengths)
    negative: int = 0
    in_time: int = 0
    never_open: int = 0
    never_closed: int = 0
    imported: int = 0
    doubled: int = 0
    buckets: Counter[str] = field(default_factory=Counter)
    bucket_deals: Counter[str] = field(default_factory=Counter)
    inbound: int = 0
    converted: int = 0
    converted_late: int = 0
    rated: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    open: int = 0
    leaking: int = 0
    leaks: Counter[str] = field(default_factory=Counter)
    attempts: dict[str, int] = field(default_factory=dict)
    proposed: int = 0
    accepted: int = 0
    accepted_in_time: int = 0
    returned: int = 0


@dataclass(slots=True)
class CallTally:
    """Calls in the period."""

    total: int = 0
    by_direction: Counter[str] = field(default_factory=Counter)
    by_owner: Counter[str] = field(default_factory=Counter)
    inbound_ended: int = 0
    inbound_answered: int = 0
    outbound: int = 0
    outbound_connected: int = 0
    judged_by_length: int = 0
    active: set[str] = field(default_factory=set)
