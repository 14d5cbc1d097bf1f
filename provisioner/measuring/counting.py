"""Figures that no record must be read for: how many leads there were in the periods before."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.kpi.context import CENTRE, Context
from provisioner.kpi.period import Period
from provisioner.measuring import filters, paging
from provisioner.measuring.scans import Filter
from provisioner.model.portal import Reader

_PERIODS = 4
_GROUPS = 5
"""The most filter groups of one search (HubSpot's guide)."""


def earlier_leads(portal: Reader, context: Context, known: dict[Period, int]) -> tuple[int, ...]:
    """How many leads were created in each of the periods before, nearest first; one search each, of one result.

    ``known`` are the periods that were counted already; it grows.
    """
    found, period = [], context.period
    for _ in range(_PERIODS):
        period = period.before()
        if period not in known:
            known[period] = _count(portal, context, period)
        found.append(known[period])
    return tuple(found)


def _count(portal: Reader, context: Context, period: Period) -> int:
    source = context.settings.lead_source
    created = "hs_createdate" if source == "leads" else "createdate"
    within: list[Filter] = [
        {"propertyName": created, "operator": "GTE", "value": filters.milliseconds(period.start)},
        {"propertyName": created, "operator": "LT", "value": filters.milliseconds(period.end)},
    ]
    scopes = list(_scopes(context)) if source == "leads" else [[]]
    parts = [scopes[at : at + _GROUPS] for at in range(0, len(scopes), _GROUPS)]
    return sum(paging.count(portal, source, [[*within, *scope] for scope in part]) for part in parts)


def _scopes(context: Context) -> Iterator[list[Filter]]:
    """The pipelines whose leads count, and leads without a pipeline; a hybrid counts those of its centre."""
    lines = [line for line in context.pipelines if line.object_type == "leads"]
    if not lines and "leads" not in context.limited:
        yield []
        return
    yield [{"propertyName": "hs_pipeline", "operator": "NOT_HAS_PROPERTY"}]
    for line in lines:
        if line.mode == CENTRE or context.mode != "hybrid":
            yield [filters.equal("hs_pipeline", line.id)]
