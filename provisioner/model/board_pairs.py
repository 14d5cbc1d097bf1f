"""Two boards side by side: which stages stand beside each other, and in what one and the same stage differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provisioner.model.board import MILESTONES, Board, Column

COMPARED = (
    "label",
    "probability",
    "state",
    "forecast_category",
    "milestone",
    "max_age",
    "until",
    "entry",
    "exit",
    "playbook",
    "rules",
)
"""Fields of a column in which the same stage of two blueprints can differ."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stages of one milestone, or one that has none beside it. ``differs``: for one and the same stage, in what."""

    first: Column | None
    second: Column | None
    differs: tuple[str, ...] = ()

    @property
    def same_stage(self) -> bool:
        return self.first is not None and self.second is not None and self.first.key == self.second.key


def by_milestone(first: Board, second: Board) -> Iterator[tuple[str, list[Pair]]]:
    """Every milestone that one of them has, in the buyer's order; stages without one come last, under ``""``.

    A stage that both have stands in one row; the others fill up in the order of their boards.
    """
    shared = {column.key for column in first.columns} & {column.key for column in second.columns}
    same = {column.key: column for column in second.columns if column.key in shared}
    for milestone in (*MILESTONES, ""):
        rest = [each for each in second.columns if each.milestone == milestone and each.key not in shared]
        pairs: list[Pair] = []
        for column in first.columns:
            if column.milestone == milestone:
                beside = same.get(column.key) or (rest.pop(0) if rest else None)
                pairs.append(_pair(column, beside))
        pairs += [Pair(None, each) for each in rest]
        if pairs:
            yield milestone, pairs


def _pair(first: Column, second: Column | None) -> Pair:
    if second is None or first.key != second.key:
        return Pair(first, second)
    return Pair(first, second, tuple(name for name in COMPARED if getattr(first, name) != getattr(second, name)))
