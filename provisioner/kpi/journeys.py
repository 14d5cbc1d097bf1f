"""The ways of records through the stages of a pipeline: who passed a stage in the period, how far, how long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from provisioner.kpi import history
from provisioner.kpi.context import Pipeline, Stage
from provisioner.kpi.deals import Deal
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.spread import MILLISECONDS_A_DAY, Spread
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Properties, Record, instant, number

_SINCE = "hs_v2_time_in_current_stage"
"""An instant, in spite of its name."""
NEEDS = (
    Need("deals", (Rows.IN_STAGE_SINCE,), (("dealstage",), ("pipeline",)), ("hs_is_closed", "closedate", _SINCE),
         stage_times=("entered",)),
    Need("deals", (Rows.IN_STAGE_SINCE,), history=("dealstage",), can_miss=True),
    Need("leads", (Rows.IN_STAGE_SINCE,), (("hs_pipeline_stage",),), ("hs_pipeline", _SINCE),
         stage_times=("entered",), variant="leads", can_miss=True),
)  # fmt: skip
_FIELDS = {"deals": ("pipeline", "dealstage"), "leads": ("hs_pipeline", "hs_pipeline_stage")}


@dataclass
class Passing:
    """Records that came to a stage in the period, or to a later one past it; grows while records stream by."""

    entered: int = 0
    reached_next: int = 0
    won: int = 0
    still_open: int = 0
    open_amount: Decimal = Decimal(0)
    days: Spread = field(default_factory=lambda: Spread(MILLISECONDS_A_DAY))


class Journeys(Tally):
    """One ``Passing`` for each open stage, by (object type, pipeline, stage).

    A record that jumps over a stage has passed it; one that starts later in the pipeline was never in the earlier
    stages. First entries are taken from stage history where it was read, else from the stage's own stamp, which
    HubSpot sets anew at each entry. A record that stands in another pipeline now is counted as moved, in no stage.
    """

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal, "leads": self._lead}
        self.passings: defaultdict[tuple[str, str, str], Passing] = defaultdict(Passing)
        self.moved: Counter[tuple[str, str]] = Counter()
        self._lines = {name: self.lines(name) for name in _FIELDS}
        self._traces = {(name, line.id): frozenset(_traces(line))
                        for name, lines in self._lines.items() for line in lines}  # fmt: skip
        self._steps = {(name, line.id): [one for one in line.stages if one.outcome == "open"]
                       for name, lines in self._lines.items() for line in lines}  # fmt: skip

    def lines(self, object_type: str) -> tuple[Pipeline, ...]:
        return tuple(line for line in self.context.pipelines if line.object_type == object_type)

    def _deal(self, deal: Deal) -> None:
        self._record("deals", deal.record, deal)

    def _lead(self, record: Record) -> None:
        self._record("leads", record, None)

    def _record(self, object_type: str, record: Record, deal: Deal | None) -> None:
        if record.get("archived"):
            return
        pipeline_field, stage_field = _FIELDS[object_type]
        held: Properties = record["properties"]
        latest = instant(held.get(_SINCE))
        if latest and latest < self.context.period.start:
            return  # every other stage was entered before the one that it is in
        known = deal.history(stage_field) if deal else history.entries(record, stage_field)
        first = history.first_entries(known) if known else {}
        for line in self._lines[object_type]:
            if held.get(pipeline_field) == line.id:
                if entries := _entries(line, held, first):
                    self._passes(line, entries, held, held.get(stage_field) or "", deal)
            elif not self._traces[object_type, line.id].isdisjoint(held) or not self._traces[
                object_type, line.id
            ].isdisjoint(first):
                entries = _entries(line, held, first)
                self.moved[object_type, line.id] += any(self.context.period.has(moment) for moment in entries.values())

    def _was_in(self, line: Pipeline, held: Properties, first: dict[str, datetime]) -> bool:
        """Whether anything may tell of a stage of a pipeline that it is not in: for most records nothing does."""
        traces = self._traces[line.object_type, line.id]
        return not (traces.isdisjoint(held) and traces.isdisjoint(first))

    def _passes(
        self, line: Pipeline, entries: dict[str, datetime], held: Properties, now_in: str, deal: Deal | None
    ) -> None:
        """Counts the record in every open stage that it passed in the period."""
        current = self.context.stages.get((line.object_type, now_in))
        outcome = deal.state if deal else current.outcome if current else ""
        won_at = _won_at(entries, now_in, outcome, held, deal)
        if max([*entries.values(), *([won_at] if won_at else [])]) < self.context.period.start:
            return
        has, later = self.context.period.has, won_at
        steps = self._steps[line.object_type, line.id]
        # From the last stage back to the first one that it came to: what is passed over before that was never entered.
        for stage in reversed(steps[_first(steps, entries) :]):
            here = entries.get(stage.id)
            passed = later if here is None or (later is not None and later < here) else here
            if has(passed):
                passing = self.passings[line.object_type, line.id, stage.id]
                _count(passing, outcome, later is not None, won_at is not None)
                self._stay(passing, stage, now_in, held, deal)
            later = passed

    def _stay(self, passing: Passing, stage: Stage, now_in: str, held: Properties, deal: Deal | None) -> None:
        """Adds the time spent in the stage, the running visit too: HubSpot adds a visit up only when it ends."""
        spent = _rounded(held.get(stage.cumulative)) if stage.cumulative else None
        running = None
        if now_in == stage.id:
            since = instant(held.get(_SINCE)) or instant(held.get(stage.entered))
            running = round((self.context.now - since).total_seconds() * 1000) if since else None
            passing.open_amount += deal.money.amount if deal and deal.is_open else Decimal(0)
        if spent is not None or running is not None:
            passing.days.add((spent or 0) + (running or 0))


def _traces(line: Pipeline) -> Iterator[str]:
    for stage in line.stages:
        yield stage.id
        if stage.entered:
            yield stage.entered


def _rounded(value: str | None) -> int | None:
    if value and value.isascii() and value.isdigit():
        return int(value)
    found = number(value)
    return None if found is None else round(found)


def _entries(line: Pipeline, held: Properties, first: dict[str, datetime]) -> dict[str, datetime]:
    found = {}
    for stage in line.stages:
        moment = first.get(stage.id)
        if moment is None and stage.entered and (stamped := held.get(stage.entered)):
            moment = instant(stamped)
        if moment is not None:
            found[stage.id] = moment
    return found


def _first(steps: list[Stage], entries: dict[str, datetime]) -> int:
    """The place of the first stage with an entry."""
    return next((place for place, stage in enumerate(steps) if stage.id in entries), len(steps))


def _count(passing: Passing, outcome: str, reached: bool, won: bool) -> None:
    passing.entered += 1
    passing.reached_next += reached
    passing.won += won
    passing.still_open += not reached and outcome in ("", "open")


def _won_at(
    entries: dict[str, datetime], now_in: str, outcome: str, held: Properties, deal: Deal | None
) -> datetime | None:
    """When it was won; None for what is not won now, since a reopened record may yet be lost."""
    if outcome != "won":
        return None
    return entries.get(now_in) or instant(held.get(_SINCE)) or (deal.closed if deal else None)


def stages_of(journeys: Journeys, object_type: str) -> Iterator[tuple[Pipeline, Stage, Passing]]:
    """Every open stage with its passing, in display order."""
    for line in journeys.lines(object_type):
        for stage in line.stages:
            if stage.outcome == "open":
                yield line, stage, journeys.passings.get((object_type, line.id, stage.id), Passing())
