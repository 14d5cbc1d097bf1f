"""Who measures wrong manages wrong: a team must not be graded by the other mode's KPIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.kpi import KPIS
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place

FOREIGN: Mapping[str, tuple[str, ...]] = {"b2b": ("K1", "K13", "K14"), "call_center": ("K5", "K7")}
"""By mode, the KPIs of the other one that do most harm when people are graded by them."""

_WHY = {
    "b2b": "counting calls and minutes rewards effort, where few good deals decide",
    "call_center": "coverage and forecast take months to move, where the day decides",
}


def lint(document: Mapping[str, Any], mode: str) -> list[Finding]:
    """Warnings (KPI001) on the section ``kpis:`` of a blueprint of this mode, or on a target file."""
    found = list(_judge("everybody", mode, document.get("graded_by", ()), document, ("graded_by",)))
    for name, team in document.get("teams", {}).items():
        path = ("teams", name, "graded_by")
        found += _judge(f"team {name!r}", team["mode"], team.get("graded_by", ()), document, path)
    return found


def _judge(
    who: str, mode: str, graded_by: tuple[str, ...], document: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[Finding]:
    for place, kpi in enumerate(graded_by):
        if kpi in FOREIGN.get(mode, ()):
            yield _finding(who, mode, kpi, place_of(document, (*path, place)))


def _finding(who: str, mode: str, kpi: str, place: Place | None) -> Finding:
    name = KPIS[kpi].name["en"].lower()
    own = ", ".join(one.id for one in KPIS.values() if one.modes == {mode, "hybrid"})
    message = f"{who} sells as {mode} and is graded by {kpi} ({name}): {_WHY[mode]}."
    return Finding("KPI001", Severity.WARNING, message, place, fix=f"Grade by the mode's own KPIs: {own}.")
