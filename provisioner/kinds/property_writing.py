"""Writing properties: what HubSpot calls each field, and the requests that create, change and archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provisioner.kinds import base
from provisioner.model.errors import Conflict, PortalError
from provisioner.model.keys import Ref
from provisioner.model.plan import Action, Change
from provisioner.model.portal import Json, Writer
from provisioner.model.resource import Resource, Spec

WIRE = {
    "label": "label",
    "group": "groupName",
    "type": "type",
    "field_type": "fieldType",
    "description": "description",
    "hidden": "hidden",
    "form_field": "formField",
    "display_order": "displayOrder",
    "has_unique_value": "hasUniqueValue",
    "data_sensitivity": "dataSensitivity",
    "external_options": "externalOptions",
    "referenced_object_type": "referencedObjectType",
    "number_display_hint": "numberDisplayHint",
    "text_display_hint": "textDisplayHint",
    "show_currency_symbol": "showCurrencySymbol",
    "currency_property_name": "currencyPropertyName",
    "calculation_formula": "calculationFormula",
}


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:  # noqa: ARG001 - the shape of Kind
    object_type = changes[0].key.object_type
    bodies = [{"name": change.key.name} | _wire(change.spec) for change in changes]
    if changes[0].action is Action.RESTORE:
        # HubSpot restores an archived name when it is created again, old values with it (seen live).
        portal.send("properties.create", {"object": object_type}, bodies[0])
        return [base.Made(changes[0].key.name)]
    try:
        answer = portal.send("properties.create_batch", {"object": object_type}, {"inputs": bodies})
    except Conflict as error:
        return _one_by_one(portal, object_type, bodies, error)
    except PortalError as error:
        if error.exchange.status not in (400, 404) or len(bodies) == 1:
            raise
        return _one_by_one(portal, object_type, bodies, error)
    return _made(bodies, answer)


def _made(bodies: Sequence[Json], answer: Json) -> list[base.Made]:
    """Match a batch answer (201, or 207 with errors) to what was asked, by name."""
    answer = answer or {}
    names = {raw["name"] for raw in answer.get("results", ())}
    errors = answer.get("errors") or ()
    general = "; ".join(error.get("message", "") for error in errors) or "HubSpot left it out of its answer"
    return [
        base.Made(body["name"])
        if body["name"] in names
        else base.Made(refusal=next((e["message"] for e in errors if body["name"] in str(e)), general))
        for body in bodies
    ]


def _one_by_one(portal: Writer, object_type: str, bodies: Sequence[Json], error: PortalError) -> list[base.Made]:
    """HubSpot refused a whole batch for some of its members: ask singly, so that the others go through."""
    if len(bodies) == 1:
        return [base.Made(refusal=error.message)]
    made = []
    for body in bodies:
        try:
            portal.send("properties.create", {"object": object_type}, body)
            made.append(base.Made(body["name"]))
        except PortalError as refused:
            if refused.exchange.status not in (400, 404, 409):
                raise
            made.append(base.Made(refusal=refused.message))
    return made


def update(portal: Writer, change: Change, live: Resource) -> Json:
    """A PATCH of just the named fields; options always as the whole list, since HubSpot replaces it. Its answer."""
    top = {diff.path[0] for diff in change.fields}
    spec = {field: live.spec[field] for field in top}
    for diff in change.fields:
        if len(diff.path) == 1:
            spec[diff.path[0]] = diff.after
    if top & {"options", "options_order"}:
        spec["options"] = _changed_options(change, live)
        spec["options_order"] = change.spec.get("options_order") or live.spec["options_order"]
    return portal.send("property.update", where(change), _wire(spec))


def _changed_options(change: Change, live: Resource) -> dict[str, Any]:
    options: dict[str, Any] = {value: dict(option) for value, option in live.spec["options"].items()}
    for diff in change.fields:
        match diff.path:
            case ("options", value, field):
                options[value][field] = diff.after
            case ("options", value) if diff.after is None:
                options.pop(value, None)
            case ("options", value):
                options[value] = dict(diff.after)
    return options


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:  # noqa: ARG001 - the shape of Kind
    portal.send("property.archive", where(change))


def where(change: Change) -> dict[str, str]:
    return {"object": change.key.object_type, "name": change.key.name}


def _wire(spec: Spec) -> Json:
    body = {WIRE[field]: value for field, value in spec.items() if field in WIRE}
    if isinstance(spec.get("group"), Ref):
        body["groupName"] = spec["group"].key.name
    if "options" in spec:
        order = spec.get("options_order") or ()
        listed = [value for value in order if value in spec["options"]]
        listed += [value for value in spec["options"] if value not in listed]
        body["options"] = [
            {"hidden": False} | spec["options"][value] | {"value": value, "displayOrder": place}
            for place, value in enumerate(listed)
        ]
    return body
