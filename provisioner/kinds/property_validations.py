"""Kind ``property_validation``: what HubSpot accepts as the value of a property, from people and from programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from provisioner.kinds import base, validation_rules
from provisioner.model.blueprint import text
from provisioner.model.document import entries
from provisioner.model.errors import NotFound
from provisioner.model.findings import Finding, ManualStep
from provisioner.model.keys import Key, Ref
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "property_validation"
SECTION = "property_validations"
BATCH = 1
ECHOES = False
LIMITED = False
BRINGS: tuple[str, ...] = ()
DEFS: Mapping[str, Json] = validation_rules.DEFS
SCHEMA = base.by_object_type({"$ref": "#/$defs/property_validation"})
RETIRE: Mapping[str, Json] = {
    "property_validations": base.names_by_object_type()
    | {"description": "By object type: names of properties. HubSpot has no way to take a rule away but its settings."}
}


def desired(document: Any, language: str) -> Iterator[Resource]:
    for object_type, name, entry, place in entries(document[SECTION]):
        about = Key("property", f"{object_type}/{name}")
        spec: dict[str, Any] = {"property": Ref(about)}
        for field, value in entry.items():
            told = text(value, language) if field == "pattern_message" else value
            spec[field] = validation_rules.comparable(field, told)
        yield Resource(Key(NAME, f"{object_type}/{name}"), spec, "", place, needs=(about,))


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    return base.retired_names(NAME, section)


for_editors = base.same_for_editors
standing_steps = base.no_steps
named = base.as_read
told = base.told_as_read


def own_id(key: Key) -> str:
    return key.name


def scopes(known: Known) -> list[str]:
    return known.object_types(NAME)


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    answer = portal.get("validations", {"type": _type_id(scope)})
    asked = {*known.desired, *(each.key for each in known.retirements)}
    for raw in answer["results"]:
        key = Key(NAME, f"{scope}/{raw['propertyName']}")
        if raw["propertyValidationRules"]:
            yield _resource(key, raw["propertyValidationRules"], managed=key in asked)


def _type_id(object_type: str) -> str:
    # HubSpot takes the id here, not the name of the object (property validations guide).
    return base.TYPE_IDS.get(object_type, object_type)


def _resource(key: Key, rules: Sequence[Json], *, managed: bool = True) -> Resource:
    spec: dict[str, Any] = {"property": None}
    for raw in rules:
        spec |= validation_rules.read(raw)
    # Rules on properties that the blueprint says nothing of come with the portal as much as those properties do.
    facts = {"removed_by_hand": True} | ({} if managed else {"comes_with_portal": True})
    return Resource(key, spec, "", id=key.name, facts=facts)


def project(desired: Resource, live: Resource) -> Spec:
    fields = base.named_fields(desired.spec, live.spec) | {"property": desired.spec["property"]}
    codes = "phone_country_codes"
    if codes in fields and str(fields[codes]).lower() == str(desired.spec[codes]).lower():
        fields[codes] = desired.spec[codes]
    return fields


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # a rule takes the place of the one before it


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001 - the shape of Kind
    return 0  # no record stands in a rule


def manual(change: Change) -> Iterator[ManualStep]:
    if change.action is Action.ARCHIVE:
        yield validation_rules.removal(change)


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # one rule of each type for a property, and HubSpot tells no other limit


def lane(change: Change) -> str:
    return str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    writes = sum(len(validation_rules.types(change.spec)) for change in changes)
    return Cost(0 if action is Action.CREATE else len(changes), writes)


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:  # noqa: ARG001 - the shape of Kind
    found = {}
    for change in changes:
        try:
            rules = portal.get("validations.property", _where(change))["results"]
        except NotFound:
            continue
        live = _resource(change.key, rules)
        if change.action is not Action.CREATE:
            found[change.key] = live
        elif arrived := [name for name in _rules(change) if live.spec.get(name) == change.spec[name]]:
            facts = {"unfinished": True} if len(arrived) < len(_rules(change)) else {}
            found[change.key] = Resource(change.key, live.spec, id=live.id, facts=facts)
    return found


def _rules(change: Change) -> list[str]:
    return [name for name in change.spec if name != "property"]


def _where(change: Change) -> dict[str, str]:
    return {"type": _type_id(change.key.object_type), "name": change.key.name}


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:  # noqa: ARG001 - the shape of Kind
    for change in changes:
        _put(portal, change, {})
    return [base.Made(change.key.name) for change in changes]


def _put(portal: Writer, change: Change, before: Spec) -> None:
    """One request for each rule: what it says is absolute, so sending it again does no harm."""
    for rule in validation_rules.types(change.spec):
        body = {"ruleArguments": validation_rules.arguments(rule, {**before, **change.spec})}
        portal.send("validation.put", _where(change) | {"rule": rule}, body)


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:  # noqa: ARG001 - the shape of Kind
    _put(portal, change, live.spec)
    return None


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:
    raise NotImplementedError(f"{change.key}: HubSpot has no way to take a rule away; the plan makes it a manual step")
