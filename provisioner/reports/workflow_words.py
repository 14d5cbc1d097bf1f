"""Workflows in a plan: what changes in a rule in its own words, and the raw bodies for whoever asks for them."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.automation import amounts, canonical
from provisioner.automation.marker import UNREADABLE
from provisioner.model.keys import Order
from provisioner.model.plan import Change

RAW = frozenset({"body", "uses", "fingerprint"})
"""Fields that only a machine reads; what they mean stands beside them as the rule's own fields."""


def is_unreadable(change: Change) -> bool:
    """Whether somebody edited the workflow into something else than any rule."""
    return any(diff.path == ("template",) and diff.before == UNREADABLE for diff in change.fields)


def said(value: Any) -> Any:
    """A value of a rule with its amounts of time in words: ``5bm`` is ``5 business minutes``."""
    if amounts.is_amount(value):
        return amounts.words(value)["en"]
    if isinstance(value, Order):
        return Order(str(said(each)) for each in value)
    return {name: said(each) for name, each in value.items()} if isinstance(value, Mapping) else value


def parts_that_differ(change: Change) -> str:
    """Which parts of the body change: ``actions, time windows``; empty where the body does not."""
    bodies = [(diff.before, diff.after) for diff in change.fields if diff.path == ("body",)]
    return ", ".join(
        part for pair in bodies for part in canonical.differing(*(json.loads(each or "{}") for each in pair))
    )


def body_lines(change: Change) -> Iterator[str]:
    """The raw difference of the bodies, as a unified diff of their JSON without what HubSpot adds by itself; a new
    workflow is all new."""
    for diff in change.fields:
        if diff.path == ("body",):
            before, after = (_lines(each) for each in (diff.before, diff.after))
            yield from list(difflib.unified_diff(before, after, n=2, lineterm=""))[2:]


def _lines(packed: str | None) -> list[str]:
    body = json.loads(canonical.canonical(json.loads(packed))) if packed else None
    return json.dumps(body, ensure_ascii=False, indent=1).splitlines() if packed else []
