"""Numbers of things: one is said otherwise than several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Shown(str):
    """A number as it is shown, which chooses the words around it: ``{n:# record|# records}`` in a text gives
    ``1 record`` and ``2,000 records``. ``#`` stands for the number and may be left out."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, bar, several = spec.partition("|")
        if not bar:
            return format(str(self), spec)
        return (one if self == "1" else several).replace("#", str(self))


def counted(number: int, one: str, several: str = "") -> str:
    """``1 record``, ``2,000 records``; ``several`` where it is not just an ``s`` more."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a text, whole numbers as they are shown."""
    return {name: Shown(fact) if isinstance(fact, int) else fact for name, fact in facts.items()}
