"""One pass over the records for any number of KPIs: page by page, each record shown to all who want it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar, cast

from provisioner.kpi.context import Context
from provisioner.kpi.deals import Deal
from provisioner.kpi.measurement import Measurement
from provisioner.kpi.tallies import Counting, Outcome, Pass, Records, Take, Tally
from provisioner.kpi.values import Record

HYBRID = "hybrid"
_T = TypeVar("_T", bound=Tally)


class Measure(Protocol):
    """What a pass must know of a KPI; a ``Definition`` is one."""

    @property
    def id(self) -> str: ...

    @property
    def modes(self) -> frozenset[str]: ...

    @property
    def of_hybrid(self) -> str: ...

    @property
    def start(self) -> Callable[[Pass], Counting]: ...

    def blocked(self, context: Context) -> str: ...

    def measurement(self, outcome: Outcome, context: Context) -> Measurement: ...


class Gathering:
    """Takes records in any order and in any number of pieces, and at the end gives the measurements.

    In a hybrid, a KPI that belongs to one of the modes sees only that mode's pipelines; the others see all.
    """

    def __init__(self, context: Context, definitions: Iterable[Measure]) -> None:
        self._sides: dict[str, Side] = {}
        self._counting: dict[str, tuple[Measure, Side, Counting | None]] = {}
        for definition in definitions:
            mode = _mode(definition, context.mode)
            if mode not in self._sides:
                self._sides[mode] = Side(context.side(mode) if mode != context.mode else context)
            side = self._sides[mode]
            started = None if definition.blocked(side.context) else side.tally(definition.start)
            self._counting[definition.id] = definition, side, started

    def take(self, object_type: str, records: Iterable[Record]) -> None:
        """Count these records; each record must be given once."""
        takes = [side.taker(object_type) for side in self._sides.values() if side.wants(object_type)]
        for record in records:
            for take in takes:
                take(record)

    def measurements(self) -> dict[str, Measurement]:
        """By KPI id, in the order in which they were asked for. Taking more records afterwards is allowed."""
        return {name: self._measurement(*held) for name, held in self._counting.items()}

    def _measurement(self, definition: Measure, side: Side, counting: Counting | None) -> Measurement:
        found = counting.outcome() if counting else Outcome(reason=definition.blocked(side.context))
        return definition.measurement(found, side.context)


def measure(definitions: Iterable[Measure], records: Records, context: Context) -> dict[str, Measurement]:
    """Measure several KPIs in one pass over the records."""
    gathering = Gathering(context, definitions)
    for object_type, held in records.items():
        gathering.take(object_type, held)
    return gathering.measurements()


def _mode(definition: Measure, mode: str) -> str:
    if mode != HYBRID:
        return mode
    natural = definition.modes - {HYBRID}
    return definition.of_hybrid or (next(iter(natural)) if len(natural) == 1 else mode)


class Side:
    """The tallies of one context; a Pass."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._tallies: dict[Callable[[Pass], Any], Tally] = {}
        self._takers: dict[str, tuple[list[Take], list[Take]]] = {}

    def tally(self, start: Callable[[Pass], _T]) -> _T:
        if start not in self._tallies:
            made = self._tallies[start] = start(self)
            self._enrol(made)
        return cast(_T, self._tallies[start])

    def _enrol(self, tally: Tally) -> None:
        for object_type, take in tally.takes.items():
            every, scoped = self._takers.setdefault(object_type, ([], []))
            (every if tally.takes_all else scoped).append(take)

    def wants(self, object_type: str) -> bool:
        return object_type in self._takers

    def taker(self, object_type: str) -> Take:
        """What to do with one record: show it to all who want its type."""
        every, scoped = self._takers[object_type]
        context, is_deal = self.context, object_type == "deals"
        counts = self._counts_deal if is_deal else self._counts_lead if object_type == "leads" else self._counts_other

        def take(record: Record) -> None:
            row: Any = Deal(record, context) if is_deal else record
            for one in every:
                one(row)
            if scoped and counts(row):
                for one in scoped:
                    one(row)

        return take

    def _counts_deal(self, deal: Deal) -> bool:
        return deal.in_scope

    def _counts_lead(self, record: Record) -> bool:
        pipeline = record["properties"].get("hs_pipeline") or ""
        return not record.get("archived") and self.context.counts("leads", pipeline)

    def _counts_other(self, record: Record) -> bool:
        return not record.get("archived")
