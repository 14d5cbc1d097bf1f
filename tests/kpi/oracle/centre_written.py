"""Untidy portals written into a local portal, so that they are measured as a user would: asked for over HTTP."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from provisioner.kpi.context import Context, Owner, Pipeline, Stage
from provisioner.kpi.settings import Settings
from provisioner.localportal import embedded, store
from provisioner.localportal.seeds.measured import ground, tables
from provisioner.localportal.seeds.measured.calendars import iso
from provisioner.localportal.seeds.measured.writer import Writer
from provisioner.localportal.surfaces.people import state as people
from provisioner.localportal.surfaces.people import teams
from tests.kpi.oracle.centre_portals import Portal
from tests.kpi.oracle.centre_values import JERUSALEM

MODES = {"cc_leads": "call_center", "cc_sales": "call_center", "b2b_new_business": "b2b", "b2b_account_growth": "b2b"}
LINES = (tables.CC_LEADS, tables.CC_SALES, tables.NEW_BUSINESS, tables.GROWTH)
OUTCOMES = {"1.0": "won", "0.0": "lost", "QUALIFIED": "won", "UNQUALIFIED": "lost"}
ENTERED = "hs_v2_date_entered_"
LACKS = {"leads": ("hs_next_step", "core_recontact_date"), "deals": ("core_recontact_date", "cc_next_call_at")}
"""What the portal has no property for."""


class Tidied(Portal):
    """A portal of such records only as HubSpot's own rules let in: moments that are moments, stages with their past."""

    entered = ENTERED
    lead_stages = tuple(stage.id for stage in tables.CC_LEADS.stages)

    def __init__(self, seed: int, mode: str, owners: Mapping[str, str]) -> None:
        self.wanted, self.people = mode, (*owners.values(), "99999", None)
        lines = {
            way: {one.id: tuple(stage.id for stage in one.stages) for one in LINES[1:] if MODES[one.id] == way}
            for way in ("call_center", "b2b")
        }
        self.lines = {**lines, "hybrid": {**lines["call_center"], **lines["b2b"]}}
        super().__init__(seed)

    def pick(self, *options: Any) -> Any:
        return self.wanted if "hybrid" in options and "b2b" in options else super().pick(*options)

    def often(self, usual: Any, *rare: Any, odds: float = 0.75) -> Any:
        return usual if usual is JERUSALEM else super().often(usual, *rare, odds=odds)

    def wire(self, at: datetime) -> str:
        return at.astimezone(UTC).strftime(f"%Y-%m-%dT%H:%M:%S.{at.microsecond // 1000:03d}Z")

    def stamp(self, at: datetime, odds: float = 0.85) -> str | None:
        return self.wire(at) if self.random.random() < odds else None

    def amount(self) -> str | None:
        found: str | None = self.often(str(self.pick(1000, 250, "99.99", "0.01", 12000)), None, "0", "-5", "1e3")
        return found

    def _lead(self) -> dict[str, Any]:
        found = super()._lead()
        held = found["properties"]
        held["hs_lead_is_open"] = self.pick("true", "false")
        stamps = [value for name, value in held.items() if name.startswith(ENTERED) and value]
        held["hs_createdate"] = min([*stamps, self.wire(held.get("_at", self.period.start))])
        return found

    def _deal(self) -> dict[str, Any]:
        """Its stamps and its history tell the same way through the stages."""
        found = super()._deal()
        held = found["properties"]
        for name in [name for name in held if name.startswith(ENTERED)]:
            del held[name]
        at, line = held.get("_at", self.period.start), held.get("pipeline") or self.pick(*self.lines[self.mode])
        won = held.get("hs_is_closed_won") == "true"
        closed = won or "true" in (held.get("hs_is_closed"), held.get("hs_is_closed_lost"))
        held |= {"hs_is_closed": str(closed).lower(), "hs_is_closed_won": str(won).lower()}
        held |= {"hs_is_closed_lost": str(closed and not won).lower()}
        held |= {"createdate": self.wire(at), "pipeline": line, "hs_merged_object_ids": None}
        stage = held.get("dealstage") or "gone_stage"
        moves = []
        for _ in range(self.random.randint(0, 4)):
            before = line if line in self.lines[self.mode] and self.pick(True, True, False) else None
            before = before or super().pick(*self.lines[self.mode])
            moves.append((at, before, super().pick(*self.lines[self.mode][before])))
            at += timedelta(seconds=self.pick(1, 3600, 40_000, 86_400, 200_000, 900_000))
        moves.append((at, line, stage))
        held |= {ENTERED + name: self.wire(when) for when, _, name in moves if name != "gone_stage"}
        held |= {"dealstage": stage, "hs_v2_time_in_current_stage": self.wire(at)}
        past = {"dealstage": [(when, name) for when, _, name in moves],
                "pipeline": [(when, name) for when, name, _ in moves]}  # fmt: skip
        found["propertiesWithHistory"] = {name: self._entered(held) for name, held in past.items()}
        return found

    def _link(self) -> None:
        """What was made before a deal's first stage would have no history."""
        born = {one["id"]: one["properties"]["createdate"] for one in self.deals}
        super()._link()
        for one in self.deals:
            one["properties"]["createdate"] = born[one["id"]]
            one.pop("associations", None)


def written(file: Path, seed: int, mode: str) -> tuple[Tidied, dict[str, Owner]]:
    """A portal of this seed in a local portal's file; who works there, by owner id."""
    with embedded(file):
        pass
    with contextlib.closing(store.open(file)) as database, database.writing() as db:
        ground.prepare(db, mode)
        ids = {name: str(people.add(db, name.title(), "X")["id"]) for name in ("dana", "omer", "tal", "gone", "leaver")}
        ids["queue"] = str(people.add(db, "The", "Queue")["id"])
        portal = Tidied(seed, mode, ids)
        owners = _staffed(db, portal, ids)
        _put(db, portal)
        ground.stop_the_clock(db, _text(portal.context.now))
    return portal, owners


def _staffed(db: sqlite3.Connection, portal: Tidied, ids: Mapping[str, str]) -> dict[str, Owner]:
    """Dana and Omer in the first team of the mode, Tal in none; one left before the period, one in it."""
    team = (ground.B2B_TEAMS if portal.mode == "b2b" else ground.CENTRE_TEAMS)[0]
    held = {str(one["id"]): one for one in people.everyone(db)}
    users = tuple((str(held[ids[name]]["userId"]), teams.DEFAULT) for name in ("dana", "omer"))
    teams.put(db, teams.Team(teams.next_id(db), team, None, users))
    people.put(db, held[ids["queue"]] | {"type": "QUEUE"})
    left = {"gone": portal.period.start - timedelta(seconds=1), "leaver": portal.period.start + timedelta(hours=1)}
    for name, at in left.items():
        people.archive(db, held[ids[name]] | {"updatedAt": _text(at)})
    return {
        number: Owner(number, name, name != "queue", name in left, left.get(name), (team,) * (name in ("dana", "omer")))
        for name, number in ids.items()
    }


def _put(db: sqlite3.Connection, portal: Tidied) -> None:
    writer = Writer(db)
    there = {kind: {one["id"] for one in held if not one.get("archived")} for kind, held in portal.streams.items()}
    for kind, held in portal.streams.items():
        for one in held:
            values = one["properties"]
            for name in [name for name in values if name in LACKS.get(kind, ()) or not str(values[name] or "").strip()]:
                del values[name]
            born = "createdate" if kind in ("contacts", "deals") else "hs_createdate"
            values.setdefault(born, _text(portal.period.start))
            past = {
                name: [(_millis(told["timestamp"]), told["value"]) for told in reversed(entries)]
                for name, entries in one.get("propertiesWithHistory", {}).items()
            }
            changed = max([_millis(values[born]), *(at for entries in past.values() for at, _ in entries)])
            kept, gone = dict(values), bool(one.get("archived"))
            writer.put(kind, int(one["id"]), kept, max(changed, _millis(portal.context.now)), past=past, archived=gone)
    for kind, held in portal.streams.items():
        for one in held:
            for target, links in one.get("associations", {}).items():
                links["results"] = [to for to in links["results"] if _id(to) in there[target]]
                for to in links["results"] if one["id"] in there[kind] else ():
                    writer.join((kind, int(one["id"])), (target, int(_id(to))))
    for one in portal.contacts:
        old = [int(part) for part in one["properties"].get("hs_merged_object_ids", "").split(";") if part]
        writer.merged("contacts", [] if one.get("archived") else old, int(one["id"]))
    writer.flush()


def context(portal: Tidied, settings: Settings, owners: Mapping[str, Owner]) -> Context:
    """What the portal is like, told by hand."""
    object_types = {"call_center": ("cc_leads", "cc_sales"), "b2b": ("b2b_new_business", "b2b_account_growth")}
    ids = object_types.get(portal.mode, tuple(MODES))
    lines = tuple(_pipeline(one) for one in LINES if one.id in ids)
    settings = replace(settings, rates={code: Decimal(worth) / 100 for code, worth in ground.RATES.items()})
    return Context(portal.period, portal.context.now, settings, portal.mode, "ILS", owners, lines,
                   earlier_leads=_earlier(portal))  # fmt: skip


def _pipeline(line: tables.Pipeline) -> Pipeline:
    stages = tuple(
        Stage(one.id, one.label, OUTCOMES.get(one.mark, "open"), entered=ENTERED + one.id) for one in line.stages
    )
    return Pipeline(line.object, line.id, MODES[line.id], stages)


def _earlier(portal: Tidied) -> tuple[int, ...]:
    """How many leads were created in each of the four periods before."""
    found, period = [], portal.period
    made = [
        datetime.fromisoformat(one["properties"]["hs_createdate"])
        for one in portal.leads
        if one["properties"].get("hs_pipeline", "cc_leads") == "cc_leads" and not one.get("archived")
    ]
    for _ in range(4):
        period = period.before()
        found.append(sum(period.has(at) for at in made))
    return tuple(found)


def _id(to: Mapping[str, Any]) -> str:
    return str(to.get("id", to.get("toObjectId")))


def _millis(text: str | datetime) -> int:
    at = datetime.fromisoformat(text) if isinstance(text, str) else text
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _text(at: datetime) -> str:
    return iso(_millis(at))
