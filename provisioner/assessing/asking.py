"""Questions to a portal through the reading door: counts, samples and middles by search, and what it would not tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from provisioner.assessing import texts
from provisioner.assessing.facts import Closed
from provisioner.model.errors import Forbidden, NotFound, PortalError
from provisioner.model.portal import Json, Reader

_Told = TypeVar("_Told")

SAMPLE = 200
"""Records of one search answer, the most that HubSpot gives (search guide)."""

FARTHEST = 10_000
"""Results that one search can reach (search guide)."""

_BAD_REQUEST = 400


def told(what: str, ask: Callable[[], _Told]) -> _Told | Closed:
    """What the portal answers, or why it does not: a scope or a product is missing, or it does not know what was
    asked. Every other error is raised. ``what`` names the thing in the texts."""
    try:
        return ask()
    except Forbidden as error:
        scopes = error.exchange.scopes
        return Closed(texts.filled("scope" if scopes else "forbidden", what=texts.THINGS[what]), scopes)
    except NotFound:
        return Closed(texts.filled("not_there", what=texts.THINGS[what]))
    except PortalError as error:
        if error.exchange.status != _BAD_REQUEST:
            raise
        return Closed(texts.filled("refused", what=texts.THINGS[what]))


def where(name: str, operator: str, value: Any = None) -> Json:
    """One filter of a search; a moment becomes the milliseconds that HubSpot compares with."""
    if value is None:
        return {"propertyName": name, "operator": operator}
    if isinstance(value, list):
        return {"propertyName": name, "operator": operator, "values": value}
    stamp = str(round(value.timestamp() * 1000)) if isinstance(value, datetime) else str(value)
    return {"propertyName": name, "operator": operator, "value": stamp}


def count(portal: Reader, object_type: str, *filters: Json) -> int:
    """How many records meet all filters; ``total`` is exact, so one result is asked for."""
    return _search(portal, object_type, filters, limit=1)[0]


def sample(
    portal: Reader, object_type: str, filters: Sequence[Json], names: Sequence[str], latest_by: str
) -> tuple[int, list[Json]]:
    """How many records meet all filters, and the properties of the latest of them."""
    sort = {"propertyName": latest_by, "direction": "DESCENDING"}
    return _search(portal, object_type, filters, limit=SAMPLE, names=names, sort=sort)


def middle(portal: Reader, object_type: str, filters: Sequence[Json], name: str) -> float | None:
    """The median of a number property over the records that have it: the record in the middle when they are sorted.
    Two searches; None where none has it, or the middle is farther than a search reaches."""
    having = [*filters, where(name, "HAS_PROPERTY")]
    total = count(portal, object_type, *having)
    at = (total - 1) // 2
    if not total or at >= FARTHEST:
        return None
    sort = {"propertyName": name, "direction": "ASCENDING"}
    _, found = _search(portal, object_type, having, limit=1, names=[name], sort=sort, after=at)
    return number(found[0].get(name)) if found else None


def first(portal: Reader, object_type: str, filters: Sequence[Json], name: str) -> datetime | None:
    """The earliest moment in a property over the records that meet all filters. One search."""
    sort = {"propertyName": name, "direction": "ASCENDING"}
    _, found = _search(portal, object_type, filters, limit=1, names=[name], sort=sort)
    return moment(found[0].get(name)) if found else None


def _search(
    portal: Reader,
    object_type: str,
    filters: Sequence[Json],
    *,
    limit: int,
    names: Sequence[str] = (),
    sort: Json = None,
    after: int = 0,
) -> tuple[int, list[Json]]:
    body: dict[str, Any] = {"filterGroups": [{"filters": [*filters]}] if filters else []}
    body |= {"limit": limit, "properties": [*names]}
    body |= {"sorts": [sort]} if sort else {}
    body |= {"after": str(after)} if after else {}
    answer = portal.ask("search", {"object": object_type}, body)
    total = answer.get("total")
    rows = [each.get("properties") or {} for each in answer.get("results") or () if isinstance(each, dict)]
    return total if isinstance(total, int) else len(rows), rows


def number(value: Any) -> float | None:
    """A number property as it comes, which is as text; None for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def moment(value: Any) -> datetime | None:
    """A datetime property as it comes; None for anything else."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
