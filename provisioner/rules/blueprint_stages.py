"""Rules on stages: what HubSpot demands of a pipeline, and what reports need of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from provisioner.rules import blueprint_hubspot as hubspot
from provisioner.rules.blueprint_draft import Draft, Path, Stages
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said

_FIELDS_OF = {"probability": "deals", "forecast_category": "deals", "ticket_state": "tickets", "lead_state": "leads"}


def _stages(draft: Draft, object_type: str | None = None) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    for pipeline, path, stages in draft.stages:
        if object_type in (None, pipeline.object_type):
            for name, fields in stages.items():
                yield (*path, name), name, fields


def _of_deals(draft: Draft) -> Iterator[Stages]:
    """Deal pipelines of which nothing was left out."""
    for each in draft.stages:
        if each.pipeline.object_type == "deals" and draft.is_whole(each.path):
            yield each


def probability_range(draft: Draft) -> Iterator[Said]:
    for path, name, fields in _stages(draft):
        if "probability" in fields and not 0 <= fields["probability"] <= 1:
            message = f"The probability of {name} is {fields['probability']}, but must lie between 0 and 1."
            yield Said((*path, "probability"), message, _scaled(fields["probability"]), of_value=True)


def _scaled(value: float) -> str:
    return f"did you mean {value / 100:g}?" if 1 < value <= 100 else "write a number from 0 to 1"


def probability_step(draft: Draft) -> Iterator[Said]:
    for path, name, fields in _stages(draft):
        value = fields.get("probability", 0)
        if 0 <= value <= 1 and abs(value * 10 - round(value * 10)) > 1e-9:
            low = int(value * 10) / 10
            message = f"The probability of {name} is {value}, but goes in steps of 0.1."
            yield Said((*path, "probability"), message, f"write {low:.1f} or {low + 0.1:.1f}", of_value=True)


def probability_missing(draft: Draft) -> Iterator[Said]:
    for path, name, fields in _stages(draft, "deals"):
        if "probability" not in fields and draft.is_whole(path):
            yield Said(path, f"The deal stage {name} has no probability.", "add probability: from 0.0 to 1.0")


def foreign_fields(draft: Draft) -> Iterator[Said]:
    for pipeline, path, stages in draft.stages:
        for name, fields in stages.items():
            for field, owner in _FIELDS_OF.items():
                if field in fields and pipeline.object_type != owner:
                    message = f"{field} is for {owner}, not for {pipeline.object_type}."
                    yield Said((*path, name, field), message, "delete the line")


def one_won(draft: Draft) -> Iterator[Said]:
    for pipeline, path, stages in _of_deals(draft):
        won = [name for name, fields in stages.items() if fields.get("probability") == 1]
        if not won:
            yield Said(path, f"{pipeline.name} has no won stage.", "give one stage probability: 1.0")
        for name in won[1:]:
            message = f"{pipeline.name} has more than one won stage: {won[0]} and {name}."
            yield Said((*path, name, "probability"), message, "give probability 1.0 to one stage only", of_value=True)


def some_lost(draft: Draft) -> Iterator[Said]:
    for pipeline, path, stages in _of_deals(draft):
        if not any(fields.get("probability") == 0 for fields in stages.values()):
            yield Said(path, f"{pipeline.name} has no lost stage.", "give a stage probability: 0.0")


def too_many(draft: Draft) -> Iterator[Said]:
    for pipeline, path, stages in draft.stages:
        most = hubspot.most_stages(pipeline.object_type)
        if len(stages) > most:
            name = list(stages)[most]
            message = f"{pipeline.name} has {len(stages)} stages; HubSpot takes {most} for {pipeline.object_type}."
            yield Said((*path, name), message, f"keep {most} at most; this is the first one over")


def closed_ticket_stage(draft: Draft) -> Iterator[Said]:
    for pipeline, path, stages in draft.stages:
        closed = any(fields.get("ticket_state") == "closed" for fields in stages.values())
        if pipeline.object_type == "tickets" and not closed and draft.is_whole(path):
            yield Said(path, f"{pipeline.name} has no closed stage.", "give a stage ticket_state: closed")


def rising(draft: Draft) -> Iterator[Said]:
    for _, path, stages in _of_deals(draft):
        given = [(name, fields["probability"]) for name, fields in stages.items() if "probability" in fields]
        for (before, low), (name, high) in pairwise([each for each in given if 0 < each[1] < 1]):
            if high < low:
                message = f"The probability falls from {low} at {before} to {high} at {name}."
                fix = "let it rise from stage to stage, or put the stages in another order"
                yield Said((*path, name, "probability"), message, fix, of_value=True)


def deal_pipeline(draft: Draft) -> Iterator[Said]:
    pipelines = draft.whole.get("pipelines")
    declared = pipelines if isinstance(pipelines, Mapping) else {}
    if "mode" in draft.document and "deals" not in declared and draft.is_whole(("pipelines",)):
        message = f"The mode {draft.document['mode']} sells, but the blueprint has no deal pipeline."
        yield Said(("mode",), message, "add one under pipelines: deals:")


def two_ages(draft: Draft) -> Iterator[Said]:
    for path, name, fields in _stages(draft):
        if "max_age" in fields and "max_age_property" in fields:
            message = f"The stage {name} has both max_age and max_age_property."
            yield Said((*path, "max_age_property"), message, "keep one of the two")


RULES = (
    Rule("STAGE001", ERROR, "A probability lies outside 0 to 1.", probability_range),
    Rule("STAGE002", ERROR, "A probability is no step of 0.1.", probability_step),
    Rule("STAGE003", ERROR, "A deal stage has no probability.", probability_missing),
    Rule("STAGE004", ERROR, "A stage has a field that is for another object.", foreign_fields),
    Rule("STAGE005", ERROR, "A deal pipeline has no won stage, or more than one.", one_won),
    Rule("STAGE006", ERROR, "A deal pipeline has no lost stage.", some_lost),
    Rule("STAGE007", ERROR, "A pipeline has more stages than HubSpot takes.", too_many),
    Rule("STAGE008", ERROR, "A ticket pipeline has no closed stage.", closed_ticket_stage),
    Rule("STAGE009", WARNING, "Probabilities do not rise in the order of the stages.", rising),
    Rule("STAGE010", WARNING, "The blueprint has no deal pipeline.", deal_pipeline),
    Rule("STAGE011", ERROR, "A stage has two age limits.", two_ages),
)
