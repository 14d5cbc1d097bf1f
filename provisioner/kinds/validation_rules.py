"""Validation rules in a blueprint and in HubSpot, which knows them by type with a list of texts as arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.kinds import base
from provisioner.model.findings import ManualStep
from provisioner.model.plan import Change
from provisioner.model.portal import Json
from provisioner.model.resource import Spec

DEFS: Mapping[str, Json] = {
    "property_validation": {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {
            "min_number": {"type": "number", "description": "The smallest number accepted."},
            "max_number": {"type": "number", "description": "The largest number accepted."},
            "decimals": {"type": "integer", "minimum": 0, "maximum": 20, "description": "Digits after the point."},
            "min_length": {"type": "integer", "minimum": 0, "description": "The fewest characters accepted."},
            "max_length": {"type": "integer", "minimum": 1, "description": "The most characters accepted."},
            "pattern": {"type": "string", "minLength": 1, "description": "What a text must look like, in RE2."},
            "pattern_message": base.TEXT | {"description": "What users read when it does not; goes with `pattern`."},
            "phone_country_codes": {
                "type": "array",
                "items": {"type": "string", "minLength": 2, "maxLength": 2},
                "description": "Phone numbers with + and the code of a country: any for `[]`, else of these (`IL`).",
            },
        },
    }
}

_TYPES: Mapping[str, str] = {
    "min_number": "MIN_NUMBER",
    "max_number": "MAX_NUMBER",
    "decimals": "DECIMAL",
    "min_length": "MIN_LENGTH",
    "max_length": "MAX_LENGTH",
    "pattern": "REGEX",
    "pattern_message": "REGEX",
    "phone_country_codes": "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE",
}
_ANY = "any"


def types(spec: Spec) -> list[str]:
    """The types of rule that these fields make, each once, in their order."""
    return list(dict.fromkeys(_TYPES[field] for field in spec if field in _TYPES))


def comparable(field: str, value: Any) -> Any:
    """A value of the blueprint as it is compared: HubSpot keeps every number as text, and codes in no order."""
    if field == "phone_country_codes":
        return ", ".join(sorted(map(str, value))) or _ANY
    return _number(str(value)) if isinstance(value, int | float) else value


def arguments(rule: str, spec: Spec) -> list[str]:
    """The arguments of one rule, as texts."""
    if rule == "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE":
        codes = str(spec["phone_country_codes"])
        return [] if codes == _ANY else codes.split(", ")
    return [str(spec.get(field, "")) for field, type_ in _TYPES.items() if type_ == rule]


def read(raw: Json) -> dict[str, Any]:
    """The fields of a rule of HubSpot; none for a type that blueprints do not know, which is left alone."""
    given = [str(each) for each in raw["ruleArguments"]]
    if raw["ruleType"] == "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE":
        return {"phone_country_codes": comparable("phone_country_codes", given)}
    fields = [field for field, type_ in _TYPES.items() if type_ == raw["ruleType"]]
    found = dict(zip(fields, given, strict=False))
    return found if raw["ruleType"] == "REGEX" else {field: _number(each) for field, each in found.items()}


def _number(given: str) -> Any:
    """A number, whole where it is; a text that is none stays as it is."""
    try:
        number = float(given)
    except ValueError:
        return given
    return int(number) if number.is_integer() else number


def removal(change: Change) -> ManualStep:
    """HubSpot's API sets rules and has no way to take one away."""
    name, of = change.key.name, change.key.object_type
    return ManualStep(
        change.key,
        {"en": f"Take the rules off {name} ({of})", "he": f"הסרת כללי האימות מהמאפיין {name} ({of})"},
        {
            "en": [
                f"Open Settings > Properties, choose {of}, and open the property {name}.",
                "On the tab Rules, clear every rule, then save.",
            ],
            "he": [
                f"לפתוח Settings > Properties, לבחור {of} ולפתוח את המאפיין {name}.",
                "בלשונית Rules לבטל את כל הכללים ולשמור.",
            ],
        },
        "HubSpot's property validations API has no way to take a rule away.",
    )
