"""What jsonschema finds, in plain words, each with the place of the key or value that offends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
from jsonschema import Draft202012Validator, ValidationError

from provisioner.blueprint import schema
from provisioner.blueprint.scalars import resolved
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place
from provisioner.rules.blueprint_keys import key_of
from provisioner.rules.blueprint_words import did_you_mean, listed

if TYPE_CHECKING:
    from provisioner.blueprint.check import Unit

Path = tuple[str | int, ...]

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping of keys to values",
}
_EXAMPLES: Mapping[str, str] = {
    schema.NAME: "small letters, digits and _, at most 50, the first a letter",
    schema.SEMVER: "a version of three numbers, such as 1.0.0",
    schema.DAY: "a day such as 2026-11-01",
    "^[1-9][0-9]{0,3}(m|h|d|w|bm|bh|bd)$": "a number and a unit, such as 30m, 4h, 2d or 1w, or 5bd in business days",
    "^[a-z_]+/[a-z][a-z0-9_]*$": "an object type and a property, such as leads/hs_pipeline_stage",
    "^[^/]+/[^/]+$": "an object type and a pipeline, such as deals/cc_sales",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding, and the path of what must go before the rest can be looked at."""

    path: Path
    finding: Finding


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    """A pattern as the specification has it (ECMA 262): ``$`` is the very end, not also the place before a newline."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError("does not match")


_Validator = jsonschema.validators.extend(  # type: ignore[no-untyped-call]  # jsonschema gives it no types
    Draft202012Validator, {"pattern": _pattern}
)


def problems(unit: Unit, document: Any, file: str) -> list[Problem]:
    """Every problem of a unit, in reading order."""
    errors = list(validator(unit.name).iter_errors(unit.value))
    ill_typed = {error.json_path for error in errors if error.validator == "type"}
    found = [
        each
        for error in errors
        if error.validator != "enum" or error.json_path not in ill_typed
        for each in _worded(error, unit.path, document, file)
    ]
    return sorted(_without_echoes(found), key=lambda each: (each.finding.place or Place(file, 1, 1), each.finding.code))


def _without_echoes(found: list[Problem]) -> Iterator[Problem]:
    """Without "has no label" where the same thing has a ``lable`` that was meant to be one."""
    meant = {(each.path[:-1], each.finding.fix) for each in found if each.finding.code == "SCHEMA001"}
    for each in found:
        name = each.finding.message.rpartition(" ")[2].rstrip(".")
        if each.finding.code != "SCHEMA002" or (each.path, f"did you mean {name}?") not in meant:
            yield each


@cache
def validator(unit: str) -> Any:
    """The jsonschema validator of one unit, with the whole schema's definitions in reach."""
    return _Validator(schema.units()[unit] | {"$defs": schema.definitions()})


def _worded(error: Any, base: Path, document: Any, file: str) -> Iterator[Problem]:
    path = (*base, *error.absolute_path)
    say = _names if "propertyNames" in error.absolute_schema_path else _WORDS.get(str(error.validator), _other)
    for wrong, code, message, fix, of_value in say(error, path):
        place = place_of(document, wrong, of_value=of_value) if wrong else None
        place = place or Place(file, 1, 1)
        yield Problem(wrong, Finding(code, Severity.ERROR, message, place, key_of(wrong), fix))


Worded = tuple[Path, str, str, str, bool]


def _unknown(error: Any, path: Path) -> Iterator[Worded]:
    known = _known(error, path)
    for key in error.instance:
        if key not in error.schema.get("properties", {}):
            fix = did_you_mean(str(key), known, f"known here: {listed(known, 20)}")
            yield (*path, key), "SCHEMA001", f"{_name(path, 'A blueprint')} has no field {key}.", fix, False


def _known(error: Any, path: Path) -> list[str]:
    return list(_root() if not path else error.schema.get("properties", {}))


@cache
def _root() -> tuple[str, ...]:
    return tuple(schema.assemble()["properties"])


def _required(error: Any, path: Path) -> Iterator[Worded]:
    missing = [each for each in error.validator_value if each not in error.instance]
    if not path and missing == list(error.validator_value):
        # One sentence for the three that jsonschema reports.
        message = "The file has no blueprint, version and mode, as if it were a fragment."
        yield path, "SCHEMA002", message, "name the blueprint that imports it, or add the three", False
        return
    # jsonschema reports one error for each missing field, naming it first.
    name = next((each for each in missing if error.message.startswith(repr(each))), missing[0])
    fix = f"add {name}:"
    if name == "mode":
        fix = f"add mode: with {listed(_modes())}"
    yield path, "SCHEMA002", f"{_name(path, 'The blueprint')} has no {name}.", fix, False


def _modes() -> list[str]:
    return list(schema.frame()["properties"]["mode"]["enum"])


def _type(error: Any, path: Path) -> Iterator[Worded]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    words = "text, or a text for each language" if _is_text(error) else listed(_TYPES[each] for each in wanted)
    message = f"{_name(path, 'The blueprint')} must be {words}, not {_shown(error.instance)}."
    example = _EXAMPLES.get(str(error.schema.get("pattern")))
    yield path, "SCHEMA003", message, f"write {example}" if example else _retyped(error.instance, wanted), True


def _retyped(value: Any, wanted: list[str]) -> str:
    if value is None:
        return "write a value after the colon, or delete the line"
    if "string" in wanted and isinstance(value, int | float):
        return "put it in quotes"
    if isinstance(value, str) and wanted[0] in ("number", "integer", "boolean"):
        return "take the quotes away" if isinstance(resolved(value), int | float) else f"write {_TYPES[wanted[0]]}"
    if wanted == ["array"] and isinstance(value, str):
        return f"write [{value}]"
    return f"write {_TYPES[wanted[0]]} here"


def _is_text(error: Any) -> bool:
    return set(error.schema.get("properties", {})) == {"en", "he"}


def _enum(error: Any, path: Path) -> Iterator[Worded]:
    allowed = [str(each).lower() if isinstance(each, bool) else str(each) for each in error.validator_value]
    fix = did_you_mean(str(error.instance), allowed, f"choose {listed(allowed, 20)}")
    message = f"{_name(path, 'It')} must be {listed(allowed, 20)}, not {_shown(error.instance)}."
    yield path, "SCHEMA004", message, fix, True


def _pattern_words(error: Any, path: Path) -> Iterator[Worded]:
    pattern = str(error.validator_value)
    about = _EXAMPLES.get(pattern, f"text like {pattern}")
    yield (
        path,
        "SCHEMA005",
        f"{_name(path, 'It')} is {_shown(error.instance)}, which does not fit.",
        f"write {about}",
        True,
    )


def _names(error: Any, path: Path) -> Iterator[Worded]:
    name = str(error.instance)
    pattern = str(error.validator_value)
    about = _EXAMPLES.get(pattern) or f"a key like {pattern}"
    yield (*path, name), "SCHEMA005", f"The key {name} of {_name(path, 'it')} does not fit.", f"write {about}", False


def _size(_: Any, path: Path) -> Iterator[Worded]:
    yield path, "SCHEMA006", f"{_name(path, 'It')} is empty.", "write at least one, or delete the line", True


def _bounds(error: Any, path: Path) -> Iterator[Worded]:
    words = "at least" if error.validator == "minimum" else "at most"
    message = f"{_name(path, 'It')} is {error.instance}, but must be {words} {error.validator_value}."
    yield path, "SCHEMA007", message, f"choose a number of {words} {error.validator_value}", True


def _above(error: Any, path: Path) -> Iterator[Worded]:
    limit = error.validator_value
    message = f"{_name(path, 'It')} is {error.instance}, but must be more than {limit}."
    yield path, "SCHEMA007", message, f"choose a number of more than {limit}", True


def _together(error: Any, path: Path) -> Iterator[Worded]:
    for key, needed in error.validator_value.items():
        missing = [each for each in needed if key in error.instance and each not in error.instance]
        for each in missing:
            message = f"{_name(path, 'It')} has {key}, but no {each}."
            yield (*path, key), "SCHEMA002", message, f"add {each}: beside it, or delete {key}", False


def _twice(_: Any, path: Path) -> Iterator[Worded]:
    yield path, "SCHEMA008", f"{_name(path, 'It')} names something twice.", "keep one of the two", True


def _other(error: Any, path: Path) -> Iterator[Worded]:
    yield path, "SCHEMA008", f"{_name(path, 'It')} does not fit the schema ({error.validator}).", "", True


_WORDS: Mapping[str, Callable[[Any, Path], Iterator[Worded]]] = {
    "additionalProperties": _unknown,
    "required": _required,
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "pattern": _pattern_words,
    "minLength": _size,
    "minItems": _size,
    "minProperties": _size,
    "minimum": _bounds,
    "maximum": _bounds,
    "exclusiveMinimum": _above,
    "dependentRequired": _together,
    "uniqueItems": _twice,
}


def _name(path: Path, otherwise: str) -> str:
    """What a sentence calls the thing at a path: its last word, with the one before where that says more."""
    if not path:
        return otherwise
    last = path[-1]
    if isinstance(last, int):
        return f"item {last + 1} of {path[-2]}"
    before = f"item {path[-2] + 1}" if len(path) > 1 and isinstance(path[-2], int) else "".join(map(str, path[-2:-1]))
    return f"{before}.{last}" if before and (len(path) <= 3 or last in ("en", "he") or path[-2] == "options") else last


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
