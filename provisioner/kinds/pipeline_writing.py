"""Writing pipelines and stages: stages by their own endpoints, never a PUT, every answer proved by a read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from provisioner.kinds import base
from provisioner.model.errors import NotFound, OutcomeUnknown
from provisioner.model.keys import Key
from provisioner.model.labels import folded
from provisioner.model.plan import Change
from provisioner.model.portal import Json, Writer
from provisioner.model.resource import Resource, Spec

NEW_PIPELINE_PLACE = 99
"""Behind the pipelines that a portal has: HubSpot lets places tie and does not renumber pipelines (seen live)."""

_CHECKED = (("validateReferencesBeforeDelete", "true"), ("validateDealStageUsagesBeforeDelete", "true"))
"""Older versions of the API delete stages with records in them unless these are sent; stages know the first only."""


def own_id(key: Key) -> str:
    """The id that we ask HubSpot to give: the name of a pipeline, ``<pipeline>_<stage>`` for a stage."""
    return key.name if key == key.whole else f"{key.whole.name}_{key.name}"


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:
    change = changes[0]
    if change.key != change.key.whole:
        return [_create_stage(portal, change, ids)]
    spec = change.spec
    stages = spec.get("stages") or {}
    body = {
        "pipelineId": own_id(change.key),
        "label": spec["label"],
        "displayOrder": spec.get("display_order", NEW_PIPELINE_PLACE),
        "stages": [
            _wire(stage) | {"stageId": own_id(change.key.part(name)), "displayOrder": place}
            for place, (name, stage) in enumerate(stages.items())
        ],
    }
    answer = portal.send("pipelines.create", {"object": change.key.object_type}, body)
    # A write's answer is an echo of the request (seen live): only a read shows what is stored.
    try:
        stored = portal.get("pipeline", {"object": change.key.object_type, "pipeline": str(answer["id"])})
    except NotFound as error:
        raise OutcomeUnknown(f"{change.key} is made, but a read does not show it yet", error.exchange) from None
    by_label = {folded(stage["label"]): str(stage["id"]) for stage in stored["stages"]}
    parts = {change.key.part(name): by_label.get(folded(stage["label"]), "") for name, stage in stages.items()}
    if lost := [key.name for key, id_ in parts.items() if not id_]:
        return [base.Made(refusal=f"HubSpot did not store the stages {', '.join(lost)}")]
    return [base.Made(str(stored["id"]), parts)]


def _create_stage(portal: Writer, change: Change, ids: base.Ids) -> base.Made:
    """Make a stage, or finish one that a lost answer left half made: in the pipeline, but not yet in its place."""
    where = {"object": change.key.object_type, "pipeline": ids[change.key.whole]}
    stages = portal.get("pipeline", where)["stages"]
    slots = {str(stage["id"]): stage["displayOrder"] for stage in stages}
    after = change.spec.get("after")
    # Nobody else bears its label: the plan saw to it.
    label = folded(change.spec["label"])
    id_ = next((str(stage["id"]) for stage in stages if folded(stage["label"]) == label), "")
    if not id_:
        # A taken slot puts the new stage right behind the one that holds it (seen live).
        slot = slots.get(ids.get(after.key, ""), max(slots.values(), default=-1) + 1) if after else 0
        body = _wire(change.spec) | {"stageId": own_id(change.key), "displayOrder": slot}
        id_ = str(portal.send("stages.create", where, body)["id"])
    first = next((stage for stage, place in slots.items() if place == 0 and stage != id_), "")
    if not after and first:
        portal.send("stage.update", where | {"stage": first}, {"displayOrder": 1, "metadata": {}})
    if id_ not in {str(stage["id"]) for stage in portal.get("pipeline", where)["stages"]}:
        return base.Made(refusal="HubSpot answered that the stage is made, but its pipeline does not have it")
    return base.Made(id_)


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:
    where = {"object": change.key.object_type, "pipeline": ids[change.key.whole]}
    spec = change.spec
    if change.key != change.key.whole:
        portal.send("stage.update", where | {"stage": ids[change.key]}, _wire(spec))
        return None
    names = {"label": "label", "display_order": "displayOrder"}
    if body := {names[field]: spec[field] for field in names if field in spec}:
        portal.send("pipeline.update", where, body)
    if "order" in spec:
        _reorder(portal, change.key, live, spec["order"], ids)
    return None


def _reorder(portal: Writer, key: Key, live: Resource, order: Sequence[str], ids: base.Ids) -> None:
    """Stages that are out of place go to free slots behind all others: true to every report of how slots behave."""
    slot = max(live.facts["slots"].values(), default=-1)
    for name in to_move(live.spec["order"], order):
        slot += 1
        body: Json = {"displayOrder": slot, "metadata": {}}
        where = {"object": key.object_type, "pipeline": ids[key], "stage": ids[key.part(name)]}
        portal.send("stage.update", where, body)


def to_move(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The names to send to the end, in order, so that ``before`` becomes ``after``; unknown names stay."""
    place = {name: index for index, name in enumerate(before)}
    wanted = [name for name in after if name in place]
    kept = 1
    for one, next_one in pairwise(wanted):
        if place[next_one] < place[one]:
            return wanted[kept:]
        kept += 1
    return []


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:
    where = {"object": change.key.object_type, "pipeline": ids[change.key.whole]}
    if change.key == change.key.whole:
        portal.send("pipeline.archive", where, query=_CHECKED)
    else:
        portal.send("stage.archive", where | {"stage": ids[change.key]}, query=_CHECKED[:1])


def _wire(spec: Spec) -> Json:
    metadata: dict[str, str] = {}
    if "probability" in spec:
        metadata["probability"] = str(spec["probability"])
    if "ticket_state" in spec:
        metadata["ticketState"] = str(spec["ticket_state"]).upper()
    return {"metadata": metadata} | ({"label": spec["label"]} if "label" in spec else {})
