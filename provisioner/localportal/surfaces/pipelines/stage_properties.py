"""The properties that HubSpot makes for every stage, and removes with it."""

from __future__ import annotations

import re
import sqlite3
import zlib

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.surfaces.pipelines import state
from provisioner.localportal.surfaces.properties import defined
from provisioner.localportal.surfaces.properties import state as properties

ENTERED, EXITED = "hs_v2_date_entered_", "hs_v2_date_exited_"
CUMULATIVE, LATEST = "hs_v2_cumulative_time_in_", "hs_v2_latest_time_in_"
_MADE = (
    (ENTERED, "Date entered", "datetime/text"),
    (EXITED, "Date exited", "datetime/text"),
    (CUMULATIVE, "Cumulative time in", "number/text"),
    (LATEST, "Latest time in", "number/text"),
)


def suffix(stage_id: str) -> str:
    """The stage's part of the property names: its id, or a normalised one with a hash when it has other characters.

    That there is a hash was seen live (`attempting-stage-id` -> `attempting_stage_id_745667965`); which one is not
    known, so the number differs from HubSpot's.
    """
    if re.fullmatch(r"[a-z0-9_]+", stage_id):
        return stage_id
    return f"{re.sub(r'[^a-z0-9]', '_', stage_id.lower())}_{zlib.crc32(stage_id.encode()) % 10**9}"


def refresh(db: sqlite3.Connection, kind: ObjectType, pipeline_id: str) -> None:
    """Make the properties of a pipeline's stages, and bring their labels up to date."""
    found = state.pipeline(db, kind.id, pipeline_id)
    if found is None:
        return
    for stage in state.stages(db, kind.id, pipeline_id):
        for prefix, title, type_ in _MADE:
            label = f'{title} "{stage.label} ({found.label})"'
            name = prefix + suffix(stage.id)
            properties.put(db, kind.id, defined.definition(name, label, type_, "R", defined.group_of(kind)))


def remove(db: sqlite3.Connection, kind: ObjectType, stage_ids: list[str]) -> None:
    """Remove the properties of stages that are gone."""
    names = [prefix + suffix(stage_id) for stage_id in stage_ids for prefix, _, _ in _MADE]
    properties.delete(db, kind.id, names)
