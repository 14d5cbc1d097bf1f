"""Refusals of property validations. 400 and 404 are what is meant; nobody has published the words."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def not_an_id(name: str) -> Refusal:
    """An object type by name: these paths take its id (documented)."""
    return Refusal(400, f"Invalid object type id: {name}")


def unknown_property(name: str) -> Refusal:
    """A property that is not there, or is archived."""
    return Refusal(404, f"Property {name} does not exist", "OBJECT_NOT_FOUND")


def unknown_type(rule_type: str) -> Refusal:
    """No such rule type."""
    return Refusal(400, f"Invalid rule type: {rule_type}")


def no_rule(name: str, rule_type: str) -> Refusal:
    """The property has no rule of this type."""
    return Refusal(404, f"Property {name} has no validation rule of type {rule_type}", "OBJECT_NOT_FOUND")


def bad_arguments(rule_type: str, wanted: str) -> Refusal:
    """Arguments that are not those of the rule type (the documented table)."""
    return Refusal(400, f"ruleArguments of {rule_type} must be {wanted}")


def wrong_property(rule_type: str, name: str, kind: str) -> Refusal:
    """A rule for a property of another type."""
    return Refusal(400, f"Rule type {rule_type} is not supported for property {name} of type {kind}")


def bad_field(field: str, wanted: str) -> Refusal:
    """A field of the wrong JSON type."""
    return Refusal(400, f"Invalid input JSON: {field} must be {wanted}")
