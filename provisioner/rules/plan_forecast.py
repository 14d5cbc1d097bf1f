"""Forecast categories that a blueprint uses, against those that the portal offers; accounts rename and add them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.resource import Place, Resource

CATEGORY = Key("property", "deals/hs_manual_forecast_category")

Path = tuple[str | int, ...]


def judge(document: Mapping[str, Any], live: Mapping[Key, Resource]) -> list[Finding]:
    """One finding for every category that the portal does not have: an error where a workflow would write it.

    Nothing is said where the properties of deals were not read.
    """
    if CATEGORY not in live:
        return []
    options: Mapping[str, Any] = live[CATEGORY].spec.get("options") or {}
    offered = ", ".join(value.lower() for value in options)
    findings: dict[tuple[str, str], Finding] = {}
    for pipeline, category, path in _used(document):
        if category.upper() in options or (pipeline, category) in findings:
            continue
        written = any(rule["pipeline"] == pipeline for _, rule in _setting(document))
        severity = Severity.ERROR if written else Severity.WARNING
        message = f"{pipeline}: the portal has no forecast category {category}; it has {offered or 'none'}"
        fix = "choose one of these, or add it under Settings > Objects > Forecast"
        place: Place | None = place_of(document, path, of_value=True)
        findings[pipeline, category] = Finding("PLAN014", severity, message, place, Key("pipeline", pipeline), fix)
    return list(findings.values())


def _used(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Path]]:
    """(pipeline, category, where it stands): of the rules first, whose categories take the place of the stages'."""
    ruled = set()
    for name, rule in _setting(document):
        for stage, category in (rule.get("categories") or {}).items():
            ruled.add(rule["pipeline"])
            yield rule["pipeline"], str(category), ("automation", "rules", name, "categories", stage)
    for name, entry in document.get("pipelines", {}).get("deals", {}).items():
        for stage, fields in entry["stages"].items():
            if "forecast_category" in fields and f"deals/{name}" not in ruled:
                path = ("pipelines", "deals", name, "stages", stage, "forecast_category")
                yield f"deals/{name}", str(fields["forecast_category"]), path


def _setting(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, rule in document.get("automation", {}).get("rules", {}).items():
        if rule.get("template") == "forecast_by_stage" and rule.get("enabled", True):
            yield name, rule
