"""Starts runs: over the portal itself, which keeps what happens, or over a copy of it, which is thrown away."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from provisioner.localportal import settings
from provisioner.localportal.engine import progress, scripts
from provisioner.localportal.engine.desk import TOLD, Desk
from provisioner.localportal.engine.problems import NotRun
from provisioner.localportal.engine.progress import Progress
from provisioner.localportal.engine.runner import Runner
from provisioner.localportal.engine.timeline import Timeline
from provisioner.localportal.engine.world import Change, Key, World, differences, kind_of
from provisioner.localportal.objects import resolve
from provisioner.localportal.refusal import Refusal
from provisioner.localportal.surfaces.flows import state as flows
from provisioner.localportal.wire import iso

Told = Mapping[str, Any]


def set_clock(db: sqlite3.Connection, now: str) -> None:
    """Stop the portal's clock at a moment, and begin there: who meets a flow's criteria now does not enter it.

    Everybody who was inside a flow is forgotten.
    """
    moment = settings.moment(now)
    settings.write(db, replace(settings.read(db), clock=iso(moment)))
    progress.clear(db)
    run(db, iso(moment), ())


def run(db: sqlite3.Connection, until: str, events: Sequence[Told], only: Sequence[str] | None = None) -> Timeline:
    """Run the flows from where the last run ended until a moment, and stop the clock there.

    What clients changed since the last run happens at its beginning. `only` runs just these flows, switched on or not;
    else those that are on. ValueError for an end before the beginning, and for an event that cannot be.
    """
    switches, end = settings.read(db), settings.moment(until)
    left = progress.read(db)
    begin = left.at if left else settings.moment(switches.clock) if switches.clock else datetime.now(UTC)
    if end < begin:
        raise ValueError(f"a run cannot end at {until}: it begins at {iso(begin)}")
    settings.write(db, replace(switches, clock=iso(end)))
    held = left or Progress(begin)
    timeline = _run(World(db, switches, begin), held, end, events, only)
    progress.write(db, held)
    return timeline


def rehearse(
    db: sqlite3.Connection, start: str, until: str, events: Sequence[Told], only: Sequence[str] | None = None
) -> Timeline:
    """Run the flows of a copy of the portal between two moments; the portal itself stays as it is."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        db.backup(copy)
        settings.write(copy, replace(settings.read(copy), clock=iso(settings.moment(start))))
        progress.clear(copy)
        return run(copy, until, events, only)


def _run(world: World, held: Progress, end: datetime, events: Sequence[Told], only: Sequence[str] | None) -> Timeline:
    found = {flow.id: flow for flow in flows.page(world.db, 0, -1)}
    on = {flow.id for flow in found.values() if flow.enabled} if only is None else set(only)
    if unknown := sorted(on - set(found)):
        raise ValueError(f"this portal has no flow {', '.join(unknown)}")
    made = {flow.id: scripts.script(flow) for flow in found.values()}
    desk = Desk(world, held, made, on, end)
    _drop(desk)
    run = Runner(desk)
    keys = _keys(desk)
    first = not held.begun
    changes = [] if first else _since(held, world, keys)
    run.begin(keys if first else [key for key in keys if key in held.seen])
    desk.at(held.at, TOLD, partial(run.occurred, changes))
    _Script(run).take(events)
    desk.run()
    held.at, held.begun = end, True
    held.seen = {key: world.record(key).properties for key in _keys(desk)}
    return desk.timeline


def _keys(desk: Desk) -> list[Key]:
    """Every record that a flow is over."""
    kinds = sorted({script.object_id for script in desk.scripts.values()})
    return [key for kind in kinds for key in desk.world.keys(kind)]


def _drop(desk: Desk) -> None:
    """Take out whoever cannot go on since the last run: flow, record or next action are gone."""
    for place, one in list(desk.progress.inside.items()):
        script = desk.scripts.get(one.flow_id)
        if script is None or not desk.world.holds(one.key) or (one.action_id and one.action_id not in script.actions):
            gone = "the flow" if script is None else "its next action" if desk.world.holds(one.key) else "the record"
            del desk.progress.inside[place]
            desk.tell(script, one.key, "left", f"leaves: {gone} is there no more")


def _since(held: Progress, world: World, keys: Iterable[Key]) -> list[Change]:
    """What clients of the portal did to records since the last run."""
    changes: list[Change] = []
    for key in keys:
        after = world.record(key).properties
        if key not in held.seen:
            changes.append(Change(key, created=True))
        else:
            changes += differences(key, held.seen[key], after, kind_of(key[0]))
    return changes


class _Script:
    """The events that the caller tells: creations, changes, flows switched on and off."""

    def __init__(self, made: Runner) -> None:
        self._made, self._desk = made, made.desk
        self._named: dict[str, Key] = {}

    def take(self, events: Sequence[Told]) -> None:
        """Put the events into the run's queue; ValueError for one that is none, or lies outside the run."""
        for number, told in enumerate(events, 1):
            what = [key for key in ("create", "set", "switch") if key in told]
            if len(what) != 1 or "at" not in told:
                raise ValueError(f"event {number}: needs `at` and one of create, set, switch")
            moment = settings.moment(str(told["at"]))
            if not self._desk.world.now <= moment <= self._desk.until:
                raise ValueError(f"event {number}: {told['at']} lies outside the run")
            job = {"create": self._create, "set": self._set, "switch": self._switch}[what[0]]
            self._desk.at(moment, TOLD, partial(self._do, job, told[what[0]], number))

    def _do(self, job: Any, body: Told, number: int) -> None:
        try:
            job(body)
        except (NotRun, Refusal, KeyError, TypeError) as problem:
            raise ValueError(f"event {number}: {problem}") from problem

    def _create(self, body: Told) -> None:
        world, kind = self._desk.world, resolve(str(body["object"]))
        links = [
            {**link, "to": {"id": str(self._key(str(link["to"]["id"]))[1])}} for link in body.get("associations", ())
        ]
        changes = world.create(kind.id, body.get("properties", {}), links, by_hubspot=True)
        key = changes[0].key
        if "as" in body:
            self._named[str(body["as"])] = key
        self._desk.tell(None, key, "event", f"created: {_listed(body.get('properties', {}))}")
        self._made.occurred(changes)

    def _set(self, body: Told) -> None:
        key = self._key(str(body["record"]))
        changes = self._desk.world.change(key, body["properties"], by_hubspot=True)
        self._desk.tell(None, key, "event", f"set: {_listed(body['properties'])}")
        self._made.occurred(changes)

    def _switch(self, body: Told) -> None:
        self._made.switch(str(body["flow"]), bool(body["on"]))

    def _key(self, name: str) -> Key:
        """A record by the name that an event gave it, or by its address, e.g. `deals/40000000001`."""
        if name in self._named:
            return self._named[name]
        kind, slash, number = name.partition("/")
        if not slash or not number.isdigit():
            raise NotRun(f"no event has named a record {name!r}; else tell it as deals/40000000001")
        key = (resolve(kind).id, int(number))
        self._desk.world.record(key)
        return key


def _listed(values: Told) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items()) or "nothing"
