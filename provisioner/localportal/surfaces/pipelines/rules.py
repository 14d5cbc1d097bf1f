"""How pipelines behave when they are written as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provisioner.localportal import paths
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surfaces.pipelines import (
    governance,
    metadata,
    order,
    printing,
    refusals,
    stage_properties,
    stage_rules,
    state,
)
from provisioner.localportal.surfaces.pipelines.state import Pipeline, Stage
from provisioner.localportal.wire import Ask

LONGEST_PIPELINE_ID = 36
_WITHOUT_OWN = ("contacts", "companies")


def create(ask: Ask) -> dict[str, Any]:
    """Add a pipeline with its stages; returns the echo that HubSpot answers."""
    body = ask.json()
    _shape(body)
    if not ask.object.stage or ask.object.plural in _WITHOUT_OWN:
        raise refusals.no_pipelines(ask.object.plural)
    pipeline_id = _new_id(ask, body)
    _free_label(ask, pipeline_id, body["label"])
    _within_limit(ask)
    stages = _new_stages(ask, pipeline_id, body["stages"], [])
    found = Pipeline(pipeline_id, body["label"], body["displayOrder"], True, ask.stamp, ask.stamp)
    state.put_pipeline(ask.db, ask.object.id, found)
    _put_stages(ask, pipeline_id, stages)
    state.audit(ask.db, ask.object.id, (pipeline_id, ""), "CREATE", ask.stamp, body)
    return _echo(ask, found, body["stages"], stages)


def change(ask: Ask, pipeline_id: str) -> dict[str, Any]:
    """PATCH label and display order, never stages; it moves every stage's `updatedAt` (seen live)."""
    before = state.pipeline(ask.db, ask.object.id, pipeline_id)
    if before is None:
        raise refusals.missing()
    body = ask.json()
    if body.get("archived") is not None:
        raise refusals.restoring_needs_archived()
    _fields(body)
    label = before.label if body.get("label") is None else body["label"]
    place = before.order if body.get("displayOrder") is None else body["displayOrder"]
    _free_label(ask, pipeline_id, label)
    after = replace(before, label=label, order=place, updated_at=ask.stamp)
    state.put_pipeline(ask.db, ask.object.id, after)
    state.touch_stages(ask.db, ask.object.id, pipeline_id, ask.stamp)
    stage_properties.refresh(ask.db, ask.object, pipeline_id)
    state.audit(ask.db, ask.object.id, (pipeline_id, ""), "UPDATE", ask.stamp, body)
    return printing.pipeline(ask.db, ask.object, after)


def replace_whole(ask: Ask, pipeline_id: str) -> dict[str, Any]:
    """PUT: stages named by id stay, those without one are new, those left out are purged for good."""
    before = state.pipeline(ask.db, ask.object.id, pipeline_id)
    if before is None:
        raise refusals.missing()
    body = ask.json()
    _shape(body)
    _free_label(ask, pipeline_id, body["label"])
    held = state.stages(ask.db, ask.object.id, pipeline_id)
    stages = _new_stages(ask, pipeline_id, body["stages"], held)
    gone = [stage.id for stage in held if stage.id not in {kept.id for kept in stages}]
    stage_rules.purge(ask, pipeline_id, gone, references_checked(ask, whole=True))
    after = replace(before, label=body["label"], order=body["displayOrder"], updated_at=ask.stamp)
    state.put_pipeline(ask.db, ask.object.id, after)
    _put_stages(ask, pipeline_id, stages)
    state.audit(ask.db, ask.object.id, (pipeline_id, ""), "UPDATE", ask.stamp, body)
    return _echo(ask, after, body["stages"], stages)


def delete(ask: Ask, pipeline_id: str) -> None:
    """Purge a pipeline with its stages; unchecked, its records are left on stages that no longer exist."""
    if state.pipeline(ask.db, ask.object.id, pipeline_id) is None:
        raise refusals.missing_for_delete(pipeline_id)
    if len(state.pipelines(ask.db, ask.object.id)) == 1:
        raise refusals.last_pipeline()
    stage_ids = [stage.id for stage in state.stages(ask.db, ask.object.id, pipeline_id)]
    governance.delete(ask.db, ask.object.id, pipeline_id)
    stage_rules.purge(ask, pipeline_id, stage_ids, references_checked(ask, whole=True))
    state.delete_pipeline(ask.db, ask.object.id, pipeline_id)
    state.audit(ask.db, ask.object.id, (pipeline_id, ""), "DELETE", ask.stamp, {"id": pipeline_id})


def references_checked(ask: Ask, whole: bool) -> bool:
    """Whether records on a stage block its removal: off by default on v3 and 2026-03, on by default on 2026-09.

    The query flags decide otherwise; on 2026-09 they were seen to have no effect, which is the switch
    `reference_check_flags_bypass`. A stage's DELETE has only the first of the two flags.
    """
    default = ask.version in paths.REFERENCE_CHECKED
    if default and ask.settings.reference_check_flags_bypass == "seen_live":
        return True
    flags = ["validateReferencesBeforeDelete"]
    if whole and ask.object.plural == "deals":
        flags.append("validateDealStageUsagesBeforeDelete")
    return any(ask.flag(flag, default) for flag in flags)


def _shape(body: dict[str, Any]) -> None:
    if missing := [name for name in ("label", "displayOrder", "stages") if body.get(name) is None]:
        raise required_fields(missing)
    _fields(body)
    stages = body["stages"]
    if not isinstance(stages, list) or not all(isinstance(stage, dict) for stage in stages):
        raise refusals.bad_field("stages", "a list of objects")
    if not stages:
        raise refusals.no_stage()
    for stage in stages:
        stage_rules.shape(stage)


def _fields(body: dict[str, Any]) -> None:
    label, place = body.get("label"), body.get("displayOrder")
    if label is not None and (not isinstance(label, str) or not label.strip()):
        raise refusals.bad_field("label", "text that is not blank")
    if place is not None and (isinstance(place, bool) or not isinstance(place, int)):
        raise refusals.bad_field("displayOrder", "a whole number")
    if place is not None and place < 0:
        raise refusals.negative_order()


def _new_id(ask: Ask, body: dict[str, Any]) -> str:
    wanted = body.get("pipelineId")
    if wanted is None or not ask.settings.honour_ids:
        return state.next_number(ask.db)
    if not isinstance(wanted, str) or not wanted:
        raise refusals.bad_field("pipelineId", "text that is not blank")
    if len(wanted) > LONGEST_PIPELINE_ID:
        raise refusals.id_too_long()
    holder = state.pipeline_holder(ask.db, wanted)
    if holder == ask.object.id:
        raise refusals.pipeline_id_taken(wanted)
    if holder is not None:
        raise refusals.id_held_elsewhere([str(stage.get("stageId", "")) for stage in body["stages"]])
    return wanted


def _new_stages(ask: Ask, pipeline_id: str, bodies: list[dict[str, Any]], held: list[Stage]) -> list[Stage]:
    """The stages of a create or PUT, checked among themselves and against the rest of the portal."""
    if len(bodies) > ask.object.stage_limit:
        raise refusals.limit_reached("stages", ask.object.stage_limit)
    before = {stage.id: stage for stage in held}
    stages: list[Stage] = []
    for body in bodies:
        stage_rules.free_label(stages, body["label"], in_pipeline_create=True)
        known = body.get("stageId") in before
        stage_id = str(body["stageId"]) if known else stage_rules.new_id(ask, body)
        holder = state.stage_holder(ask.db, ask.object.id, stage_id)
        if holder not in (None, pipeline_id) or stage_id in {stage.id for stage in stages}:
            raise refusals.id_held_elsewhere([stage_id])
        stored = metadata.canonical(ask.object, ask.settings, body.get("metadata") or {})
        born = before[stage_id].created_at if known else ask.stamp
        stages.append(Stage(stage_id, body["label"], body["displayOrder"], stored, born, ask.stamp))
    stage_rules.keep_closed(ask, stages)
    return stages


def _put_stages(ask: Ask, pipeline_id: str, stages: list[Stage]) -> None:
    for stage in stages:
        state.put_stage(ask.db, ask.object.id, pipeline_id, stage)
    if ask.settings.stage_order == "slots":
        state.set_orders(ask.db, ask.object.id, order.on_create([(stage.id, stage.order) for stage in stages]))
    stage_properties.refresh(ask.db, ask.object, pipeline_id)


def _echo(ask: Ask, found: Pipeline, bodies: list[dict[str, Any]], stages: list[Stage]) -> dict[str, Any]:
    """What was sent, in the order and spelling it was sent; only a GET shows what is stored (seen live)."""
    echoed = [
        printing.stage(ask.object, stage) | {"metadata": metadata.echoed(body.get("metadata") or {})}
        for body, stage in zip(bodies, stages, strict=True)
    ]
    return printing.pipeline(ask.db, ask.object, found) | {"stages": echoed}


def _free_label(ask: Ask, pipeline_id: str, label: str) -> None:
    folded = label.casefold()
    others = (found for found in state.pipelines(ask.db, ask.object.id) if found.id != pipeline_id)
    if any(found.label.casefold() == folded for found in others):
        raise refusals.pipeline_label_taken(label)


def _within_limit(ask: Ask) -> None:
    limit = ask.settings.pipeline_limits.get(ask.object.plural)
    if limit is not None and state.custom_counts(ask.db).get(ask.object.id, 0) >= limit:
        raise refusals.limit_reached(f"{ask.object.singular} pipelines", limit)
