"""Histories, associations and records that others name: read in batches, and only where they are not kept yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from provisioner.kpi.texts import filled, said
from provisioner.measuring import filters, paging
from provisioner.measuring.lacking import Lacking
from provisioner.measuring.reader import pace
from provisioner.measuring.scans import Ask, Filter, Ledger, Scan
from provisioner.measuring.store import Store
from provisioner.measuring.wanted import Link, Naming, Past
from provisioner.model.errors import BadAnswer, Exchange
from provisioner.model.events import Watch
from provisioner.model.portal import Json, Query, Reader

WITH_HISTORY, LINKED = 50, 1_000
"""The most records of one batch with history, and of associations (HubSpot's guides and changelog)."""

_LABELS_LAST = timedelta(hours=20)
"""A label on an association can change without its record changing, so associations are read anew after this."""

_LARGE_ANSWERS = 2
"""Answers of a thousand records each that are read side by side: each takes some MiB while it is read."""

_LAG = timedelta(minutes=10)
_ALL_MARKED = ("marked",)
_MERGED = "hs_merged_object_ids"
_NAMED = said("records that others name, {page} a batch", "רשומות שאחרות מזכירות, {page} באצווה")
_T = TypeVar("_T")


@dataclass(slots=True)
class DetailReader:
    """Each batch is kept as soon as it is there, so a run that is stopped goes on behind it."""

    portal: Reader
    store: Store
    ledger: Ledger
    watch: Watch
    threads: int

    def histories(self, past: Past) -> None:
        object_type, names = past.object_type, list(past.names)
        for condition, archived in ((past.of, False), (past.of_archived, True)):
            if condition is None:
                continue
            query = [("archived", "true")] if archived else []

            def read(ids: Sequence[int], query: Query = query, archived: bool = archived) -> int:
                body = _inputs(ids) | {"properties": list(past.properties), "propertiesWithHistory": names}
                found = self.portal.ask("records.read", {"object": object_type}, body, query)["results"]
                # What the same answer says of the record stands beside its history, so that the two are of one moment.
                self.store.put(object_type, found, archived=archived)
                self.store.keep_history(object_type, names, found)
                lost = set(ids) - {int(one["id"]) for one in found}
                if lost and not archived:
                    self._gone(object_type, lost)
                self.store.bury(object_type, lost, archived=archived)
                return len(found)

            lacking = self.store.lacking_history(object_type, names, condition)
            self._each(f"history of {object_type}", lacking, WITH_HISTORY, read)

    def _gone(self, object_type: str, ids: Collection[int]) -> None:
        """BadAnswer for records that a batch leaves out although the portal counts them and has not archived them.

        Those that were merged or removed for good meanwhile are neither here nor there.
        """
        body = _inputs(sorted(ids)) | {"properties": [], "propertiesWithHistory": []}
        found = self.portal.ask("records.read", {"object": object_type}, body, [("archived", "true")])["results"]
        rest = set(ids) - {int(one["id"]) for one in found}
        among: Filter = {"propertyName": "hs_object_id", "operator": "IN", "values": [str(one) for one in sorted(rest)]}
        if rest and (there := paging.count(self.portal, object_type, [[among]])):
            raise BadAnswer(
                f"POST records of {object_type}: the portal leaves out {there} of the records that it has",
                Exchange("POST", f"records of {object_type}", 200),
                fix="run again: what was read is kept",
            )

    def links(self, link: Link) -> None:
        began = self.portal.moment

        def read(ids: Sequence[int]) -> int:
            found = self._links(link, ids)
            self.store.keep_links(link.object_type, link.target, found, began)
            return len(ids)

        lacking = self.store.lacking_links(link.object_type, link.target, link.of, began - _LABELS_LAST)
        self._each(f"{link.target} of {link.object_type}", lacking, LINKED, read, min(self.threads, _LARGE_ANSWERS))

    def _links(self, link: Link, ids: Sequence[int]) -> dict[int, list[Json]]:
        """Every id has an entry; a record with more associations than one answer holds is asked for the rest."""
        found: dict[int, list[Json]] = {one: [] for one in ids}
        been: set[tuple[str, str]] = set()
        inputs: list[dict[str, str]] = [{"id": str(one)} for one in ids]
        while inputs:
            parts = {"object": link.object_type, "to": link.target}
            answer = self.portal.ask("associations.read", parts, {"inputs": inputs})
            inputs = []
            for result in answer["results"]:
                one = int(result["from"]["id"])
                found.setdefault(one, []).extend(result["to"])
                after = paging.after(result)
                inputs += [{"id": str(one), "after": after}] if after else []
            asked = {(each["id"], each["after"]) for each in inputs}
            if asked & been:
                raise paging.circle("POST", link.target)
            been |= asked
        return found

    def named(self, ask: Ask, naming: Naming) -> None:
        """Records that others name. Those that were merged since answer under their new id."""
        object_type, held = ask.object_type, self._refresh_named(ask)
        linked = self._linked(ask, naming, held)
        self.store.want([(one.object_type, one.name, one.of) for one in naming.holders], linked)
        number, missing = self._by_id(ask)
        if missing and _MERGED in ask.properties:
            self._merged(ask)
        how = self.ledger.how.setdefault(object_type, {"way": "batch", "why": dict(filled(_NAMED, page=paging.BATCH))})
        how["named"] = how.get("named", 0) + number

    def _by_id(self, ask: Ask) -> tuple[int, int]:
        """How many wanted records came, and how many the portal does not have under that id."""
        object_type, properties, missing = ask.object_type, sorted(ask.properties), 0

        def read(ids: Sequence[int]) -> int:
            body = _inputs(ids) | {"properties": properties, "propertiesWithHistory": []}
            found = self.portal.ask("records.read", {"object": object_type}, body)["results"]
            self.store.put(object_type, found, named=True)
            gone = set(ids) - {int(one["id"]) for one in found}
            self.store.absent(object_type, gone)
            nonlocal missing
            missing += len(gone)
            return len(found)

        return self._each(object_type, self.store.lacking(object_type), paging.BATCH, read), missing

    def _linked(self, ask: Ask, naming: Naming, held: Scan | None) -> list[tuple[str, str]]:
        """The associations whose records must be read one by one: none where all that have the mark are kept.

        ``held`` is how the records were kept before this run. Those that were read one by one then are so again, since
        a record that changed long ago may have become associated since.
        """
        if naming.mark not in ask.properties:
            return []
        linked = [(naming.linked, ask.object_type)]
        if held is not None and held.ask.shape != _ALL_MARKED:
            return linked
        found = self._marked(ask, naming.mark, held.began if held else None, self.store.want((), linked))
        scan = self.store.scan(ask.object_type, archived=False)
        if scan is not None and scan.ask.named:
            self.store.mark(replace(scan, ask=replace(scan.ask, shape=_ALL_MARKED if found else ())))
        return [] if found else linked

    def _marked(self, ask: Ask, mark: str, since: datetime | None, wanted: int) -> bool:
        """Find all records that have the mark, where that asks for less than reading the wanted ones one by one."""
        if not wanted and since is None:
            return False
        group: list[Filter] = [{"propertyName": mark, "operator": "HAS_PROPERTY"}]
        group += [_after(ask.object_type, since)] if since else []
        for page in paging.searched(self.portal, ask.object_type, ask.properties, [group]):
            if page.total * paging.BATCH > max(wanted, paging.BATCH) * paging.SEARCHED:
                return False
            self.store.put(ask.object_type, page.records, named=True)
        return True

    def _merged(self, ask: Ask) -> None:
        """Some records do not answer under the ids that others name: one that they were merged into remembers them."""
        groups = [[{"propertyName": _MERGED, "operator": "HAS_PROPERTY"}]]
        for page in paging.searched(self.portal, ask.object_type, ask.properties, groups):
            self.store.put(ask.object_type, page.records, named=True)

    def _refresh_named(self, ask: Ask) -> Scan | None:
        """Read again the named records that changed; forget them all where too many did, or properties are lacking.

        How they were kept before this; None where they were not, or not as named ones.
        """
        object_type = ask.object_type
        held, began = self.store.scan(object_type, archived=False), self.portal.moment
        if held is not None and not held.ask.named:
            return None  # those that a scan keeps are refreshed with it
        if held is None or not ask.properties <= held.ask.properties:
            self.store.begin_named(ask, began)
            return None
        most = max(paging.BATCH * 2, self.store.number(object_type) * 2)
        groups = [[_after(object_type, held.began)]]
        for page in paging.searched(self.portal, object_type, held.ask.properties, groups):
            if page.total > most:
                self.store.begin_named(ask, began)
                return None
            self.store.renew(held, page.records, _MERGED)
        self.store.mark(replace(held, began=began))
        return held

    def _each(self, what: str, ids: Lacking, size: int, read: Callable[[Sequence[int]], int], threads: int = 0) -> int:
        """Send batches side by side, a few at a time; the number of records that came."""
        done, total = 0, len(ids)
        if not total:
            return 0
        tell = pace(what, total, self.watch)
        threads = threads or self.threads
        pool = ThreadPoolExecutor(threads)
        try:
            for window in _pieces(_pieces(ids, size), threads):
                for found in pool.map(read, window):
                    done += found
                    tell(found)
        finally:
            # After an error, or Ctrl-C, nobody waits for answers that nobody will read.
            pool.shutdown(wait=False, cancel_futures=True)
        return done


def _pieces(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    source = iter(items)
    while piece := list(islice(source, size)):
        yield piece


def _after(object_type: str, moment: datetime) -> Filter:
    """Records that changed since, and some moments before: the search index lags."""
    value = filters.milliseconds(moment - _LAG)
    return {"propertyName": filters.modified(object_type), "operator": "GTE", "value": value}


def _inputs(ids: Sequence[int]) -> dict[str, Any]:
    return {"inputs": [{"id": str(one)} for one in ids]}
