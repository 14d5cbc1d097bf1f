"""Who measures wrong manages wrong: the lint of ``kpis:``, whose rules need more than the form of the section."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from provisioner.kpi import KPIS
from provisioner.kpi.currencies import CURRENCIES
from provisioner.kpi.measurement import Unit
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity

FOREIGN: Mapping[str, tuple[str, ...]] = {"b2b": ("K1", "K13", "K14"), "call_center": ("K5", "K7")}
"""By mode, the KPIs of the other one that do most harm when people are graded by them."""

SEGMENTS = ("object", "owner", "owner_connect", "pipeline", "size", "source", "stage", "team", "tier")
"""By what the KPIs split their figures."""

_WHY = {
    "b2b": "counting calls and minutes rewards effort, where few good deals decide",
    "call_center": "coverage and forecast take months to move, where the day decides",
}
_OF_VALUE = ("target", "good", "watch")
_PARTS = ("sla", "connect", "returned")
"""Figures beside the main one that are shares."""

Path = tuple[str | int, ...]


def lint(document: Mapping[str, Any], mode: str, pipelines: Collection[str] | None = None) -> list[Finding]:
    """What is wrong, or unwise, in the section ``kpis:`` of a blueprint of this mode, or in a target file.

    ``pipelines`` are the names and ids of the blueprint's deal pipelines; None where they are not known.
    """
    said = [
        *_people(document, mode),
        *_measures(document, mode),
        *_shares(document),
        *_currencies(document),
        *_segments(document),
    ]
    said += [] if pipelines is None else _growth(document, pipelines)
    return [Finding(code, severity, message, place_of(document, path), fix=fix)
            for code, severity, path, message, fix in said]  # fmt: skip


_Said = tuple[str, Severity, Path, str, str]


def _people(document: Mapping[str, Any], mode: str) -> Iterator[_Said]:
    """The KPIs that people are graded by."""
    yield from _judge("everybody", mode, document.get("graded_by", ()), ("graded_by",))
    for name, team in document.get("teams", {}).items():
        if mode not in ("hybrid", team["mode"]):
            message = (
                f"team {name!r} sells as {team['mode']}, and the blueprint is {mode}: its people count as no reps."
            )
            fix = f"Write mode: {mode}, take the team out, or use a blueprint of the mode hybrid."
            yield "KPI010", Severity.WARNING, ("teams", name, "mode"), message, fix
        yield from _judge(f"team {name!r}", team["mode"], team.get("graded_by", ()), ("teams", name, "graded_by"))


def _judge(who: str, mode: str, graded_by: tuple[str, ...], path: Path) -> Iterator[_Said]:
    for at, kpi in enumerate(graded_by):
        name = KPIS[kpi].name["en"].lower()
        if kpi in FOREIGN.get(mode, ()):
            message = f"{who} sells as {mode} and is graded by {kpi} ({name}): {_WHY[mode]}."
            yield "KPI001", Severity.WARNING, (*path, at), message, f"Grade by the mode's own KPIs: {_own(mode)}."
        elif mode not in KPIS[kpi].modes:
            message = f"{who} sells as {mode} and is graded by {kpi} ({name}), which {mode} is not measured by."
            yield "KPI006", Severity.WARNING, (*path, at), message, f"Grade by the mode's own KPIs: {_own(mode)}."


def _own(mode: str) -> str:
    return ", ".join(one.id for one in KPIS.values() if one.modes == {mode, "hybrid"})


def _measures(document: Mapping[str, Any], mode: str) -> Iterator[_Said]:
    """Targets and thresholds of what the mode is not measured by."""
    for kpi in document.get("measures", {}):
        if mode not in KPIS[kpi].modes:
            whose = " and ".join(sorted(KPIS[kpi].modes))
            message = f"{kpi} ({KPIS[kpi].name['en'].lower()}) is measured for {whose}, not for {mode}."
            fix = f"Delete it, or set a target for one of the mode's own KPIs: {_own(mode)}."
            yield "KPI006", Severity.WARNING, ("measures", kpi), message, fix


def _shares(document: Mapping[str, Any]) -> Iterator[_Said]:
    """Shares written as percentages: no figure could ever reach them."""
    for kpi, own in document.get("measures", {}).items():
        definition = KPIS[kpi]
        names = _OF_VALUE if definition.against == "scale" else _OF_VALUE[:1]
        named: list[tuple[Path, Any]] = [((name,), own.get(name)) for name in names if definition.unit is Unit.RATIO]
        named += [((part, name), own.get(part, {}).get(name)) for part in _PARTS for name in _OF_VALUE]
        for path, value in named:
            if value is not None and value > 1:
                name = definition.name["en"].lower()
                message = f"{kpi} ({name}): {path[-1]} is a share from 0 to 1, and {value} would be {value * 100:,} %."
                yield "KPI011", Severity.ERROR, ("measures", kpi, *path), message, f"For {value} % write {value / 100}."


def _currencies(document: Mapping[str, Any]) -> Iterator[_Said]:
    own = str(document.get("currency", ""))
    named: list[tuple[str, Path]] = [(own, ("currency",))] if own else []
    named += [(code, ("rates", code)) for code in document.get("rates", {})]
    for code, path in named:
        if code not in CURRENCIES:
            fix = "Write its code of three letters, such as ILS, USD or EUR."
            yield "KPI007", Severity.ERROR, path, f"There is no currency {code}.", fix
    if own and own in document.get("rates", {}):
        message = f"{own} is the company currency, and needs no rate."
        yield (
            "KPI007",
            Severity.ERROR,
            ("rates", own),
            message,
            "Delete it, or write the company currency that is meant.",
        )


def _segments(document: Mapping[str, Any]) -> Iterator[_Said]:
    for at, name in enumerate(document.get("segments", ())):
        if name not in SEGMENTS:
            message = f"No figure is split by {name}."
            yield "KPI008", Severity.WARNING, ("segments", at), message, f"Choose from {', '.join(SEGMENTS)}."


def _growth(document: Mapping[str, Any], pipelines: Collection[str]) -> Iterator[_Said]:
    for at, name in enumerate(document.get("growth_pipelines", ())):
        if name not in pipelines:
            message = f"The blueprint has no deal pipeline {name}; business with customers may be counted as new."
            known = ", ".join(pipelines) or "none"
            yield "KPI009", Severity.WARNING, ("growth_pipelines", at), message, f"The blueprint has {known}."
