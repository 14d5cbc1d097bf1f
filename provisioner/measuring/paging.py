"""Pages of a portal's answers: lists by their cursor, searches by the last id."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from provisioner.measuring import filters
from provisioner.measuring.scans import Groups
from provisioner.model.portal import Json, Parts, Query, Reader

LISTED, SEARCHED = 100, 200
"""The most records that HubSpot gives in one page of a list and of a search."""


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
    while True:
        more = [("after", cursor)] if cursor else []
        answer = portal.get("records", {"object": object_type}, [*query, *more])
        cursor = _after(answer)
        yield Page(answer["results"], cursor)
        if not cursor:
            return


def searched(
    portal: Reader, object_type: str, properties: Collection[str], groups: Groups, cursor: str = ""
) -> Iterator[Page]:
    """What a search finds, by id. Each page is a search above the last id, so the cap of 10,000 is never met.

    A search reads an index that lags behind writes by moments, and archived records never appear (HubSpot's guide).
    """
    while True:
        above = {"propertyName": "hs_object_id", "operator": "GT", "value": cursor or "0"}
        body = {
            "filterGroups": [{"filters": group} for group in filters.both(groups, above)],
            "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
            "properties": sorted(properties),
            "limit": SEARCHED,
        }
        answer = portal.ask("search", {"object": object_type}, body)
        records, total = answer.get("results") or [], int(answer["total"])
        is_last = total <= len(records) or not records
        cursor = "" if is_last else str(records[-1]["id"])
        yield Page(records, cursor, total)
        if is_last:
            return


def count(portal: Reader, object_type: str, groups: Groups = ()) -> int:
    """How many records a search finds: ``total`` is exact, and costs one call whatever it is."""
    body = {"filterGroups": [{"filters": group} for group in groups], "limit": 1, "properties": ["hs_object_id"]}
    return int(portal.ask("search", {"object": object_type}, body)["total"])


def paged(portal: Reader, endpoint: str, parts: Parts, query: Query) -> Iterator[Json]:
    """The results of a list in pages of a hundred, whatever its cursor looks like."""
    after = ""
    while True:
        more = [("after", after)] if after else []
        answer = portal.get(endpoint, parts, [("limit", str(LISTED)), *query, *more])
        yield from answer["results"]
        following = _after(answer)
        if not following or following == after:
            return
        after = following


def _after(answer: Json) -> str:
    return str(((answer.get("paging") or {}).get("next") or {}).get("after") or "")
