"""Plan: the difference between a blueprint and a portal, in order of execution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    RESTORE = "restore"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field: its path as names, the live value before, the wanted value after. None means: not there."""

    path: tuple[str, ...]
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Hazard:
    """A reason to stop and think: a rule's code and what it means here."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do to one resource.

    For create and restore ``fields`` hold every field of the spec, for update those that differ, for archive those
    that go.
    """

    action: Action
    key: Key
    fields: tuple[FieldDiff, ...]
    title: str = ""
    reason: str = "blueprint"
    hazards: tuple[Hazard, ...] = ()
    waits_for: tuple[Key, ...] = ()

    @property
    def spec(self) -> dict[str, Any]:
        """The wanted values of the top-level fields named in this change."""
        return {diff.path[0]: diff.after for diff in self.fields if len(diff.path) == 1}


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests: what carrying out the plan takes, retries apart."""

    reads: int = 0
    writes: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.reads + other.reads, self.writes + other.writes)


@dataclass(frozen=True, slots=True)
class BlueprintLine:
    """Which blueprint; ``decision`` tells who chose its way of selling (``by``) and when (``made_on``)."""

    name: str
    version: str
    mode: str
    sha256: str
    decision: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PortalLine:
    name: str
    id: int
    environment: str
    account_type: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What apply will do, and all that a reader needs to trust it.

    ``changes`` stand in order of execution. ``ids`` are the portal's ids of every live resource that they concern.
    """

    blueprint: BlueprintLine
    portal: PortalLine
    changes: tuple[Change, ...]
    unchanged: int
    not_managed: int
    findings: tuple[Finding, ...] = ()
    manual: tuple[ManualStep, ...] = ()
    cost: Cost = Cost()
    seconds_at_limit: int = 0
    provisioner: str = ""
    fingerprint: str = ""
    ids: Mapping[Key, str] = field(default_factory=dict)

    @property
    def blocked(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def hazards(self) -> tuple[tuple[Change, Hazard], ...]:
        return tuple((change, hazard) for change in self.changes for hazard in change.hazards)

    def count(self, action: Action) -> int:
        return sum(1 for change in self.changes if change.action is action)
