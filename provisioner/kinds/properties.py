"""Kind ``property``: the fields of a record, with their options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provisioner.kinds import base, formulas, property_schema, property_writing
from provisioner.model.blueprint import text
from provisioner.model.counts import counted
from provisioner.model.document import entries
from provisioner.model.errors import NotFound
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key, Order, Ref
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "property"
SECTION = "properties"
BATCH = 100
ECHOES = False
LIMITED = True
BRINGS: tuple[str, ...] = ()

CREATE_ONLY = ("has_unique_value", "data_sensitivity", "external_options", "referenced_object_type")
"""HubSpot ignores these in an update and answers 200 (seen live), so a plan that changed them would never converge."""

_YES_NO = {"true": {"en": "Yes", "he": "כן"}, "false": {"en": "No", "he": "לא"}}
"""HubSpot refuses a property of type bool without exactly these two values (seen live)."""

DEFAULTS: Mapping[str, Any] = {
    "description": "",
    "hidden": False,
    "form_field": False,
    "display_order": -1,
    "has_unique_value": False,
    "data_sensitivity": "non_sensitive",
    "external_options": False,
    "show_currency_symbol": False,
}

DEFS: Mapping[str, Json] = property_schema.DEFS
SCHEMA = base.by_object_type({"$ref": "#/$defs/property"})
RETIRE: Mapping[str, Json] = {"properties": base.names_by_object_type()}


def desired(document: Any, language: str) -> Iterator[Resource]:
    for object_type, name, entry, place in entries(document[SECTION]):
        spec: dict[str, Any] = {field: entry[field] for field in property_writing.WIRE if field in entry}
        for field in ("label", "description"):
            if field in entry:
                spec[field] = text(entry[field], language)
        if "group" in entry:
            spec["group"] = Ref(Key("property_group", f"{object_type}/{entry['group']}"))
        options = entry.get("options") or (_YES_NO if entry.get("type") == "bool" else None)
        if options:
            spec["options"] = {str(value): _option(option, language) for value, option in options.items()}
            spec["options_order"] = Order(spec["options"])
        words = formulas.names_in(str(entry.get("calculation_formula", "")))
        yield Resource(
            Key(NAME, f"{object_type}/{name}"),
            spec,
            spec.get("label", ""),
            place,
            needs=tuple(Key(NAME, f"{object_type}/{word}") for word in words),
            facts={"must_exist": bool(entry.get("hubspot_defined"))},
        )


def _option(option: Any, language: str) -> dict[str, Any]:
    if not (isinstance(option, Mapping) and "label" in option):
        return {"label": text(option, language)}
    fields = {field: text(option[field], language) for field in ("label", "description") if field in option}
    return fields | ({"hidden": option["hidden"]} if "hidden" in option else {})


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    return base.retired_names(NAME, section)


for_editors = base.same_for_editors
standing_steps = base.no_steps
named = base.as_read
told = base.told_as_read


def own_id(key: Key) -> str:
    return key.name


def scopes(known: Known) -> list[str]:
    # A group may go only when no property stands in it, so its object's properties are read as well.
    retired_groups = {each.key.object_type for each in known.retirements if each.key.kind == "property_group"}
    return sorted({*known.object_types(NAME), *retired_groups})


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    wanted = {key.name: resource for key, resource in known.desired.items() if _is_in(key, scope)}
    # What is wanted sensitive may be there as an ordinary property, which can never become sensitive.
    levels = {"non_sensitive"} | {resource.spec.get("data_sensitivity", "") for resource in wanted.values()} - {""}
    found = [_resource(scope, raw) for level in sorted(levels) for raw in _list(portal, scope, level)]
    if missing := set(wanted) - {resource.key.name for resource in found}:
        found += [_resource(scope, raw) for raw in _list(portal, scope, None) if raw["name"] in missing]
    return found


def _is_in(key: Key, object_type: str) -> bool:
    return key.kind == NAME and key.object_type == object_type


def _list(portal: Reader, object_type: str, level: str | None) -> list[Json]:
    """One of HubSpot's separate lists: the active ones of a sensitivity level, or for None the archived ones."""
    query = [("archived", "true")] if level is None else []
    if level not in (None, "non_sensitive"):
        query = [("dataSensitivity", str(level))]
    answer: list[Json] = portal.get("properties", {"object": object_type}, query)["results"]
    return [raw | {"archived": True} for raw in answer] if level is None else answer


def _resource(object_type: str, raw: Json) -> Resource:
    spec = {field: raw.get(wire, DEFAULTS.get(field)) for field, wire in property_writing.WIRE.items()}
    spec["group"] = Ref(Key("property_group", f"{object_type}/{raw.get('groupName', '')}"))
    options = sorted(raw.get("options") or (), key=_option_place)
    spec["options"] = {
        option["value"]: {
            "label": option.get("label", ""),
            "description": option.get("description") or "",
            "hidden": bool(option.get("hidden")),
        }
        for option in options
    }
    spec["options_order"] = Order(spec["options"])
    modification = raw.get("modificationMetadata") or {}
    facts = {
        "archived": bool(raw.get("archived")),
        "comes_with_portal": bool(raw.get("hubspotDefined")),
        "read_only_definition": bool(modification.get("readOnlyDefinition")),
        "read_only_options": modification.get("readOnlyOptions"),
        "archivable": modification.get("archivable", True),
    }
    return Resource(Key(NAME, f"{object_type}/{raw['name']}"), spec, spec["label"] or "", id=raw["name"], facts=facts)


def _option_place(option: Json) -> tuple[bool, int]:
    place = option.get("displayOrder")
    # HubSpot shows the lowest positive number first and -1 after all of them.
    return (place is None or place < 0, place or 0)


def project(desired: Resource, live: Resource) -> Spec:
    fields = base.named_fields(desired.spec, live.spec)
    if "options" in fields:
        theirs = bool(live.facts.get("comes_with_portal"))
        fields["options"] = _project_options(desired.spec["options"], live.spec["options"], theirs=theirs)
        order = live.spec["options_order"].restricted_to(desired.spec["options_order"])
        fields["options_order"] = desired.spec["options_order"] if theirs else Order(order)
    formula = fields.get("calculation_formula")
    if formula and formulas.canonical(formula) == formulas.canonical(desired.spec["calculation_formula"]):
        fields["calculation_formula"] = desired.spec["calculation_formula"]
    return fields


def _project_options(wanted: Spec, live: Spec, *, theirs: bool) -> dict[str, Any]:
    """Options of our own property are ours as a whole; those of HubSpot's are only added to."""
    return {
        value: base.named_fields(wanted[value], option) if value in wanted else {"label": option["label"]}
        for value, option in live.items()
        if value in wanted or not theirs
    }


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:
    for field in differing:
        if (why := _obstacle(desired, live, field)) is not None:
            code, message, fix = why
            yield Finding(code, Severity.ERROR, message, desired.place, desired.key, fix)


def _obstacle(desired: Resource, live: Resource, field: str) -> tuple[str, str, str] | None:
    name = desired.key.name
    if field in CREATE_ONLY:
        return (
            "PLAN003",
            f"{name}: {field} is fixed when a property is created; the portal has {live.spec[field]!r}",
            f"set {field} to the portal's value, or retire {name} and create another property",
        )
    if field.startswith("options"):
        return None if _options_may_grow(desired, live) else _locked_options(name)
    if live.facts.get("read_only_definition"):
        return (
            "PLAN004",
            f"{name}: HubSpot defines this property and keeps its {field} read-only",
            f"leave {field} out, or say `hubspot_defined: true` and give only the options to add",
        )
    return None


def _options_may_grow(desired: Resource, live: Resource) -> bool:
    if not live.facts.get("comes_with_portal"):
        return True
    read_only = live.facts.get("read_only_options")
    if read_only if read_only is not None else live.facts.get("read_only_definition"):
        return False
    shared = project(desired, live)["options"]
    return all(desired.spec["options"][value] == option for value, option in shared.items())


def _locked_options(name: str) -> tuple[str, str, str]:
    return (
        "PLAN005",
        f"{name}: HubSpot defines this property and does not let these options be changed",
        "name only options that the portal has with their present labels, or, where HubSpot allows it, new ones",
    )


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:
    name = live.key.name
    if not path:
        return base.count_records(portal, live.key.object_type, {"propertyName": name, "operator": "HAS_PROPERTY"})
    return base.count_records(
        portal,
        live.key.object_type,
        {"propertyName": name, "operator": "EQ", "value": path[-1]},
        # A record of a checkbox property holds several values in one text.
        {"propertyName": name, "operator": "CONTAINS_TOKEN", "value": path[-1]},
    )


def manual(change: Change) -> Iterator[ManualStep]:  # noqa: ARG001 - the shape of Kind
    yield from ()


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:
    rows = base.limits(portal, "limits.properties").get("byObjectType") or ()
    for object_type, adding in base.count_by_object(creates).items():
        if passed := base.limit_passed(rows, object_type, adding):
            limit, usage = passed
            most = counted(limit, "custom property", "custom properties")
            message = base.too_many(object_type, most, usage, adding)
            fix = "archive properties that nobody uses, or raise the portal's subscription"
            yield Finding("LIMIT001", Severity.ERROR, message, None, creates[0].key, fix)


def lane(change: Change) -> str:
    return change.key.object_type if change.action is Action.CREATE else str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    if action is Action.CREATE:
        return Cost(writes=1)
    reads = {Action.ARCHIVE: 3}.get(action, 1)
    return Cost(reads * len(changes), len(changes))


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:  # noqa: ARG001 - the shape of Kind
    if len(changes) == 1:
        return _look_at_one(portal, changes[0])
    object_type = changes[0].key.object_type
    level = changes[0].spec.get("data_sensitivity", "non_sensitive")
    names = [{"name": change.key.name} for change in changes]
    body = {"archived": False, "inputs": names, "dataSensitivity": level}
    answer = portal.ask("properties.read", {"object": object_type}, body)
    return {(found := _resource(object_type, raw)).key: found for raw in answer["results"]}


def _look_at_one(portal: Reader, change: Change) -> dict[Key, Resource]:
    """One property; for a restore first in the archive, since that is where it must still lie."""
    archive = [[("archived", "true")]] if change.action is Action.RESTORE else []
    for query in [*archive, []]:
        try:
            raw = portal.get("property", property_writing.where(change), query)
        except NotFound:
            continue
        return {change.key: _resource(change.key.object_type, raw)}
    return {}


create = property_writing.create


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:  # noqa: ARG001 - the shape of Kind
    answered = _resource(change.key.object_type, property_writing.update(portal, change, live))
    wanted = change.spec.get("calculation_formula")
    if wanted and formulas.canonical(wanted) == formulas.canonical(answered.spec["calculation_formula"] or ""):
        # HubSpot stores a formula in a spelling of its own.
        return replace(answered, spec={**answered.spec, "calculation_formula": wanted})
    return answered


archive = property_writing.archive
