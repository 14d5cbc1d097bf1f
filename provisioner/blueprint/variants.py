"""Variants: what of a blueprint is left out, and what comes in, where an account lacks something."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import Any

from provisioner.blueprint import imports
from provisioner.model.document import Marked, way_to
from provisioner.model.findings import Finding
from provisioner.model.variants import CONDITIONS

SECTION = "variants"


def asked(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The conditions on which the variants of a document hang, each once, in their own order."""
    named = {str(each.get("when")) for each in _variants(document).values()}
    return tuple(condition for condition in CONDITIONS if condition in named)


def outcomes(document: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Every set of conditions that can hold together, the smallest first, without the empty one."""
    conditions = asked(document)
    for size in range(1, len(conditions) + 1):
        yield from combinations(conditions, size)


def chosen(document: Mapping[str, Any], holding: Collection[str]) -> dict[str, Any]:
    """The variants that stand in when these conditions hold, by name."""
    return {name: each for name, each in _variants(document).items() if each.get("when") in holding}


def applied(document: Marked, holding: Collection[str], file: str) -> tuple[Marked, list[Finding]]:
    """The document as it is when these conditions hold, and names that then stand twice. It is a copy.

    First everything is left out that any of the variants leaves out, then all that they bring comes in.
    """
    whole, source = imports.copied(document), imports.Source(file)
    picked = chosen(document, holding).values()
    for path in (path for each in picked for path in each.get("without", ())):
        _leave_out(whole, path)
    for each in picked:
        if isinstance(each.get("with"), Marked):
            imports.merge(whole, each["with"], source)
    whole.take(SECTION)
    return whole, source.findings


def _variants(document: Mapping[str, Any]) -> Mapping[str, Any]:
    found = document.get(SECTION)
    return (
        {name: each for name, each in found.items() if isinstance(each, Mapping)} if isinstance(found, Mapping) else {}
    )


def _leave_out(whole: Marked, path: str) -> None:
    """Take out what a path names; another variant may have done so already."""
    steps = way_to(whole, path)
    if steps is None:
        return
    node = whole
    for step in steps[:-1]:
        node = node[step]
    node.take(steps[-1])
