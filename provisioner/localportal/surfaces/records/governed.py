"""Pipeline rules, kept by record writes that a user makes. Keys of apps, which service keys are, pass them by."""

from __future__ import annotations

from typing import Any

from provisioner.localportal.surfaces.pipelines import governance
from provisioner.localportal.surfaces.pipelines import state as pipelines
from provisioner.localportal.surfaces.pipelines.governance import BACKWARDS, CREATION, SKIPPING
from provisioner.localportal.surfaces.records import refusals
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import Ask


def check(ask: Ask, before: Record | None, after: Record) -> Record:
    """The written record, refused when a user's move or create breaks a rule of its pipeline (documented)."""
    kind = ask.object
    pipeline_id, stage_id = after.properties.get(kind.pipeline, ""), after.properties.get(kind.stage, "")
    if not kind.stage or not stage_id or not _by_a_user(ask):
        return after
    found = governance.read(ask.db, kind.id, pipeline_id)
    was = before.properties.get(kind.stage, "") if before else ""
    order = [stage.id for stage in pipelines.stages(ask.db, kind.id, pipeline_id)]
    if found is None or was == stage_id or was not in ("", *order):
        return after
    if broken := _broken(found.rules, order, was, stage_id):
        raise refusals.against_rule(broken, stage_id)
    return after


def _by_a_user(ask: Ask) -> bool:
    return ask.call.headers.get("authorization", "").partition(" ")[2].strip() in ask.settings.user_tokens


def _broken(rules: dict[str, Any], order: list[str], was: str, now: str) -> str:
    """The name of the rule that a move breaks, "" for none; without a stage before it the record is new."""
    if not was:
        allowed = rules[CREATION]["pipelineStageIds"]
        return CREATION if allowed and now not in allowed else ""
    start, end = order.index(was), order.index(now)
    if end < start:
        return BACKWARDS if _held(rules[BACKWARDS], [was]) else ""
    return SKIPPING if _held(rules[SKIPPING], order[start + 1 : end]) else ""


def _held(rule: dict[str, Any], stage_ids: list[str]) -> bool:
    return bool(stage_ids) and (rule["enabledForAllStages"] or bool(set(stage_ids) & set(rule["pipelineStageIds"])))
