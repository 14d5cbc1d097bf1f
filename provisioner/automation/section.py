"""The section ``automation:`` of a blueprint: its schema, its rules, and what they are compiled with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from provisioner.automation import people
from provisioner.automation.parameters import PEOPLE
from provisioner.automation.rules import Context, Pipeline, Rule, Stage, WorkHours
from provisioner.automation.templates import ALL
from provisioner.model.document import place_of
from provisioner.model.keys import Key
from provisioner.model.portal import Json

INTENSITIES = ("none", "supportive", "balanced", "aggressive")
OWN = frozenset({"template", "title", "pipeline", "stage", "enabled"})
"""Keys that every rule may have; the others are parameters of its template."""

_TEXT: Json = {"$ref": "#/$defs/text"}
_DAY: Json = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
_PIPELINE: Json = {"type": "string", "pattern": "^[a-z_]+/[a-z][a-z0-9_]*$"}
_RULE: dict[str, Json] = {
    "template": {"type": "string", "description": "What kind of rule it is."},
    "title": _TEXT | {"description": "The name of the workflow."},
    "pipeline": _PIPELINE | {"description": "The pipeline that it works on, as leads/cc_leads."},
    "stage": {"type": "string", "description": "The stage that it works on."},
    "enabled": {"type": "boolean", "description": "false: no workflow is made. Switched on is decided by the portal."},
}
_FRAME: dict[str, Json] = {
    "dose_override": {
        "type": "object",
        "additionalProperties": False,
        "required": ["reason", "owner", "review_by"],
        "description": "Who allows balanced automation in B2B, why and until when.",
        "properties": {"reason": _TEXT, "owner": {"type": "string", "minLength": 1}, "review_by": _DAY},
    },
    "calendar": {
        "type": ["string", "object"],
        "description": "Working hours and holidays: il_call_center, il_office, mon_fri, or one of your own.",
    },
    "activate": {
        "type": "boolean",
        "description": "true: workflows are switched on; otherwise they are made switched off, to be looked at.",
    },
    "builtin": {
        "type": "object",
        "additionalProperties": False,
        "description": "What HubSpot's own automation is set to in these portals; it clashes with rules that do the same.",
        "properties": {
            "lead_stages": {"type": "boolean", "description": "HubSpot moves leads to attempting and connected by itself."},
            "forecast_mapping": {"type": "boolean", "description": "HubSpot sets the forecast category by stage."},
        },
    },
    "go_live": _DAY
    | {"description": "Records from before this day are left alone; the day of the decision if left out."},
    "blocked_until": _DAY
    | {"description": "The last day of which holidays are sent; the end of the year after go_live."},
    "recipients": {
        "type": "object",
        "description": "People and teams by a name that rules use.",
        "additionalProperties": PEOPLE,
    },
}


def _section(rule: Json) -> Json:
    intensity = {
        "anyOf": [
            {"enum": list(INTENSITIES)},
            {"type": "object", "additionalProperties": {"enum": list(INTENSITIES)}},
        ],
        "description": "How much automation: one word, or one for each pipeline.",
    }
    rules = {"type": "object", "description": "Rules by name.", "additionalProperties": rule}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**_FRAME, "intensity": intensity, "rules": rules},
    }


def _strict_rule() -> Json:
    """One rule, with exactly the parameters of its template: for editors."""
    by_template = [
        {
            "if": {"properties": {"template": {"const": name}}, "required": ["template"]},
            "then": {
                "properties": {**dict.fromkeys(sorted(OWN), True), **template.PARAMETERS},
                "additionalProperties": False,
            },
        }
        for name, template in ALL.items()
    ]
    template = {**_RULE["template"], "enum": list(ALL)}
    return {
        "type": "object",
        "required": ["template", "pipeline"],
        "properties": {**_RULE, "template": template},
        "allOf": by_template,
    }


SCHEMA: Json = _section({"type": "object", "properties": _RULE, "additionalProperties": True})
"""What is checked before the lint, which words every mistake in a rule itself."""
EDITOR_SCHEMA: Json = _section(_strict_rule())
"""The same with every parameter of every template, for completion in an editor."""


def rules(document: Mapping[str, Any]) -> list[Rule]:
    """The rules of a checked blueprint document, in the order in which they stand."""
    named = document.get("automation", {}).get("rules", {})
    return [rule(key, written, place_from=document) for key, written in named.items()]


def rule(key: str, written: Mapping[str, Any], place_from: Mapping[str, Any] | None = None) -> Rule:
    """One rule as written. A pipeline that is missing gives an empty key, which the lint reports."""
    pipeline = Key("pipeline", str(written.get("pipeline", "")))
    stage = written.get("stage")
    place = place_of(place_from, ("automation", "rules", key)) if place_from is not None else None
    return Rule(
        key,
        str(written.get("template", "")),
        pipeline,
        pipeline.part(str(stage)) if stage else None,
        {name: value for name, value in written.items() if name not in OWN},
        written.get("title"),
        written.get("enabled", True) is not False,
        place,
    )


def context(document: Mapping[str, Any], hours: WorkHours, language: str = "en") -> Context:
    """What the rules of a document are compiled with. ``hours`` is its calendar.

    Raises ValueError when neither ``go_live`` nor a decision gives the day from which on records count.
    """
    section = document.get("automation", {})
    go_live = date.fromisoformat(str(section.get("go_live") or document.get("decision", {}).get("made_on", "")))
    until = section.get("blocked_until")
    return Context(
        hours,
        go_live,
        date.fromisoformat(str(until)) if until else date(go_live.year + 1, 12, 31),
        {each.key: each for each in pipelines(document)},
        {name: people.recipient(each) for name, each in section.get("recipients", {}).items()},
        language,
    )


def calendar_of(document: Mapping[str, Any]) -> Any:
    """The calendar as written; that of the mode where nothing is written."""
    return document.get("automation", {}).get("calendar") or _CALENDARS.get(str(document.get("mode")), "il_office")


_CALENDARS = {"call_center": "il_call_center", "b2b": "il_office", "hybrid": "il_call_center"}


def pipelines(document: Mapping[str, Any]) -> Iterator[Pipeline]:
    """The pipelines of a document as far as rules need them."""
    for object_type, named in document.get("pipelines", {}).items():
        for name, fields in named.items():
            stages = tuple(_stage(each, given) for each, given in fields.get("stages", {}).items())
            yield Pipeline(Key("pipeline", f"{object_type}/{name}"), fields.get("label", name), stages)


def _stage(name: str, fields: Mapping[str, Any]) -> Stage:
    max_age = str(fields.get("max_age", ""))
    return Stage(name, fields.get("label", name), _state(fields), max_age, str(fields.get("forecast_category", "")))


def _state(fields: Mapping[str, Any]) -> str:
    """The state of a lead stage as written, of a deal stage by its probability: 1 is won and 0 is lost."""
    if "lead_state" in fields:
        return str(fields["lead_state"])
    probability = fields.get("probability")
    if probability is None:
        return ""
    return "won" if probability == 1 else "lost" if probability == 0 else "open"
