"""A scenario once it is read: what happens to which records, and what a scenario may name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from provisioner.model.keys import Key
from provisioner.model.resource import Place


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a scenario may name: ``pipelines`` by object type, with their stages in order; property names by object
    type; keys of rules; e-mail addresses of owners."""

    pipelines: Mapping[str, Mapping[str, Sequence[str]]]
    properties: Mapping[str, frozenset[str]]
    rules: Sequence[str]
    people: Sequence[str]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens to a record, or to a rule that is switched on or off.

    ``what`` is create, set or switch. ``values`` are what the portal takes; ``stage`` and ``owner`` are keys, whose
    ids only a portal knows. ``beside`` names the records that a new one is associated with.
    """

    at: datetime
    what: str
    record: str = ""
    object_type: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    stage: Key | None = None
    owner: Key | None = None
    beside: tuple[str, ...] = ()
    rule: str = ""
    on: bool = True
    place: Place | None = None


Raw = Sequence[Mapping[str, Any]]
"""A scenario as written: a list of ``{at, create | set | switch}``."""
