"""Two settings of one rule side by side: what changed, in the words of the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from provisioner.automation import amounts, people
from provisioner.automation.parameters import Shape
from provisioner.automation.rules import Rule
from provisioner.automation.templates import ALL


@dataclass(frozen=True, slots=True)
class RuleChange:
    """``alert_after``: ``3 business minutes`` became ``5 business minutes``. Empty: it was not there, or is gone."""

    parameter: str
    before: str
    after: str

    def __str__(self) -> str:
        words = f"{self.parameter.replace('_', ' ')} {self.before or '(none)'} → {self.after or '(none)'}"
        return " ".join(words.split())


def changes(before: Rule, after: Rule, language: str = "en") -> Iterator[RuleChange]:
    """What differs between two settled rules of one template, in the order in which its parameters are listed."""
    yield from _changed("title", str(before.title or ""), str(after.title or ""))
    yield from _changed("pipeline", before.pipeline.address, after.pipeline.address)
    stages = [each.stage.name if each.stage else "" for each in (before, after)]
    yield from _changed("stage", *stages)
    for field in ALL[after.template].FIELDS:
        values = (before.parameters.get(field.name), after.parameters.get(field.name))
        if values[0] != values[1]:
            told = [said(each, field.shape, language) for each in values]
            yield RuleChange(field.name, *told)


def _changed(name: str, before: str, after: str) -> Iterator[RuleChange]:
    if before != after:
        yield RuleChange(name, before, after)


def said(value: Any, shape: Shape, language: str) -> str:
    """A settled value as a person says it; empty for one that is not there."""
    if value is None:
        return ""
    if shape is Shape.PEOPLE:
        return people.words(value)[language]
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "he": ("לא", "כן")}[language][value]
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_one(each, language)}" for name, each in value.items())
    return ", ".join(_one(each, language) for each in value) if isinstance(value, list) else _one(value, language)


def _one(value: Any, language: str) -> str:
    return amounts.words(value)[language] if amounts.is_amount(value) else str(value)
