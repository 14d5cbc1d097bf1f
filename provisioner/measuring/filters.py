"""Which records are wanted, as filters of a search: never fewer than the KPIs count, and as few more as can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from provisioner.kpi.context import Context
from provisioner.kpi.needs import Rows
from provisioner.kpi.period import months_earlier
from provisioner.measuring.scans import Filter, Groups

_MODIFIED = {"contacts": "lastmodifieddate"}
NAMED = frozenset({Rows.OF_DEALS, Rows.OF_LEADS, Rows.MERGED})
"""Records that are read by their ids, because others name them."""


def modified(object_type: str) -> str:
    """The property that holds when a record last changed; contacts have a name of their own for it."""
    return _MODIFIED.get(object_type, "hs_lastmodifieddate")


def since(rows: Iterable[Rows], context: Context) -> datetime:
    """The earliest moment that matters for these rows."""
    return min(_since(row, context) for row in rows)


def _since(row: Rows, context: Context) -> datetime:
    if row is Rows.CLOSED_TRAILING:
        return context.trailing().start
    if row is Rows.CLOSED_TWO_YEARS:
        # Up to today while the period runs; its end is the later of the two, so nothing is lost by a margin.
        first = months_earlier(min(context.period.after, context.today + timedelta(days=1)), 24)
        return datetime(first.year, first.month, first.day, tzinfo=context.period.zone).astimezone(UTC)
    return context.period.start


def shape(object_type: str, rows: Collection[Rows], known: Collection[str]) -> tuple[str, ...]:
    """The filters that find these rows, by their names in ``groups``; empty where only a reading of all finds them.

    ``known`` are the portal's properties: a filter on one that it lacks would be refused.
    """
    if Rows.ALL in rows:
        return ()
    wanted = _shape(object_type, frozenset(rows))
    needed = {name for one in wanted for name in _properties(one)}
    must = needed - _MAY_LACK
    if not wanted or not must <= set(known):
        return ()
    return tuple(one for one in wanted if set(_properties(one)) <= set(known))


_MAY_LACK = frozenset({"core_lead_entry_at", "hs_lead_is_open", "hs_lead_is_open_v2"})


def _shape(object_type: str, rows: frozenset[Rows]) -> tuple[str, ...]:
    """A record that changed its stage since a moment was modified since: HubSpot counts every change of a value."""
    if object_type == "deals":
        return ("hs_is_closed=false", "closedate>", "hs_lastmodifieddate>", "createdate>", "closedate?")
    entered = {"leads": "hs_createdate<>", "contacts": "createdate<>"}.get(object_type)
    if entered:
        if Rows.OPEN in rows and object_type == "contacts":
            return ()
        found = [entered, "core_lead_entry_at<>"]
        found += ["hs_lastmodifieddate>"] if object_type == "leads" else []
        found += ["hs_lead_is_open=true", "hs_lead_is_open_v2=true"] if Rows.OPEN in rows else []
        return tuple(found)
    if Rows.HAPPENED in rows:
        return ("hs_timestamp>",) if Rows.OF_LEADS in rows else ("hs_timestamp<>",)
    return ("hs_timestamp>",) if Rows.OF_LEADS in rows else ()


def _properties(one: str) -> tuple[str, ...]:
    return (one.rstrip("<>?").partition("=")[0],)


def has_end(shape: Sequence[str]) -> bool:
    return any(one.endswith("<>") for one in shape)


def groups(shape: Sequence[str], since: datetime | None, until: datetime | None) -> Groups:
    """The filter groups of a shape: ``name>`` since, ``name<>`` since and before until, ``name?`` unset."""
    return [_group(one, since, until) for one in shape]


def _group(one: str, since: datetime | None, until: datetime | None) -> list[Filter]:
    name = _properties(one)[0]
    if one.endswith("?"):
        return [{"propertyName": name, "operator": "NOT_HAS_PROPERTY"}]
    if "=" in one:
        return [equal(name, one.partition("=")[2])]
    found: list[Filter] = []
    if since:
        found.append({"propertyName": name, "operator": "GTE", "value": milliseconds(since)})
    if one.endswith("<>") and until:
        found.append({"propertyName": name, "operator": "LT", "value": milliseconds(until)})
    return found


def equal(name: str, value: str) -> Filter:
    return {"propertyName": name, "operator": "EQ", "value": value}


def milliseconds(moment: datetime) -> str:
    """As HubSpot's search takes a moment: milliseconds since 1970, as text."""
    return str(round(moment.timestamp() * 1000))


def both(first: Groups, more: Filter) -> Groups:
    """The same groups, each narrowed by one more filter."""
    return [[*group, more] for group in first] or [[more]]
