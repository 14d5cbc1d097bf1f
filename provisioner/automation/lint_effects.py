"""What several rules do to each other: two that write one property, circles, and rules that do the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from provisioner.automation import effects
from provisioner.automation.lint_values import Said
from provisioner.automation.parameters import Shape
from provisioner.automation.rules import Rule, Write
from provisioner.automation.steps import Flow
from provisioner.automation.templates import ALL
from provisioner.model.keys import Key

_THRESHOLDS = frozenset(
    {Shape.WAIT, Shape.WAITS, Shape.SPAN, Shape.SPANS, Shape.SPAN_BY_OPTION, Shape.TEXT, Shape.PEOPLE, Shape.COUNT}
)
"""What may differ between two rules that still do the same thing twice."""


class Working(NamedTuple):
    """A settled rule with its workflow; ``flow`` is None for a manual step."""

    rule: Rule
    flow: Flow | None


Table = Mapping[str, Sequence[str]]
"""The rules that may share a property, by object and name."""


def check(working: Sequence[Working], table: Table | None = None) -> Iterator[tuple[str, Said]]:
    """(rule key, remark) for everything that rules do to each other; a rule may also collide with itself."""
    twins = dict(_twins(working))
    yield from twins.items()
    flows = [(each.rule, each.flow) for each in working if each.flow is not None]
    yield from _writers([each for each in flows if each[0].key not in twins], table or {})
    yield from _circles(flows)


def _twins(working: Sequence[Working]) -> Iterator[tuple[str, Said]]:
    seen: dict[object, str] = {}
    for rule, _ in working:
        shapes = {each.name: each.shape for each in ALL[rule.template].FIELDS}
        same = {name: value for name, value in rule.parameters.items() if shapes[name] not in _THRESHOLDS}
        effect = (rule.template, rule.pipeline, rule.stage, repr(sorted(same.items())))
        if effect in seen:
            message = f"{rule.key} does the same as {seen[effect]}, with other thresholds or words at most."
            yield rule.key, Said("AUTO014", (), message, "keep one of the two, or switch one off with enabled: false")
        seen.setdefault(effect, rule.key)


def _writers(flows: Sequence[tuple[Rule, Flow]], table: Table) -> Iterator[tuple[str, Said]]:
    """Two rules that write the same property under the same condition.

    A write that looks first (only while the stage is New, only while nobody owns it) gives way to one that does
    not, and two that look for different values never meet. Rules that the table names share the property knowingly.
    """
    said: set[tuple[str, str, str]] = set()
    earlier: dict[object, list[tuple[Rule, Write]]] = {}
    for second, flow in flows:
        for other in effects.writes(flow):
            heard = earlier.setdefault((second.pipeline, other.object_type, other.property, other.guard), [])
            for first, one in heard:
                place = (first.key, second.key, one.property)
                if {first.key, second.key} <= {*table.get(f"{one.object_type}/{one.property}", ())}:
                    continue
                if first.key != second.key and place not in said and (one.value is None or one.value != other.value):
                    said.add(place)
                    message = f"{second.key} and {first.key} both write {one.property} of {first.pipeline.address}."
                    fix = "let one rule write it, or give them different stages"
                    yield second.key, Said("AUTO012", (), message, fix)
            heard.append((second, other))


def _circles(flows: Sequence[tuple[Rule, Flow]]) -> Iterator[tuple[str, Said]]:
    wakes = _wakes(flows)
    for rule, _ in flows:
        circle = _way_back(rule.key, wakes)
        if circle == [rule.key]:
            message = f"{rule.key} writes what brings records into it, so it would take them in for ever."
            yield rule.key, Said("AUTO013", (), message, "write another property, or listen to another")
        elif circle and rule.key == min(circle):
            message = f"{' wakes '.join([*circle, circle[0]])}: they would never stop."
            yield rule.key, Said("AUTO013", (), message, "let one of them listen to another property")


def _wakes(flows: Sequence[tuple[Rule, Flow]]) -> Mapping[str, list[str]]:
    """Which rules each rule brings records into, on one pipeline."""
    found: dict[str, list[str]] = {}
    together: dict[Key, list[tuple[Rule, Flow]]] = {}
    for rule, flow in flows:
        together.setdefault(rule.pipeline, []).append((rule, flow))
    for first, flow in flows:
        written = effects.writes(flow)
        for second, other in together[first.pipeline]:
            if any(effects.wakes(each, other) for each in written):
                found.setdefault(first.key, []).append(second.key)
    return found


def _way_back(start: str, wakes: Mapping[str, list[str]]) -> list[str]:
    """The shortest chain of rules from a rule back to itself, empty when there is none."""
    chains = [[start]]
    seen: set[str] = set()
    while chains:
        chain = chains.pop(0)
        for following in wakes.get(chain[-1], []):
            if following == start:
                return chain
            if following not in seen:
                seen.add(following)
                chains.append([*chain, following])
    return []
