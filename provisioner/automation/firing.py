"""Where the rules of a blueprint fire and what each says, for the picture of its sales pipelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.automation import compiler, section
from provisioner.automation.parameters import Shape
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import ALL, MANUAL
from provisioner.model.blueprint import text
from provisioner.model.board import Firing
from provisioner.model.keys import Key

_BY_STAGE = frozenset({Shape.STAGES, Shape.SPANS, Shape.WORD_BY_STAGE})
"""Shapes of a parameter that names the stages on which a rule works, in a list or as keys."""


def firings(document: Mapping[str, Any], language: str) -> Iterator[Firing]:
    """Every enabled rule of a document that the lint has passed, in the label language; none without ``automation``.

    ValueError where the lint would have found an error.
    """
    rules = [each for each in section.rules(document) if each.enabled]
    if not rules:
        return
    context = section.compiled_with(document, language)
    if context is None:
        raise ValueError("the calendar is not valid")
    for each in rules:
        yield _firing(each, context)


def _firing(written: Rule, context: Context) -> Firing:
    rule = compiler.settle(written, context)
    sentence = compiler.sentence(rule, context)
    into = written.parameters.get("into")
    return Firing(
        rule.key,
        str(rule.title),
        text(sentence, "en" if context.language == "en" else "he"),
        rule.pipeline,
        tuple(_stages(rule)),
        Key("pipeline", into).part(written.parameters["into_stage"]) if into else None,
        rule.template in MANUAL,
    )


def _stages(rule: Rule) -> Iterator[str]:
    """The stage that a settled rule names, or those that its parameters name; nothing when it works in all."""
    if rule.stage is not None:
        yield rule.stage.name
        return
    named = (rule.parameters.get(each.name) for each in ALL[rule.template].FIELDS if each.shape in _BY_STAGE)
    yield from dict.fromkeys(stage for value in named if value for stage in value)
