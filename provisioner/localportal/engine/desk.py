"""What a run works with: the queue of what is due, the time line, and the scripts. It decides nothing."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from provisioner.localportal.engine.problems import NotRun
from provisioner.localportal.engine.progress import Enrolment, Progress
from provisioner.localportal.engine.scripts import Script
from provisioner.localportal.engine.timeline import Entry, Timeline
from provisioner.localportal.engine.world import Key, World, address

# At the same moment: what people did first, then what was due, then what time alone has brought about.
TOLD, DUE, LOOK, TICK = range(4)
Job = Callable[[], None]


def _nowhere(_enrolment: Enrolment) -> None:
    raise LookupError("no run has begun")


@dataclass(slots=True)
class Desk:
    """The state of one run. `on` are the ids of the flows that are switched on; `go_on` carries an enrolment on."""

    world: World
    progress: Progress
    scripts: dict[str, Script]
    on: set[str]
    until: datetime
    timeline: Timeline = field(default_factory=Timeline)
    go_on: Callable[[Enrolment], None] = _nowhere
    _queue: list[tuple[datetime, int, int, Job]] = field(default_factory=list)
    _numbers: Any = field(default_factory=itertools.count)

    def over(self, key: Key) -> list[Script]:
        """The flows over records of this one's object type."""
        return [script for script in self.scripts.values() if script.object_id == key[0]]

    def at(self, moment: datetime, order: int, job: Job) -> None:
        """Do something at a moment; at the same moment in the order of kinds, then of asking."""
        heapq.heappush(self._queue, (moment, order, next(self._numbers), job))

    def run(self) -> None:
        """Do everything that is due until the end of the run."""
        while self._queue and self._queue[0][0] <= self.until:
            moment, _, _, job = heapq.heappop(self._queue)
            self.world.now = max(self.world.now, moment)
            job()
        self.world.now = self.until

    def later(self, enrolment: Enrolment) -> None:
        """Go on with an enrolment when it is due, unless something else has happened to it by then."""
        due = enrolment.due

        def go_on() -> None:
            if self.progress.inside.get(enrolment.place) is enrolment and enrolment.due == due:
                self.guarded(self.scripts[enrolment.flow_id], enrolment.key, self.go_on, enrolment)

        self.at(due, DUE, go_on)

    def guarded(self, script: Script, key: Key | None, do: Callable[..., object], *given: object) -> None:
        """Do a part of a flow; what cannot be run becomes a problem in the time line."""
        try:
            do(*given)
        except NotRun as problem:
            self.tell(script, key, "problem", str(problem))

    def tell(self, script: Script | None, key: Key | None, action: str, text: str, who: tuple[str, ...] = ()) -> None:
        """Write an entry of the time line at this moment."""
        there = key is not None and self.world.holds(key)
        self.timeline.add(
            Entry(
                self.world.now,
                action,
                text,
                script.id if script else "",
                script.name if script else "",
                address(key) if key else "",
                self.world.title(key) if key and there else "",
                who,
            )
        )
