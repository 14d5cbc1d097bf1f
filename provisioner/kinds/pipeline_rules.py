"""Kind ``pipeline_rules``: how records may move through a pipeline, and in which stages they may begin."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provisioner.kinds import base, governance
from provisioner.model.document import entries
from provisioner.model.errors import Exchange, Forbidden, NotFound, PortalError
from provisioner.model.findings import Finding, ManualStep
from provisioner.model.keys import Key, Ref
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "pipeline_rules"
SECTION = "pipeline_rules"
BATCH = 1
ECHOES = False
LIMITED = False
_API = "api"
BRINGS: tuple[str, ...] = (base.BY_HAND, _API)
DEFS: Mapping[str, Json] = governance.DEFS
SCHEMA = base.by_object_type({"$ref": "#/$defs/pipeline_rules"})
RETIRE: Mapping[str, Json] = {
    "pipeline_rules": base.names_by_object_type()
    | {"description": "By object type: names of pipelines that lose all their rules."}
}
VERSIONS = ("2026-09-beta", "2026-09")
"""Where pipeline rules may answer: HubSpot's OpenAPI file has the beta, its pages the other."""
_VERSION = Key(_API, NAME)
"""The key under which a reading keeps the version that answered, as the id of the portal's API."""


# What a blueprint wants


def desired(document: Any, language: str) -> Iterator[Resource]:  # noqa: ARG001 - rules have no texts
    for object_type, name, entry, place in entries(document[SECTION]):
        pipeline = Key("pipeline", f"{object_type}/{name}")
        spec = {"pipeline": Ref(pipeline)} | {
            field: governance.wanted(pipeline, entry[field]) for field in governance.FIELDS if field in entry
        }
        needs = (pipeline, *governance.stages(spec))
        yield Resource(Key(NAME, f"{object_type}/{name}"), spec, "", place, needs=needs)


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    return base.retired_names(NAME, section)


for_editors = base.same_for_editors
standing_steps = base.no_steps
told = base.told_as_read


# What a portal has


def own_id(key: Key) -> str:  # noqa: ARG001 - the shape of Kind
    return ""  # rules go by the id of their pipeline


def scopes(known: Known) -> list[str]:
    keys = [*known.desired, *(each.key for each in known.retirements)]
    return sorted({key.address for key in keys if key.kind == NAME})


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    """The rules of one pipeline, and which version of the API told them. A pipeline without rules has none, and so has
    one that is to be made; where no version answers at all, rules are set by hand."""
    key = Key(NAME, scope)
    for version in VERSIONS:
        answered = False
        for pipeline in _pipeline_ids(key, known):
            try:
                raw = portal.get("pipeline_rules", _where(key, pipeline, version))
            except Forbidden:
                return [base.by_hand(NAME)]
            except NotFound as error:
                # HubSpot says of a thing that it is not there; of an address it says nothing (seen live).
                answered = answered or bool(error.exchange.category)
                continue
            found = [_resource(key, raw)] if key in known.desired or governance.binds(raw) else []
            return [*found, _answering(version)]
        if answered:
            return [_answering(version)]
    return [base.by_hand(NAME)]


def _pipeline_ids(key: Key, known: Known) -> list[str]:
    """The ids under which the pipeline may stand: pinned or remembered, the blueprint's, our own, those of former
    names. They are read beside the pipelines themselves, and so cannot be asked of them."""
    pipeline = Key("pipeline", key.address)
    resource = known.desired.get(pipeline)
    if pinned := known.ids.get(pipeline) or (resource.id if resource else None):
        return [pinned]
    return [pipeline.name, *(former.name for former in (resource.was if resource else ()))]


def _answering(version: str) -> Resource:
    return Resource(_VERSION, {}, id=version, facts={"comes_with_portal": True})


def _where(key: Key, pipeline: str, version: str) -> dict[str, str]:
    # HubSpot takes the id of the object here, not its name (pipeline rules reference).
    type_ = base.TYPE_IDS.get(key.object_type, key.object_type)
    return {"type": type_, "pipeline": pipeline, "version": version}


def _resource(key: Key, raw: Json) -> Resource:
    return Resource(key, {}, "", id=str(raw["pipelineId"]), facts={"raw": raw})


def named(live: Sequence[Resource], ids: base.Ids, known: Known) -> Sequence[Resource]:  # noqa: ARG001 - the shape of Kind
    return [_in_words(each, ids) if each.key.kind == NAME else each for each in live]


def _in_words(live: Resource, ids: base.Ids) -> Resource:
    pipeline = Key("pipeline", live.key.address)
    spec = {"pipeline": Ref(pipeline)} | governance.read(pipeline, live.facts["raw"], ids)
    return replace(live, spec=spec)


def project(desired: Resource, live: Resource) -> Spec:
    return base.named_fields(desired.spec, live.spec)


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # every rule can be set and lifted


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001 - the shape of Kind
    return 0  # no record stands in a rule


def manual(change: Change) -> Iterator[ManualStep]:
    if change.reason == base.BY_HAND:
        yield governance.step(change)


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # one set of rules for each pipeline


# Carrying it out


def lane(change: Change) -> str:
    return str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    reads = {Action.CREATE: 0, Action.ARCHIVE: 2}.get(action, 1)
    return Cost(reads * len(changes), len(changes))


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    found = {}
    for change in changes:
        try:
            raw = portal.get("pipeline_rules", _here(change, ids))
        except NotFound:
            continue
        live = _in_words(_resource(change.key, raw), ids)
        arrived = all(live.spec.get(name) == value for name, value in change.spec.items())
        if change.action is Action.UPDATE or (arrived if change.action is Action.CREATE else governance.binds(raw)):
            found[change.key] = live
    return found


def _here(change: Change, ids: base.Ids) -> dict[str, str]:
    try:
        return _where(change.key, ids[Key("pipeline", change.key.address)], ids[_VERSION])
    except KeyError as error:
        message = f"{change.key}: this portal has no {error.args[0]}"
        raise PortalError(message, Exchange("", ""), fix="plan again") from None


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:
    (change,) = changes
    # A first set of rules names all three; what the blueprint does not name is off.
    body = {"governanceValidationRules": {**governance.OFF, **governance.wire(change.spec, ids)}}
    answer = portal.send("pipeline_rules.set", _here(change, ids), body)
    return [base.Made(str(answer["pipelineId"]))]


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:
    held = copy.deepcopy(dict(live.spec))
    for diff in change.fields:
        node = held
        for step in diff.path[:-1]:
            node = node.setdefault(step, {})
        node[diff.path[-1]] = diff.after
    changed = {diff.path[0] for diff in change.fields}
    spec = {field: governance.without_nothing(held[field]) for field in held if field in changed}
    portal.send("pipeline_rules.change", _here(change, ids), governance.wire(spec, ids))
    return None


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:
    portal.send("pipeline_rules.remove", _here(change, ids))
