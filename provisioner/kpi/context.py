"""What a measurement is made in: the period, the moment, the settings, and what the portal is like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from provisioner.automation.calendars import Calendar
from provisioner.kpi.period import Period, months_earlier
from provisioner.kpi.settings import Settings

CENTRE, B2B = "call_center", "b2b"
"""The two modes; a hybrid has pipelines of both."""


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner as HubSpot lists it, archived ones too. ``archived_at``: when it left, as far as is known."""

    id: str
    name: str = ""
    person: bool = True
    archived: bool = False
    archived_at: datetime | None = None
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with what the blueprint says of it, and the portal's names for its times (``stage_times.resolve``).

    ``outcome``: ``open``, ``won`` (for leads: qualified) or ``lost``. ``entered`` and ``cumulative`` are empty where
    the portal has no such property.
    """

    id: str
    label: str = ""
    outcome: str = "open"
    probability: Decimal | None = None
    target_days: Decimal | None = None
    category: str = ""
    entered: str = ""
    cumulative: str = ""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """``stages`` in display order; ``mode`` says by which way of selling it is run."""

    object_type: str
    id: str
    mode: str
    stages: tuple[Stage, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """``now`` is the moment at which the portal was read. ``owners`` by owner id.

    ``lacking``: properties that the portal does not have, by object type. ``unreadable``: object types that cannot be
    read, with the scope that is missing; also ``owners``, ``deals/contacts`` for associations and ``deals#history``.
    ``earlier_leads``: how many leads were created in each period before this
    one, nearest first. ``snapshot_at``: when the stored forecast was taken, None when there is none. Without
    ``pipelines`` of an object type, and unless it is ``limited``, each of its records counts, and stages are known only
    by the record's own flags. ``today`` and ``midnight``,
    with which it began, are those of the period's zone.
    """

    period: Period
    now: datetime
    settings: Settings
    mode: str
    company_currency: str
    owners: Mapping[str, Owner] = field(default_factory=dict)
    pipelines: tuple[Pipeline, ...] = ()
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    earlier_leads: tuple[int, ...] = ()
    snapshot_at: datetime | None = None
    limited: frozenset[str] = frozenset()
    stages: Mapping[tuple[str, str], Stage] = field(init=False, repr=False)
    modes: Mapping[tuple[str, str], str] = field(init=False, repr=False)
    today: date = field(init=False, repr=False)
    midnight: datetime = field(init=False, repr=False)

    def __post_init__(self) -> None:
        stages = {(line.object_type, stage.id): stage for line in self.pipelines for stage in line.stages}
        object.__setattr__(self, "stages", stages)
        object.__setattr__(self, "modes", {(line.object_type, line.id): line.mode for line in self.pipelines})
        limited = self.limited.union(line.object_type for line in self.pipelines)
        object.__setattr__(self, "limited", limited)
        today = self.period.day(self.now)
        object.__setattr__(self, "today", today)
        object.__setattr__(self, "midnight", Period(today, today + timedelta(days=1), self.period.zone).start)

    def side(self, mode: str) -> Context:
        """The same portal seen from one of the two modes of a hybrid: only the pipelines of that mode."""
        mine = tuple(line for line in self.pipelines if line.mode == mode)
        return replace(self, mode=mode, pipelines=mine)

    def counts(self, object_type: str, pipeline: str) -> bool:
        """Whether records of this pipeline belong here; those without a pipeline always do."""
        return not pipeline or (object_type, pipeline) in self.modes or object_type not in self.limited

    def has_pipelines(self, object_type: str) -> bool:
        """Whether the portal has any of the blueprint's pipelines of this object type, where it names some. Leads are
        the centre's: the other side of a hybrid has none."""
        if object_type not in self.limited or (object_type == "leads" and self.mode != CENTRE):
            return True
        return any(line.object_type == object_type for line in self.pipelines)

    def mode_of(self, pipeline: str) -> str:
        """The mode that a deal pipeline is run by."""
        return self.modes.get(("deals", pipeline), self.mode)

    @property
    def calendar(self) -> Calendar:
        return self.calendar_of(self.mode)

    def calendar_of(self, mode: str) -> Calendar:
        """The calendar of a mode; a hybrid counts its days by the centre's."""
        held = self.settings.calendars
        return held.get(mode) or held.get("call_center") or next(iter(held.values()))

    @property
    def elapsed(self) -> tuple[date, date]:
        """The days of the period that have begun, half-open."""
        return self.period.first, max(self.period.first, min(self.period.after, self.today + timedelta(days=1)))

    @property
    def is_over(self) -> bool:
        return self.now >= self.period.end

    def share_elapsed(self) -> Decimal:
        """The part of the period's working time that has passed; 1 for a period without any."""
        if self.is_over:
            return Decimal(1)
        whole = self.calendar.business_minutes(self.period.start, self.period.end)
        passed = self.calendar.business_minutes(self.period.start, self.now)
        return Decimal(str(passed)) / Decimal(str(whole)) if whole else Decimal(1)

    def trailing(self, months: int = 12) -> Period:
        """So many months up to the first day of the period, or up to today where the period has not begun."""
        after = min(self.period.first, self.today)
        return Period(months_earlier(after, months), after, self.period.zone, months)

    def owner_name(self, owner: str) -> str:
        found = self.owners.get(owner)
        return found.name if found else ""

    def has_left(self, owner: str) -> bool:
        """Whether a record's owner is departed: archived, or unknown to a portal whose owners were read."""
        found = self.owners.get(owner)
        return found.archived if found else bool(self.owners)

    def is_rep(self, owner: str) -> bool:
        """A person of this mode's teams, there at some time of the period. Queues and those who left before are not.

        Where no team of this mode is named, everybody is who is in no team of another.
        """
        found = self.owners.get(owner)
        if found is None or not found.person:
            return False
        if found.archived and (found.archived_at is None or found.archived_at < self.period.start):
            return False
        wanted = {team.name for team in self.settings.teams if self.mode in (team.mode, "hybrid")}
        if wanted:
            return not wanted.isdisjoint(found.teams)
        return all(team.name not in found.teams for team in self.settings.teams)
