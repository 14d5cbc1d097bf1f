"""The parameters of a template: declared once, for the schema, for settling and for the lint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from provisioner.automation import amounts
from provisioner.automation.rules import Context, Rule
from provisioner.automation.section_schema import RECIPIENT
from provisioner.model.portal import Json


class Shape(StrEnum):
    """What a value looks like and what it means."""

    WAIT = "wait"  # an amount that a workflow waits
    WAITS = "waits"  # a list of them, each after the one before
    SPAN = "span"  # an amount that a filter looks back or ahead
    SPANS = "spans"  # one for each stage
    SPAN_BY_OPTION = "span_by_option"
    COUNT = "count"
    FACTOR = "factor"
    FLAG = "flag"
    CHOICE = "choice"
    PROPERTY = "property"
    PROPERTIES = "properties"
    WORD = "word"  # the value of an option
    WORDS = "words"
    WORD_BY_STAGE = "word_by_stage"
    TEXT = "text"
    STAGE = "stage"
    STAGES = "stages"
    PIPELINE = "pipeline"
    PEOPLE = "people"
    TIME = "time"  # an hour of the day


Default = Callable[[Rule, Context], Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """``least`` and ``most`` bound an amount or a number: outside them a value is more likely a slip than a wish.

    ``default`` is a value, or a function of the rule and its context that may give None for "leave it out".
    ``only_with``: another parameter, listed before, without which this one says nothing. ``only_when``: values of
    the parameter ``when`` with which this one says something. ``for_defaults``: it only feeds the defaults of others.
    ``above``: amounts that must be smaller. ``of``: the parameter that names the pipeline of this stage, where it is
    not the rule's own.
    """

    name: str
    shape: Shape
    about: str
    default: Any = field(default=None, hash=False)
    required: bool = False
    least: str | float | None = None
    most: str | float | None = None
    choices: tuple[str, ...] = ()
    only_with: str = ""
    only_when: tuple[str, ...] = ()
    for_defaults: bool = False
    above: tuple[str, ...] = ()
    of: str = ""

    def applies(self, others: Mapping[str, Any]) -> bool:
        """Whether this parameter says anything beside the others."""
        with_it = not self.only_with or others.get(self.only_with) is not None
        return with_it and (not self.only_when or others.get("when") in self.only_when)

    def default_for(self, rule: Rule, context: Context) -> Any:
        return self.default(rule, context) if callable(self.default) else self.default


_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_AMOUNT = {"type": "string", "pattern": amounts.PATTERN}
_SPAN = {"type": "string", "pattern": amounts.SPAN_PATTERN}
_SCHEMAS: Mapping[Shape, Json] = {
    Shape.WAIT: _AMOUNT,
    Shape.WAITS: {"type": "array", "minItems": 1, "items": _AMOUNT},
    Shape.SPAN: _SPAN,
    Shape.SPAN_BY_OPTION: {"type": "object", "minProperties": 1, "additionalProperties": _SPAN},
    Shape.SPANS: {"type": "object", "minProperties": 1, "additionalProperties": _SPAN},
    Shape.COUNT: {"type": "integer"},
    Shape.FACTOR: {"type": "number"},
    Shape.FLAG: {"type": "boolean"},
    Shape.CHOICE: {"type": "string"},
    Shape.PROPERTY: _NAME,
    Shape.PROPERTIES: {"type": "array", "items": _NAME},
    Shape.WORD: {"type": "string", "minLength": 1},
    Shape.WORDS: {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
    Shape.WORD_BY_STAGE: {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}},
    Shape.TEXT: {"$ref": "#/$defs/text"},
    Shape.STAGE: _NAME,
    Shape.STAGES: {"type": "array", "minItems": 1, "items": _NAME},
    Shape.PIPELINE: {"type": "string", "pattern": "^[a-z_]+/[a-z][a-z0-9_]*$"},
    Shape.PEOPLE: RECIPIENT,
    Shape.TIME: {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
}


def schema(parameters: tuple[Parameter, ...]) -> Json:
    """JSON Schema of a template's own keys, by name."""
    return {each.name: _schema(each) for each in parameters}


def _schema(parameter: Parameter) -> Json:
    given = {**_SCHEMAS[parameter.shape], "description": parameter.about}
    if parameter.choices:
        given = {"enum": list(parameter.choices), "description": parameter.about}
    bounds = {"minimum": parameter.least, "maximum": parameter.most}
    return given | {name: each for name, each in bounds.items() if isinstance(each, int | float)}
