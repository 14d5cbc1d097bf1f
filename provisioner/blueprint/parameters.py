"""Parameters: what a portal may set for itself, checked, and put in the place of every ``${name}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.model.blueprint import LANGUAGES
from provisioner.model.document import Mark, Marked, MarkedList
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place
from provisioner.rules.blueprint_words import did_you_mean, listed

LANGUAGE = "label_language"
"""The parameter that needs no ``${...}``: it says in which language labels go to the portal."""

_USE = re.compile(r"\$\$\{|\$\{([^}\n]*)(\}?)")
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
_WORDS = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
_APART = ("parameters", "imports")


@dataclass(slots=True)
class Resolved:
    """A document with values for parameters.

    ``unresolved`` are the places that hold no final value: a parameter there is unknown, or has none but an example.
    """

    document: Marked
    values: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    unresolved: set[Place] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    examples: set[str] = field(default_factory=set)


def resolve(document: Marked, overrides: Mapping[str, Any] | None, *, substitute: bool, file: str) -> Resolved:
    """The document with every ``${name}`` replaced.

    A string that is nothing but ``${name}`` takes the parameter's value with its type; ``$${`` stands for ``${``.
    Without overrides (None: no portal is in sight) a parameter that has no default gets an example of its type.
    """
    written = document.get("parameters")
    declared = written if isinstance(written, Marked) else Marked()
    resolved = Resolved(document, {})
    for name in declared:
        _settle(name, declared, overrides, resolved)
    for name in overrides or ():
        if name not in declared:
            _unknown_override(name, declared, overrides, resolved, file)
    if substitute:
        _substitute(document, declared, resolved)
    return resolved


def _settle(name: str, declared: Marked, overrides: Mapping[str, Any] | None, resolved: Resolved) -> None:
    """Find and check the value of one parameter. What the schema refuses about its declaration is said there."""
    declaration, place = declared[name], Place(*declared.marks[name])
    if not isinstance(declaration, Marked):
        return
    if overrides is not None and name in overrides:
        given_at = Place(*overrides.values_at[name]) if isinstance(overrides, Marked) else place
        _check(name, overrides[name], declaration, given_at, "The portal's value of", resolved)
        resolved.values[name] = overrides[name]
    elif "default" in declaration:
        _check(
            name, declaration["default"], declaration, Place(*declaration.marks["default"]), "The default of", resolved
        )
        resolved.values[name] = declaration["default"]
    else:
        resolved.values[name] = _example(name, declaration)
        resolved.examples.add(name)
        if overrides is not None and name != LANGUAGE:
            message = f"The parameter {name} has no value: it has no default, and the portal gives none."
            fix = f"give it a default, or write {name} under parameters of the portal in provisioner.yaml"
            _report(resolved, "PARAM002", message, place, fix)


def _example(name: str, declaration: Marked) -> Any:
    """A value that fits; for a string its own name, so that two labels do not look the same for want of a portal."""
    allowed = declaration.get("enum")
    if isinstance(allowed, list) and allowed:
        return allowed[0]
    number = declaration.get("minimum", declaration.get("maximum", 1))
    return {"integer": number, "number": number, "boolean": False}.get(str(declaration.get("type")), name)


def _check(name: str, value: Any, declaration: Mapping[str, Any], place: Place, whose: str, resolved: Resolved) -> None:
    kind, allowed = declaration.get("type"), declaration.get("enum")
    if isinstance(kind, str) and kind in _TYPES and not _is(value, kind):
        _report(
            resolved, "PARAM003", f"{whose} {name} must be {_WORDS[kind]}.", place, f"the parameter has type {kind}"
        )
    elif isinstance(allowed, list) and value not in allowed:
        words = [str(each) for each in allowed]
        fix = did_you_mean(str(value), words, f"choose {listed(words)}")
        _report(resolved, "PARAM003", f"{whose} {name} must be {listed(words)}.", place, fix)
    elif isinstance(value, int | float):
        _check_bounds(name, value, declaration, place, whose, resolved)


def _check_bounds(
    name: str, value: float, declaration: Mapping[str, Any], place: Place, whose: str, resolved: Resolved
) -> None:
    low, high = declaration.get("minimum"), declaration.get("maximum")
    if isinstance(low, int | float) and value < low:
        words = f"at least {low}"
    elif isinstance(high, int | float) and value > high:
        words = f"at most {high}"
    else:
        return
    message = f"{whose} {name} is {value}, but must be {words}."
    _report(resolved, "PARAM003", message, place, f"choose a number of {words}")


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


_LANGUAGE_DECLARATION: Mapping[str, Any] = {"type": "string", "enum": list(LANGUAGES)}


def _unknown_override(
    name: str, declared: Marked, overrides: Mapping[str, Any] | None, resolved: Resolved, file: str
) -> None:
    place = Place(*overrides.marks[name]) if isinstance(overrides, Marked) else Place(file, 1, 1)
    if name == LANGUAGE and overrides is not None:
        # Every blueprint has a label language, declared or not.
        _check(name, overrides[name], _LANGUAGE_DECLARATION, place, "The portal's value of", resolved)
        resolved.values[name] = overrides[name]
        return
    message = f"The portal gives a value for {name}, which is no parameter of this blueprint."
    _report(resolved, "PARAM004", message, place, did_you_mean(name, declared, "delete it there, or declare it here"))


def _substitute(document: Marked, declared: Marked, resolved: Resolved) -> None:
    whole = Marked()
    for key, value in document.items():
        mark, value_at = document.marks[key], document.values_at[key]
        whole.put(key, value if key in _APART else _walk(value, value_at, declared, resolved), mark, value_at)
    resolved.document = whole
    for name in declared:
        if name not in resolved.used and name != LANGUAGE:
            place = Place(*declared.marks[name])
            message = f"The parameter {name} is never used."
            fix = f"write ${{{name}}} somewhere, or delete it"
            resolved.findings.append(Finding("PARAM006", Severity.WARNING, message, place, fix=fix))


def _walk(value: Any, at: Mark, declared: Marked, resolved: Resolved) -> Any:
    """The value with parameters put in; the very same object where there was nothing to do."""
    if isinstance(value, str):
        return _filled(value, at, declared, resolved) if "${" in value else value
    if isinstance(value, Marked):
        pairs = [(key, inner, _walk(inner, value.values_at[key], declared, resolved)) for key, inner in value.items()]
        if all(before is after for _, before, after in pairs):
            return value
        mapping = Marked()
        for key, _, after in pairs:
            mapping.put(key, after, value.marks[key], value.values_at[key])
        return mapping
    if isinstance(value, MarkedList):
        items = MarkedList()
        for item, mark in zip(value, value.marks, strict=True):
            items.add(_walk(item, mark, declared, resolved), mark)
        return items
    return value


def _filled(text: str, at: Mark, declared: Marked, resolved: Resolved) -> Any:
    whole = _USE.fullmatch(text)
    if whole and whole[1] in resolved.values and whole[2]:
        _note_use(whole[1], Place(*at), resolved)
        return resolved.values[whole[1]]
    return _USE.sub(lambda match: _replacement(match, at, declared, resolved), text)


def _replacement(match: re.Match[str], at: Mark, declared: Marked, resolved: Resolved) -> str:
    if match[1] is None:
        return "${"
    name, place = match[1], Place(*at)
    if not match[2]:
        resolved.unresolved.add(place)
        _report(
            resolved, "PARAM005", "A ${ has no closing brace.", place, "write ${name}, or $${ for the two characters"
        )
    elif name in resolved.values:
        _note_use(name, place, resolved)
        value = resolved.values[name]
        return str(value).lower() if isinstance(value, bool) else str(value)
    else:
        resolved.unresolved.add(place)
        resolved.used.add(name)
        if name not in declared:
            fix = did_you_mean(name, declared, "declare it under parameters, or write $${ for the two characters")
            _report(resolved, "PARAM001", f"There is no parameter {name or 'without a name'}.", place, fix)
    return match[0]


def _note_use(name: str, place: Place, resolved: Resolved) -> None:
    resolved.used.add(name)
    if name in resolved.examples:
        resolved.unresolved.add(place)


def _report(resolved: Resolved, code: str, message: str, place: Place, fix: str) -> None:
    resolved.findings.append(Finding(code, Severity.ERROR, message, place, fix=fix))
