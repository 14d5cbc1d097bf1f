"""Documents that remember where they were written: mappings and lists with the place of every key and item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from provisioner.model.resource import Place

Mark = tuple[str, int, int]
"""File, line, column; both count from 1."""


class Marked(dict[str, Any]):
    """A mapping read from a file; ``marks`` holds where each key stands, ``values_at`` where each value starts."""

    __slots__ = ("marks", "values_at")

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}

    def put(self, key: str, value: Any, mark: Mark, value_at: Mark | None = None) -> None:
        self[key] = value
        self.marks[key] = mark
        self.values_at[key] = value_at or mark

    def take(self, key: str) -> None:
        """Take a key out, if it is there."""
        self.pop(key, None)
        self.marks.pop(key, None)
        self.values_at.pop(key, None)


class MarkedList(list[Any]):
    """A list read from a file; ``marks`` runs beside the items."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []

    def add(self, value: Any, mark: Mark) -> None:
        self.append(value)
        self.marks.append(mark)


def place_of(document: Any, path: Sequence[str | int], *, of_value: bool = False) -> Place | None:
    """The place of a path in a document, of its nearest written ancestor where the path leads nowhere.

    None only when nothing on the path was written in a file.
    """
    found: Mark | None = None
    node = document
    for step in path:
        if isinstance(node, Marked) and str(step) in node.marks:
            found = (node.values_at if of_value else node.marks)[str(step)]
            node = node[str(step)]
        elif isinstance(node, MarkedList) and isinstance(step, int) and step < len(node):
            found = node.marks[step]
            node = node[step]
        else:
            break
    return Place(*found) if found else None


def way_to(document: Any, path: str) -> tuple[str, ...] | None:
    """The keys that a path such as ``automation/rules/cc_recontact`` goes by; None where it leads nowhere.

    A key may hold slashes itself, as in ``automation/intensity/leads/cc_leads``; the shortest key that leads on counts.
    """
    if not isinstance(document, dict):
        return None
    parts = path.split("/")
    for length in range(1, len(parts) + 1):
        key, rest = "/".join(parts[:length]), "/".join(parts[length:])
        if key not in document:
            continue
        if not rest:
            return (key,)
        if (further := way_to(document[key], rest)) is not None:
            return (key, *further)
    return None


def entries(section: Any) -> Iterator[tuple[str, str, Any, Place | None]]:
    """(object type, name, entry, place of its key) for a section shaped ``{object type: {name: entry}}``."""
    for object_type, named in section.items():
        for name, entry in named.items():
            mark = named.marks.get(name) if isinstance(named, Marked) else None
            yield object_type, name, entry, Place(*mark) if mark else None
