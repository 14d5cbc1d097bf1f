"""A rule with everything filled in: defaults taken, recipients looked up, texts in the label language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from provisioner.automation import amounts
from provisioner.automation.objects import OBJECTS
from provisioner.automation.parameters import Parameter, Shape
from provisioner.automation.people import described, recipient
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Recipient
from provisioner.automation.templates.contract import Settleable

Settle = Callable[[Any, Rule, Context, Settleable], Any]


def settled(rule: Rule, template: Settleable, context: Context) -> Rule:
    """The rule in its one canonical writing; settling it again changes nothing.

    A parameter that is neither written nor has a default stays out. Raises KeyError for a recipient that nobody
    named and ValueError for an amount that is none: the lint says both better, and first.
    """
    found: dict[str, Any] = {}
    for each in template.FIELDS:
        if each.for_defaults or not each.applies(found):
            continue
        given = rule.parameters.get(each.name)
        value = each.default_for(rule, context) if given is None else given
        if value is not None:
            found[each.name] = _settle(each, value, rule, context, template)
    title = context.words(rule.title) or context.words(template.TITLE)
    stage = None if template.STAGE == "shorthand" else rule.stage
    return replace(rule, stage=stage, parameters=found, title=title)


def _settle(parameter: Parameter, value: Any, rule: Rule, context: Context, template: Settleable) -> Any:
    how = _SETTLE.get(parameter.shape)
    return how(value, rule, context, template) if how else value


def _wait(value: str, _: Rule, __: Context, template: Settleable) -> str:
    return amounts.settled(value, business=template.BUSINESS)


def _text(value: Any, rule: Rule, context: Context, template: Settleable) -> str:
    return context.words(value).replace("{name}", OBJECTS[template.stands_on(rule)].token)


def _people(value: Any, _: Rule, context: Context, __: Settleable) -> Mapping[str, Any]:
    if isinstance(value, str):
        return described(Recipient(owner=True) if value == "owner" else context.recipients[value])
    return described(recipient(value))


_SETTLE: Mapping[Shape, Settle] = {
    Shape.WAIT: _wait,
    Shape.WAITS: lambda value, *rest: [_wait(each, *rest) for each in value],
    Shape.SPAN: lambda value, *_: amounts.calendar_span(value),
    Shape.SPAN_BY_OPTION: lambda value, *_: {name: amounts.calendar_span(each) for name, each in value.items()},
    Shape.SPANS: lambda value, *_: {name: amounts.calendar_span(each) for name, each in value.items()},
    Shape.PROPERTIES: lambda value, *_: list(value),
    Shape.WORDS: lambda value, *_: list(value),
    Shape.WORD_BY_STAGE: lambda value, *_: dict(value),
    Shape.STAGES: lambda value, *_: list(value),
    Shape.TEXT: _text,
    Shape.PEOPLE: _people,
}
