"""The schema of a pipeline and its stages in a blueprint, and the clicks that HubSpot has no API for."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.kinds import base
from provisioner.model.findings import ManualStep
from provisioner.model.plan import Change
from provisioner.model.portal import Json

_FORMER: Json = {
    "type": "array",
    "items": {"type": "string"},
    "description": "Former names: what the portal has under one of them is renamed, not made anew.",
}
_PINNED: Json = {
    "type": "string",
    "minLength": 1,
    "description": "Id of what a portal already has, to adopt it. Ids of one portal only belong into the project file.",
}
_STAGE: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["label"],
    "properties": {
        "label": base.TEXT | {"description": "What users see; unique within the pipeline."},
        "id": _PINNED,
        "was": _FORMER,
        "probability": {
            "type": "number",
            "description": "Deals: chance to win, 0 to 1 in steps of 0.1. 1 is won, 0 is lost, both close the deal.",
        },
        "ticket_state": {"enum": ["open", "closed"], "description": "Tickets."},
        "lead_state": {
            "enum": ["new", "in_progress", "qualified", "unqualified"],
            "description": "Leads: what the stage means to HubSpot; set by hand, the plan says how.",
        },
        "forecast_category": {
            "enum": ["omit", "pipeline", "best_case", "commit", "closed"],
            "description": "Deals: how sure the money is. Won is closed, lost is omit.",
        },
        "milestone": {
            "enum": ["prospecting", "qualification", "presentation", "negotiation", "closing"],
            "description": "The step of the buyer's journey.",
        },
        "max_age": {
            "type": "string",
            "pattern": "^[1-9][0-9]{0,3}(m|h|d|w|bm|bh|bd)$",
            "description": "How long a record may stay: minutes, hours, days, weeks; with b in front, business time.",
        },
        "max_age_property": {"type": "string", "description": "Instead of max_age: a date property of the record."},
        "entry": base.TEXT | {"description": "What is true when a record enters."},
        "exit": base.TEXT | {"description": "What must be true for it to go on."},
        "playbook": {"type": "array", "items": base.TEXT, "description": "What the rep does in this stage."},
    },
}
DEFS: Mapping[str, Json] = {
    "stage": _STAGE,
    "pipeline": {
        "type": "object",
        "additionalProperties": False,
        "required": ["label", "stages"],
        "properties": {
            "label": base.TEXT | {"description": "What users see; unique within the object."},
            "description": base.TEXT,
            "id": _PINNED,
            "was": _FORMER,
            "display_order": {"type": "integer", "minimum": 0, "description": "Place among the pipelines."},
            "stages": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"$ref": "#/$defs/stage"},
                "description": "In the order of the board.",
            },
        },
    },
}
SCHEMA = base.by_object_type({"$ref": "#/$defs/pipeline"})
RETIRE: Mapping[str, Json] = {
    "pipelines": base.names_by_object_type(),
    "stages": {
        "type": "object",
        "propertyNames": {"pattern": "^[^/]+/[^/]+$"},
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"move_to": {"type": "string", "description": "The stage that takes its records."}},
            },
        },
        "description": "`<object type>/<pipeline>`: stage: move_to.",
    },
}

_STATES = {
    "new": ("New", "חדש"),
    "in_progress": ("In progress", "בטיפול"),
    "qualified": ("Qualified", "הוכשר"),
    "unqualified": ("Unqualified", "נפסל"),
}


def lead_states(change: Change, states: Mapping[str, str]) -> ManualStep:
    """HubSpot's pipeline API names no field for the state of a lead stage, so a person sets it once.

    ``states`` is the lead state by stage label.
    """
    english = [f'Set the stage "{label}" to "{_STATES[state][0]}".' for label, state in states.items()]
    hebrew = [
        f"לקבוע לשלב ״{label}״ את המצב {_STATES[state][1]} ({_STATES[state][0]})." for label, state in states.items()
    ]
    title = change.title
    return ManualStep(
        change.key,
        {"en": f"Set the lead states of {title}", "he": f"קביעת מצבי הליד עבור {title}"},
        {
            "en": [f'Open Settings > Objects > Leads > Pipelines and choose "{title}".', *english, "Save."],
            "he": [f"לפתוח Settings > Objects > Leads > Pipelines ולבחור ב־״{title}״.", *hebrew, "לשמור."],
        },
        "HubSpot has no documented field for the state of a lead stage in its pipeline API.",
    )
