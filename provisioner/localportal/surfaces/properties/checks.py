"""What HubSpot takes as a property definition, field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surfaces.properties import refusals

FIELD_TYPES: dict[str, frozenset[str]] = {
    "bool": frozenset({"booleancheckbox", "calculation_equation"}),
    "enumeration": frozenset({"booleancheckbox", "checkbox", "radio", "select", "calculation_equation"}),
    "string": frozenset({"text", "textarea", "html", "file", "phonenumber", "calculation_equation"}),
    "number": frozenset({"number", "calculation_equation"}),
    "date": frozenset({"date"}),
    "datetime": frozenset({"date"}),
    "phone_number": frozenset({"phonenumber", "text"}),
}
NUMBER_HINTS = frozenset({"currency", "duration", "formatted", "percentage", "probability", "unformatted"})
TEXT_HINTS = frozenset({"domain_name", "email", "ip_address", "multi_line", "phone_number", "physical_address",
                        "postal_code", "unformatted_single_line"})  # fmt: skip
SENSITIVITIES = ("non_sensitive", "sensitive", "highly_sensitive")
LONGEST_NAME, MOST_OPTIONS, LONGEST_OPTION, MOST_UNIQUE = 100, 5_000, 3_000, 10

_KINDS: dict[str, type | tuple[type, ...]] = {
    "name": str, "label": str, "groupName": str, "type": str, "fieldType": str, "description": str,
    "displayOrder": int, "options": list, "formField": bool, "hasUniqueValue": bool, "hidden": bool,
    "calculationFormula": str, "dataSensitivity": str, "externalOptions": bool, "referencedObjectType": str,
    "currencyPropertyName": str, "showCurrencySymbol": bool, "numberDisplayHint": str, "textDisplayHint": str,
}  # fmt: skip
UPDATABLE = ("label", "groupName", "type", "fieldType", "description", "displayOrder", "options", "formField", "hidden",
             "calculationFormula", "currencyPropertyName", "showCurrencySymbol", "numberDisplayHint",
             "textDisplayHint")  # fmt: skip


def fields(body: Mapping[str, Any], accepted: tuple[str, ...] = tuple(_KINDS)) -> dict[str, Any]:
    """The fields of a body that count, each of the right JSON type; nulls and unknown fields are ignored."""
    taken = {}
    for field in accepted:
        value = body.get(field)
        if value is None:
            continue
        wanted = _KINDS[field]
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise refusals.invalid(f"Invalid input JSON: field {field} has the wrong type")
        taken[field] = value
    return taken


def name(text: str) -> None:
    """Property names: lower case, letters digits and underscores, at most 100, never `hs_` nor `a<app id>_`."""
    if text != text.lower():
        raise refusals.invalid(f"Property name must be lowercase, but given: {text}", "INVALID_PROPERTY_NAME")
    if len(text) > LONGEST_NAME:
        raise refusals.invalid(f"Property name must be at most {LONGEST_NAME} characters", "INVALID_PROPERTY_NAME")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise refusals.invalid(f"Property name is not valid: {text}", "INVALID_PROPERTY_NAME")
    if text.startswith("hs_") or re.match(r"a\d+_", text):
        raise refusals.invalid(f"Property name uses a reserved prefix: {text}", "RESERVED_PROPERTY_NAME")


def definition(merged: Mapping[str, Any], version: str) -> None:
    """A whole definition, as it would be stored."""
    kind, field_type = merged["type"], merged["fieldType"]
    if kind not in FIELD_TYPES or field_type not in FIELD_TYPES[kind]:
        raise refusals.invalid(f"Field type {field_type} is not valid for type {kind}", "INVALID_FIELD_TYPE")
    if not merged["label"].strip():
        raise refusals.invalid("Property label cannot be blank", "INVALID_LABEL")
    options(merged["options"], version)
    _external(merged)
    if kind == "bool" and field_type != "calculation_equation":
        values = sorted(option["value"] for option in merged["options"])
        if values != ["false", "true"]:
            raise refusals.invalid("Boolean properties must have exactly the options true and false",
                                   "INVALID_BOOLEAN_OPTION")  # fmt: skip
    _display(merged)


def options(listed: list[Any], version: str) -> None:
    """Options: label, value and hidden are required, the order too from 2026-03 on; no value or label twice."""
    if len(listed) > MOST_OPTIONS:
        raise refusals.invalid(f"A property can have at most {MOST_OPTIONS} options", "TOO_MANY_OPTIONS")
    required = ("label", "value", "hidden") if version == "v3" else ("label", "value", "hidden", "displayOrder")
    for option in listed:
        if not isinstance(option, dict):
            raise refusals.invalid("Invalid input JSON: an option must be an object")
        if missing := [field for field in required if option.get(field) is None]:
            raise required_fields(missing)
        texts = [option["label"], option["value"], option.get("description") or ""]
        if not all(isinstance(text, str) for text in texts) or not texts[0].strip() or not texts[1]:
            raise refusals.invalid("Option labels and values must be text and not blank", "INVALID_OPTION")
        if sum(map(len, texts)) > LONGEST_OPTION:
            raise refusals.invalid(f"An option can hold at most {LONGEST_OPTION} characters", "INVALID_OPTION")
    for field in ("label", "value"):
        seen = [option[field] for option in listed]
        if len(set(seen)) < len(seen):
            twice = sorted({text for text in seen if seen.count(text) > 1})
            code = f"DUPLICATE_OPTION_{field.upper()}"
            raise refusals.invalid(f"Option {field}s must be unique: {', '.join(twice)}", code)


def stored_options(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Options as they are kept: known fields only, in the order sent."""
    kept = ("label", "value", "description", "displayOrder", "hidden")
    return [
        {"displayOrder": order} | {field: option[field] for field in kept if option.get(field) is not None}
        for order, option in enumerate(listed)
    ]


def _external(merged: Mapping[str, Any]) -> None:
    if merged["externalOptions"] and (merged["options"] or not merged.get("referencedObjectType")):
        message = "External options need a referencedObjectType and no options"
        raise refusals.invalid(message, "INVALID_EXTERNAL_OPTIONS")


def _display(merged: Mapping[str, Any]) -> None:
    for field, known in (("numberDisplayHint", NUMBER_HINTS), ("textDisplayHint", TEXT_HINTS)):
        if field in merged and merged[field] not in known:
            raise refusals.invalid(f"{field} is not valid: {merged[field]!r}", "INVALID_DISPLAY_HINT")
    if merged.get("currencyPropertyName") and not merged.get("showCurrencySymbol"):
        raise refusals.invalid("ONLY_CURRENCY_PROPERTIES_CAN_SPECIFY_CURRENCY: showCurrencySymbol must be true",
                               "ONLY_CURRENCY_PROPERTIES_CAN_SPECIFY_CURRENCY")  # fmt: skip
    if merged["dataSensitivity"] not in SENSITIVITIES:
        raise refusals.invalid(f"dataSensitivity is not valid: {merged['dataSensitivity']}")
