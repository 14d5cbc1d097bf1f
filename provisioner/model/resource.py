"""Resources: one type for what should be (desired) and what is (live)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from provisioner.model.keys import Key, Ref

Spec = Mapping[str, Any]
"""Managed fields by name: text, number, bool, None, Ref, Order, or a mapping of such values."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing under configuration.

    ``spec`` holds what is compared, never an id. ``id`` is the portal's id of a live resource, or the id pinned in
    the blueprint for a desired one. ``was`` names the former keys of a desired resource. ``part_of`` is the whole
    that creates this part together with itself, under its field ``part_field``. ``needs`` are keys that must be made
    first, where they are to be made at all. ``facts`` is what a kind learned on reading and does not compare: what
    HubSpot lets us change, whether it is archived.
    """

    key: Key
    spec: Spec
    title: str = ""
    place: Place | None = None
    id: str | None = None
    was: tuple[Key, ...] = ()
    part_of: Key | None = None
    part_field: str = ""
    needs: tuple[Key, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @property
    def archived(self) -> bool:
        """True for a live resource that lies in HubSpot's archive, where creating its name restores it."""
        return bool(self.facts.get("archived"))


@dataclass(frozen=True, slots=True)
class Retirement:
    """A resource that must go. ``move_to`` names the part that takes over its records."""

    key: Key
    place: Place
    move_to: Key | None = None


def references(value: Any) -> Iterator[Key]:
    """Every key that a spec refers to, in reading order."""
    if isinstance(value, Ref):
        yield value.key
    # Most values are text, and asking whether text is a Mapping costs more than all the rest of a plan's references.
    elif not isinstance(value, str) and isinstance(value, Mapping):
        for inner in value.values():
            yield from references(inner)
