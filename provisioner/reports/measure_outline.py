"""A report of KPIs before any format: its head, and its sections in order, chosen by mode and length of the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from provisioner.reports import (
    measure_beside,
    measure_centre,
    measure_control,
    measure_selling,
    measure_summary,
    measure_trend,
    measure_words,
)
from provisioner.reports import measure_values as values
from provisioner.reports.measure_parts import Reader, Section


@dataclass(frozen=True, slots=True)
class Outline:
    """``about`` are the lines under the title; ``headline`` is the sentence for the management."""

    title: str
    headline: str
    about: tuple[str, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]


def of(document: Mapping[str, Any], language: str) -> Outline:
    """Read a ``provisioner/measure/1`` document. Sections without content, and empty tables, are left out."""
    reader = Reader(document, language)
    told, blueprint = document.get("headline") or measure_words.headline(document), document["blueprint"]
    found = (_filled(section) for section in _sections(reader) if section is not None)
    return Outline(
        title=f"{reader.say('title')}: {reader.text(blueprint.get('title') or blueprint['name'])}",
        headline=reader.text(told),
        about=tuple(_about(reader)),
        warnings=tuple(reader.text(one) for one in document.get("warnings", ())),
        sections=tuple(section for section in found if not section.is_empty),
    )


def _sections(reader: Reader) -> Iterator[Section | None]:
    yield measure_summary.advice(reader)
    yield measure_centre.daily(reader)
    yield measure_summary.measures(reader)
    if reader.mode in ("call_center", "hybrid"):
        yield from measure_centre.sections(reader)
    if reader.mode in ("b2b", "hybrid"):
        yield from measure_control.sections(reader)
    yield measure_selling.stages(reader)
    yield measure_selling.focus(reader)
    yield measure_control.revenue(reader)
    yield measure_selling.handoffs(reader)
    yield measure_selling.cracks(reader)
    yield measure_beside.section(reader)
    yield measure_trend.trend(reader)
    yield measure_trend.course(reader)
    yield measure_summary.not_measured(reader)
    yield measure_summary.not_graded(reader)
    yield measure_summary.left_out(reader)
    yield measure_summary.method(reader)
    yield measure_summary.cost(reader)


def _filled(section: Section) -> Section:
    return replace(section, tables=tuple(table for table in section.tables if table.rows))


def _about(reader: Reader) -> Iterator[str]:
    portal, blueprint = reader.document["portal"], reader.document["blueprint"]
    environment = str(portal.get("environment", ""))
    known = environment in ("sandbox", "production", "local")
    yield reader.say(
        "portal",
        name=values.clean(portal["name"]),
        id=values.clean(portal["id"]),
        environment=reader.say(environment) if known else values.clean(environment),
    )
    names = {name: values.clean(blueprint[name]) for name in ("name", "version")}
    yield reader.say("blueprint", mode=reader.say(reader.mode), **names)
    zone = str(reader.document["period"]["zone"])
    yield reader.say("period", period=reader.period(), zone=values.clean(zone))
    if reader.document.get("moment"):
        yield reader.say("moment", moment=values.moment(str(reader.document["moment"]), zone, reader.language))
    if portal.get("currency"):
        vat = {True: "vat_with", False: "vat_without"}.get(portal.get("amounts_include_vat"), "vat_unknown")
        yield reader.say(vat, currency=values.clean(portal["currency"]))
