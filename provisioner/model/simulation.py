"""Simulation: what a blueprint's workflows did in a rehearsal on a virtual clock, moment by moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Texts = Mapping[str, str]
"""A text by language: ``en``, ``he``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the blueprint by its key, with its title in the language of the simulation."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened.

    ``at`` is in the zone of the calendar, and ``open`` says what the calendar says of it. ``rule`` is the key of the
    rule that did it, empty for what the scenario did. ``record`` is its name in the scenario, or its address, such as
    ``deals/40000000001``, when a rule made it. ``template`` with ``values`` says what happened; the values come from
    the portal. ``held_from``: since when the rule had to wait for an open time window.
    """

    at: datetime
    open: bool
    action: str
    rule: str = ""
    record: str = ""
    title: str = ""
    who: tuple[str, ...] = ()
    template: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    held_from: datetime | None = None
    waited: str = ""
    """``held_from`` for a reader."""

    @property
    def text(self) -> str:
        """What happened, in one sentence without the record."""
        return self.template.format(**self.values)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the rehearsal with its name; ``hours`` such as ``09:00-20:00``, empty for none."""

    day: date
    title: str
    hours: str
    kind: str = "usual"
    """usual, short (a short day), or off (a day off that is otherwise open)."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """A rehearsal from ``start`` to ``end``, both in the zone of the calendar.

    ``portal`` names where the parameters came from. ``remarks`` are what the reader should know beside the time line,
    and ``language`` is the one in which it is told: ``en`` or ``he``.
    """

    blueprint: str
    version: str
    mode: str
    portal: str
    start: datetime
    end: datetime
    period: str
    """From ``start`` to ``end`` for a reader."""
    zone: str
    calendar: str
    language: str
    rules: tuple[Rule, ...]
    days: tuple[Day, ...]
    happenings: tuple[Happening, ...]
    remarks: tuple[str, ...] = ()

    def titles(self) -> Mapping[str, str]:
        """The titles of the rules by key."""
        return {rule.key: rule.title for rule in self.rules}
