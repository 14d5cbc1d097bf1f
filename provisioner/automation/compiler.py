"""The compiler: a rule to a workflow or a manual step, and a workflow back to the rule that it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from provisioner.automation import bodies, canonical, holding, settling
from provisioner.automation.rules import Compiled, Context, Rule
from provisioner.automation.steps import Flow
from provisioner.automation.templates import ALL, MANUAL, TEMPLATES
from provisioner.automation.templates.contract import Words
from provisioner.model.findings import ManualStep
from provisioner.model.portal import Json


def settle(rule: Rule, context: Context) -> Rule:
    """The rule with every parameter in its one canonical writing; KeyError for a template that nobody knows."""
    return settling.settled(rule, ALL[rule.template], context)


def compile_rule(rule: Rule, context: Context) -> Compiled | ManualStep:
    """What becomes of a rule. The same rule and context always give the same bytes.

    The rule must have passed the lint: KeyError or ValueError otherwise.
    """
    full = settle(rule, context)
    made = flow(full, context)
    if made is None:
        return holding.told(MANUAL[rule.template].manual(full, context.at(full.pipeline)), full, context)
    body = bodies.body(made)
    spec = canonical.sha256(body, in_order=True)
    return Compiled(rule.workflow, made.name, made.description, made.object_type, body, spec, full)


def flow(full: Rule, context: Context) -> Flow | None:
    """The workflow of a settled rule in words, for drawing it and for what it does; None for a manual step."""
    if full.template not in TEMPLATES:
        return None
    template = TEMPLATES[full.template]
    description = context.words(_sentence(full, context))
    made = holding.held(template.flow(full, context.at(full.pipeline)), full, context)
    return replace(made, name=str(full.title), description=description)


def compile_all(rules: list[Rule], context: Context) -> Iterator[Compiled | ManualStep]:
    """Every enabled rule, in the order in which they stand."""
    return (compile_rule(each, context) for each in rules if each.enabled)


def sentence(rule: Rule, context: Context) -> Words:
    """What a rule does, in one sentence, by language."""
    return _sentence(settle(rule, context), context)


def _sentence(full: Rule, context: Context) -> Words:
    return holding.said(ALL[full.template].sentence(full, context), full, context)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A workflow as a rule. ``exact``: compiling the rule gives this very workflow; else it was edited by hand, and
    ``rule`` is as much as could be read."""

    rule: Rule
    exact: bool


def read(key: str, template: str, body: Json, context: Context) -> ReadBack | None:
    """The settled rule that a symbolic body (its description without the marker) was made from.

    None when the workflow does not look like one of that template at all.
    """
    try:
        given = holding.freed(bodies.flow(body))
        found = TEMPLATES[template].read(given)
    except _ODD:
        return None
    if found is None:
        return None
    rule = Rule(key, template, found.pipeline, found.stage, found.parameters, given.name)
    return ReadBack(rule, _same(rule, body, context))


def _same(rule: Rule, body: Json, context: Context) -> bool:
    try:
        again = compile_rule(rule, context)
    except _ODD:
        return False
    return isinstance(again, Compiled) and again.spec == canonical.sha256(body)


_ODD = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What may come of a workflow that a person edited: it can have any shape, and need be no valid rule any more."""


def recognise(key: str, body: Json, context: Context) -> ReadBack | None:
    """The rule of a workflow whose template is not known any more; only an exact answer counts."""
    answers = (read(key, name, body, context) for name in TEMPLATES)
    return next((each for each in answers if each and each.exact), None)
