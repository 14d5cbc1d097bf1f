"""The section ``automation:`` of a blueprint: its rules, what they are compiled with, what an editor knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from provisioner.automation import calendars_by_pipeline, holding, people
from provisioner.automation.rules import Context, Pipeline, Rule, Stage, WorkHours
from provisioner.automation.section_schema import RULE, SECTION
from provisioner.automation.templates import ALL
from provisioner.model.document import place_of
from provisioner.model.keys import Key
from provisioner.model.portal import Json

OWN = frozenset(RULE["properties"])
"""Keys that every rule may have; the others are parameters of its template."""

_PARAMETER: Json = {"type": "string", "pattern": r"\$\{[a-z][a-z0-9_]*\}"}


def editor_schema() -> Json:
    """The schema of the section with exactly the parameters of every template, for completion in an editor.

    An editor sees the file as it stands, where a parameter of the blueprint may take the place of any value.
    """
    properties = {**SECTION["properties"], "rules": SECTION["properties"]["rules"] | {"additionalProperties": _rule()}}
    return SECTION | {"properties": {name: _or_parameter(each) for name, each in properties.items()}}


def _rule() -> Json:
    by_template = [
        {
            "if": {"properties": {"template": {"const": name}}, "required": ["template"]},
            "then": {"properties": _fields(template.PARAMETERS), "additionalProperties": False},
        }
        for name, template in ALL.items()
    ]
    template = {**RULE["properties"]["template"], "enum": list(ALL)}
    fields = {name: _or_parameter(each) for name, each in RULE["properties"].items()} | {"template": template}
    return RULE | {"required": ["template", "pipeline"], "properties": fields, "allOf": by_template}


def _fields(parameters: Mapping[str, Json]) -> Json:
    return dict.fromkeys(sorted(OWN), True) | {name: _or_parameter(each) for name, each in parameters.items()}


def _or_parameter(schema: Json) -> Json:
    """The schema of a value in whose place ``${name}`` may stand."""
    if schema.get("type") == "object" or "$ref" in schema:
        return schema
    about = {"description": schema["description"]} if "description" in schema else {}
    return {"anyOf": [{name: each for name, each in schema.items() if name != "description"}, _PARAMETER], **about}


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


def compiled_with(document: Mapping[str, Any], language: str = "en") -> Context | None:
    """What the rules of a document are compiled with, by its own calendars; None where one of them is not valid.

    Raises ValueError as ``context`` does.
    """
    found, _ = calendars_by_pipeline.read(document)
    return context(document, found.usual, language, found.own) if found else None


def context(
    document: Mapping[str, Any],
    hours: WorkHours,
    language: str = "en",
    calendars: Mapping[Key, WorkHours] | None = None,
) -> Context:
    """What the rules of a document are compiled with. ``hours`` is its calendar; ``calendars`` are those of its
    pipelines, where they differ.

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
        calendars or {},
        holding.holds(rules(document)),
    )


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
