"""Whether the parameters of one rule make sense: their shape, their size, and the names in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from provisioner.automation import amounts
from provisioner.automation.parameters import Parameter, Shape
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates.contract import Settleable
from provisioner.model.keys import Key


class Said(NamedTuple):
    """One remark: its code, the path below the rule, one sentence, what to do, whether it only warns, or only tells."""

    code: str
    path: tuple[str | int, ...]
    message: str
    fix: str
    warning: bool = False
    info: bool = False


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    import difflib  # only where a word is wrong

    names = sorted(set(known))
    close = difflib.get_close_matches(word, names, 1)
    return f"did you mean {close[0]}?" if close else otherwise or f"known here: {', '.join(names) or 'none'}"


def check(rule: Rule, template: Settleable, context: Context) -> Iterator[Said]:
    """Everything that is wrong with the parameters of a rule."""
    fields = {each.name: each for each in template.FIELDS}
    for name in rule.parameters:
        if name not in fields:
            message = f"{rule.template} has no parameter {name}."
            yield Said("AUTO006", (name,), message, did_you_mean(name, fields))
    sound = _sound(rule, fields)
    for each in fields.values():
        yield from _parameter(each, rule, sound, context)
    yield from _ascending(template.FIELDS, sound, context)


def _sound(rule: Rule, fields: Mapping[str, Parameter]) -> Rule:
    """The rule with only those parameters that fit, so that defaults can be worked out from them."""
    fitting = {name: each for name, each in rule.parameters.items() if name in fields and _fits(fields[name], each)}
    return replace(rule, parameters=fitting)


def _fits(parameter: Parameter, value: Any) -> bool:
    return _FITS[parameter.shape](value)


def _parameter(parameter: Parameter, rule: Rule, sound: Rule, context: Context) -> Iterator[Said]:
    applies = parameter.applies(sound.parameters)
    if parameter.name not in rule.parameters:
        if parameter.required and applies and parameter.default_for(sound, context) is None:
            message = f"The rule {rule.key} has no {parameter.name}."
            yield Said("AUTO007", (), message, f"add {parameter.name}: {parameter.about.lower().rstrip('.')}")
        return
    given = rule.parameters[parameter.name]
    if not applies:
        needs = parameter.only_with or f"when: {' or '.join(parameter.only_when)}"
        yield Said("AUTO006", (parameter.name,), f"{parameter.name} says nothing without {needs}.", "delete it", True)
    elif not _fits(parameter, given):
        message = f"{parameter.name} is {'empty' if given is None else repr(given)}, which does not fit."
        yield Said("AUTO007", (parameter.name,), message, f"write {_EXAMPLE[parameter.shape]}")
    else:
        yield from _bounds(parameter, given)
        yield from _names(parameter, given, sound, context)


def _bounds(parameter: Parameter, given: Any) -> Iterator[Said]:
    for path, value in _leaves(parameter, given):
        low, high = _size(parameter.least), _size(parameter.most)
        size = _size(value)
        if size is None:
            continue
        if (low is not None and size < low) or (high is not None and size > high):
            message = f"{parameter.name} is {value}, which is outside reason."
            yield Said("AUTO008", path, message, f"write something from {parameter.least} to {parameter.most}")


def _leaves(parameter: Parameter, given: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(given, Mapping):
        yield from (((parameter.name, name), each) for name, each in given.items())
    elif isinstance(given, list | tuple):
        yield from (((parameter.name, index), each) for index, each in enumerate(given))
    else:
        yield (parameter.name,), given


def _size(value: Any) -> float | None:
    """An amount in minutes, a number as it is."""
    if isinstance(value, str):
        return amounts.amount(value).minutes if amounts.is_amount(value) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _names(parameter: Parameter, given: Any, rule: Rule, context: Context) -> Iterator[Said]:
    match parameter.shape:
        case Shape.PEOPLE:
            yield from _people(parameter, given, context)
        case Shape.PIPELINE:
            if context.pipelines and Key("pipeline", given) not in context.pipelines:
                known = [each.address for each in context.pipelines]
                yield Said("AUTO003", (parameter.name,), f"There is no pipeline {given}.", did_you_mean(given, known))
        case Shape.STAGE | Shape.STAGES | Shape.SPANS | Shape.WORD_BY_STAGE:
            yield from _stages(parameter, given, rule, context)
    if parameter.choices:
        yield from _choices(parameter, given)


def _people(parameter: Parameter, given: Any, context: Context) -> Iterator[Said]:
    known = context.recipients.get(given) if isinstance(given, str) else None
    owner = given == "owner" or (known is not None and known.owner) or (isinstance(given, Mapping) and "owner" in given)
    if owner:
        message = f"{parameter.name} cannot be the owner: the record is theirs already."
        yield Said("AUTO009", (parameter.name,), message, "name a team or users under recipients:")
    elif isinstance(given, str) and known is None:
        message = f"Nobody is called {given} under recipients."
        yield Said("AUTO009", (parameter.name,), message, did_you_mean(given, context.recipients))


def _stages(parameter: Parameter, given: Any, rule: Rule, context: Context) -> Iterator[Said]:
    pipeline = Key("pipeline", str(rule.parameters.get(parameter.of, ""))) if parameter.of else rule.pipeline
    known = context.pipelines.get(pipeline)
    if known is None:
        return
    names = [each.name for each in known.stages]
    wanted = [given] if isinstance(given, str) else list(given)
    for name in wanted:
        if name not in names:
            path = (parameter.name, name) if isinstance(given, Mapping) else (parameter.name,)
            yield Said("AUTO005", path, f"{pipeline.address} has no stage {name}.", did_you_mean(name, names))


def _choices(parameter: Parameter, given: Any) -> Iterator[Said]:
    for path, value in _leaves(parameter, given):
        if value not in parameter.choices:
            message = f"{parameter.name} cannot be {value}."
            yield Said("AUTO007", path, message, did_you_mean(str(value), parameter.choices))


def _ascending(fields: tuple[Parameter, ...], rule: Rule, context: Context) -> Iterator[Said]:
    def value(name: str) -> Any:
        given = rule.parameters.get(name)
        parameter = next(each for each in fields if each.name == name)
        return parameter.default_for(rule, context) if given is None else given

    for parameter in fields:
        for lower in parameter.above if parameter.applies(rule.parameters) else ():
            for name in _strangers(value(lower), value(parameter.name)):
                message = f"{parameter.name} names {name}, for which {lower} says nothing."
                yield Said("AUTO011", (parameter.name, name), message, f"add {name} to {lower}, or delete it here")
            for name, low, high in _pairs(value(lower), value(parameter.name)):
                if low >= high:
                    what = f" ({name})" if name else ""
                    message = f"{parameter.name}{what} does not come after {lower}."
                    yield Said("AUTO011", (parameter.name,), message, f"let {parameter.name} be longer than {lower}")


def _strangers(lower: Any, upper: Any) -> list[str]:
    """Names for which there is an upper threshold without a lower one."""
    both = isinstance(lower, Mapping) and isinstance(upper, Mapping)
    return [name for name in upper if name not in lower] if both else []


def _pairs(lower: Any, upper: Any) -> Iterator[tuple[str, float, float]]:
    if isinstance(lower, Mapping) and isinstance(upper, Mapping):
        for name in upper:
            yield from ((name, low, high) for _, low, high in _pairs(lower.get(name), upper[name]))
    low, high = _size(lower), _size(upper)
    if low is not None and high is not None:
        yield "", low, high


def _every(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list | tuple) and bool(value) and all(fits(each) for each in value)


def _each_value(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, Mapping) and bool(value) and all(fits(each) for each in value.values())


def _span(value: Any) -> bool:
    return amounts.is_amount(value) and amounts.amount(value).unit != "m" and not value.endswith("bh")


def _word(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _some_people(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return _word(value)
    (name, given), *more = [*value.items(), ("", "")]
    fits = {"owner": lambda x: x is True, "team": _word, "teams": _every(_word), "users": _every(_word)}
    return len(more) == 1 and name in fits and fits[name](given)


def _time(value: Any) -> bool:
    hour, _, minute = value.partition(":") if isinstance(value, str) else ("", "", "")
    return hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(hour) < 24 and int(minute) < 60


_FITS: Mapping[Shape, Callable[[Any], bool]] = {
    Shape.WAIT: amounts.is_amount,
    Shape.WAITS: _every(amounts.is_amount),
    Shape.SPAN: _span,
    Shape.SPANS: _each_value(_span),
    Shape.SPAN_BY_OPTION: _each_value(_span),
    Shape.COUNT: lambda value: isinstance(value, int) and not isinstance(value, bool),
    Shape.FACTOR: lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    Shape.FLAG: lambda value: isinstance(value, bool),
    Shape.CHOICE: _word,
    Shape.PROPERTY: _word,
    Shape.PROPERTIES: lambda value: value in ([], ()) or _every(_word)(value),
    Shape.WORD: _word,
    Shape.WORDS: _every(_word),
    Shape.WORD_BY_STAGE: _each_value(_word),
    Shape.TEXT: lambda value: _word(value) or _each_value(_word)(value),
    Shape.STAGE: _word,
    Shape.STAGES: _every(_word),
    Shape.PIPELINE: lambda value: _word(value) and "/" in value,
    Shape.PEOPLE: _some_people,
    Shape.TIME: _time,
}
_EXAMPLE: Mapping[Shape, str] = {
    Shape.WAIT: "an amount like 5bm, 4h or 2bd",
    Shape.WAITS: "a list of amounts like [60bm, 3bh, 1bd]",
    Shape.SPAN: "hours or days, like 12h, 7d or 3bd",
    Shape.SPANS: "one for each stage, like {proposal_sent: 14d}",
    Shape.SPAN_BY_OPTION: "one for each option, like {a: 30d}",
    Shape.COUNT: "a whole number",
    Shape.FACTOR: "a number like 1.5",
    Shape.FLAG: "true or false",
    Shape.CHOICE: "one of the words allowed",
    Shape.PROPERTY: "the name of a property",
    Shape.PROPERTIES: "a list of property names",
    Shape.WORD: "the value of an option",
    Shape.WORDS: "a list of option values",
    Shape.WORD_BY_STAGE: "one for each stage, like {won: closed}",
    Shape.TEXT: "a text, or {en: ..., he: ...}",
    Shape.STAGE: "the name of a stage",
    Shape.STAGES: "a list of stages",
    Shape.PIPELINE: "a pipeline like deals/cc_sales",
    Shape.PEOPLE: "a name from recipients:, {team: ...} or {users: [...]}",
    Shape.TIME: "an hour like 07:30, in quotes",
}
