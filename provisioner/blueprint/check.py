"""The schema check in two steps: compiled code says yes or no for each resource, jsonschema words what failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from provisioner.blueprint import compiled
from provisioner.model.document import Marked, MarkedList
from provisioner.model.findings import Finding
from provisioner.model.resource import Place

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Checked:
    """What the schema says, and the document without what it refused.

    ``damaged`` are the paths at which something was taken out: there, what seems to be missing may just be ill.
    """

    healthy: Marked
    findings: list[Finding] = field(default_factory=list)
    damaged: set[Path] = field(default_factory=set)


class Unit(NamedTuple):
    """A part of the document that is checked by itself, and the schema unit that it must fit."""

    path: Path
    name: str
    value: Any


def check(document: Marked, file: str, unresolved: set[Place] | None = None) -> Checked:
    """Check every unit. Nothing is said of values at ``unresolved`` places: they wait for a parameter."""
    ill = [unit for unit in _units(document) if not _fits(unit)]
    checked = Checked(document)
    if ill:
        from provisioner.blueprint import wording  # brings jsonschema, which a healthy blueprint never needs

        for unit in ill:
            for problem in wording.problems(unit, document, file):
                checked.damaged.add(problem.path)
                if problem.finding.place not in (unresolved or ()):
                    checked.findings.append(problem.finding)
        checked.healthy = _without(document, checked.damaged)
    return checked


def section(document: Marked, name: str, file: str) -> list[Finding]:
    """What is wrong with one section of a document, whatever else stands in it."""
    levels, unit = compiled.SECTIONS[name]
    ill = [each for each in _inside((name,), levels, unit, document[name]) if not _fits(each)]
    if not ill:
        return []
    from provisioner.blueprint import wording

    return [problem.finding for each in ill for problem in wording.problems(each, document, file)]


def _units(document: Marked) -> Iterator[Unit]:
    frame = Marked()
    for key, value in document.items():
        if key not in compiled.SECTIONS and key != "retire":
            frame.put(key, value, document.marks[key], document.values_at[key])
    yield Unit((), "frame", frame)
    for name, (levels, unit) in compiled.SECTIONS.items():
        if name in document:
            yield from _inside((name,), levels, unit, document[name])
    if "retire" in document:
        yield Unit(("retire",), "retire", document["retire"])


def _inside(path: Path, levels: int, unit: str, value: Any) -> Iterator[Unit]:
    """The units of a section: one for each value below the mappings that say nothing but what their values are."""
    if levels == 0:
        yield Unit(path, unit, value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside((*path, key), levels - 1, unit, inner)
    else:
        yield Unit(path, "mapping", value)


def _fits(unit: Unit) -> bool:
    try:
        compiled.UNITS[unit.name](unit.value)  # type: ignore[no-untyped-call]  # generated
    except compiled.Unfit:
        return False
    return True


def _without(document: Any, damaged: set[Path]) -> Any:
    """A copy of the document without the damaged paths, then without what no longer fits for lack of them."""
    pruned = _pruned(document, _tree(damaged))
    return _pruned(pruned, _tree(unit.path for unit in _units(pruned) if unit.path and not _fits(unit)))


def _tree(paths: Iterable[Path]) -> dict[Any, Any]:
    """Paths as nested mappings; the key None marks where one ends."""
    tree: dict[Any, Any] = {}
    for path in paths:
        node = tree
        for step in path:
            node = node.setdefault(step, {})
        node[None] = True
    return tree


def _pruned(value: Any, tree: dict[Any, Any]) -> Any:
    if isinstance(value, Marked):
        mapping = Marked()
        for key, inner in value.items():
            ill = tree.get(key)
            if ill is None or None not in ill:
                kept = inner if ill is None else _pruned(inner, ill)
                mapping.put(key, kept, value.marks[key], value.values_at[key])
        return mapping
    if isinstance(value, MarkedList):
        items = MarkedList()
        for index, (item, mark) in enumerate(zip(value, value.marks, strict=True)):
            ill = tree.get(index)
            if ill is None or None not in ill:
                items.add(item if ill is None else _pruned(item, ill), mark)
        return items
    return value
