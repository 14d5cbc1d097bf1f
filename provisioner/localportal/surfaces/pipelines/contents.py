"""The pipelines that HubSpot ships, and the dump and load of all of them."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.objects import BY_ID, OBJECTS, ObjectType, resolve
from provisioner.localportal.settings import Settings
from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.pipelines import metadata, stage_properties, state
from provisioner.localportal.surfaces.pipelines.state import Pipeline, Stage

EPOCH = "1970-01-01T00:00:00.000Z"
_DEALS = (
    ("appointmentscheduled", "Appointment Scheduled", "0.2"),
    ("qualifiedtobuy", "Qualified To Buy", "0.4"),
    ("presentationscheduled", "Presentation Scheduled", "0.6"),
    ("decisionmakerboughtin", "Decision Maker Bought-In", "0.8"),
    ("contractsent", "Contract Sent", "0.9"),
    ("closedwon", "Closed Won", "1.0"),
    ("closedlost", "Closed Lost", "0.0"),
)
_TICKETS = (
    ("1", "New", "OPEN"),
    ("2", "Waiting on contact", "OPEN"),
    ("3", "Waiting on us", "OPEN"),
    ("4", "Closed", "CLOSED"),
)
_LEADS = (
    ("new-stage-id", "New", "NEW"),
    ("attempting-stage-id", "Attempting", "IN_PROGRESS"),
    ("connected-stage-id", "Connected", "IN_PROGRESS"),
    ("qualified-stage-id", "Qualified", "QUALIFIED"),
    ("unqualified-stage-id", "Disqualified", "UNQUALIFIED"),
)
_LIFECYCLE = (
    ("subscriber", "Subscriber", ""), ("lead", "Lead", ""), ("marketingqualifiedlead", "Marketing Qualified Lead", ""),
    ("salesqualifiedlead", "Sales Qualified Lead", ""), ("opportunity", "Opportunity", ""),
    ("customer", "Customer", ""), ("evangelist", "Evangelist", ""), ("other", "Other", ""),
)  # fmt: skip


def populate(db: sqlite3.Connection, birth: Birth) -> None:
    """The lifecycle pipelines always; those of deals, tickets and leads unless the portal is to be without."""
    switches = birth.settings
    _ship(db, switches, BY_ID["0-1"], "contacts-lifecycle-pipeline", "Lifecycle Stage Pipeline", "", _LIFECYCLE)
    _ship(db, switches, BY_ID["0-2"], "companies-lifecycle-pipeline", "Lifecycle Stage Pipeline", "", _LIFECYCLE)
    if not switches.default_pipelines:
        return
    _ship(db, switches, resolve("deals"), "default", "Sales Pipeline", "probability", _DEALS)
    _ship(db, switches, resolve("tickets"), "0", "Support Pipeline", "ticketState", _TICKETS)
    if switches.leads_enabled:
        _ship(db, switches, resolve("leads"), "lead-pipeline-id", "Lead pipeline", switches.lead_state_key, _LEADS)


def dump(db: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """Pipelines by object type, in display order, with their stages in display order."""
    dumped = {}
    for kind in OBJECTS:
        found = sorted(state.pipelines(db, kind.id), key=lambda one: (one.order, one.id))
        if found:
            dumped[kind.plural] = [_dumped(one, state.stages(db, kind.id, one.id)) for one in found]
    return dumped


def load(db: sqlite3.Connection, dumped: dict[str, list[dict[str, Any]]], birth: Birth) -> None:
    """Take back what `dump` gave; times become the load's."""
    for name, listed in dumped.items():
        kind = resolve(name)
        for one in listed:
            stages = [
                Stage(stage["id"], stage["label"], stage["displayOrder"], stage["metadata"], birth.stamp, birth.stamp)
                for stage in one["stages"]
            ]
            born = birth.stamp if one["custom"] else EPOCH
            found = Pipeline(one["id"], one["label"], one["displayOrder"], one["custom"], born, born)
            _put(db, kind, found, stages)


def _ship(
    db: sqlite3.Connection,
    settings: Settings,
    kind: ObjectType,
    pipeline_id: str,
    label: str,
    key: str,
    stages: tuple[tuple[str, str, str], ...],
) -> None:
    made = [
        Stage(stage_id, title, place, metadata.canonical(kind, settings, {key: value} if key else {}), EPOCH, EPOCH)
        for place, (stage_id, title, value) in enumerate(stages)
    ]
    _put(db, kind, Pipeline(pipeline_id, label, 0, False, EPOCH, EPOCH), made)


def _put(db: sqlite3.Connection, kind: ObjectType, found: Pipeline, stages: list[Stage]) -> None:
    state.put_pipeline(db, kind.id, found)
    for stage in stages:
        state.put_stage(db, kind.id, found.id, stage)
    stage_properties.refresh(db, kind, found.id)


def _dumped(found: Pipeline, stages: list[Stage]) -> dict[str, Any]:
    return {
        "id": found.id,
        "label": found.label,
        "displayOrder": found.order,
        "custom": found.custom,
        "stages": [
            {"id": stage.id, "label": stage.label, "displayOrder": stage.order, "metadata": stage.metadata}
            for stage in stages
        ],
    }
