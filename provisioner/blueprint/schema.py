"""The JSON Schema (draft 2020-12) of a blueprint: the frame written here, the sections taken from the kinds."""

from __future__ import annotations

from typing import Any

from provisioner.kinds import KINDS
from provisioner.kpi import section as kpis
from provisioner.model.blueprint import LANGUAGES, MODES

Json = Any

ID = "https://provisioner.example/blueprint/1/schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

NAME = "^[a-z][a-z0-9_]{0,49}$"
SEMVER = r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)([-+][0-9A-Za-z.+-]+)?$"
DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

TEXT: Json = {
    "description": "A text for people: one string, or one for each language.",
    "type": ["string", "object"],
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        "en": {"type": "string", "description": "English."},
        "he": {"type": "string", "description": "Hebrew."},
    },
}
_SCALAR: Json = {"type": ["string", "number", "boolean"]}
_PARAMETER: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type"],
    "properties": {
        "type": {"enum": ["string", "integer", "number", "boolean"], "description": "What the value must be."},
        "default": _SCALAR | {"description": "The value where a portal gives none; without it every portal must."},
        "enum": {"type": "array", "minItems": 1, "items": _SCALAR, "description": "The only values allowed."},
        "minimum": {"type": "number", "description": "The smallest number allowed."},
        "maximum": {"type": "number", "description": "The largest number allowed."},
        "description": {"$ref": "#/$defs/text", "description": "What the parameter is for."},
    },
}
_LABEL_LANGUAGE: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type"],
    "properties": {
        "type": {"enum": ["string"], "description": "Always string."},
        "default": {"enum": list(LANGUAGES), "description": "The language where a portal names none."},
        "enum": {
            "type": "array",
            "minItems": 1,
            "items": {"enum": list(LANGUAGES)},
            "description": "The languages allowed.",
        },
        "description": {"$ref": "#/$defs/text", "description": "What the parameter is for."},
    },
}
_FRAME: dict[str, Json] = {
    "blueprint": {"type": "string", "pattern": NAME, "description": "Name of the blueprint."},
    "version": {"type": "string", "pattern": SEMVER, "description": "Version of the blueprint, such as 1.0.0."},
    "mode": {"enum": list(MODES), "description": "The way of selling; everything else hangs on it."},
    "title": {"$ref": "#/$defs/text", "description": "What people call it."},
    "description": {"$ref": "#/$defs/text", "description": "What it is for, in a sentence or two."},
    "decision": {
        "type": "object",
        "additionalProperties": False,
        "required": ["made_on", "by", "why"],
        "description": "Who chose this way of selling, when and why; plan and apply need it.",
        "properties": {
            "made_on": {
                "type": "string",
                "pattern": DAY,
                "description": "The day, as 2026-11-01.",
            },
            "mode": {"enum": list(MODES), "description": "The way of selling that was chosen: that of the blueprint."},
            "by": {"type": "string", "minLength": 1, "description": "The person or the role."},
            "why": {"$ref": "#/$defs/text", "description": "The reason, in a sentence or two."},
        },
    },
    "imports": {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "description": "Fragments to take in, by their path from this file.",
    },
    "parameters": {
        "type": "object",
        "propertyNames": {"pattern": NAME},
        "properties": {"label_language": {"$ref": "#/$defs/label_language"}},
        "additionalProperties": {"$ref": "#/$defs/parameter"},
        "description": "What a portal may set for itself; used as ${name} in any value.",
    },
}
REQUIRED = ("blueprint", "version", "mode")
KPIS = "kpis"
"""The one section that describes no resources: what is measured in a portal, and against which targets."""


def assemble() -> Json:
    """The whole schema, for editors and for ``provisioner schema``."""
    sections = {kind.SECTION: {"description": _summary(kind)} | (kind.for_editors() or kind.SCHEMA) for kind in KINDS}
    return {
        "$schema": DIALECT,
        "$id": ID,
        "title": "Blueprint",
        "description": "What a HubSpot portal should be: properties, pipelines and sales rules of one sales mode.",
        "type": "object",
        "required": list(REQUIRED),
        "additionalProperties": False,
        "properties": _FRAME | sections | {KPIS: _for_editors(kpis.SCHEMA), "retire": _retire()},
        "$defs": definitions(),
    }


def definitions() -> dict[str, Json]:
    """Everything that a ``$ref`` may name."""
    defs: dict[str, Json] = {"text": TEXT, "parameter": _PARAMETER, "label_language": _LABEL_LANGUAGE}
    for kind in KINDS:
        defs |= kind.DEFS
    return defs


_PARAMETER_USE: Json = {"type": "string", "pattern": r"\$\{[a-z][a-z0-9_]*\}"}


def _for_editors(section: Json) -> Json:
    """A section as it stands in a file, where a parameter may take the place of any single value."""
    if section.get("type") == "array":
        return section | {"items": _for_editors(section["items"])}
    if "properties" in section:
        fields = {name: _for_editors(each) for name, each in section["properties"].items()}
        return section | {"properties": fields}
    if isinstance(section.get("additionalProperties"), dict):
        return section | {"additionalProperties": _for_editors(section["additionalProperties"])}
    told = {word: section[word] for word in ("default", "description") if word in section}
    return {"anyOf": [{word: each for word, each in section.items() if word not in told}, _PARAMETER_USE], **told}


def _retire() -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "description": "What must go from the portal.",
        "properties": {name: schema for kind in KINDS for name, schema in kind.RETIRE.items()},
    }


def _summary(kind: Any) -> str:
    what = (kind.__doc__ or "").partition(":")[2].strip().rstrip(".")
    each = inner(kind.SCHEMA)
    if each is None:
        return f"{what[:1].upper()}{what[1:]}."
    return f"By {'object type and ' if inner(each) else ''}name: {what}."


def frame() -> Json:
    """The schema of a blueprint without its sections, each of which is checked by itself."""
    return {
        "type": "object",
        "required": list(REQUIRED),
        "additionalProperties": False,
        "properties": dict(_FRAME),
    }


def units() -> dict[str, Json]:
    """The parts that are checked one by one, by name: every definition, every section, the frame, ``retire``."""
    sections = section_schemas().items()
    whole = {f"section_{name}": each for name, each in sections if inner(each) is None and not definition(each)}
    return definitions() | whole | {"frame": frame(), "retire": _retire(), "mapping": {"type": "object"}}


def inner(value_schema: Json) -> Json | None:
    """The schema of each value, for a mapping that says nothing but what its values are; else None."""
    plain = set(value_schema) <= {"type", "additionalProperties", "description"}
    each = value_schema.get("additionalProperties")
    return each if plain and value_schema.get("type") == "object" and isinstance(each, dict) else None


def definition(value_schema: Json) -> str:
    """The name of the definition that a schema refers to, empty when it refers to none."""
    return str(value_schema.get("$ref", "")).removeprefix("#/$defs/")


def section_schemas() -> dict[str, Json]:
    """The schema of every section that is checked by itself, by its heading."""
    return {kind.SECTION: kind.SCHEMA for kind in KINDS} | {KPIS: kpis.SCHEMA}
