"""A run: records go through flows, action by action, on the virtual clock. The same input gives the same time line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from provisioner.localportal.engine import actions, calendars, criteria
from provisioner.localportal.engine.actions import Done, Scene
from provisioner.localportal.engine.desk import Desk
from provisioner.localportal.engine.doors import Doors
from provisioner.localportal.engine.problems import NotRun
from provisioner.localportal.engine.progress import Enrolment
from provisioner.localportal.engine.scripts import Script
from provisioner.localportal.engine.world import Change, Key

MOST_STEPS, MOST_MADE = 10_000, 1_000


class Runner:
    """Runs the flows of a desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self._world, self._progress = desk, desk.world, desk.progress
        self._doors = Doors(desk)
        self._made: Counter[str] = Counter()
        desk.go_on = self._go_on

    def begin(self, known: Iterable[Key]) -> None:
        """Take up what the last run left: who waits for what, and who of the `known` meets what already."""
        keys = list(known)
        for script in self.desk.scripts.values():
            if script.id in self.desk.on:
                self._doors.open(script, [key for key in keys if key[0] == script.object_id])
            else:
                self._doors.close(script)
        for enrolment in list(self._progress.inside.values()):
            self.desk.later(enrolment)
            self._doors.look(self.desk.scripts[enrolment.flow_id], enrolment.key)

    def occurred(self, changes: Iterable[Change]) -> None:
        """Records were created or changed: see who enters, who leaves, and whose wait is over."""
        told = list(changes)
        for change in told:
            for script in self.desk.over(change.key):
                self.desk.guarded(script, change.key, self._wake, script, change)
                self.desk.guarded(script, change.key, self._doors.event, script, change)
        for key in dict.fromkeys(change.key for change in told):
            mine = [change for change in told if change.key == key]
            for script in self.desk.over(key):
                self._doors.consider(script, key, mine)
            for far in self._world.around(key):
                for script in self.desk.over(far):
                    if script.looks_afar:
                        self._doors.consider(script, far, [])

    def switch(self, flow_id: str, on: bool) -> None:
        """Switch a flow on or off in mid-run; NotRun for one that is not there."""
        script = self.desk.scripts.get(flow_id)
        if script is None:
            raise NotRun(f"this portal has no flow {flow_id}")
        self.desk.tell(script, None, "event", f"switched {'on' if on else 'off'}")
        if on and flow_id not in self.desk.on:
            self.desk.on.add(flow_id)
            self._doors.open(script, self._world.keys(script.object_id))
        elif not on:
            self.desk.on.discard(flow_id)
            self._doors.close(script)

    def _wake(self, script: Script, change: Change) -> None:
        """End a wait for this event."""
        enrolment = self._progress.inside.get((script.id, change.key))
        if enrolment and enrolment.waiting:
            branches = script.actions[enrolment.action_id]["fields"]["event_filter_branches"]
            if any(criteria.is_event(branch, change, self._world) for branch in branches):
                self._end_wait(script, enrolment, True)
                enrolment.due = self._world.now
                self.desk.later(enrolment)

    def _end_wait(self, script: Script, enrolment: Enrolment, met: bool) -> None:
        self.desk.tell(script, enrolment.key, "wait", "the event has come" if met else "the event has not come in time")
        enrolment.outputs[enrolment.action_id] = {actions.MET: "true" if met else "false"}
        enrolment.action_id = actions.following(script.actions[enrolment.action_id])
        enrolment.waiting = False

    def _go_on(self, enrolment: Enrolment) -> None:
        """Do the actions of an enrolment until it has to wait, or ends."""
        script = self.desk.scripts[enrolment.flow_id]
        if enrolment.waiting:
            self._end_wait(script, enrolment, False)
        while self._progress.inside.get(enrolment.place) is enrolment:
            if self._doors.leaves(script, enrolment.key):
                return
            if not enrolment.action_id:
                self._out(script, enrolment, "finished", "has come to the end")
                return
            if not self._step(script, enrolment):
                return

    def _step(self, script: Script, enrolment: Enrolment) -> bool:
        """Do one action; whether the next may follow at once."""
        action = script.actions[enrolment.action_id]
        effect = actions.has_effect(action)
        if effect and script.id not in self.desk.on:
            self.desk.tell(script, enrolment.key, "skipped", f"action {enrolment.action_id}: the flow is switched off")
            enrolment.action_id = actions.following(action)
            return True
        if not actions.is_delay(action) and self._held(script, enrolment):
            return False
        enrolment.steps += 1
        if enrolment.steps > MOST_STEPS:
            self._out(script, enrolment, "stopped", f"a loop: {MOST_STEPS} actions without coming to the end")
            return False
        try:
            done = actions.perform(action, Scene(self._world, self._progress, enrolment))
        except NotRun as problem:
            self.desk.tell(script, enrolment.key, "problem", f"action {enrolment.action_id}: {problem}")
            enrolment.action_id = actions.following(action)
            return True
        return self._settle(script, enrolment, done)

    def _held(self, script: Script, enrolment: Enrolment) -> bool:
        """Whether the action has to wait for a time window."""
        opens = calendars.next_open(script.body, self._world.now, self._world.zone)
        if opens == self._world.now:
            enrolment.held = False
            return False
        if not enrolment.held:
            local = opens.astimezone(self._world.zone)
            text = f"outside the time windows, until {local:%A %Y-%m-%d %H:%M}"
            self.desk.tell(script, enrolment.key, "held", text)
        enrolment.held, enrolment.due = True, opens
        self.desk.later(enrolment)
        return True

    def _settle(self, script: Script, enrolment: Enrolment, done: Done) -> bool:
        """Take in what an action did; whether the next may follow at once."""
        self.desk.tell(script, enrolment.key, done.word, done.text, done.who)
        if done.word in ("email", "app_notification") and not done.who:
            self.desk.tell(script, enrolment.key, "problem", f"action {enrolment.action_id}: reaches nobody")
        enrolment.action_id, enrolment.waiting = done.following, done.listening
        if self._too_many(script, enrolment, done):
            return False
        self.occurred(done.changes)
        if done.enrol:
            self._enrol_in(script, enrolment.key, done.enrol)
        if done.until is None:
            return True
        enrolment.due = done.until
        self.desk.later(enrolment)
        return False

    def _too_many(self, script: Script, enrolment: Enrolment, done: Done) -> bool:
        """Whether the flow makes records without end, as one does that enrols them again; it goes off."""
        self._made[script.id] += sum(change.created and bool(self.desk.over(change.key)) for change in done.changes)
        if self._made[script.id] <= MOST_MADE:
            return False
        self.desk.on.discard(script.id)
        self._out(script, enrolment, "stopped", f"a loop: made {MOST_MADE} records in one run; switched off")
        return True

    def _out(self, script: Script, enrolment: Enrolment, action: str, text: str) -> None:
        del self._progress.inside[enrolment.place]
        self.desk.tell(script, enrolment.key, action, text)

    def _enrol_in(self, script: Script, key: Key, flow_id: str) -> None:
        other = self.desk.scripts.get(flow_id)
        if other is None or other.object_id != key[0]:
            self.desk.tell(script, key, "problem", f"flow {flow_id} is not there, or is not over such records")
        elif other.id in self.desk.on:
            self.desk.guarded(other, key, self._doors.enter, other, key, f"{script.name} sends it")
