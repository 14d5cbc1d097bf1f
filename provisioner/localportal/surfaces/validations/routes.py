"""Endpoints of property validations: three reads and one PUT. There is no DELETE."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.objects import BY_ID
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.validations import refusals, state
from provisioner.localportal.surfaces.validations.state import Rule
from provisioner.localportal.surfaces.validations.table import TYPES
from provisioner.localportal.wire import Ask, Reply, answer, no_content


def listed(ask: Ask) -> Reply:
    """GET every property of an object type that has rules."""
    active = properties.types(ask.db, _object(ask))
    found = [
        {"propertyName": name, "propertyValidationRules": [_printed(ask, rule) for rule in rules]}
        for name, rules in state.of_object(ask.db, ask.object.id).items()
        if name in active
    ]
    return answer(200, {"results": found})


def of_property(ask: Ask) -> Reply:
    """GET the rules of one property; none is an empty list."""
    _definition(ask)
    found = state.of_property(ask.db, ask.object.id, ask.params["name"])
    return answer(200, {"results": [_printed(ask, rule) for rule in found]})


def read(ask: Ask) -> Reply:
    """GET the rule of one type."""
    kind = _type(ask)
    for rule in state.of_property(ask.db, ask.object.id, ask.params["name"]):
        if rule.type == kind:
            return answer(200, _printed(ask, rule))
    raise refusals.no_rule(ask.params["name"], kind)


def put(ask: Ask) -> Reply:
    """PUT the rule of one type over whatever it was; 204."""
    kind, definition, body = _type(ask), _definition(ask), ask.json()
    if "ruleArguments" not in body:
        raise required_fields(["ruleArguments"])
    given, normalize = body["ruleArguments"], body.get("shouldApplyNormalization")
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise refusals.bad_field("ruleArguments", "a list of texts")
    if normalize is not None and not isinstance(normalize, bool):
        raise refusals.bad_field("shouldApplyNormalization", "true or false")
    if not TYPES[kind].fits(tuple(given)):
        raise refusals.bad_arguments(kind, TYPES[kind].wanted)
    fields = TYPES[kind].kinds.get(definition["type"])
    fits = fields is not None and (not fields or definition["fieldType"] in fields)
    if ask.settings.validations_check_property_types and not fits:
        shown = f"{definition['type']} ({definition['fieldType']})"
        raise refusals.wrong_property(kind, ask.params["name"], shown)
    state.put(ask.db, ask.object.id, ask.params["name"], Rule(kind, tuple(given), normalize))
    return no_content()


def _object(ask: Ask) -> str:
    if ask.params["object"] not in BY_ID:
        raise refusals.not_an_id(ask.params["object"])
    return ask.object.id


def _definition(ask: Ask) -> dict[str, Any]:
    definition = properties.read(ask.db, _object(ask), ask.params["name"])
    if definition is None or definition.get("archived"):
        raise refusals.unknown_property(ask.params["name"])
    return definition


def _type(ask: Ask) -> str:
    _definition(ask)
    if ask.params["type"] not in TYPES:
        raise refusals.unknown_type(ask.params["type"])
    return ask.params["type"]


def _printed(ask: Ask, rule: Rule) -> dict[str, Any]:
    """A rule; what a PUT did not say of normalization is left out, or false by the switch."""
    printed: dict[str, Any] = {"ruleType": rule.type, "ruleArguments": list(rule.arguments)}
    if rule.normalize is not None or ask.settings.validation_normalization_always_told:
        printed["shouldApplyNormalization"] = bool(rule.normalize)
    return printed


_ONE = "{object}/{name}/rule-type/{type}"
ROUTES = (
    Route("GET", "property-validations", "{object}", listed, access.validations_read),
    Route("GET", "property-validations", "{object}/{name}", of_property, access.validations_read),
    Route("GET", "property-validations", _ONE, read, access.validations_read),
    Route("PUT", "property-validations", _ONE, put, access.schema_write, writes=True),
)
