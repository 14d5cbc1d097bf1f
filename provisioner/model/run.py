"""Run: a plan carried out, change by change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provisioner.model.findings import ManualStep
from provisioner.model.plan import Change, PortalLine


class Result(StrEnum):
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_STARTED = "not started"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one change ended; ``detail`` says why for everything but done."""

    change: Change
    result: Result
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Outcomes in the order of the plan. ``interrupted`` is True when a person stopped it."""

    portal: PortalLine
    fingerprint: str
    outcomes: tuple[Outcome, ...]
    manual: tuple[ManualStep, ...] = ()
    interrupted: bool = False

    def count(self, result: Result) -> int:
        return sum(1 for outcome in self.outcomes if outcome.result is result)

    @property
    def complete(self) -> bool:
        return all(outcome.result is Result.DONE for outcome in self.outcomes)
