"""Rules on lists: of stages and properties that are there, with conditions that fit them, and names of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from provisioner.rules import blueprint_hubspot as hubspot
from provisioner.rules.blueprint_draft import Draft, Entry, Path
from provisioner.rules.blueprint_labels import collisions
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said
from provisioner.rules.blueprint_words import did_you_mean, listed

_TYPES: Mapping[str, tuple[str, ...]] = {
    "is": ("bool",),
    "any_of": ("enumeration",),
    "none_of": ("enumeration",),
    "at_least": ("number",),
    "at_most": ("number",),
    "before": ("date", "datetime"),
    "after": ("date", "datetime"),
    "between": ("date", "datetime"),
    "this": ("date", "datetime"),
}
"""Types of property by condition; whether a property is known may be asked of all."""


def _filters(draft: Draft) -> Iterator[tuple[Entry, Path, Mapping[str, Any]]]:
    for entry in draft.lists:
        for index, each in enumerate(entry.fields["filters"]):
            yield entry, (*entry.path, "filters", index), each


def stages(draft: Draft) -> Iterator[Said]:
    for entry, path, given in _filters(draft):
        known = draft.names("pipelines", entry.object_type)
        name = given.get("pipeline")
        if name is None:
            if "stages" in given:
                yield Said((*path, "stages"), "Stages are named without their pipeline.", "add pipeline: beside them")
        elif name not in known:
            fix = did_you_mean(name, known, "name a pipeline of the blueprint")
            yield Said((*path, "pipeline"), f"{entry.object_type} has no pipeline {name}.", fix, of_value=True)
        else:
            yield from _stages(path, given, name, known[name])


def _stages(path: Path, given: Mapping[str, Any], pipeline: str, fields: Any) -> Iterator[Said]:
    has = fields.get("stages", {}) if isinstance(fields, Mapping) else {}
    for index, stage in enumerate(given.get("stages", ())):
        if stage not in has:
            fix = did_you_mean(stage, has, "name a stage of that pipeline")
            yield Said((*path, "stages", index), f"{pipeline} has no stage {stage}.", fix)


def properties(draft: Draft) -> Iterator[Said]:
    for entry, path, given in _filters(draft):
        known = draft.names("properties", entry.object_type)
        for name in given.get("where", {}):
            if not hubspot.is_property(entry.object_type, name, known):
                fix = did_you_mean(name, known, "declare it, or make sure that the portal has it")
                message = f"Neither the blueprint nor HubSpot has {entry.object_type}/{name}."
                yield Said((*path, "where", name), message, fix)


def conditions(draft: Draft) -> Iterator[Said]:
    for entry, path, given in _filters(draft):
        known = draft.names("properties", entry.object_type)
        for name, condition in given.get("where", {}).items():
            declared = known.get(name)
            for word, value in condition.items():
                where = (*path, "where", name, word)
                if isinstance(declared, Mapping):
                    yield from _against(where, name, word, value, declared)
                if not all(_is_day(each) for each in _days(word, value)):
                    yield Said(where, "The calendar has no such day.", "write a day as 2026-11-01", of_value=True)


def _against(where: Path, name: str, word: str, value: Any, declared: Mapping[str, Any]) -> Iterator[Said]:
    wanted, type_ = _TYPES.get(word), declared.get("type")
    if wanted and type_ and type_ not in wanted:
        message = f"{word} is for properties of type {listed(wanted)}, and {name} is {type_}."
        yield Said(where, message, "choose another condition")
        return
    options = declared.get("options")
    if word in ("any_of", "none_of") and isinstance(options, Mapping):
        has = [str(each) for each in options]
        for index, each in enumerate(value):
            if str(each) not in has and not declared.get("hubspot_defined"):
                fix = did_you_mean(str(each), has, f"choose among {listed(has)}")
                yield Said((*where, index), f"{name} has no option {each}.", fix)


def _days(word: str, value: Any) -> list[str]:
    told = value if word == "between" else [value] if word in ("before", "after") else []
    return [str(each) for each in told if str(each)[:1].isdigit()]


def _is_day(told: str) -> bool:
    try:
        date.fromisoformat(told)
    except ValueError:
        return False
    return True


def same(draft: Draft) -> Iterator[Said]:
    names = [((*entry.path, "name"), entry.name, entry.fields["name"]) for entry in draft.lists]
    yield from collisions(draft, names, "list")


def apart(draft: Draft) -> Iterator[Said]:
    """In a portal of two modes every list says of which one it is."""
    if draft.document.get("mode") != "hybrid":
        return
    for entry, path, given in _filters(draft):
        if entry.object_type in ("deals", "leads") and "pipeline" not in given:
            message = f"The list {entry.name} shows the {entry.object_type} of both modes together."
            yield Said(path, message, "add pipeline:, and write a list for each mode")


RULES = (
    Rule("LIST001", ERROR, "A list names a pipeline or a stage that is not there.", stages),
    Rule("LIST002", WARNING, "A list asks for a property that nobody knows.", properties),
    Rule("LIST003", ERROR, "A condition of a list does not go with its property.", conditions),
    Rule("LIST004", ERROR, "Two lists have the same name.", same),
    Rule("LIST005", ERROR, "In hybrid a list is bound to no pipeline.", apart),
)
