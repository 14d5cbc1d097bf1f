"""Kind ``property_group``: the headings under which HubSpot shows the properties of a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from provisioner.kinds import base
from provisioner.model.blueprint import text
from provisioner.model.document import entries
from provisioner.model.errors import NotFound
from provisioner.model.findings import Finding, ManualStep
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "property_group"
SECTION = "property_groups"
BATCH = 1
ECHOES = False
LIMITED = False
BRINGS: tuple[str, ...] = ()
DEFS: Mapping[str, Json] = {
    "property_group": {
        "type": "object",
        "additionalProperties": False,
        "required": ["label"],
        "properties": {
            "label": base.TEXT | {"description": "What users see above the properties."},
            "display_order": {"type": "integer", "minimum": -1, "description": "Place among the groups; -1 is last."},
        },
    }
}
SCHEMA = base.by_object_type({"$ref": "#/$defs/property_group"})
RETIRE: Mapping[str, Json] = {"property_groups": base.names_by_object_type()}


def desired(document: Any, language: str) -> Iterator[Resource]:
    for object_type, name, entry, place in entries(document[SECTION]):
        label = text(entry["label"], language)
        spec = {"label": label}
        if "display_order" in entry:
            spec["display_order"] = entry["display_order"]
        yield Resource(Key(NAME, f"{object_type}/{name}"), spec, label, place)


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    return base.retired_names(NAME, section)


for_editors = base.same_for_editors
standing_steps = base.no_steps
named = base.as_read
told = base.told_as_read


def own_id(key: Key) -> str:
    return key.name


def scopes(known: Known) -> list[str]:
    # The groups of an object are also read when only its properties are wanted: they refer to groups.
    return known.object_types(NAME, "property")


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:  # noqa: ARG001 - every group is read
    answer = portal.get("groups", {"object": scope})
    return [_resource(scope, raw) for raw in answer["results"] if not raw.get("archived")]


def _resource(object_type: str, raw: Json) -> Resource:
    spec = {"label": raw.get("label", ""), "display_order": raw.get("displayOrder", -1)}
    return Resource(Key(NAME, f"{object_type}/{raw['name']}"), spec, spec["label"], id=raw["name"])


def project(desired: Resource, live: Resource) -> Spec:
    return base.named_fields(desired.spec, live.spec)


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # HubSpot lets every group be relabelled and moved


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001 - the shape of Kind
    return 0  # no CRM record stands in a group; properties that do are found by their references


def manual(change: Change) -> Iterator[ManualStep]:  # noqa: ARG001 - the shape of Kind
    yield from ()


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # HubSpot publishes no limit of groups


def lane(change: Change) -> str:
    # HubSpot gives each new group the next place, so those of an object are made one after the other.
    return change.key.object_type if change.action is Action.CREATE else str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    reads = {Action.UPDATE: 1, Action.ARCHIVE: 2}.get(action, 0)
    return Cost(reads * len(changes), len(changes))


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:  # noqa: ARG001 - the shape of Kind
    found = {}
    for change in changes:
        try:
            raw = portal.get("group", _where(change))
        except NotFound:
            continue
        if not raw.get("archived"):
            found[change.key] = _resource(change.key.object_type, raw)
    return found


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:  # noqa: ARG001 - the shape of Kind
    made = []
    for change in changes:
        body = {"name": change.key.name} | _wire(change.spec)
        portal.send("groups.create", {"object": change.key.object_type}, body)
        made.append(base.Made(change.key.name))
    return made


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:  # noqa: ARG001 - the shape of Kind
    portal.send("group.update", _where(change), _wire(change.spec))
    return None


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:  # noqa: ARG001 - the shape of Kind
    portal.send("group.archive", _where(change))


def _where(change: Change) -> dict[str, str]:
    return {"object": change.key.object_type, "name": change.key.name}


def _wire(spec: Spec) -> Json:
    names = {"label": "label", "display_order": "displayOrder"}
    return {names[field]: value for field, value in spec.items()}
