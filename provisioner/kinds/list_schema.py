"""The schema of a list in a blueprint."""

from __future__ import annotations

import re
from collections.abc import Mapping

from provisioner.kinds import base
from provisioner.model.portal import Json

MOMENT = r"(?:now|today)(?:[+-][1-9][0-9]{0,3}[dh])?|[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""A moment: ``now``, ``today-5d``, ``now+4h``, or a day."""

_MOMENT: Json = {"type": "string", "pattern": f"^({re.sub('[?]:', '', MOMENT)})$"}
_VALUES: Json = {"type": "array", "minItems": 1, "items": {"type": ["string", "number", "boolean"]}}
_WORD: Json = {"type": "string", "minLength": 1}
CONDITION: Json = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
    "properties": {
        "known": {"type": "boolean", "description": "Whether it has any value."},
        "is": {"type": "boolean", "description": "The answer of a yes-or-no property."},
        "any_of": _VALUES | {"description": "Values of an enumeration."},
        "none_of": _VALUES | {"description": "Values that it must not have; an empty one passes."},
        "at_least": {"type": "number", "description": "The smallest number."},
        "at_most": {"type": "number", "description": "The largest number; one that was never counted passes."},
        "before": _MOMENT | {"description": "Earlier than this moment: `now`, `today-5d`, `now+4h`, or a day."},
        "after": _MOMENT | {"description": "Later than this moment."},
        "between": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "items": _MOMENT,
            "description": "From one moment to another, both included: `[today, today]` is today.",
        },
        "this": {"enum": ["day", "week", "month", "quarter", "year"], "description": "In the present one."},
    },
}
DEFS: Mapping[str, Json] = {
    "list_condition": CONDITION,
    "list_filter": {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {
            "pipeline": _WORD | {"description": "A pipeline of the blueprint, of the same object."},
            "stages": {"type": "array", "minItems": 1, "items": _WORD, "description": "Any of these of its stages."},
            "where": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"$ref": "#/$defs/list_condition"},
                "description": "By property: what must be true of it. All of it must be.",
            },
        },
    },
    "list": {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "filters"],
        "properties": {
            "name": base.TEXT | {"description": "What users see; unique in the account."},
            "description": base.TEXT | {"description": "Kept in the blueprint; HubSpot's lists have none."},
            "filters": {
                "type": "array",
                "minItems": 1,
                "items": {"$ref": "#/$defs/list_filter"},
                "description": "Who is in it: every record for which any of these holds.",
            },
        },
    },
}
