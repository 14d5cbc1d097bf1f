"""The JSON Schema of the section ``automation:``, by definition; it loads nothing, so every command can afford it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Any

INTENSITIES = ("none", "supportive", "balanced", "aggressive")

_TEXT: Json = {"$ref": "#/$defs/text"}
_DAY: Json = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
_PIPELINE: Json = {"type": "string", "pattern": "^[a-z_]+/[a-z][a-z0-9_]*$"}
_TEAM: Json = {"type": "string", "minLength": 1}
_EMAILS: Json = {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 3}}

RECIPIENT: Json = {
    "type": ["string", "object"],
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
    "properties": {
        "owner": {"enum": [True], "description": "Whoever owns the record."},
        "team": _TEAM | {"description": "A team, by its name in HubSpot."},
        "teams": {"type": "array", "minItems": 1, "items": _TEAM, "description": "Teams, by their names in HubSpot."},
        "users": _EMAILS | {"description": "Users, by e-mail address."},
    },
}
"""People: one of ``owner``, ``team``, ``teams`` and ``users``, or the name of a recipient."""

RULE: Json = {
    "type": "object",
    "additionalProperties": True,
    "properties": {
        "template": {"type": "string", "description": "What kind of rule it is."},
        "title": _TEXT | {"description": "The name of the workflow."},
        "pipeline": _PIPELINE | {"description": "The pipeline that it works on, as leads/cc_leads."},
        "stage": {"type": "string", "description": "The stage that it works on."},
        "enabled": {"type": "boolean", "description": "false: no workflow is made."},
    },
}
"""What every rule may have. The lint checks the parameters of its template, and words every mistake in them."""

_OVERRIDE: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["reason", "owner", "review_by"],
    "properties": {
        "reason": _TEXT | {"description": "Why this pipeline needs more automation than its mode bears."},
        "owner": {"type": "string", "minLength": 1, "description": "Who decided it."},
        "review_by": _DAY | {"description": "The day on which it ends, as 2027-01-31."},
    },
}
_BUILTIN: Json = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "lead_stages": {"type": "boolean", "description": "HubSpot moves leads to attempting and connected by itself."},
        "forecast_mapping": {"type": "boolean", "description": "HubSpot sets the forecast category by stage."},
    },
}
SECTION: Json = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "intensity": {
            "type": ["string", "object"],
            "pattern": f"^({'|'.join(INTENSITIES)})$",
            "additionalProperties": {"enum": list(INTENSITIES)},
            "description": "How much automation: none, supportive, balanced or aggressive; or one for each pipeline.",
        },
        "dose_override": {
            "$ref": "#/$defs/dose_override",
            "description": "Who allows balanced automation in B2B, why and until when.",
        },
        "calendar": {
            "type": ["string", "object"],
            "description": (
                "Working hours and holidays: il_call_center, il_office, mon_fri, or one of your own;"
                " or one for each pipeline."
            ),
        },
        "activate": {
            "type": "boolean",
            "description": "true: workflows are switched on; otherwise they are made switched off, to be looked at.",
        },
        "builtin": {
            "$ref": "#/$defs/builtin",
            "description": "What HubSpot's own automation is set to; it clashes with rules that do the same.",
        },
        "go_live": _DAY
        | {"description": "Records from before this day are left alone; the day of the decision if left out."},
        "blocked_until": _DAY
        | {"description": "The last day of which holidays are sent; the end of the year after go_live."},
        "writers": {
            "type": "object",
            "description": "Which rules write a property that several of them write, by object and property.",
            "propertyNames": {"pattern": "^[a-z_]+/[a-z][a-z0-9_]*$"},
            "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
        },
        "recipients": {
            "type": "object",
            "description": "People and teams by a name that rules use.",
            "additionalProperties": {"$ref": "#/$defs/recipient"},
        },
        "rules": {
            "type": "object",
            "description": "Rules by name; each becomes a workflow, or a step for a person.",
            "additionalProperties": {"$ref": "#/$defs/rule"},
        },
    },
}
DEFS: Mapping[str, Json] = {
    "automation": SECTION,
    "rule": RULE,
    "recipient": RECIPIENT,
    "dose_override": _OVERRIDE,
    "builtin": _BUILTIN,
}
