"""One plan being carried out: what every attempt needs at hand, and how each change ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from provisioner.kinds.base import Kind
from provisioner.model.errors import Interrupted, PortalError
from provisioner.model.events import Finished, Watch
from provisioner.model.keys import Key
from provisioner.model.plan import Change
from provisioner.model.portal import Writer
from provisioner.model.run import Outcome, Result

ATTEMPTS = 3
"""How often a write of unknown outcome is looked up and, where it did not happen, sent again."""

READ_LAG = (0.0, 0.3, 0.7, 1.5)
"""Seconds between looks for what was written: reads follow writes within 0.25 to 0.7 s (seen live)."""

FOUND_BY_READING = "the answer was lost; found by reading back"
NEVER_TOLD = "the portal never told whether it happened; run again"

Remember = Callable[[Mapping[Key, str]], None]


@dataclass(slots=True)
class Execution:
    """One plan being carried out. ``ids`` grows as resources are made; ``remember`` keeps ids that are not ours.

    ``under_way`` are the keys of changes that were begun: without an outcome, nobody knows how they ended.
    """

    portal: Writer
    kinds: Mapping[str, Kind]
    ids: dict[Key, str]
    watch: Watch
    remember: Remember
    cancelled: threading.Event
    pause: float = 1.0
    outcomes: dict[Key, Outcome] = field(default_factory=dict)
    made_at: dict[Key, float] = field(default_factory=dict)
    under_way: set[Key] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    bug: Exception | None = None

    def ended(self, change: Change, result: Result, detail: str = "") -> None:
        outcome = Outcome(change, result, detail)
        with self.lock:
            self.outcomes[change.key] = outcome
        self.watch(Finished(outcome))

    def wait(self, seconds: float) -> None:
        """Wait so many seconds, scaled by ``pause``. Raises Interrupted as soon as the run is stopped."""
        if self.cancelled.wait(seconds * self.pause):
            raise Interrupted("stopped")


def reason(error: PortalError) -> str:
    """Why the portal refused, what to do, and what HubSpot's support asks for."""
    fix = f"; {error.fix}" if error.fix else ""
    case = f" [correlation id {error.exchange.correlation_id}]" if error.exchange.correlation_id else ""
    return f"{error.message}{fix}{case}"
