"""Who enters a flow, and who leaves it: by criteria, by events, by schedules, and because time has passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from provisioner.localportal.engine import calendars, criteria
from provisioner.localportal.engine.desk import LOOK, TICK, Desk
from provisioner.localportal.engine.problems import NotRun
from provisioner.localportal.engine.progress import Enrolment, Place
from provisioner.localportal.engine.scripts import Script
from provisioner.localportal.engine.world import Change, Key

MOST_ENROLMENTS = 1_000


class Doors:
    """The doors of every flow of one run."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._world, self._progress = desk, desk.world, desk.progress
        self._looks: dict[Place, datetime] = {}
        self._entered: Counter[Place] = Counter()

    def open(self, script: Script, keys: Iterable[Key]) -> None:
        """Begin with a flow that is on: see who of the records meets its criteria, and when its schedule is due.

        Records that meet the criteria before the flow is first seen do not enter it, unless the switch says so:
        whether HubSpot enrols them is not documented.
        """
        first = script.id not in self._progress.meeting
        self._progress.meeting.setdefault(script.id, set())
        self._progress.triggered.setdefault(script.id, set())
        self._desk.guarded(script, None, self._schedule, script)
        if not script.by_list or script.schedule:
            return
        for key in keys:
            if first and not self._world.settings.flows_enrol_existing:
                self._desk.guarded(script, key, self._note, script, key)
            elif first:
                self.consider(script, key, [])
            self.look(script, key)

    def close(self, script: Script) -> None:
        """Forget who meets the criteria of a flow that is off: when it comes on, it is seen for the first time."""
        self._progress.meeting.pop(script.id, None)
        self._progress.triggered.pop(script.id, None)

    def event(self, script: Script, change: Change) -> None:
        """A record whose change is an event that the flow enrols on enters it."""
        if script.id not in self._desk.on:
            return
        if any(criteria.is_event(branch, change, self._world) for branch in script.by_events):
            if script.enrolment.get("listMembershipFilterBranches"):
                raise NotRun("enrolment by list membership is not run")
            refinement = script.enrolment.get("refinementCriteria")
            if refinement is None or criteria.meets(refinement, change.key, self._world):
                what = "it was created" if change.created else f"{change.name} = {change.after or '(empty)'}"
                self.enter(script, change.key, what)

    def consider(self, script: Script, key: Key, changes: list[Change]) -> None:
        """A record may have come to meet a flow's criteria, or have to leave it."""
        if self._world.holds(key):
            self._desk.guarded(script, key, self.leaves, script, key)
            if script.id in self._desk.on and script.by_list and not script.schedule:
                self._desk.guarded(script, key, self._enters, script, key, changes)
            self.look(script, key)

    def look(self, script: Script, key: Key) -> None:
        """Look at the record again when time alone may have changed the answer."""
        self._desk.guarded(script, key, self._look, script, key)

    def leaves(self, script: Script, key: Key) -> bool:
        """Whether the record is inside and has to go; it goes."""
        place = (script.id, key)
        if place not in self._progress.inside:
            return False
        why = next((why for why, branch in script.exits if criteria.meets(branch, key, self._world)), "")
        if not why and script.stays_while_meeting and script.by_list:
            why = "" if criteria.meets(script.by_list, key, self._world) else "no longer meets the criteria"
        if why:
            del self._progress.inside[place]
            self._desk.tell(script, key, "left", f"leaves: {why}")
        return bool(why)

    def enter(self, script: Script, key: Key, why: str) -> None:
        """Enrol a record, if it may; a flow that enrols the same record over and over is stopped."""
        place = (script.id, key)
        if place in self._progress.inside or (self._progress.times[place] and not script.again):
            return
        if any(criteria.meets(branch, key, self._world) for _, branch in script.exits):
            return
        self._entered[place] += 1
        if self._entered[place] > MOST_ENROLMENTS:
            if self._entered[place] == MOST_ENROLMENTS + 1:
                text = f"a loop: enrolled {MOST_ENROLMENTS} times in one run, and no more"
                self._desk.tell(script, key, "stopped", text)
            return
        self._progress.times[place] += 1
        enrolment = Enrolment(script.id, key, script.start, self._world.now)
        self._progress.inside[place] = enrolment
        self._desk.tell(script, key, "enrolled", f"enters: {why}")
        self._pull_out(script, key)
        self._desk.later(enrolment)

    def _note(self, script: Script, key: Key) -> None:
        """Remember that the record meets the criteria already."""
        if script.by_list and criteria.meets(script.by_list, key, self._world):
            self._progress.meeting[script.id].add(key)
        held = self._progress.triggered[script.id]
        held.update((at, key) for at, one in enumerate(script.states) if criteria.meets(one, key, self._world))

    def _schedule(self, script: Script) -> None:
        if script.schedule:
            for moment in calendars.ticks(script.schedule, self._world.now, self._desk.until, self._world.zone):
                self._desk.at(moment, TICK, partial(self._tick, script))

    def _tick(self, script: Script) -> None:
        """A schedule is due: whoever meets the criteria now enters."""
        if script.id in self._desk.on and script.by_list:
            for key in self._world.keys(script.object_id):
                self._desk.guarded(script, key, self._tick_one, script, key)

    def _tick_one(self, script: Script, key: Key) -> None:
        if script.by_list and criteria.meets(script.by_list, key, self._world):
            self.enter(script, key, "the schedule")

    def _enters(self, script: Script, key: Key, changes: list[Change]) -> None:
        meeting, held = self._progress.meeting[script.id], self._progress.triggered[script.id]
        meets = criteria.meets(script.by_list or {}, key, self._world)
        came, came_again = meets and key not in meeting, False
        (meeting.add if meets else meeting.discard)(key)
        for at, branch in enumerate(script.states):
            now = criteria.meets(branch, key, self._world)
            came_again |= now and (at, key) not in held
            (held.add if now else held.discard)((at, key))
        named = any(criteria.is_trigger(one, change, self._world) for one in script.pairs for change in changes)
        if came and not self._progress.times[script.id, key]:
            self.enter(script, key, "it meets the criteria")
        elif meets and (came_again or named):
            self.enter(script, key, "a re-enrolment trigger")

    def _look(self, script: Script, key: Key) -> None:
        place, branches = (script.id, key), [*script.states]
        if script.by_list and not script.schedule:
            branches.append(script.by_list)
        if place in self._progress.inside:
            branches += [branch for _, branch in script.exits]
        moment = min((one for branch in branches for one in criteria.turns(branch, key, self._world)), default=None)
        if moment is not None and moment <= self._desk.until and self._looks.get(place) != moment:
            self._looks[place] = moment
            self._desk.at(moment, LOOK, partial(self.consider, script, key, []))

    def _pull_out(self, script: Script, key: Key) -> None:
        """Unenrol the record from other flows, where the flow says so."""
        told = script.body.get("unEnrollmentSetting") or {}
        for flow_id, held in list(self._progress.inside):
            named = told.get("type") == "ALL" or flow_id in (told.get("flowIds") or ())
            if told and held == key and named and flow_id != script.id:
                del self._progress.inside[flow_id, key]
                self._desk.tell(self._desk.scripts[flow_id], key, "left", f"leaves: it entered {script.name}")
