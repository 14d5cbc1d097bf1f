"""Endpoints of limits tracking."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.objects import BY_ID, OBJECTS
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.labels import state as labels
from provisioner.localportal.surfaces.pipelines import state as pipelines
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.records import state as records
from provisioner.localportal.wire import Ask, Reply, answer

MOST_RECORDS, MOST_CUSTOM_OBJECTS = 15_000_000, 10


def custom_properties(ask: Ask) -> Reply:
    """GET custom properties: overall and by object type."""
    usage, limit = properties.custom_counts(ask.db), ask.settings.custom_property_limit
    by_type = [_entry(kind.id, usage.get(kind.id, 0), limit) for kind in OBJECTS if kind.id in usage or kind.stage]
    return answer(200, _overall(usage, ask.settings.custom_property_overall_limit) | {"byObjectType": by_type})


def calculated_properties(ask: Ask) -> Reply:
    """GET calculated properties; by object type there is usage only, no limit."""
    usage = properties.custom_counts(ask.db, calculated=True)
    by_type = [_names(object_id) | {"usage": count} for object_id, count in sorted(usage.items())]
    return answer(200, _overall(usage, ask.settings.calculated_property_limit) | {"byObjectType": by_type})


def pipeline_limits(ask: Ask) -> Reply:
    """GET pipelines; the ones that HubSpot ships do not count (seen live)."""
    usage = pipelines.custom_counts(ask.db)
    limits = {kind.id: ask.settings.pipeline_limits.get(kind.plural) for kind in OBJECTS}
    listed = [_entry(object_id, usage.get(object_id, 0), limit) for object_id, limit in limits.items() if limit]
    return answer(200, {"hubspotDefinedObjectTypes": listed, "customObjectTypes": _no_custom_objects(100)})


def record_limits(ask: Ask) -> Reply:
    """GET records."""
    usage = records.counts(ask.db)
    shown = [kind.id for kind in OBJECTS if kind.id in usage or kind.stage]
    listed = [_entry(object_id, usage.get(object_id, 0), MOST_RECORDS) for object_id in shown]
    return answer(200, {"hubspotDefinedObjectTypes": listed, "customObjectTypes": _no_custom_objects(MOST_RECORDS)})


def custom_object_types(_ask: Ask) -> Reply:
    """GET custom object types; the local portal has none."""
    return answer(200, {"limit": MOST_CUSTOM_OBJECTS, "usage": 0, "percentage": 0.0})


def label_limits(ask: Ask) -> Reply:
    """GET association labels: one entry for each direction of every pair that has a label (seen live)."""
    wanted = ask.one("fromObjectTypeId"), ask.one("toObjectTypeId")
    shown: dict[tuple[str, str], list[str]] = {}
    for label in labels.every(ask.db):
        for _, start, end, text in label.directions():
            if wanted[0] in ("", start) and wanted[1] in ("", end):
                shown.setdefault((start, end), []).append(text)
    limit = ask.settings.association_label_limit
    found = [
        {"fromObjectType": _names(start), "toObjectType": _names(end), "allLabels": texts, "limit": limit,
         "usage": len(texts), "percentage": _percentage(len(texts), limit)}
        for (start, end), texts in sorted(shown.items())
    ]  # fmt: skip
    return answer(200, {"results": found})


def _overall(usage: dict[str, int], limit: int) -> dict[str, Any]:
    used = sum(usage.values())
    return {"overallLimit": limit, "overallUsage": used, "overallPercentage": _percentage(used, limit)}


def _entry(object_id: str, used: int, limit: int) -> dict[str, Any]:
    return _names(object_id) | {"limit": limit, "usage": used, "percentage": _percentage(used, limit)}


def _names(object_id: str) -> dict[str, str]:
    kind = BY_ID[object_id]
    return {"objectTypeId": kind.id, "singularLabel": kind.title, "pluralLabel": kind.titles}


def _no_custom_objects(limit: int) -> dict[str, Any]:
    return {"overallLimit": limit, "overallUsage": 0, "overallPercentage": 0.0, "byObjectType": []}


def _percentage(used: int, limit: int) -> float:
    return round(100 * used / limit, 2) if limit else 100.0


ROUTES = tuple(
    Route("GET", "limits", pattern, handler, access.any_records_read)
    for pattern, handler in (
        ("custom-properties", custom_properties),
        ("calculated-properties", calculated_properties),
        ("pipelines", pipeline_limits),
        ("records", record_limits),
        ("custom-object-types", custom_object_types),
        ("associations/labels", label_limits),
    )
)
