"""The portal's records as a run sees them: held in memory, written through to the file at the moment of the run."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from provisioner.localportal import limiter
from provisioner.localportal.engine.problems import NotRun
from provisioner.localportal.objects import BY_ID, OBJECTS, ObjectType
from provisioner.localportal.refusal import Refusal
from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.people import state as owners
from provisioner.localportal.surfaces.people import teams
from provisioner.localportal.surfaces.records import rules, state
from provisioner.localportal.surfaces.records.associations import state as associations
from provisioner.localportal.surfaces.records.associations.types import SHIPPED, shipped
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import Ask, Call

Key = tuple[str, int]
_NAMES = ("dealname", "hs_lead_name", "subject", "hs_task_subject", "name")


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a record: it was created, or one property took another value ("" for none)."""

    key: Key
    name: str = ""
    before: str = ""
    after: str = ""
    created: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One record as filters see it, now."""

    key: Key
    now: datetime
    record: Record
    times: Mapping[str, datetime]

    def value(self, name: str) -> str | None:
        """A property's value; None where it has none."""
        return self.record.properties.get(name)

    def updated(self, name: str) -> datetime | None:
        """When the property was set last: within runs to the moment, else no later than the record's last change."""
        if not self.value(name):
            return None
        return self.times.get(name) or datetime.fromisoformat(self.record.updated_at)


class World:
    """Records, links and people of one portal, at a moment that the run moves."""

    def __init__(self, db: sqlite3.Connection, settings: Settings, now: datetime) -> None:
        self.db, self.settings, self.now = db, settings, now
        self.zone = limiter.zone(settings)
        self.users = owners.users(db)
        self.owners = {owner["id"]: owner for owner in owners.everyone(db)}
        self.teams = {team.id: team for team in teams.every(db)}
        self._records: dict[Key, Record] = {}
        self._times: dict[Key, dict[str, datetime]] = defaultdict(dict)
        self._links: dict[Key, set[tuple[int, Key]]] = defaultdict(set)
        for kind in OBJECTS:
            for record in state.page(db, kind, 0, -1, archived=False):
                self._records[kind.id, record.id] = record
        for link in associations.every(db):
            if link.category == SHIPPED:
                self._links[link.start].add((link.type_id, link.end))

    def keys(self, object_id: str) -> list[Key]:
        """Every record of an object type, by id."""
        return sorted(key for key in self._records if key[0] == object_id)

    def record(self, key: Key) -> Record:
        """One record; NotRun when it is gone."""
        if key not in self._records:
            raise NotRun(f"the record {address(key)} is not there")
        return self._records[key]

    def holds(self, key: Key) -> bool:
        """Whether the record is there."""
        return key in self._records

    def view(self, key: Key) -> View:
        """One record as filters see it now."""
        return View(key, self.now, self.record(key), self._times[key])

    def linked(self, key: Key, type_id: int) -> list[Key]:
        """The records at the far ends of a record's associations of one type, by id."""
        if type_id not in shipped(key[0]):
            raise NotRun(f"associations of the type {type_id} are not run")
        return sorted({far for held, far in self._links[key] if held == type_id and far in self._records})

    def around(self, key: Key) -> list[Key]:
        """Every record that is associated with this one."""
        return sorted({far for _, far in self._links[key] if far in self._records})

    def create(
        self, object_id: str, values: Mapping[str, Any], links: list[Any], by_hubspot: bool = False
    ) -> list[Change]:
        """Add a record; returns its creation, and the values that it got when the switch lets those happen too."""
        kind = kind_of(object_id)
        ask = self._ask("POST", kind)
        try:
            made = rules.create(ask, {"properties": dict(values), "associations": links}, by_hubspot)
        except Refusal as refusal:
            raise NotRun(refusal.message) from refusal
        key = (kind.id, made.id)
        self._records[key] = made
        self._join(key)
        self._times[key] = dict.fromkeys(made.properties, self.now)
        changes = [Change(key, created=True)]
        if self.settings.creation_fires_property_changes:
            changes += [Change(key, name, "", value) for name, value in sorted(made.properties.items())]
        return changes

    def change(self, key: Key, values: Mapping[str, Any], by_hubspot: bool = False) -> list[Change]:
        """Set properties; returns everything that took another value, what HubSpot set by itself included."""
        kind, before = kind_of(key[0]), self.record(key)
        try:
            after = rules.change(self._ask("PATCH", kind), before, {"properties": dict(values)}, by_hubspot)
        except Refusal as refusal:
            raise NotRun(refusal.message) from refusal
        self._records[key] = after
        changes = differences(key, before.properties, after.properties, kind)
        self._times[key] |= dict.fromkeys((one.name for one in changes), self.now)
        return changes

    def title(self, key: Key) -> str:
        """What people call the record."""
        held = self.record(key).properties
        person = " ".join(part for part in (held.get("firstname"), held.get("lastname")) if part)
        return person or next((held[name] for name in _NAMES if held.get(name)), held.get("email", ""))

    def _ask(self, method: str, kind: ObjectType) -> Ask:
        call = Call(method, "", "", (), {}, b"", 0)
        return Ask(self.db, call, "v3", {}, self.settings, None, self.now.astimezone(UTC), kind)

    def _join(self, key: Key) -> None:
        """Take up a new record's links, and what they made HubSpot count on the far records."""
        for link in associations.around(self.db, key):
            if link.category == SHIPPED:
                self._links[key].add((link.type_id, link.end))
                self._links[link.end] |= {
                    (back.type_id, key) for back in associations.of(self.db, link.end, key[0]).get(key[1], ())
                }
            far = BY_ID.get(link.end[0])
            if link.end in self._records and far and (found := state.read(self.db, far, str(link.end[1]))):
                self._records[link.end] = found


def differences(key: Key, before: Mapping[str, str], after: Mapping[str, str], kind: ObjectType) -> list[Change]:
    """The properties that took another value, by name; that the record was modified is not one of them."""
    names = sorted(name for name in {*before, *after} if before.get(name, "") != after.get(name, ""))
    return [Change(key, name, before.get(name, ""), after.get(name, "")) for name in names if name != kind.modified]


def kind_of(object_id: str) -> ObjectType:
    """An object type by id; NotRun for one that the portal does not have."""
    if object_id not in BY_ID:
        raise NotRun(f"this portal has no object type {object_id}")
    return BY_ID[object_id]


def address(key: Key) -> str:
    """A record as the time line names it, e.g. `deals/40000000001`."""
    return f"{kind_of(key[0]).plural}/{key[1]}"
