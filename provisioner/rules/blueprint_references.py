"""Rules on references: what a blueprint names must be there, and must not be on its way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.rules import blueprint_hubspot as hubspot
from provisioner.rules.blueprint_draft import RETIRABLE, Draft, Path
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said
from provisioner.rules.blueprint_words import did_you_mean


def groups(draft: Draft) -> Iterator[Said]:
    for entry in draft.properties:
        group = entry.fields.get("group")
        known = draft.names("property_groups", entry.object_type)
        if group is None or group in known or group in hubspot.GROUPS.get(entry.object_type, ()):
            continue
        otherwise = f"declare it under property_groups: {entry.object_type}:"
        fix = did_you_mean(group, (*known, *hubspot.GROUPS.get(entry.object_type, ())), otherwise)
        yield Said((*entry.path, "group"), f"{entry.object_type} has no property group {group}.", fix, of_value=True)


def age_properties(draft: Draft) -> Iterator[Said]:
    for path, object_type, name in _age_properties(draft):
        known = draft.names("properties", object_type)
        if name not in known and name not in hubspot.DATE_PROPERTIES and not name.startswith("hs_"):
            fix = did_you_mean(name, (*known, *hubspot.DATE_PROPERTIES), "declare it, with type date or datetime")
            yield Said(path, f"{object_type} has no property {name}.", fix, of_value=True)


def age_properties_are_dates(draft: Draft) -> Iterator[Said]:
    for path, object_type, name in _age_properties(draft):
        fields = draft.names("properties", object_type).get(name)
        if isinstance(fields, Mapping) and fields.get("type") not in ("date", "datetime", None):
            yield Said(path, f"{name} is no date.", "name a property of type date or datetime", of_value=True)


def _age_properties(draft: Draft) -> Iterator[tuple[Path, str, str]]:
    for pipeline, path, stages in draft.stages:
        for name, fields in stages.items():
            if "max_age_property" in fields:
                yield (*path, name, "max_age_property"), pipeline.object_type, fields["max_age_property"]


def currency_properties(draft: Draft) -> Iterator[Said]:
    for entry in draft.properties:
        name = entry.fields.get("currency_property_name")
        known = draft.names("properties", entry.object_type)
        if name and name not in known and not name.startswith("hs_") and name != "deal_currency_code":
            fix = did_you_mean(name, (*known, "deal_currency_code"), "declare it")
            path = (*entry.path, "currency_property_name")
            yield Said(path, f"{entry.object_type} has no property {name}.", fix, of_value=True)


def _retired(draft: Draft) -> Iterator[tuple[Path, str, str, str]]:
    """(path, section, object type, name) of everything under ``retire`` but stages."""
    for section in RETIRABLE:
        for object_type, names in draft.document.get("retire", {}).get(section, {}).items():
            for index, name in enumerate(names):
                yield ("retire", section, object_type, index), section, object_type, name


def _retired_stages(draft: Draft) -> Iterator[tuple[Path, str, str, Mapping[str, Any]]]:
    """(path, object type, pipeline, stages) for each pipeline under ``retire.stages``."""
    for address, stages in draft.document.get("retire", {}).get("stages", {}).items():
        object_type, _, pipeline = address.partition("/")
        yield ("retire", "stages", address), object_type, pipeline, stages


def _stages_of(draft: Draft, object_type: str, pipeline: str) -> Mapping[str, Any] | None:
    """The stages that the blueprint gives a pipeline; None when it has no such pipeline."""
    fields = draft.names("pipelines", object_type).get(pipeline)
    if fields is None:
        return None
    stages = fields.get("stages") if isinstance(fields, Mapping) else None
    return stages if isinstance(stages, Mapping) else {}


def retired_and_declared(draft: Draft) -> Iterator[Said]:
    advice = "take it out of one of the two places"
    for path, section, object_type, name in _retired(draft):
        if name in draft.names(section, object_type):
            yield Said(path, f"{name} is retired here, but declared under {section}.", advice)
    for path, object_type, pipeline, stages in _retired_stages(draft):
        for name in stages:
            if name in (_stages_of(draft, object_type, pipeline) or ()):
                yield Said((*path, name), f"The stage {name} is retired here, but declared in {pipeline}.", advice)


def retired_stage_without_pipeline(draft: Draft) -> Iterator[Said]:
    for path, object_type, pipeline, _ in _retired_stages(draft):
        if _stages_of(draft, object_type, pipeline) is None:
            known = draft.names("pipelines", object_type)
            fix = did_you_mean(pipeline, known, "declare the pipeline that stays, or retire it as a whole")
            yield Said(path, f"The blueprint has no pipeline {object_type}/{pipeline}.", fix)


def move_to(draft: Draft) -> Iterator[Said]:
    for path, object_type, pipeline, stages in _retired_stages(draft):
        known = _stages_of(draft, object_type, pipeline)
        for name, fields in stages.items():
            if known is not None and "move_to" in fields and fields["move_to"] not in known:
                fix = did_you_mean(fields["move_to"], known, "name a stage that stays")
                where = (*path, name, "move_to")
                yield Said(where, f"{pipeline} has no stage {fields['move_to']}.", fix, of_value=True)


def retired_twice(draft: Draft) -> Iterator[Said]:
    seen: set[tuple[str, str, str]] = set()
    for path, section, object_type, name in _retired(draft):
        if (section, object_type, name) in seen:
            yield Said(path, f"{name} is retired twice.", "delete one of the two")
        seen.add((section, object_type, name))


def retired_group_in_use(draft: Draft) -> Iterator[Said]:
    used = {(entry.object_type, entry.fields.get("group")): entry.name for entry in draft.properties}
    for path, section, object_type, name in _retired(draft):
        if section == "property_groups" and (object_type, name) in used:
            message = f"The group {name} is retired, but the property {used[object_type, name]} stands in it."
            yield Said(path, message, "move the property to another group, or retire it too")


RULES = (
    Rule("REF001", ERROR, "A property stands in a group that is not there.", groups),
    Rule("REF002", ERROR, "max_age_property names a property that is not there.", age_properties),
    Rule("REF003", ERROR, "max_age_property names a property that is no date.", age_properties_are_dates),
    Rule("REF004", ERROR, "currency_property_name names a property that is not there.", currency_properties),
    Rule("RETIRE001", ERROR, "A thing is both declared and retired.", retired_and_declared),
    Rule("RETIRE002", ERROR, "A stage is retired in a pipeline that is not there.", retired_stage_without_pipeline),
    Rule("RETIRE003", ERROR, "Records would move to a stage that is not there.", move_to),
    Rule("RETIRE004", WARNING, "A thing is retired twice.", retired_twice),
    Rule("RETIRE005", ERROR, "A group is retired in which a declared property stands.", retired_group_in_use),
)
