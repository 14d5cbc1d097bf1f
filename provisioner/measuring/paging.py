"""Pages of a portal's answers: lists by their cursor, searches by the last id."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from provisioner.measuring import filters
from provisioner.measuring.scans import Groups
from provisioner.model.errors import BadAnswer, Exchange
from provisioner.model.portal import Json, Reader

LISTED, SEARCHED, BATCH = 100, 200, 100
"""The most records that HubSpot gives in one page of a list, of a search, and in a batch."""

_MOST_EMPTY = 100
"""Pages without any record, one after the other, that are taken for pages of what was archived meanwhile."""

_LONGEST_SEARCH = 3_000
"""Characters; a search with a longer body is refused (HubSpot's search guide)."""


@dataclass(frozen=True, slots=True)
class Page:
    """``cursor`` is after what the next page begins; empty after the last one."""

    records: Sequence[Json]
    cursor: str
    total: int = 0


def listed(
    portal: Reader, object_type: str, properties: Collection[str], cursor: str = "", *, archived: bool = False
) -> Iterator[Page]:
    """Every record by id, not capped and as it is now: the list endpoint reads no index."""
    query = [("limit", str(LISTED)), ("properties", ",".join(sorted(properties)))]
    query += [("archived", "true")] if archived else []
    way = _Way(object_type)
    while True:
        more = [("after", cursor)] if cursor else []
        answer = portal.get("records", {"object": object_type}, [*query, *more])
        cursor = after(answer)
        if cursor:
            way.goes_on(cursor, answer["results"])
        yield Page(answer["results"], cursor)
        if not cursor:
            return


class _Way:
    """Pages that lead from one to the next, and must lead to an end.

    One page is remembered, a later one each time that twice as many have passed (Brent): whichever way a portal goes in
    a circle, it comes to a page that is remembered, and nothing grows with the number of pages.
    """

    def __init__(self, object_type: str) -> None:
        self._object_type = object_type
        self._cursor = self._first = ""
        self._passed, self._lap, self._empty = 0, 1, 0

    def goes_on(self, cursor: str, records: Sequence[Json]) -> None:
        """BadAnswer where it has been before."""
        first = str(records[0]["id"]) if records else ""
        self._empty = 0 if records else self._empty + 1
        if cursor == self._cursor or (first and first == self._first) or self._empty > _MOST_EMPTY:
            raise circle("GET", self._object_type)
        self._passed += 1
        if self._passed == self._lap:
            self._cursor, self._first = cursor, first
            self._passed, self._lap = 0, self._lap * 2


def circle(method: str, object_type: str) -> BadAnswer:
    """Pages that would never end, or of which nobody knows whether they are all."""
    return BadAnswer(
        f"{method} records of {object_type}: the portal's pages do not lead on: records come again",
        Exchange(method, f"records of {object_type}", 200),
        fix="run again; if it stays so, check whether a proxy answers in the portal's place",
    )


def searched(
    portal: Reader, object_type: str, properties: Collection[str], groups: Groups, cursor: str = ""
) -> Iterator[Page]:
    """What a search finds, by id. Each page is a search above the last id, so the cap of 10,000 is never met.

    A search reads an index that lags behind writes by moments, and archived records never appear (HubSpot's guide).
    """
    is_long = too_long(properties, groups)
    while True:
        body = _search(() if is_long else properties, groups, cursor)
        answer = portal.ask("search", {"object": object_type}, body)
        records, total = answer.get("results") or [], int(answer["total"])
        is_last = total <= len(records) or not records
        ids = [str(one["id"]) for one in records]
        if not _ascend(cursor, ids):
            raise circle("POST", object_type)
        cursor = "" if is_last else ids[-1]
        yield Page(list(_by_id(portal, object_type, properties, ids)) if is_long else records, cursor, total)
        if is_last:
            return


def _ascend(above: str, ids: Sequence[str]) -> bool:
    """Whether a page is sorted as it was asked for, and begins above the one before."""
    numbers = [int(above or 0), *map(int, ids)]
    return all(before < after for before, after in pairwise(numbers))


def too_long(properties: Collection[str], groups: Groups) -> bool:
    """Whether a search for these properties must find ids only, and their records be read by batches."""
    return len(json.dumps(_search(properties, groups, "9" * 12))) > _LONGEST_SEARCH


def _search(properties: Collection[str], groups: Groups, cursor: str) -> Json:
    above = {"propertyName": "hs_object_id", "operator": "GT", "value": cursor or "0"}
    return {
        "filterGroups": [{"filters": group} for group in filters.both(groups, above)],
        "sorts": ["hs_object_id"],
        "properties": sorted(properties) or ["hs_object_id"],
        "limit": SEARCHED,
    }


def _by_id(portal: Reader, object_type: str, properties: Collection[str], ids: Sequence[str]) -> Iterator[Json]:
    for at in range(0, len(ids), BATCH):
        inputs = [{"id": one} for one in ids[at : at + BATCH]]
        body = {"inputs": inputs, "properties": sorted(properties), "propertiesWithHistory": []}
        yield from portal.ask("records.read", {"object": object_type}, body)["results"]


def count(portal: Reader, object_type: str, groups: Groups = ()) -> int:
    """How many records a search finds: ``total`` is exact, and costs one call whatever it is."""
    body = {"filterGroups": [{"filters": group} for group in groups], "limit": 1, "properties": ["hs_object_id"]}
    return int(portal.ask("search", {"object": object_type}, body)["total"])


def after(answer: Json) -> str:
    """After what the next page begins; empty after the last one."""
    return str(((answer.get("paging") or {}).get("next") or {}).get("after") or "")
