"""Kind ``pipeline``: pipelines and their stages, a stage being a part of its pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from provisioner.kinds import base, pipeline_schema
from provisioner.model.blueprint import text
from provisioner.model.document import entries, place_of
from provisioner.model.findings import Finding, ManualStep
from provisioner.model.keys import Key, Order, Ref
from provisioner.model.labels import folded
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Place, Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "pipeline"
SECTION = "pipelines"
BATCH = 1
DEFS = pipeline_schema.DEFS
SCHEMA = pipeline_schema.SCHEMA
RETIRE = pipeline_schema.RETIRE

NEW_PIPELINE_PLACE = 99
"""Behind the pipelines that a portal has: HubSpot lets places tie and does not renumber pipelines (seen live)."""

_CHECKED = (("validateReferencesBeforeDelete", "true"), ("validateDealStageUsagesBeforeDelete", "true"))
"""Older versions of the API delete stages with records in them unless both flags are sent."""


# What a blueprint wants


def desired(section: Any, language: str) -> Iterator[Resource]:
    for object_type, name, entry, place in entries(section):
        key = Key(NAME, f"{object_type}/{name}")
        stages = list(_stages(key, entry["stages"], language))
        spec: dict[str, Any] = {"label": text(entry["label"], language)}
        if "display_order" in entry:
            spec["display_order"] = entry["display_order"]
        spec["order"] = Order(stage.key.name for stage in stages)
        was = tuple(Key(NAME, f"{object_type}/{former}") for former in entry.get("was", ()))
        yield Resource(key, spec, spec["label"], place, entry.get("id"), was)
        yield from stages


def _stages(pipeline: Key, stages: Any, language: str) -> Iterator[Resource]:
    after: Ref | None = None
    for name, entry in stages.items():
        key = pipeline.part(name)
        spec: dict[str, Any] = {"label": text(entry["label"], language), "after": after}
        if "probability" in entry:
            spec["probability"] = float(entry["probability"])
        spec |= {field: entry[field] for field in ("ticket_state", "lead_state") if field in entry}
        was = tuple(pipeline.part(former) for former in entry.get("was", ()))
        place = place_of(stages, (name,))
        yield Resource(key, spec, spec["label"], place, entry.get("id"), was, pipeline, "stages")
        after = Ref(key)


def retirements(name: str, section: Any) -> Iterator[Retirement]:
    if name == "pipelines":
        yield from base.retired_names(NAME, section)
        return
    for address, stages in section.items():
        pipeline = Key(NAME, address)
        for stage, entry in stages.items():
            move_to = pipeline.part(entry["move_to"]) if "move_to" in entry else None
            place = place_of(section, (address, stage)) or Place("", 1, 1)
            yield Retirement(pipeline.part(stage), place, move_to)


# What a portal has


def scopes(known: Known) -> list[str]:
    return known.object_types(NAME)


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    return _keyed(portal.get("pipelines", {"object": scope})["results"], scope, known)


def _keyed(pipelines: Sequence[Json], object_type: str, known: Known) -> list[Resource]:
    """Live pipelines and stages under the keys of the blueprint; what is nobody's goes by ``@<id>``."""
    wanted = [key for key in _wanted(known) if key.object_type == object_type]
    wholes = [key for key in wanted if key == key.whole]
    keys = _keys_by_id(wholes, {str(raw["id"]) for raw in pipelines}, known, _own_pipeline_id)
    found: list[Resource] = []
    for raw in sorted(pipelines, key=lambda each: (each["displayOrder"], str(each["id"]))):
        key = keys.get(str(raw["id"])) or Key(NAME, f"{object_type}/@{raw['id']}")
        stages = sorted(raw["stages"], key=lambda each: (each["displayOrder"], str(each["label"])))
        parts = [part for part in wanted if part != part.whole and part.whole == key]
        names = _keys_by_id(parts, {str(stage["id"]) for stage in stages}, known, own_stage_id)
        found += _resources(key, raw, stages, names)
    return found


def _wanted(known: Known) -> list[Key]:
    return [key for key in [*known.desired, *(each.key for each in known.retirements)] if key.kind == NAME]


def _keys_by_id(keys: Sequence[Key], live_ids: set[str], known: Known, own_id: Any) -> dict[str, Key]:
    """Which live id bears which key: the pinned id, the blueprint's id, our own id, a former key's; nothing else."""
    found: dict[str, Key] = {}
    for key in keys:
        resource = known.desired.get(key)
        former = resource.was if resource else ()
        candidates = [known.ids.get(key), resource.id if resource else None, own_id(key)]
        candidates += [known.ids.get(each) or own_id(each) for each in former]
        if resource is None:  # a retirement may also name the portal's own id
            candidates.append(key.name)
        match = next((each for each in candidates if each in live_ids and each not in found), None)
        if match is not None:
            found[match] = key
    return found


def _own_pipeline_id(key: Key) -> str:
    return key.name


def own_stage_id(key: Key) -> str:
    """The id that we ask HubSpot to give a stage: ``<pipeline>_<stage>``."""
    return f"{key.whole.name}_{key.name}"


def _resources(key: Key, raw: Json, stages: Sequence[Json], names: Mapping[str, Key]) -> Iterator[Resource]:
    keys = [names.get(str(stage["id"])) or key.part(f"@{stage['id']}") for stage in stages]
    spec = {
        "label": raw["label"],
        "display_order": raw["displayOrder"],
        "order": Order(each.name for each in keys),
    }
    slots = {each.name: stage["displayOrder"] for each, stage in zip(keys, stages, strict=True)}
    yield Resource(key, spec, raw["label"], id=str(raw["id"]), facts={"slots": slots})
    for part, stage in zip(keys, stages, strict=True):
        yield Resource(part, _stage_spec(stage), stage["label"], id=str(stage["id"]), part_of=key, part_field="stages")


def _stage_spec(stage: Json) -> dict[str, Any]:
    metadata = stage.get("metadata") or {}
    spec: dict[str, Any] = {"label": stage["label"]}
    if metadata.get("probability") not in (None, ""):
        spec["probability"] = float(metadata["probability"])
    if "ticketState" in metadata:
        spec["ticket_state"] = str(metadata["ticketState"]).lower()
    return spec


def project(desired: Resource, live: Resource) -> Spec:
    # Where a stage stands is compared once for the whole pipeline, as its order; its lead state cannot be read.
    unread = {name: desired.spec[name] for name in ("after", "lead_state") if name in desired.spec}
    return base.named_fields(desired.spec, live.spec) | unread


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001
    yield from ()  # HubSpot lets labels, places and metadata of every pipeline be changed


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001
    deals = live.key.object_type == "deals"
    if live.part_of is None:
        field = "pipeline" if deals else "hs_pipeline"
    else:
        field = "dealstage" if deals else "hs_pipeline_stage"
    found = {"propertyName": field, "operator": "EQ", "value": live.id}
    return base.count_records(portal, live.key.object_type, found)


def manual(change: Change) -> Iterator[ManualStep]:
    if change.action is Action.CREATE and change.key.object_type == "leads":
        stages = (change.spec.get("stages") or {change.key.name: change.spec}).values()
        states = {stage["label"]: stage["lead_state"] for stage in stages if "lead_state" in stage}
        if states:
            yield pipeline_schema.lead_states(change, states)


# Carrying it out


def lane(change: Change) -> str:
    return str(change.key.whole)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    total = Cost()
    for change in changes:
        match action:
            case Action.CREATE if change.key == change.key.whole:
                total += Cost(reads=1, writes=1)
            case Action.CREATE:
                total += Cost(reads=2, writes=1 if change.spec.get("after") else 2)
            case Action.UPDATE:
                total += Cost(reads=2, writes=_update_writes(change))
            case _:
                total += Cost(reads=2, writes=1)
    return total


def _update_writes(change: Change) -> int:
    moves = sum(len(_to_move(diff.before, diff.after)) for diff in change.fields if diff.path == ("order",))
    return moves + any(diff.path != ("order",) for diff in change.fields)


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    """Reads the pipelines of the object once. A create is found by our id, or by the label that nobody else bears."""
    object_type = changes[0].key.object_type
    raws = portal.get("pipelines", {"object": object_type})["results"]
    keys = {key: Resource(key, {}) for key in _keys_of(changes, ids) if key.object_type == object_type}
    found = {each.key: each for each in _keyed(raws, object_type, Known(keys, (), ids))}
    for change in changes:
        if change.action is Action.CREATE and change.key not in found:
            stranger = _bearing(found, change)
            if stranger is not None:
                found[change.key] = stranger
    return found


def _keys_of(changes: Sequence[Change], ids: base.Ids) -> Iterator[Key]:
    yield from (key for key in ids if key.kind == NAME)
    for change in changes:
        yield change.key
        yield change.key.whole


def _bearing(found: Mapping[Key, Resource], change: Change) -> Resource | None:
    """The nameless live resource with the label that this change asked for, in the place where it asked for it."""
    wanted = folded(change.spec["label"])
    for each in found.values():
        parts = "#" in each.key.address, "#" in change.key.address
        if each.key.name.startswith("@") and parts[0] == parts[1] and folded(each.title) == wanted:
            if parts[0] and each.key.whole != change.key.whole:
                continue
            return each
    return None


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:
    change = changes[0]
    if change.key != change.key.whole:
        return [_create_stage(portal, change, ids)]
    spec = change.spec
    stages = spec.get("stages") or {}
    body = {
        "pipelineId": _own_pipeline_id(change.key),
        "label": spec["label"],
        "displayOrder": spec.get("display_order", NEW_PIPELINE_PLACE),
        "stages": [
            _wire(stage) | {"stageId": own_stage_id(change.key.part(name)), "displayOrder": place}
            for place, (name, stage) in enumerate(stages.items())
        ],
    }
    answer = portal.send("pipelines.create", {"object": change.key.object_type}, body)
    # A write's answer is an echo of the request (seen live): only a read shows what is stored.
    stored = portal.get("pipeline", {"object": change.key.object_type, "pipeline": str(answer["id"])})
    by_label = {folded(stage["label"]): str(stage["id"]) for stage in stored["stages"]}
    parts = {change.key.part(name): by_label.get(folded(stage["label"]), "") for name, stage in stages.items()}
    if lost := [key.name for key, id_ in parts.items() if not id_]:
        return [base.Made(refusal=f"HubSpot did not store the stages {', '.join(lost)}")]
    return [base.Made(str(stored["id"]), parts)]


def _create_stage(portal: Writer, change: Change, ids: base.Ids) -> base.Made:
    where = {"object": change.key.object_type, "pipeline": ids[change.key.whole]}
    slots = {str(stage["id"]): stage["displayOrder"] for stage in portal.get("pipeline", where)["stages"]}
    after = change.spec.get("after")
    # A taken slot puts the new stage right behind the one that holds it (seen live).
    slot = slots.get(ids.get(after.key, ""), max(slots.values(), default=-1) + 1) if after else 0
    body = _wire(change.spec) | {"stageId": own_stage_id(change.key), "displayOrder": slot}
    answer = portal.send("stages.create", where, body)
    if not after and 0 in slots.values():
        first = next(stage for stage, place in slots.items() if place == 0)
        portal.send("stage.update", where | {"stage": first}, {"displayOrder": 1, "metadata": {}})
    stored = {str(stage["id"]) for stage in portal.get("pipeline", where)["stages"]}
    if str(answer["id"]) not in stored:
        return base.Made(refusal="HubSpot answered that the stage is made, but its pipeline does not have it")
    return base.Made(str(answer["id"]))


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> None:
    where = {"object": change.key.object_type, "pipeline": ids[change.key.whole]}
    spec = change.spec
    if change.key != change.key.whole:
        portal.send("stage.update", where | {"stage": ids[change.key]}, _wire(spec))
        portal.get("pipeline", where)
        return
    names = {"label": "label", "display_order": "displayOrder"}
    if body := {names[field]: spec[field] for field in names if field in spec}:
        portal.send("pipeline.update", where, body)
    if "order" in spec:
        _reorder(portal, change.key, live, spec["order"], ids)


def _reorder(portal: Writer, key: Key, live: Resource, order: Sequence[str], ids: base.Ids) -> None:
    """Stages that are out of place go to free slots behind all others: true to every report of how slots behave."""
    slot = max(live.facts["slots"].values(), default=-1)
    for name in _to_move(live.spec["order"], order):
        slot += 1
        body: Json = {"displayOrder": slot, "metadata": {}}
        where = {"object": key.object_type, "pipeline": ids[key], "stage": ids[key.part(name)]}
        portal.send("stage.update", where, body)


def _to_move(before: Sequence[str], after: Sequence[str]) -> list[str]:
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
        portal.send("stage.archive", where | {"stage": ids[change.key]}, query=_CHECKED)


def _wire(spec: Spec) -> Json:
    metadata: dict[str, str] = {}
    if "probability" in spec:
        metadata["probability"] = str(spec["probability"])
    if "ticket_state" in spec:
        metadata["ticketState"] = str(spec["ticket_state"]).upper()
    return {"metadata": metadata} | ({"label": spec["label"]} if "label" in spec else {})
