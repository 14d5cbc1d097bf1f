"""Records that have lived: made on some day, moved from stage to stage, won, lost or still open."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from provisioner.localportal.objects import ObjectType, resolve
from provisioner.localportal.seeds import people
from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.pipelines import state as pipelines
from provisioner.localportal.surfaces.pipelines.metadata import LEAD_STATES
from provisioner.localportal.surfaces.pipelines.state import Stage
from provisioner.localportal.surfaces.properties.state import Definition
from provisioner.localportal.surfaces.records import stages, state
from provisioner.localportal.surfaces.records.associations import rules as associations
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import iso

_LEAD_TO_CONTACT = 578


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when records are planted. `choices` are the custom enumerations to fill, by object type id."""

    db: sqlite3.Connection
    settings: Settings
    dice: random.Random
    until: datetime
    days: int
    owner_ids: tuple[str, ...]
    choices: Mapping[str, list[Definition]]


def deals(scene: Scene, count: int, wanted: Sequence[str] | None) -> dict[str, int]:
    """Plant deals; returns how many stand in each stage, as `pipeline/stage`."""
    kind, dice, planted = resolve("deals"), scene.dice, Counter[str]()
    choices = _pipelines(scene, kind, wanted) if count else []
    for _ in range(count):
        pipeline_id = dice.choice(choices)
        held = pipelines.stages(scene.db, kind.id, pipeline_id)
        ends = [stage for stage in held if float(stage.metadata["probability"]) in (0.0, 1.0)]
        path = _path(dice, [stage for stage in held if stage not in ends], ends)
        values = {
            "dealname": f"{dice.choice(people.FIRMS)} - {dice.choice(people.WARES)}",
            "amount": str(round(dice.lognormvariate(9, 0.8), -1)).removesuffix(".0"),
            "dealtype": dice.choice(("newbusiness", "existingbusiness")),
            "pipeline": pipeline_id,
        }
        planted[f"{pipeline_id}/{path[-1].id}"] += 1
        _plant(scene, kind, values, path)
    return dict(sorted(planted.items()))


def leads(scene: Scene, count: int, wanted: Sequence[str] | None) -> dict[str, int]:
    """Plant leads, each with a contact; returns how many stand in each stage, as `pipeline/stage`."""
    kind, dice, planted = resolve("leads"), scene.dice, Counter[str]()
    choices = _pipelines(scene, kind, wanted) if count else []
    for number in range(count):
        pipeline_id = dice.choice(choices)
        held = pipelines.stages(scene.db, kind.id, pipeline_id)
        ends = [stage for stage in held if _lead_state(scene, stage) in LEAD_STATES[2:]]
        path = _path(dice, [stage for stage in held if stage not in ends], ends)
        first, last = dice.choice(people.FIRST_NAMES), dice.choice(people.LAST_NAMES)
        address = f"{first}.{last}.{state.next_id(scene.db, resolve('contacts'))}@example.com"
        contact = {"firstname": first, "lastname": last, "email": address.lower().replace(" ", "")}
        contact |= {"phone": f"+97250{dice.randrange(10**7):07d}", "lifecyclestage": "lead"}
        contact_id = _plant(scene, resolve("contacts"), contact, [])
        link = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": _LEAD_TO_CONTACT}
        values = {"hs_lead_name": f"{first} {last} {number + 1}", kind.pipeline: pipeline_id}
        planted[f"{pipeline_id}/{path[-1].id}"] += 1
        _plant(scene, kind, values, path, [{"to": {"id": str(contact_id)}, "types": [link]}])
    return dict(sorted(planted.items()))


def _pipelines(scene: Scene, kind: ObjectType, wanted: Sequence[str] | None) -> list[str]:
    held = [found.id for found in pipelines.pipelines(scene.db, kind.id)]
    chosen = [one for one in held if wanted is None or one in wanted]
    if not chosen:
        raise ValueError(f"{kind.plural}: none of the pipelines {', '.join(wanted or ())} is there; there are: {held}")
    return chosen


def _path(dice: random.Random, open_stages: list[Stage], ends: list[Stage]) -> list[Stage]:
    """The stages that a record went through, in order; most have come to an end where the pipeline has one."""
    reached = open_stages[: dice.randint(1, len(open_stages))] if open_stages else []
    if ends and (not reached or dice.random() < 0.6):
        return [*reached, dice.choice(ends)]
    return reached


def _lead_state(scene: Scene, stage: Stage) -> str:
    return stage.metadata.get(scene.settings.lead_state_key, "NEW")


def _plant(
    scene: Scene, kind: ObjectType, values: dict[str, str], path: list[Stage], links: list[object] | None = None
) -> int:
    """Add one record that went through the stages of `path`; its times are data, so a dump keeps them."""
    dice, record_id = scene.dice, state.next_id(scene.db, kind)
    born = scene.until - timedelta(minutes=dice.randrange(24 * 60, scene.days * 24 * 60))
    stamp, before = iso(born), dict[str, str]()
    values |= {kind.created: stamp, "hs_object_id": str(record_id), "hubspot_owner_id": dice.choice(scene.owner_ids)}
    if kind.plural == "deals":
        values["hs_createdate"] = stamp
    values |= _custom(scene, kind)
    moments = sorted(born + (scene.until - born) * dice.random() for _ in path[1:])
    for stage, moment in zip(path, [born, *moments], strict=True) if path else ():
        stamp = iso(moment)
        values[kind.stage] = stage.id
        stages.settle(scene.db, kind, scene.settings, before, values, stamp)
        before = dict(values)
    if kind.plural == "deals" and values.get("hs_is_closed") != "true":
        values["closedate"] = iso(scene.until + timedelta(days=dice.randint(-10, 60)))
    values[kind.modified] = stamp
    state.put(scene.db, kind, Record(record_id, values, iso(born), stamp))
    associations.join_new(scene.db, (kind.id, record_id), links or [], stamp)
    return record_id


def _custom(scene: Scene, kind: ObjectType) -> dict[str, str]:
    filled = {}
    for definition in scene.choices.get(kind.id, ()):
        if scene.dice.random() < 0.65:
            filled[definition["name"]] = scene.dice.choice(definition["options"])["value"]
    return filled
