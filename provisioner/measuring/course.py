"""The course of a measuring: read what is needed, once, and let every record pass by all KPIs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from provisioner.kpi.context import Context
from provisioner.kpi.definition import Definition
from provisioner.kpi.gathering import Gathering
from provisioner.kpi.k07_forecast_accuracy import SNAPSHOT
from provisioner.kpi.measurement import Measurement
from provisioner.kpi.values import Record, instant
from provisioner.measuring import facts, forecasts, sharing
from provisioner.measuring.details import DetailReader
from provisioner.measuring.exports import Exporter
from provisioner.measuring.reader import ObjectReader
from provisioner.measuring.scans import Ledger
from provisioner.measuring.store import Store
from provisioner.measuring.wanted import Wanted
from provisioner.model.errors import PortalError
from provisioner.model.events import Watch
from provisioner.model.portal import FileReader


@dataclass(slots=True)
class Course:
    """One reading of a portal into its store. What the token may not read is set down, and the rest is read."""

    portal: FileReader
    store: Store
    ledger: Ledger
    watch: Watch
    threads: int
    export_from: int

    def read(self, wanted: Wanted) -> None:
        """Records first, all object types side by side; then what is known only when they are there."""
        reader = ObjectReader(
            self.portal, self.store, self.ledger, self.watch, Exporter(self.portal, self.store.folder), self.export_from
        )
        asks = wanted.asks()
        jobs = [(ask.object_type, partial(reader.keep, ask)) for ask in asks if not ask.named]
        self._side_by_side(jobs)
        since = max(context.period.start for context in wanted.contexts)
        for ask in wanted.archived():
            if ask.object_type not in self.ledger.unreadable:
                self._tried(ask.object_type, partial(reader.keep_archived, ask, since))
        details = DetailReader(self.portal, self.store, self.ledger, self.watch, self.threads)
        # A history comes with its record as it is by then; associations are kept for a record as it is, so they follow.
        for past in wanted.pasts():
            if past.object_type not in self.ledger.unreadable:
                self._tried(f"{past.object_type}#history", partial(details.histories, past))
        for link in wanted.links():
            if link.object_type not in self.ledger.unreadable:
                self._tried(f"{link.object_type}/{link.target}", partial(details.links, link))
        for ask in asks:
            if naming := wanted.naming(ask.object_type):
                self._tried(ask.object_type, partial(details.named, ask, naming))
        for ask in asks:
            how = self.ledger.how.setdefault(ask.object_type, {})
            how["records"] = self.store.number(ask.object_type)

    def _side_by_side(self, jobs: Sequence[tuple[str, Callable[[], None]]]) -> None:
        pool = ThreadPoolExecutor(max(1, len(jobs)))
        try:
            for done in [pool.submit(self._tried, what, job) for what, job in jobs]:
                done.result()
        finally:
            # After an error, or Ctrl-C, nobody waits for pages that nobody will read; what was kept stays kept.
            pool.shutdown(wait=False, cancel_futures=True)

    def _tried(self, what: str, job: Callable[[], None]) -> None:
        try:
            job()
        except PortalError as error:
            self.ledger.unreadable[what] = facts.refused(error)

    def measurements(
        self, wanted: Wanted, contexts: Sequence[Context], definitions: Sequence[Definition], snapshots: Path
    ) -> list[dict[str, Measurement]]:
        """One set of measurements for each context, from one pass over the kept records."""
        gatherings = [Gathering(context, definitions) for context in contexts]
        for object_type in dict.fromkeys(need.object_type for need in wanted.needs):
            for batch in self.store.told(object_type, wanted.targets(object_type)):
                for context, gathering in zip(contexts, gatherings, strict=True):
                    gathering.take(object_type, _there(batch, context.period.start))
        for context, gathering in zip(contexts, gatherings, strict=True):
            for batch in _stored(snapshots, context.snapshot_at):
                gathering.take(SNAPSHOT, batch)
            for batch in sharing.splits(self.portal, self.store, self.ledger, context):
                gathering.take(sharing.SPLITS, batch)
        return [gathering.measurements() for gathering in gatherings]


def _there(batch: Iterable[Record], start: datetime) -> Iterator[Record]:
    """Without the records that had been archived before the period began: they were in no forecast any more."""
    for record in batch:
        if "archivedAt" not in record or (gone := instant(record["archivedAt"])) is None or gone >= start:
            yield record


def _stored(file: Path, taken_at: datetime | None) -> Iterator[list[Record]]:
    if taken_at is not None:
        yield from forecasts.deals(file, taken_at)


def open_deals(store: Store, context: Context) -> Iterator[list[Record]]:
    """The deals that a forecast is made of: open ones of the blueprint's pipelines."""
    for batch in store.told("deals", ()):
        yield [one for one in batch if _is_open(one, context)]


def _is_open(record: Record, context: Context) -> bool:
    held: Any = record["properties"]
    counts = context.counts("deals", held.get("pipeline") or "")
    return bool(counts and not record.get("archived") and held.get("hs_is_closed") == "false")


def seen(context: Context, ledger: Ledger, moment: datetime) -> Context:
    """The context as it turned out: the moment at which the reading ended, and what could not be read."""
    return replace(context, now=moment, unreadable={**context.unreadable, **ledger.unreadable})
