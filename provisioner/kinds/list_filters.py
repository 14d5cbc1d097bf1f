"""The filters of a list: as mappings that a plan compares, with stages in words, and as HubSpot's branches and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.automation import canonical, filters
from provisioner.automation.conditions import All, OneOf
from provisioner.automation.objects import OBJECTS
from provisioner.kinds import base, list_conditions
from provisioner.model.keys import Key, Ref
from provisioner.model.portal import Json

OTHER: Mapping[str, Any] = {"1": {"filters": "that no blueprint writes"}}
"""What a list is said to hold when somebody gave it filters beyond a blueprint's."""

Filters = Mapping[str, Any]
"""``{"1": {"pipeline": {name: Ref}, "stages": {name: Ref, ...}, property: "at least 3"}, "2": ...}``: any of these."""

_WORDS = ("pipeline", "stages")


def wanted(object_type: str, written: Json) -> Filters:
    """The filters of a blueprint."""
    return {str(number): _one(object_type, each) for number, each in enumerate(written, 1)}


def _one(object_type: str, written: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "pipeline" in written:
        pipeline = Key("pipeline", f"{object_type}/{written['pipeline']}")
        found["pipeline"] = {pipeline.name: Ref(pipeline)}
        if "stages" in written:
            found["stages"] = {str(name): Ref(pipeline.part(str(name))) for name in written["stages"]}
    return found | {name: list_conditions.said(each) for name, each in written.get("where", {}).items()}


def uses(object_type: str, given: Filters) -> dict[str, Ref]:
    """The properties that the filters speak of, by their keys."""
    names = dict.fromkeys(name for each in given.values() for name in each if name not in _WORDS)
    keys = [Key("property", f"{object_type}/{name}") for name in names]
    return {str(key): Ref(key) for key in keys}


def columns(given: Filters) -> tuple[Key, ...]:
    """The pipelines and stages that the filters name."""
    return tuple(ref.key for each in given.values() for word in _WORDS for ref in each.get(word, {}).values())


def tells_time(given: Filters) -> bool:
    """Whether any condition depends on a time zone."""
    starts = ("before ", "after ", "from ")
    return any(isinstance(told, str) and told.startswith(starts) for each in given.values() for told in each.values())


def branch(object_type: str, given: Filters, zone: str, ids: base.Ids) -> Json:
    """HubSpot's branch. KeyError names a pipeline or a stage that this portal has no id for."""
    return filters.branch(tuple(_all(object_type, given[number], ids) for number in sorted(given, key=int)), zone)


def _all(object_type: str, given: Mapping[str, Any], ids: base.Ids) -> All:
    pipeline, stage = _columns(object_type)
    found: list[Any] = []
    for name, told in given.items():
        if name in _WORDS:
            column = pipeline if name == "pipeline" else stage
            found.append(OneOf(column, tuple(ids[each.key] for each in told.values())))
        else:
            found.append(list_conditions.condition(name, told))
    return tuple(found)


def _columns(object_type: str) -> tuple[str, str]:
    """The properties that hold a record's pipeline and stage."""
    facts = OBJECTS.get(object_type)
    return (facts.pipeline, facts.stage) if facts and facts.pipeline else ("hs_pipeline", "hs_pipeline_stage")


# What a portal has


def read(object_type: str, raw: Json, ids: base.Ids) -> tuple[Filters, str]:
    """(filters, time zone) of a live list; ``OTHER`` where a blueprint would not have written them."""
    words = {id_: key for key, id_ in ids.items() if key.kind == "pipeline" and key.object_type == object_type}
    zone = next(_zones(raw), "")
    found: dict[str, Any] = {}
    for number, each in enumerate(filters.any_of(raw), 1):
        one = _read_all(object_type, each, words)
        if one is None:
            return OTHER, zone
        found[str(number)] = one
    try:
        again = branch(object_type, found, zone, ids)
    except (KeyError, ValueError):
        return OTHER, zone
    return (found, zone) if _plain(again) == _plain(raw) else (OTHER, zone)


def _read_all(object_type: str, conditions: All, words: Mapping[str, Key]) -> dict[str, Any] | None:
    pipeline, stage = _columns(object_type)
    found: dict[str, Any] = {}
    for each in conditions:
        if isinstance(each, OneOf) and not each.none and each.property in (pipeline, stage):
            keys = [words.get(str(value)) for value in each.values]
            if None in keys:
                return None
            word = "pipeline" if each.property == pipeline else "stages"
            found[word] = {key.name: Ref(key) for key in keys if key}
        elif (told := list_conditions.read(each)) is not None and told[0] not in found:
            found[told[0]] = told[1]
        else:
            return None
    return found


def _zones(node: Json) -> Iterator[str]:
    if isinstance(node, Mapping):
        if "zoneId" in node:
            yield str(node["zoneId"])
        for each in node.values():
            yield from _zones(each)
    elif isinstance(node, list):
        for each in node:
            yield from _zones(each)


def _plain(node: Json) -> Json:
    """A branch without what HubSpot adds or leaves out, and with values and filters in one order."""
    return _sorted(json.loads(canonical.canonical({"filterBranch": node})))


def _sorted(node: Json) -> Json:
    if isinstance(node, dict):
        return {name: _sorted(each) for name, each in node.items()}
    if isinstance(node, list):
        return sorted((_sorted(each) for each in node), key=lambda each: json.dumps(each, sort_keys=True))
    return node
