"""Two ways of selling in one portal: who writes what, who sets owners, and whose people a rule names.

AUTO016 to AUTO020. The last two, and the demand for a table of writers, are for hybrids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provisioner.automation import calendars_by_pipeline, effects, people
from provisioner.automation.lint_effects import Working
from provisioner.automation.lint_values import Said, did_you_mean
from provisioner.automation.modes import HYBRID, mode_of
from provisioner.automation.objects import OWNER
from provisioner.automation.parameters import Shape
from provisioner.automation.rules import Rule
from provisioner.automation.steps import ByValue, Choose, Recipient, Rotate, Steps
from provisioner.automation.templates import ALL
from provisioner.model.keys import Key

_BETWEEN = frozenset({"handoff", "handoff_test"})
"""Templates that stand between the two modes, and so speak to the people of both."""

Remark = tuple[str, Said]
"""The rule that it is about, empty for the section, and what is said."""


def pipelines(document: Mapping[str, Any]) -> Iterator[Remark]:
    """AUTO016: an intensity or a calendar for a pipeline that is not there, so that it counts for none."""
    automation = document["automation"]
    known = [f"{of}/{name}" for of, named in document.get("pipelines", {}).items() for name in named]
    intensity = automation.get("intensity")
    given = {
        "intensity": intensity if isinstance(intensity, Mapping) else {},
        "calendar": calendars_by_pipeline.by_pipeline(document),
    }
    for section, named in given.items():
        for name in named:
            if name not in known:
                message = f"{section} names {name}, and there is no such pipeline."
                yield "", Said("AUTO016", (section, str(name)), message, did_you_mean(str(name), known))


def check(document: Mapping[str, Any], working: Sequence[Working]) -> Iterator[Remark]:
    """Everything that rules do to each other across pipelines."""
    yield from _writers(document, working)
    if document.get("mode") == HYBRID:
        yield from _owners(working)
        yield from _both_modes([each.rule for each in working], _dealt(working))


# Who writes what


def _writers(document: Mapping[str, Any], working: Sequence[Working]) -> Iterator[Remark]:
    table = document["automation"].get("writers", {})
    found: dict[str, list[str]] = {}
    for rule, flow in working:
        for each in effects.writes(flow) if flow else ():
            rules = found.setdefault(f"{each.object_type}/{each.property}", [])
            if rule.key not in rules:
                rules.append(rule.key)
    for name, rules in found.items():
        if name in table:
            yield from _unnamed(name, rules, list(table[name]))
        elif document.get("mode") == HYBRID and len(rules) > 1 and not name.endswith(f"/{OWNER}"):
            yield from _undecided(name, rules)
    for name, named in table.items():
        yield from _idle(name, list(named), found.get(name, []), document["automation"].get("rules", {}))


def _unnamed(name: str, rules: Sequence[str], named: Sequence[str]) -> Iterator[Remark]:
    for rule in rules:
        if rule not in named:
            message = f"{rule} writes {name}, and writers leaves that to {', '.join(named)}."
            yield rule, Said("AUTO017", (), message, f"add {rule} to writers: {name}, or let it write another property")


def _undecided(name: str, rules: Sequence[str]) -> Iterator[Remark]:
    first, second, *_ = rules
    message = f"{second} and {first} both write {name}; in a hybrid every property has one writer, or a table of them."
    fix = f"let one rule write it, or add under writers: {name}: [{', '.join(rules)}]"
    yield second, Said("AUTO017", (), message, fix)


def _idle(name: str, named: Sequence[str], writing: Sequence[str], rules: Mapping[str, Any]) -> Iterator[Remark]:
    for index, rule in enumerate(named):
        if rule not in rules:
            message = f"writers names {rule} for {name}, and there is no such rule."
            yield "", Said("AUTO018", ("writers", name, index), message, did_you_mean(rule, rules))
        elif rule not in writing and rules[rule].get("enabled", True):
            message = f"writers names {rule} for {name}, which that rule does not write."
            yield "", Said("AUTO018", ("writers", name, index), message, "take the rule out of the list", True)


# Who sets owners


def _owners(working: Sequence[Working]) -> Iterator[Remark]:
    """AUTO019: one rule may give records of a pipeline to somebody, and one may take them from somebody."""
    earlier: dict[tuple[Key, str, bool], str] = {}
    for rule, flow in working:
        fills = {
            each.guard == effects.EMPTY for each in (effects.writes(flow) if flow else ()) if each.property == OWNER
        }
        for filling in sorted(fills):
            place = (rule.pipeline, flow.object_type if flow else "", filling)
            first = earlier.setdefault(place, rule.key)
            if first != rule.key:
                what = "give owners to" if filling else "change the owners of"
                message = f"{rule.key} and {first} both {what} records of {rule.pipeline.address}."
                yield rule.key, Said("AUTO019", (), message, "let one rule do it: two rotations deal one record twice")


# Whose people


def _dealt(working: Sequence[Working]) -> set[tuple[str, Key]]:
    """(rule, user or team) for everybody to whom a rule deals records."""
    found = [(rule.key, to) for rule, flow in working if flow for to in _rotated(flow.steps)]
    return {(rule, each) for rule, to in found for each in _keys(to)}


def _rotated(steps: Steps) -> Iterator[Recipient]:
    for step in steps:
        match step:
            case Rotate(to):
                yield to
            case Choose(branches, otherwise):
                for below in (*(each.then for each in branches), otherwise):
                    yield from _rotated(below)
            case ByValue(_, by_value, otherwise):
                for below in (*(then for _, then in by_value), otherwise):
                    yield from _rotated(below)


def _keys(to: Recipient) -> list[Key]:
    return [each.key for each in (*to.users, *to.teams) if not isinstance(each, str)]


def _both_modes(rules: Sequence[Rule], dealt: set[tuple[str, Key]]) -> Iterator[Remark]:
    """AUTO020: people of one mode are named by a rule of the other; managers, whom rules only tell, may see both."""
    seen: dict[Key, dict[str, str]] = {}
    said: set[Key] = set()
    works = {each for _, each in dealt}
    for rule in rules:
        mode = mode_of(HYBRID, rule.pipeline)
        for parameter, key in _named(rule) if rule.template not in _BETWEEN and mode != HYBRID else ():
            others = seen.setdefault(key, {})
            others.setdefault(mode, rule.key)
            other = next((each for name, each in others.items() if name != mode), None)
            if other is not None and key not in said:
                said.add(key)
                yield rule.key, _shared(parameter, key, rule.key, other, works=key in works)


def _named(rule: Rule) -> Iterator[tuple[str, Key]]:
    for each in ALL[rule.template].FIELDS:
        if each.shape is Shape.PEOPLE and isinstance(given := rule.parameters.get(each.name), Mapping):
            yield from ((each.name, key) for key in _keys(people.recipient(given)))


def _shared(parameter: str, key: Key, rule: str, other: str, *, works: bool) -> Said:
    message = f"{rule} and {other} both name the {key.kind} {key.address}, and they belong to two ways of selling."
    if works:
        fix = "name a team of this way of selling: whoever gets records in one belongs to that one"
        return Said("AUTO020", (parameter,), message, fix)
    fix = "nothing, when these are managers, who may see both; otherwise name a team of this way of selling"
    return Said("AUTO020", (parameter,), message, fix, warning=True, info=True)
