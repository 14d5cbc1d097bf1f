"""Measure what a blueprint's mode promises: its KPIs, from the records of a portal."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provisioner.api.portals import door_to, ids_of
from provisioner.model.errors import InvalidInput, ProvisionerError
from provisioner.model.events import Watch, unwatched
from provisioner.model.portal import Target
from provisioner.model.state import Known

if TYPE_CHECKING:
    from provisioner.gateway import Patience, ReadDoor
    from provisioner.kpi.period import Period
    from provisioner.kpi.settings import Settings
    from provisioner.model.blueprint import Blueprint
    from provisioner.model.findings import Finding

FOLDER = ".provisioner"
FORMAT = "provisioner/measure/1"


@dataclass(frozen=True, slots=True)
class Order:
    """What to measure: a period and maybe another one to compare with, as people write them.

    ``trend``: how many periods of the same length, just before it, are told beside it.
    ``snapshot`` stores today's forecast as well. ``fresh`` reads everything again. ``folder`` is the project's, where
    records and forecasts are kept. ``now`` is the moment of the report; None is the moment at which the reading ends.
    ``export_from`` is how many records of an object type are first read by an export; None for 500,000.
    """

    period: str
    against: str = ""
    trend: int = 0
    snapshot: bool = False
    fresh: bool = False
    folder: Path = field(default_factory=Path)
    now: datetime | None = None
    export_from: int | None = None


def measured(
    blueprint: Path, target: Target, order: Order, watch: Watch = unwatched, patience: Patience | None = None
) -> dict[str, Any]:
    """The document of a measuring, ``provisioner/measure/1``.

    Raises InvalidInput for a bad blueprint, targets or period, Refused for another portal's token, PortalError for what
    the portal says. What the token may not read is no error: its KPIs have no figure, and the document says why.
    """
    from provisioner.blueprint import load

    wanted, _ = load.sound(str(blueprint), target.parameters)
    settings, findings = settings_of(wanted, target)
    period = _period(order.period, settings)
    against = _period(order.against, settings) if order.against else None
    cancelled = threading.Event()
    door = door_to(to_write=False)(target, watch, patience=patience, cancelled=cancelled)
    try:
        document = _measured(door, wanted, target, settings, (period, against), order, watch)
    except sqlite3.Error as error:
        fix = f"free some space on the disk; the file records-{door.account.portal_id}.db may be removed"
        raise ProvisionerError(
            f"The records could not be kept under {order.folder / FOLDER}: {error}", fix=fix
        ) from None
    finally:
        cancelled.set()
        door.close()
    noted = [_noted(finding) for finding in findings] + document.pop("warnings", [])
    document |= {"warnings": noted} if noted else {}
    return document | {"headline": _headline(document)}


def settings_of(blueprint: Blueprint, target: Target) -> tuple[Settings, tuple[Finding, ...]]:
    """The KPI settings in force for a portal: the blueprint's, and its own target file over them; with warnings.

    Raises InvalidInput with every problem in its place.
    """
    from provisioner.blueprint import kpi_targets

    found, findings = kpi_targets.settings(blueprint.document, target.targets)
    if found is None:
        raise InvalidInput("The KPI targets are invalid.", findings=findings)
    return found, findings


def _noted(finding: Finding) -> dict[str, str]:
    """A warning about the targets, with what to do."""
    words = f"{finding.message} {finding.fix}".strip()
    return {"en": words[:1].upper() + words[1:], "he": finding.hebrew or words}


def language(blueprint: Path, target: Target) -> str:
    """The language of reports that the targets name."""
    from provisioner.blueprint import load

    return settings_of(load.sound(str(blueprint), target.parameters)[0], target)[0].language


def _period(text: str, settings: Settings) -> Period:
    from provisioner.kpi import period

    try:
        return period.parse(text, settings.zone, settings.week_starts)
    except period.UnclearPeriod as problem:
        sentence = str(problem)
        raise InvalidInput(
            f"{sentence[0].upper()}{sentence[1:]}.", fix=f"write the period like {period.FORMS}"
        ) from None


def _earlier(period: Period, number: int) -> list[Period]:
    """So many periods of the same length before one, the oldest first."""
    found = [period]
    for _ in range(number):
        found.insert(0, found[0].before())
    return found[:-1]


def _measured(
    door: ReadDoor, blueprint: Blueprint, target: Target, settings: Settings, periods: tuple[Period, Period | None],
    order: Order, watch: Watch,
) -> dict[str, Any]:  # fmt: skip
    from provisioner import kpi, measuring
    from provisioner.gateway import CONNECTIONS
    from provisioner.model.blueprint import text

    known = Known(blueprint.resources, (), ids_of(target, door, order.folder), frozenset(blueprint.document))
    kept = order.folder / FOLDER
    files = measuring.Files(
        kept / f"records-{door.account.portal_id}.db", kept / f"forecasts-{door.account.portal_id}.db"
    )
    with closing(files.records_store(fresh=order.fresh)) as store:
        found = measuring.measure(
            measuring.Task(
                door, door.account, blueprint, known, settings, kpi.of_mode(blueprint.mode), *periods,
                earlier=_earlier(periods[0], order.trend), snapshot=order.snapshot, now=order.now, threads=CONNECTIONS,
                export_from=order.export_from or measuring.EXPORT_FROM,
            ),
            store,
            files,
            watch,
        )  # fmt: skip
    portal = {
        "name": target.name, "id": door.account.portal_id, "environment": target.environment,
        "zone": door.account.time_zone, "currency": door.account.currency,
        "amounts_include_vat": settings.amount_includes_vat,
    }  # fmt: skip
    title = {language: text(blueprint.document.get("title"), language) or blueprint.name for language in ("en", "he")}
    named = {"name": blueprint.name, "version": blueprint.version, "mode": blueprint.mode, "title": title}
    return {"format": FORMAT, "portal": portal, "blueprint": named, **found}


def _headline(document: Mapping[str, Any]) -> Mapping[str, str]:
    from provisioner.reports import measure_words

    found: Mapping[str, str] = measure_words.headline(document)
    return found
