"""Tallies: what is kept while records stream by, how a pass hands them out, and what they find."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from provisioner.kpi.context import Context
from provisioner.kpi.measurement import Details, Grade, Segment, Unit
from provisioner.kpi.texts import Text
from provisioner.kpi.values import Record

Records = Mapping[str, Iterable[Record]]
"""Records by object type, each record once; read one after another, never held."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tally found. ``graded`` goes on the scale, where it is not the value itself.

    ``grade`` is set only by a KPI with a rule of its own; ``at_best`` caps what the scale says; ``reason`` says why
    there is no figure or no grade; ``target`` replaces the one of the settings.
    """

    value: Decimal | None = None
    n: int = 0
    numerator: Decimal | int | None = None
    denominator: Decimal | int | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    details: Details = field(default_factory=dict)
    graded: Decimal | None = None
    grade: Grade | None = None
    at_best: Grade = Grade.GOOD
    reason: str = ""
    target: Decimal | None = None
    unit: Unit | None = None
    method: Text | None = None


Take = Callable[[Any], None]


class Tally:
    """What is kept while records stream by: sums, and never more than the figure needs.

    Made with a Pass. ``takes`` says which object types it wants and what to do with one record (a ``Deal`` for deals,
    the record itself for others). ``takes_all``: also archived records and those of pipelines outside the context. The
    order of records must not matter.
    """

    takes: Mapping[str, Take] = MappingProxyType({})
    takes_all: bool = False


_T = TypeVar("_T", bound=Tally)


class Pass(Protocol):
    """One pass over the records: hands out tallies, one of each class, so that KPIs share what they have in common."""

    @property
    def context(self) -> Context: ...

    def tally(self, start: Callable[[Pass], _T]) -> _T: ...


class Counting(Tally, ABC):
    """A tally that answers for a KPI."""

    @abstractmethod
    def outcome(self) -> Outcome: ...
