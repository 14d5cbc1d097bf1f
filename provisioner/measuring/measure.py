"""Measure a portal by the KPIs of a mode: the task, and the document that comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from provisioner.kpi.context import Context
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Measurement
from provisioner.kpi.needs import Need, Rows, in_force
from provisioner.kpi.period import Period
from provisioner.kpi.settings import Settings
from provisioner.measuring import (
    comparing,
    cost,
    counting,
    course,
    facts,
    forecasts,
    names,
    shortcomings,
    store,
    surroundings,
    wanted,
    warnings,
)
from provisioner.measuring.scans import Ledger
from provisioner.measuring.store import Store
from provisioner.measuring.surroundings import Surroundings
from provisioner.model.blueprint import Blueprint
from provisioner.model.errors import PortalError
from provisioner.model.events import Watch
from provisioner.model.keys import Key
from provisioner.model.portal import Account, FileReader, Reader
from provisioner.model.state import Known

EXPORT_FROM = 500_000
"""Records of an object type. A list gives them in 5,000 requests: four minutes at 190 in ten seconds, eight at 100."""

_FORECAST = Need("deals", (Rows.OPEN,), (("hs_is_closed",),), forecasts.KEPT)


@dataclass(frozen=True, slots=True)
class Files:
    """Where a portal's records are kept between runs, and its stored forecasts for good."""

    records: Path
    forecasts: Path

    def records_store(self, *, fresh: bool) -> Store:
        """The kept records; with ``fresh`` none yet."""
        return store.opened(self.records, fresh=fresh)


@dataclass(frozen=True, slots=True)
class Task:
    """What to measure where. ``period`` is asked about; ``against``: another one to compare with, ``earlier``: those of
    a trend, the oldest first. All of them are measured in the same pass.

    ``known`` is what the blueprint wants of the portal, with the ids pinned for it. ``opening``: requests that were
    spent before, on the account. ``now``: the moment of the report, None for the end of the reading. ``export_from``:
    how many records of an object type are first read by an export.
    """

    portal: FileReader
    account: Account
    blueprint: Blueprint
    known: Known
    settings: Settings
    definitions: Sequence[Definition]
    period: Period
    against: Period | None = None
    earlier: Sequence[Period] = ()
    snapshot: bool = False
    now: datetime | None = None
    threads: int = 4
    opening: int = 1
    export_from: int = EXPORT_FROM

    @property
    def periods(self) -> tuple[Period, ...]:
        """Each period once, the one that is asked about first."""
        return tuple(dict.fromkeys([self.period, *([self.against] if self.against else ()), *self.earlier]))


def measure(task: Task, kept: Store, files: Files, watch: Watch) -> dict[str, Any]:
    """The parts of the document that tell of the period, the KPIs and the cost."""
    ledger = Ledger()
    portal = cost.Counted(task.portal, ledger)
    around = _surroundings(task, portal)
    contexts = _contexts(task, around, portal, files)
    reading = wanted.of(task.definitions, contexts, around.facts.properties)
    if task.snapshot and "deals" not in around.facts.unreadable:
        reading = replace(reading, needs=(*reading.needs, _FORECAST))
    going = course.Course(portal, kept, ledger, watch, task.threads, task.export_from)
    going.read(reading)
    moment = (task.now or task.portal.moment).replace(microsecond=0)
    contexts = [course.seen(context, ledger, moment) for context in contexts]
    told = going.measurements(reading, contexts, task.definitions, files.forecasts)
    found: dict[str, Any] = {"moment": moment.isoformat()}
    if task.snapshot:
        deals = course.open_deals(kept, contexts[0])
        number = forecasts.add(files.forecasts, deals, moment)
        found["snapshot"] = {"deals": number, "taken_at": found["moment"], "file": files.forecasts.name}
    return _document(task, around, contexts, told, ledger) | found


def _surroundings(task: Task, portal: Reader) -> Surroundings:
    settings = _with_live_ids(task)
    needs = [need for one in task.definitions for need in in_force(one.needs, settings.variants)]
    object_types = {need.object_type for need in needs} - wanted.ELSEWHERE
    unknown = set(task.account.other_currencies) - settings.rates.keys()
    rates_to = task.account.currency if unknown else ""
    found = facts.read(portal, task.known, object_types, task.threads, rates_to=rates_to)
    # A rate of the targets is the company's own decision; the portal's fill the gaps.
    found = replace(found, rates={code: worth for code, worth in found.rates.items() if code in unknown})
    settings = replace(settings, rates={**found.rates, **settings.rates})
    return surroundings.of(task.blueprint, found, task.account, settings, task.definitions)


def _with_live_ids(task: Task) -> Settings:
    """Targets name pipelines as the blueprint does; in the portal they may have ids of its own."""
    ids = {key.name: found for key, found in task.known.ids.items() if _is_deal_pipeline(key)}
    named = task.settings.growth_pipelines
    return replace(task.settings, growth_pipelines=tuple(ids.get(name, name) for name in named))


def _is_deal_pipeline(key: Key) -> bool:
    return key.kind == "pipeline" and key.object_type == "deals" and key == key.whole


def _contexts(task: Task, around: Surroundings, portal: Reader, files: Files) -> list[Context]:
    counted: dict[Period, int] = {}
    found = []
    for period in task.periods:
        context = around.context(
            period, task.now or task.portal.moment, (), forecasts.nearest(files.forecasts, period.start)
        )
        found.append(_with_earlier_leads(context, portal, counted) if _needs_earlier_leads(task, context) else context)
    return found


def _with_earlier_leads(context: Context, portal: Reader, counted: dict[Period, int]) -> Context:
    try:
        return replace(context, earlier_leads=counting.earlier_leads(portal, context, counted))
    except PortalError as error:
        refused = {context.settings.lead_source: facts.refused(error)}
        return replace(context, unreadable={**context.unreadable, **refused})


def _needs_earlier_leads(task: Task, context: Context) -> bool:
    named = next((one for one in task.definitions if one.id == "K8"), None)
    source = context.settings.lead_source
    if named is None or named.blocked(context) or source in context.unreadable or source == "none":
        return False
    return context.settings.own("K8").target is None


def _document(
    task: Task, around: Surroundings, contexts: Sequence[Context], told: Sequence[Mapping[str, Measurement]],
    ledger: Ledger,
) -> dict[str, Any]:  # fmt: skip
    document: dict[str, Any] = {"period": task.period.document(), "kpis": comparing.kpis(told[0])}
    found = dict(zip(task.periods, told, strict=True))
    if task.against:
        document["against"] = comparing.against(task.definitions, told[0], task.against, found[task.against])
    if task.earlier:
        earlier = [(one, found[one]) for one in task.earlier]
        document["trend"] = comparing.trend(task.definitions, told[0], earlier)
    if named := names.of(task.blueprint, around.facts.pipelines.values()):
        document["names"] = {by: {key: dict(one) for key, one in held.items()} for by, held in named.items()}
    noted = [
        *warnings.of(around, contexts[0], task.account, ledger),
        *shortcomings.of(task.definitions, contexts[0], task.blueprint.resources),
    ]
    if noted:
        document["warnings"] = [dict(one) for one in noted]
    document["cost"] = cost.document(ledger, task.opening)
    return document
