"""Pipelines and stages as rows. Both are purged on delete: ids and labels are free at once (seen live on 2026-09)."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS pipelines (
    object TEXT NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL, display_order INTEGER NOT NULL,
    custom INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (object, id)
);
CREATE TABLE IF NOT EXISTS stages (
    object TEXT NOT NULL, pipeline TEXT NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL,
    display_order INTEGER NOT NULL, metadata TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
    PRIMARY KEY (object, id)
);
CREATE TABLE IF NOT EXISTS pipeline_audits (
    number INTEGER PRIMARY KEY AUTOINCREMENT, object TEXT NOT NULL, pipeline TEXT NOT NULL, stage TEXT NOT NULL,
    action TEXT NOT NULL, at TEXT NOT NULL, message TEXT NOT NULL, raw TEXT NOT NULL
);
"""

NUMBERS_FROM = 730_000_001


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage as it is stored; `metadata` is canonical and without what HubSpot derives."""

    id: str
    label: str
    order: int
    metadata: dict[str, str]
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline as it is stored. `custom` is False for those that HubSpot ships; they count against no limit."""

    id: str
    label: str
    order: int
    custom: bool
    created_at: str
    updated_at: str


def pipelines(db: sqlite3.Connection, object_id: str) -> list[Pipeline]:
    """Every pipeline of an object type, by id: HubSpot's list is not in display order either."""
    rows = db.execute(
        "SELECT id, label, display_order, custom, created_at, updated_at FROM pipelines WHERE object = ? ORDER BY id",
        (object_id,),
    )
    return [Pipeline(row[0], row[1], row[2], bool(row[3]), row[4], row[5]) for row in rows]


def pipeline(db: sqlite3.Connection, object_id: str, pipeline_id: str) -> Pipeline | None:
    """One pipeline."""
    return next((found for found in pipelines(db, object_id) if found.id == pipeline_id), None)


def stages(db: sqlite3.Connection, object_id: str, pipeline_id: str) -> list[Stage]:
    """A pipeline's stages in display order."""
    rows = db.execute(
        "SELECT id, label, display_order, metadata, created_at, updated_at FROM stages "
        "WHERE object = ? AND pipeline = ? ORDER BY display_order, label",
        (object_id, pipeline_id),
    )
    return [Stage(row[0], row[1], row[2], json.loads(row[3]), row[4], row[5]) for row in rows]


def put_pipeline(db: sqlite3.Connection, object_id: str, pipeline: Pipeline) -> None:
    """Write a pipeline over whatever has its id."""
    db.execute(
        "INSERT OR REPLACE INTO pipelines VALUES (?, ?, ?, ?, ?, ?, ?)",
        (object_id, pipeline.id, pipeline.label, pipeline.order, int(pipeline.custom), pipeline.created_at,
         pipeline.updated_at),
    )  # fmt: skip


def put_stage(db: sqlite3.Connection, object_id: str, pipeline_id: str, stage: Stage) -> None:
    """Write a stage over whatever has its id."""
    db.execute(
        "INSERT OR REPLACE INTO stages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (object_id, pipeline_id, stage.id, stage.label, stage.order, compact(stage.metadata), stage.created_at,
         stage.updated_at),
    )  # fmt: skip


def set_orders(db: sqlite3.Connection, object_id: str, orders: dict[str, int]) -> None:
    """Give stages their display orders."""
    db.executemany(
        "UPDATE stages SET display_order = ? WHERE object = ? AND id = ?",
        [(order, object_id, stage_id) for stage_id, order in orders.items()],
    )


def touch_stages(db: sqlite3.Connection, object_id: str, pipeline_id: str, stamp: str) -> None:
    """Move every stage's `updatedAt`, as a PATCH of the pipeline does (seen live)."""
    db.execute("UPDATE stages SET updated_at = ? WHERE object = ? AND pipeline = ?", (stamp, object_id, pipeline_id))


def delete_pipeline(db: sqlite3.Connection, object_id: str, pipeline_id: str) -> None:
    """Purge a pipeline; its stages must be gone already."""
    db.execute("DELETE FROM pipelines WHERE object = ? AND id = ?", (object_id, pipeline_id))


def delete_stages(db: sqlite3.Connection, object_id: str, stage_ids: list[str]) -> None:
    """Purge stages."""
    db.executemany("DELETE FROM stages WHERE object = ? AND id = ?", [(object_id, one) for one in stage_ids])


def pipeline_holder(db: sqlite3.Connection, pipeline_id: str) -> str | None:
    """The object type id whose pipeline has the id; ids are unique across object types."""
    row = db.execute("SELECT object FROM pipelines WHERE id = ?", (pipeline_id,)).fetchone()
    return row[0] if row else None


def stage_holder(db: sqlite3.Connection, object_id: str, stage_id: str) -> str | None:
    """The pipeline of the object type that has the stage id; ids are unique within an object type."""
    row = db.execute("SELECT pipeline FROM stages WHERE object = ? AND id = ?", (object_id, stage_id)).fetchone()
    return row[0] if row else None


def next_number(db: sqlite3.Connection) -> str:
    """A new id of HubSpot's own choosing."""
    row = db.execute("SELECT value FROM portal WHERE key = 'last_number'").fetchone()
    number = str(int(row[0]) + 1 if row else NUMBERS_FROM)
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES ('last_number', ?)", (number,))
    return number


def records_on(db: sqlite3.Connection, object_id: str, stage_ids: list[str], most: int = 100) -> dict[str, list[str]]:
    """Stage id -> ids of the records on it that are not in the recycle bin, `most` in all."""
    found: dict[str, list[str]] = {}
    for stage_id in stage_ids:
        rows = db.execute(
            "SELECT id FROM records WHERE object = ? AND stage = ? AND archived = 0 ORDER BY id LIMIT ?",
            (object_id, stage_id, most),
        )
        if ids := [str(row[0]) for row in rows]:
            found[stage_id] = ids
    return found


def custom_counts(db: sqlite3.Connection) -> dict[str, int]:
    """Pipelines by object type id, without those that HubSpot ships."""
    return dict(db.execute("SELECT object, count(*) FROM pipelines WHERE custom = 1 GROUP BY object").fetchall())


def audit(db: sqlite3.Connection, object_id: str, subject: tuple[str, str], action: str, at: str, raw: Any) -> None:
    """Remember a change of `(pipeline id, stage id or "")`."""
    pipeline_id, stage_id = subject
    message = f"{'Stage' if stage_id else 'Pipeline'} {stage_id or pipeline_id}: {action}"
    db.execute(
        "INSERT INTO pipeline_audits (object, pipeline, stage, action, at, message, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (object_id, pipeline_id, stage_id, action, at, message, compact(raw)),
    )


def audits(db: sqlite3.Connection, object_id: str, pipeline_id: str, stage_id: str) -> list[tuple[str, str, str, str]]:
    """(action, timestamp, message, raw object) of a pipeline, or of a stage when one is named; newest first."""
    rows = db.execute(
        "SELECT action, at, message, raw FROM pipeline_audits WHERE object = ? AND pipeline = ? AND stage = ? "
        "ORDER BY number DESC",
        (object_id, pipeline_id, stage_id),
    )
    return rows.fetchall()
