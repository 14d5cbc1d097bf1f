"""Rules on pipeline rules: of stages that are there, and no more of them than the way of selling bears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.model.keys import Key
from provisioner.rules.blueprint_draft import Draft
from provisioner.rules.blueprint_rule import ERROR, Rule, Said
from provisioner.rules.blueprint_words import did_you_mean

_MOVES = ("no_skipping", "no_backwards")


def stages(draft: Draft) -> Iterator[Said]:
    for entry in draft.gates:
        known = draft.names("pipelines", entry.object_type)
        if entry.name not in known:
            fix = did_you_mean(entry.name, known, "name a pipeline of the blueprint")
            yield Said(entry.path, f"The blueprint has no pipeline {entry.object_type}/{entry.name}.", fix)
            continue
        has = _stages(known[entry.name])
        for field, named in entry.fields.items():
            for index, stage in enumerate(named if isinstance(named, list) else ()):
                if stage not in has:
                    fix = did_you_mean(stage, has, "name a stage of that pipeline")
                    yield Said((*entry.path, field, index), f"{entry.name} has no stage {stage}.", fix)


def _stages(pipeline: Any) -> list[str]:
    found = pipeline.get("stages", {}) if isinstance(pipeline, Mapping) else {}
    return list(found) if isinstance(found, Mapping) else []


def doses(draft: Draft) -> Iterator[Said]:
    """A rule on how a stage is entered or left costs selling time, as a field does that must be filled."""
    if not draft.gates:
        return
    from provisioner.automation.doses import intensities  # only who sets rules pays for it
    from provisioner.automation.doses_data import TABLE

    written = draft.document.get("automation", {}).get("intensity")
    keys = {Key("pipeline", f"{each.object_type}/{each.name}"): "" for each in draft.gates}
    levels = intensities(written, str(draft.document.get("mode")), keys)
    for entry in draft.gates:
        level = levels[Key("pipeline", f"{entry.object_type}/{entry.name}")]
        cell = TABLE["hard_gate"].cells[level]
        counts = _gates(entry.fields, _stages(draft.names("pipelines", entry.object_type).get(entry.name)))
        most, total = max(counts.values(), default=0), sum(counts.values()) + ("create_in" in entry.fields)
        if not cell.allowed and total:
            yield Said(entry.path, f"{entry.name} bears no rules on how records move ({level}).", "take them out")
        elif cell.limit and (most > cell.limit.count or (cell.limit.in_all and total > cell.limit.in_all)):
            limits = f"{cell.limit.count} a stage" + (f", {cell.limit.in_all} in all" if cell.limit.in_all else "")
            message = (
                f"{entry.name} has {total} rules on how records move, {most} on one stage; {level} bears {limits}."
            )
            yield Said(entry.path, message, "name the few stages that matter, or take rules out")


def _gates(fields: Mapping[str, Any], has: list[str]) -> dict[str, int]:
    """How many rules on moving bind each stage."""
    found: dict[str, int] = {}
    for field in _MOVES:
        named = fields.get(field) or []
        for stage in has if named is True else named:
            found[stage] = found.get(stage, 0) + 1
    return found


RULES = (
    Rule("MOVE001", ERROR, "A pipeline rule names a pipeline or a stage that is not there.", stages),
    Rule("MOVE002", ERROR, "A pipeline has more rules on moving than its dose of automation bears.", doses),
)
