"""Rules on forecast categories: how sure the money is must agree with the probability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.rules.blueprint_draft import Draft, Path
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said

_RANK = {"omit": 0, "pipeline": 1, "best_case": 2, "commit": 3, "closed": 4}


def _categories(draft: Draft) -> Iterator[tuple[Path, str, float, str]]:
    """(path, stage, probability, category) of the deal stages that have both."""
    for pipeline, path, stages in draft.stages:
        if pipeline.object_type == "deals":
            for name, fields in stages.items():
                if "probability" in fields and "forecast_category" in fields:
                    yield (*path, name, "forecast_category"), name, fields["probability"], fields["forecast_category"]


def won(draft: Draft) -> Iterator[Said]:
    for path, name, probability, category in _categories(draft):
        if probability == 1 and category != "closed":
            message = f"The stage {name} is won (1.0), but its forecast category is {category}."
            yield Said(path, message, "write closed", of_value=True)


def lost(draft: Draft) -> Iterator[Said]:
    for path, name, probability, category in _categories(draft):
        if probability == 0 and category != "omit":
            message = f"The stage {name} is lost (0.0), but its forecast category is {category}."
            yield Said(path, message, "write omit", of_value=True)


def still_open(draft: Draft) -> Iterator[Said]:
    for path, name, probability, category in _categories(draft):
        if 0 < probability < 1 and category == "closed":
            message = f"The stage {name} is open ({probability}), but its forecast category is closed."
            yield Said(path, message, "write pipeline, best_case or commit", of_value=True)


def rising(draft: Draft) -> Iterator[Said]:
    for _, path, stages in (each for each in draft.stages if each.pipeline.object_type == "deals"):
        surest: tuple[str, Mapping[str, Any]] | None = None
        for name, fields in sorted(_open(stages), key=lambda each: each[1]["probability"]):
            if surest and _rank(fields) < _rank(surest[1]) and fields["probability"] > surest[1]["probability"]:
                message = (
                    f"{name} is likelier than {surest[0]}, but its forecast category {fields['forecast_category']} "
                    f"is less sure than {surest[1]['forecast_category']}."
                )
                fix = "let the category rise with the probability"
                yield Said((*path, name, "forecast_category"), message, fix, of_value=True)
            if surest is None or _rank(fields) >= _rank(surest[1]):
                surest = (name, fields)


def _open(stages: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, fields in stages.items():
        if "forecast_category" in fields and 0 < fields.get("probability", 0) < 1:
            yield name, fields


def _rank(fields: Mapping[str, Any]) -> int:
    return _RANK[fields["forecast_category"]]


RULES = (
    Rule("FORECAST001", ERROR, "A won stage has another forecast category than closed.", won),
    Rule("FORECAST002", ERROR, "A lost stage has another forecast category than omit.", lost),
    Rule("FORECAST003", ERROR, "An open stage has the forecast category closed.", still_open),
    Rule("FORECAST004", WARNING, "Forecast categories do not rise with the probability.", rising),
)
