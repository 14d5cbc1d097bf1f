"""What must stand in the portal before the records: pipelines, properties, people, teams, a label, the currency."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from provisioner.localportal import settings as switches
from provisioner.localportal.objects import resolve
from provisioner.localportal.seeds.measured.calendars import ZONE
from provisioner.localportal.seeds.measured.tables import (
    BUYING,
    CC_LEADS,
    CC_SALES,
    DISQUALIFIED,
    GROWTH,
    HANDOFF,
    LOSS_REASONS,
    NEW_BUSINESS,
    SOURCES,
    Pipeline,
)
from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.labels import state as labels
from provisioner.localportal.surfaces.people import state as owners
from provisioner.localportal.surfaces.people import teams
from provisioner.localportal.surfaces.people.teams import DEFAULT, Team
from provisioner.localportal.surfaces.pipelines import stage_properties
from provisioner.localportal.surfaces.pipelines import state as pipelines
from provisioner.localportal.surfaces.properties import defined
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.records.associations import types

# Currency -> its worth in hundredths of a shekel; fixed, so that amounts are exact.
RATES = {"USD": 370, "EUR": 405}
CENTRE_TEAMS, B2B_TEAMS = ("מוקד - משמרת בוקר", "מוקד - משמרת ערב"), ("מנהלי לקוחות",)
_BORN = "2025-01-01T00:00:00.000Z"
_NAMES = ("Alma", "Barak", "Chen", "Dror", "Ella", "Gilad", "Hadar", "Itamar", "Ketura", "Lavi", "Moran", "Nir")

_LEADS: dict[str, str | tuple[str, ...]] = {
    "core_lead_source": SOURCES, "core_lead_entry_at": "datetime", "cc_first_attempt_at": "datetime",
    "cc_next_call_at": "datetime", "cc_attempt_count": "number", "cc_disqualify_reason": DISQUALIFIED,
    "core_handoff_status": HANDOFF, "core_handoff_at": "datetime",
}  # fmt: skip
_DEALS: dict[str, str | tuple[str, ...]] = {
    "core_lead_source": SOURCES,
    "core_source_lead_id": "string",
    "core_loss_reason": LOSS_REASONS,
}
_CONTACTS: dict[str, str | tuple[str, ...]] = {"b2b_buying_role": BUYING}
_FIELDS = {"datetime": "date", "number": "number", "string": "text"}


@dataclass(frozen=True, slots=True)
class Crew:
    """Who sells in one mode, as owner ids: `reps` work, `idle` has nothing in the period, `gone` has left."""

    reps: tuple[str, ...]
    idle: str
    gone: str
    queue: str
    team_id: str


def prepare(db: sqlite3.Connection, mode: str) -> Settings:
    """Pipelines, properties and the company's currency and zone; returns the portal's switches."""
    known = switches.read(db)
    rates = {name: hundredths / 100 for name, hundredths in RATES.items()}
    known = switches.changed(known, {"currency": "ILS", "time_zone": ZONE, "exchange_rates": rates})
    switches.write(db, known)
    needed = {"call_center": (CC_LEADS, CC_SALES), "b2b": (NEW_BUSINESS, GROWTH)}
    for one in needed.get(mode, (CC_LEADS, CC_SALES, NEW_BUSINESS, GROWTH)):
        _pipeline(db, known, one)
    for plural, table in (("leads", _LEADS), ("deals", _DEALS), ("contacts", _CONTACTS)):
        for name, told in table.items():
            _property(db, plural, name, told)
    return known


def stop_the_clock(db: sqlite3.Connection, now: str) -> None:
    """The portal's clock stands still at this moment."""
    switches.write(db, switches.changed(switches.read(db), {"clock": now}))


def _pipeline(db: sqlite3.Connection, known: Settings, wanted: Pipeline) -> None:
    kind = resolve(wanted.object)
    if pipelines.pipeline(db, kind.id, wanted.id):
        held = {stage.id for stage in pipelines.stages(db, kind.id, wanted.id)}
        if lacking := [stage.id for stage in wanted.stages if stage.id not in held]:
            raise ValueError(f"the pipeline {wanted.id} is there without the stages {', '.join(lacking)}")
        return
    key = known.lead_state_key if wanted.object == "leads" else "probability"
    place = len(pipelines.pipelines(db, kind.id))
    made = pipelines.Pipeline(wanted.id, wanted.label, place, True, _BORN, _BORN)
    pipelines.put_pipeline(db, kind.id, made)
    for order, stage in enumerate(wanted.stages):
        told = pipelines.Stage(stage.id, stage.label, order, {key: stage.mark} if key else {}, _BORN, _BORN)
        pipelines.put_stage(db, kind.id, wanted.id, told)
    stage_properties.refresh(db, kind, wanted.id)


def _property(db: sqlite3.Connection, plural: str, name: str, told: str | tuple[str, ...]) -> None:
    kind = resolve(plural)
    held = properties.read(db, kind.id, name)
    if held and not held.get("archived"):
        return
    group, label = defined.group_of(kind), name.replace("_", " ").capitalize()
    if isinstance(told, tuple):
        options = ";".join(f"{value}={value.replace('_', ' ').capitalize()}" for value in told)
        made = defined.definition(name, label, "enumeration/select", "E", group, options)
    else:
        made = defined.definition(name, label, f"{told}/{_FIELDS[told]}", "E", group)
    times = {"createdAt": _BORN, "updatedAt": _BORN}
    users = {"createdUserId": "50000001", "updatedUserId": "50000001"}
    made = {key: value for key, value in made.items() if key != "hubspotDefined"} | times | users | {"archived": False}
    properties.put(db, kind.id, made)


def crew(db: sqlite3.Connection, mode: str, reps: int) -> Crew:
    """New owners in the mode's teams, which are made when they are not there: reps, and one with nothing to do.

    Beside them a queue, and one who left long before the period.
    """
    names = CENTRE_TEAMS if mode == "call_center" else B2B_TEAMS
    title = "Centre" if mode == "call_center" else "Accounts"
    people = [owners.add(db, _NAMES[at % len(_NAMES)], f"{title} {at + 1}") for at in range(reps + 1)]
    gone = owners.add(db, "Zohara", f"{title} Gone")
    owners.archive(db, gone | {"updatedAt": _BORN})
    queue = owners.add(db, title, "Queue") | {"type": "QUEUE"}
    owners.put(db, queue)
    shares: list[list[str]] = [[] for _ in names]
    for at, person in enumerate(people):
        shares[at % len(names)].append(str(person["userId"]))
    ids = [_team(db, name, members) for name, members in zip(names, shares, strict=True)]
    ranked = tuple(str(person["id"]) for person in people)
    return Crew(ranked[:-1], ranked[-1], str(gone["id"]), str(queue["id"]), ids[0])


def _team(db: sqlite3.Connection, name: str, members: list[str]) -> str:
    held = next((team for team in teams.every(db) if team.name == name), None)
    team = held or Team(teams.next_id(db), name)
    joining = tuple((user, DEFAULT) for user in members)
    teams.put(db, Team(team.id, team.name, team.parent, (*team.members, *joining)))
    return team.id


def decision_maker(db: sqlite3.Connection) -> types.Type:
    """The label of a deal's decision maker, made when the portal has none of that name."""
    deals, contacts = resolve("deals").id, resolve("contacts").id
    held = next((one for one in labels.of_pair(db, deals, contacts) if one.name == "decision_maker"), None)
    if held is None:
        first, second = labels.next_ids(db)
        held = labels.Label(first, second, "decision_maker", deals, contacts, "Decision maker", "Decision maker")
        labels.put(db, held)
    type_id, from_id, to_id, text = next(one for one in held.directions() if one[1] == deals)
    return types.Type(from_id, to_id, types.OWN, type_id, text)
