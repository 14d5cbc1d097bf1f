"""How stages behave when they are written one at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surfaces.pipelines import (
    governance,
    metadata,
    order,
    printing,
    refusals,
    stage_properties,
    state,
)
from provisioner.localportal.surfaces.pipelines.state import Stage
from provisioner.localportal.wire import Ask

LONGEST_STAGE_ID = 100


def create(ask: Ask, pipeline_id: str) -> dict[str, Any]:
    """Add a stage to a pipeline; returns the echo that HubSpot answers."""
    if state.pipeline(ask.db, ask.object.id, pipeline_id) is None:
        raise refusals.missing_for_stages(pipeline_id)
    body = ask.json()
    held = state.stages(ask.db, ask.object.id, pipeline_id)
    if len(held) >= ask.object.stage_limit:
        raise refusals.limit_reached("stages", ask.object.stage_limit)
    shape(body)
    free_label(held, body["label"])
    stage_id = new_id(ask, body)
    if state.stage_holder(ask.db, ask.object.id, stage_id) is not None:
        raise refusals.stage_id_taken(stage_id)
    stored = metadata.canonical(ask.object, ask.settings, body.get("metadata") or {})
    stage = Stage(stage_id, body["label"], body["displayOrder"], stored, ask.stamp, ask.stamp)
    _place(ask, pipeline_id, held, stage)
    state.audit(ask.db, ask.object.id, (pipeline_id, stage_id), "CREATE", ask.stamp, body)
    return printing.stage(ask.object, stage) | {"metadata": metadata.echoed(body.get("metadata") or {})}


def change(ask: Ask, pipeline_id: str, stage_id: str, replaced: bool) -> dict[str, Any]:
    """PATCH merges metadata by key, PUT replaces the whole; returns the echo: what was sent over what was stored."""
    held = state.stages(ask.db, ask.object.id, pipeline_id)
    before = next((stage for stage in held if stage.id == stage_id), None)
    if before is None:
        raise refusals.missing()
    body = ask.json()
    shape(body, partly=not replaced)
    label = before.label if body.get("label") is None else body["label"]
    wanted = before.order if body.get("displayOrder") is None else body["displayOrder"]
    sent = body.get("metadata") or {}
    free_label([stage for stage in held if stage.id != stage_id], label)
    stored = metadata.canonical(ask.object, ask.settings, sent if replaced else before.metadata | sent)
    after = replace(before, label=label, order=wanted, metadata=stored, updated_at=ask.stamp)
    keep_closed(ask, [after if stage.id == stage_id else stage for stage in held])
    _place(ask, pipeline_id, held, after)
    state.audit(ask.db, ask.object.id, (pipeline_id, stage_id), "UPDATE", ask.stamp, body)
    stale = metadata.printed(ask.object, before.metadata)
    return printing.stage(ask.object, after) | {"metadata": stale | metadata.echoed(sent)}


def delete(ask: Ask, pipeline_id: str, stage_id: str, checked: bool) -> None:
    """Purge a stage. One that is not there is no error: the answer is 204 all the same (seen live)."""
    held = state.stages(ask.db, ask.object.id, pipeline_id)
    if stage_id not in {stage.id for stage in held}:
        return
    left = [stage for stage in held if stage.id != stage_id]
    if not left:
        raise refusals.no_stage()
    keep_closed(ask, left)
    purge(ask, pipeline_id, [stage_id], checked)


def purge(ask: Ask, pipeline_id: str, stage_ids: list[str], checked: bool) -> None:
    """Remove stages with their properties; refused while records stand on them, when that is checked."""
    if checked and (found := state.records_on(ask.db, ask.object.id, stage_ids)):
        raise refusals.in_use(found)
    _loosen(ask, pipeline_id, stage_ids)
    state.delete_stages(ask.db, ask.object.id, stage_ids)
    stage_properties.remove(ask.db, ask.object, stage_ids)
    for stage_id in stage_ids:
        state.audit(ask.db, ask.object.id, (pipeline_id, stage_id), "DELETE", ask.stamp, {"id": stage_id})


def _loosen(ask: Ask, pipeline_id: str, stage_ids: list[str]) -> None:
    """What becomes of pipeline rules that name the stages: not known of HubSpot, hence the switch."""
    rules = governance.read(ask.db, ask.object.id, pipeline_id)
    named = [one for one in stage_ids if rules and rules.names(one)]
    if named and ask.settings.stage_delete_with_rules == "refused":
        raise refusals.named_by_rules(named)
    if named and ask.settings.stage_delete_with_rules == "dropped":
        governance.forget_stages(ask.db, ask.object.id, pipeline_id, named)


def shape(body: dict[str, Any], partly: bool = False) -> None:
    """A stage's fields, each of the right JSON type; all but metadata are required unless `partly`."""
    if not partly and (missing := [name for name in ("label", "displayOrder") if body.get(name) is None]):
        raise required_fields(missing)
    label, place, sent = body.get("label"), body.get("displayOrder"), body.get("metadata")
    if label is not None and (not isinstance(label, str) or not label.strip()):
        raise refusals.bad_field("label", "text that is not blank")
    if place is not None and (isinstance(place, bool) or not isinstance(place, int)):
        raise refusals.bad_field("displayOrder", "a whole number")
    if place is not None and place < 0:
        raise refusals.negative_order()
    if sent is not None and not isinstance(sent, dict):
        raise refusals.bad_field("metadata", "an object")


def new_id(ask: Ask, body: dict[str, Any]) -> str:
    """The id that was asked for, or a number of HubSpot's own when none was, or when ids are not honoured."""
    wanted = body.get("stageId")
    if wanted is None or not ask.settings.honour_ids:
        return state.next_number(ask.db)
    if not isinstance(wanted, str) or not wanted:
        raise refusals.bad_field("stageId", "text that is not blank")
    if len(wanted) > LONGEST_STAGE_ID:
        raise refusals.id_too_long()
    return wanted


def free_label(others: list[Stage], label: str, in_pipeline_create: bool = False) -> None:
    """Labels are unique in a pipeline; case and outer spaces do not count."""
    folded = label.strip().casefold()
    if any(stage.label.strip().casefold() == folded for stage in others):
        raise refusals.stage_label_taken(label, in_pipeline_create)


def keep_closed(ask: Ask, stages: list[Stage]) -> None:
    """A ticket pipeline keeps at least one closed stage."""
    if ask.object.plural == "tickets" and not any(metadata.is_closed_ticket(stage.metadata) for stage in stages):
        raise refusals.no_closed_stage()


def _place(ask: Ask, pipeline_id: str, held: list[Stage], stage: Stage) -> None:
    state.put_stage(ask.db, ask.object.id, pipeline_id, stage)
    if ask.settings.stage_order == "slots":
        state.set_orders(ask.db, ask.object.id, order.on_write(held, stage.id, stage.order))
    stage_properties.refresh(ask.db, ask.object, pipeline_id)
