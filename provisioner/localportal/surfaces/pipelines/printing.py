"""Pipelines and stages as a GET prints them."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.surfaces.pipelines import metadata, state
from provisioner.localportal.surfaces.pipelines.state import Pipeline, Stage


def pipeline(db: sqlite3.Connection, kind: ObjectType, found: Pipeline) -> dict[str, Any]:
    """A pipeline with its stages; the stages come by id, for HubSpot's are not in display order either."""
    stages = sorted(state.stages(db, kind.id, found.id), key=lambda stage: stage.id)
    return {
        "label": found.label,
        "displayOrder": found.order,
        "id": found.id,
        "stages": [stage(kind, one) for one in stages],
        "createdAt": found.created_at,
        "updatedAt": found.updated_at,
        "archived": False,
    }


def stage(kind: ObjectType, found: Stage) -> dict[str, Any]:
    """A stage, with what HubSpot derives from its metadata."""
    return {
        "label": found.label,
        "displayOrder": found.order,
        "metadata": metadata.printed(kind, found.metadata),
        "id": found.id,
        "createdAt": found.created_at,
        "updatedAt": found.updated_at,
        "archived": False,
        "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
    }
