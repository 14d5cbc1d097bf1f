"""Kind ``pipeline``: pipelines and their stages, a stage being a part of its pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provisioner.kinds import base, pipeline_forecast, pipeline_schema, pipeline_writing
from provisioner.model.blueprint import text
from provisioner.model.counts import counted
from provisioner.model.document import entries, place_of
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key, Order, Ref
from provisioner.model.labels import folded
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader
from provisioner.model.resource import Place, Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "pipeline"
SECTION = "pipelines"
BATCH = 1
ECHOES = True
LIMITED = True
BRINGS: tuple[str, ...] = ()
DEFS = pipeline_schema.DEFS
SCHEMA = pipeline_schema.SCHEMA
RETIRE = pipeline_schema.RETIRE


# What a blueprint wants


def desired(document: Any, language: str) -> Iterator[Resource]:
    for object_type, name, entry, place in entries(document[SECTION]):
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


def _former_keys(key: Key, desired: Mapping[Key, Resource]) -> list[Key]:
    """The keys that a pipeline or a stage had; a stage also had the former names of its pipeline."""
    resource, whole = desired.get(key), desired.get(key.whole)
    formers = list(resource.was) if resource else []
    if whole is not None and key != key.whole:
        formers += [former.part(each.name) for former in whole.was for each in [key, *formers]]
    return formers


for_editors = base.same_for_editors
standing_steps = pipeline_forecast.steps
named = base.as_read
told = base.told_as_read


def own_id(key: Key) -> str:
    return pipeline_writing.own_id(key)


def scopes(known: Known) -> list[str]:
    return known.object_types(NAME)


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    return _keyed(portal.get("pipelines", {"object": scope})["results"], scope, known)


def _keyed(pipelines: Sequence[Json], object_type: str, known: Known) -> list[Resource]:
    """Live pipelines and stages under the keys of the blueprint; what is nobody's goes by ``@<id>``."""
    wanted = [key for key in _wanted(known) if key.object_type == object_type]
    wholes = [key for key in wanted if key == key.whole]
    keys = _keys_by_id(wholes, {str(raw["id"]) for raw in pipelines}, known)
    found: list[Resource] = []
    for raw in sorted(pipelines, key=lambda each: (each["displayOrder"], str(each["id"]))):
        key = keys.get(str(raw["id"])) or Key(NAME, f"{object_type}/@{raw['id']}")
        stages = sorted(raw["stages"], key=lambda each: (each["displayOrder"], str(each["label"])))
        parts = [part for part in wanted if part != part.whole and part.whole == key]
        names = _keys_by_id(parts, {str(stage["id"]) for stage in stages}, known)
        found += _resources(key, raw, stages, names)
    return found


def _wanted(known: Known) -> list[Key]:
    return [key for key in [*known.desired, *(each.key for each in known.retirements)] if key.kind == NAME]


def _keys_by_id(keys: Sequence[Key], live_ids: set[str], known: Known) -> dict[str, Key]:
    """Which live id bears which key: the pinned id, the blueprint's id, our own id, a former key's; nothing else."""
    found: dict[str, Key] = {}
    for key in keys:
        resource = known.desired.get(key)
        former = _former_keys(key, known.desired)
        candidates = [known.ids.get(key), resource.id if resource else None, own_id(key)]
        candidates += [known.ids.get(each) or own_id(each) for each in former]
        if resource is None:  # a retirement may also name the portal's own id
            candidates.append(key.name)
        match = next((each for each in candidates if each in live_ids and each not in found), None)
        if match is not None:
            found[match] = key
    return found


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
    fields = base.named_fields(desired.spec, live.spec) | unread
    # New stages find their own place, and those that nobody manages stand where they like.
    if "order" in fields and desired.spec["order"].agrees_with(fields["order"]):
        fields["order"] = desired.spec["order"]
    return fields


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # HubSpot lets labels, places and metadata of every pipeline be changed


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001 - the shape of Kind
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


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:
    wholes = [change for change in creates if change.key == change.key.whole]
    rows = base.limits(portal, "limits.pipelines").get("hubspotDefinedObjectTypes") or ()
    for object_type, adding in base.count_by_object(wholes).items():
        if passed := base.limit_passed(rows, object_type, adding):
            limit, usage = passed
            message = base.too_many(object_type, counted(limit, "pipeline"), usage, adding)
            fix = "retire a pipeline, or adopt one that the portal has by pinning its id"
            yield Finding("LIMIT002", Severity.ERROR, message, None, wholes[0].key, fix)


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
                total += Cost(reads=3, writes=1)
    return total


def _update_writes(change: Change) -> int:
    moves = sum(
        len(pipeline_writing.to_move(diff.before, diff.after)) for diff in change.fields if diff.path == ("order",)
    )
    return moves + any(diff.path != ("order",) for diff in change.fields)


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    """Reads the pipelines of the object once. A create is found by our id, or by the label that nobody else bears."""
    object_type = changes[0].key.object_type
    raws = portal.get("pipelines", {"object": object_type})["results"]
    keys = {key: Resource(key, {}) for key in _keys_of(changes, ids) if key.object_type == object_type}
    found = {each.key: each for each in _keyed(raws, object_type, Known(keys, (), ids))}
    for change in changes:
        if change.action is Action.CREATE and change.key not in found:
            found |= _by_label(found, change)
        if change.action is Action.CREATE and change.key in found:
            found[change.key] = _finished_or_not(found, change)
    return found


def _finished_or_not(found: Mapping[Key, Resource], change: Change) -> Resource:
    """A stage that belongs before all others takes a second request to get there."""
    made = found[change.key]
    if change.key == change.key.whole or change.spec.get("after") or change.key.whole not in found:
        return made
    first = found[change.key.whole].spec["order"][0]
    return made if first == made.key.name else replace(made, facts={**made.facts, "unfinished": True})


def _keys_of(changes: Sequence[Change], ids: base.Ids) -> Iterator[Key]:
    yield from (key for key in ids if key.kind == NAME)
    for change in changes:
        yield change.key.whole
        yield change.key
        yield from (change.key.part(name) for name in change.spec.get("stages") or ())


def _by_label(found: Mapping[Key, Resource], change: Change) -> dict[Key, Resource]:
    """What a portal that gives ids of its own made of this create. Nobody else bears the label: the plan saw to it."""
    whole = change.key.whole if change.key != change.key.whole else None
    made = _stranger(found, change.spec["label"], whole)
    if made is None:
        return {}
    stages = change.spec.get("stages") or {}
    parts = {change.key.part(name): _stranger(found, stage["label"], made.key) for name, stage in stages.items()}
    return {change.key: made} | {key: part for key, part in parts.items() if part is not None}


def _stranger(found: Mapping[Key, Resource], label: str, whole: Key | None) -> Resource | None:
    """The live resource without a key of ours that bears the label, in the whole where it is looked for."""
    for each in found.values():
        if each.key.name.startswith("@") and each.part_of == whole and folded(each.title) == folded(label):
            return each
    return None


create = pipeline_writing.create
update = pipeline_writing.update
archive = pipeline_writing.archive
