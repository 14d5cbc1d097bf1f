"""Rules in sales terms, what they are compiled with, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Protocol

from provisioner.automation.steps import Recipient
from provisioner.model.blueprint import text
from provisioner.model.keys import Key
from provisioner.model.portal import Json
from provisioner.model.resource import Place

CLOSED = frozenset({"won", "lost", "qualified", "unqualified"})
"""States of a stage in which nobody waits for a record any more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as written, or, once settled, with every parameter filled in and in its one canonical writing."""

    key: str
    template: str
    pipeline: Key
    stage: Key | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    title: Any = field(default=None, hash=False)
    enabled: bool = True
    place: Place | None = None

    @property
    def workflow(self) -> Key:
        return Key("workflow", self.key)


@dataclass(frozen=True, slots=True)
class Stage:
    """What rules need to know of a stage. ``state``: open, won or lost for deals; new, in_progress, qualified or
    unqualified for leads; empty when the blueprint does not say."""

    name: str
    label: Any = field(hash=False)
    state: str = ""
    max_age: str = ""
    forecast_category: str = ""

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline with its stages in display order."""

    key: Key
    label: Any = field(hash=False)
    stages: tuple[Stage, ...] = ()

    def stage(self, name: str) -> Stage | None:
        return next((each for each in self.stages if each.name == name), None)


class WorkHours(Protocol):
    """The part of a calendar that the compiler needs."""

    @property
    def zone(self) -> Any:
        """IANA name of the time zone, or a ``ZoneInfo``."""

    def time_windows(self) -> Sequence[Json]:
        """HubSpot's ``timeWindows``: day, startTime and endTime of every working day."""

    def blocked_dates(self, first: date, last: date, /) -> Sequence[Json]:
        """HubSpot's ``blockedDates`` from one day up to, and without, another."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Records whose ``property`` has one of ``values`` are in the hands of others, until it becomes ``back``.

    ``into``: the pipeline that is to take them over, where the blueprint says.
    """

    property: str
    values: tuple[str, ...]
    back: str
    into: Key | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What rules are compiled with; nothing of a portal.

    ``go_live``: records from before that day are left alone. ``blocked_until``: the last day of which holidays are
    sent. Both come from the blueprint, so that compiling tomorrow gives what compiling today gave. ``calendars``:
    the hours of every pipeline, where they differ. ``holds``: what stops some rules of a pipeline.
    """

    hours: WorkHours
    go_live: date
    blocked_until: date
    pipelines: Mapping[Key, Pipeline] = field(default_factory=dict)
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    language: str = "en"
    calendars: Mapping[Key, WorkHours] = field(default_factory=dict)
    holds: Mapping[Key, Hold] = field(default_factory=dict)
    zone: str = field(init=False, default="")
    windows: tuple[Json, ...] = field(init=False, default=())
    closed: tuple[Json, ...] = field(init=False, default=())
    working_days: tuple[str, ...] = field(init=False, default=())
    _at: dict[Key, Context] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        windows = tuple(self.hours.time_windows())
        spans: dict[str, int] = {}
        for each in windows:
            spans[each["day"]] = spans.get(each["day"], 0) + _minutes(each["endTime"]) - _minutes(each["startTime"])
        longest = max(spans.values(), default=0)
        set_once = object.__setattr__
        set_once(self, "zone", str(self.hours.zone))
        set_once(self, "windows", windows)
        day_after = self.blocked_until + timedelta(days=1)
        set_once(self, "closed", tuple(self.hours.blocked_dates(self.go_live, day_after)))
        # A short day such as Friday morning is no day on which a task should come due.
        set_once(self, "working_days", tuple(day for day, span in spans.items() if 2 * span > longest))

    def at(self, pipeline: Key) -> Context:
        """The same by the hours of a pipeline."""
        hours = self.calendars.get(pipeline, self.hours)
        if hours == self.hours:
            return self
        if pipeline not in self._at:
            self._at[pipeline] = replace(self, hours=hours)
        return self._at[pipeline]

    def words(self, value: Any) -> str:
        """A text in the label language."""
        return text(value, self.language)

    def stages(self, pipeline: Key) -> tuple[Stage, ...]:
        known = self.pipelines.get(pipeline)
        return known.stages if known else ()

    def label(self, key: Key, language: str) -> str:
        """What people call a pipeline or a stage; its name where the blueprint does not know it."""
        known = self.pipelines.get(key.whole)
        found: Pipeline | Stage | None = known.stage(key.name) if known and key != key.whole else known
        return text(found.label, language) if found else key.name


def _minutes(time: Json) -> int:
    return int(time["hour"]) * 60 + int(time["minute"])


@dataclass(frozen=True, slots=True)
class Compiled:
    """A workflow ready for a portal. Every id in ``body`` is a ``Ref``; ``spec`` is the sha256 of its canonical form.

    ``description`` is the body's, without the marker that the kind puts at its end.
    """

    key: Key
    name: str
    description: str
    object_type: str
    body: Json = field(hash=False)
    spec: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Write:
    """One property that a workflow writes on the record that is in it.

    ``guard``: it does so only while the property has one of these values (``""`` is empty); None: whatever it has.
    ``value``: the fixed value that it writes, None when it depends on the moment or on the record.
    """

    object_type: str
    property: str
    guard: frozenset[Any] | None = None
    value: Any = None
