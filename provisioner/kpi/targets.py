"""Reads the section ``kpis:`` or a target file into Settings, with the defaults of the mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from provisioner.automation import calendars
from provisioner.automation.calendars import Calendar
from provisioner.kpi import KPIS, period
from provisioner.kpi.context import B2B
from provisioner.kpi.period import Period
from provisioner.kpi.scales import Scale
from provisioner.kpi.section import MODES
from provisioner.kpi.settings import MIN_SAMPLES, Grading, Own, Settings
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity

CODES: Mapping[str, str] = {
    "KPI001": "A team is graded by the KPIs of the other mode.",
    "KPI002": "Thresholds are in the wrong order.",
    "KPI003": "A revenue target has no readable period.",
    "KPI004": "The time zone is unknown.",
    "KPI005": "A file of targets holds no targets.",
    "KPI006": "A target, or a team, names a KPI that the mode is not measured by.",
    "KPI007": "There is no such currency, or it needs no rate.",
    "KPI008": "No figure is split by that.",
    "KPI009": "The blueprint has no such pipeline.",
    "KPI010": "A team sells in another way than the blueprint.",
    "KPI011": "A share is written as a percentage.",
}
_CALENDARS: Mapping[str, str] = {"call_center": "il_call_center", "b2b": "il_office"}
_PERIODS: Mapping[str, tuple[str, ...]] = {
    "call_center": ("day", "week"),
    "b2b": ("week", "month", "quarter"),
    "hybrid": ("day", "week", "month", "quarter"),
}
_PLAIN = ("language", "currency", "amount_includes_vat", "lead_source", "lead_window_days", "exact_first_contact",
          "connected_seconds", "coverage_counts_omitted", "deal_splits")  # fmt: skip
_NUMBERS = ("vat_rate", "first_contact_minutes", "handoff_hours", "capacity_per_day")
_LISTS = ("segments", "excluded_sources", "connected_outcomes", "decision_maker", "growth_pipelines", "graded_by")
_FIGURES = ("sla", "connect", "returned")


def read(document: Mapping[str, Any], mode: str) -> tuple[Settings | None, tuple[Finding, ...]]:
    """Settings from a document that ``section.SCHEMA`` accepts, and what is wrong beyond the schema.

    None where a finding is an error. What the document leaves out is the mode's default.
    """
    reader = _Reader(document)
    settings = reader.settings(mode)
    return settings, tuple(reader.findings)


@dataclass
class _Reader:
    """Reads one document; every problem becomes a finding, and reading goes on."""

    document: Mapping[str, Any]
    findings: list[Finding] = field(default_factory=list)

    def settings(self, mode: str) -> Settings | None:
        held = self._calendars()
        zone = self._zone(held)
        if zone is None or not held:
            return None
        week_starts = str(self.document.get("week_starts") or _week_starts(next(iter(held.values()))))
        found = Settings(
            calendars=held,
            zone=zone,
            week_starts=week_starts,
            periods=tuple(self.document.get("periods") or _PERIODS[mode]),
            min_samples={**MIN_SAMPLES, **self.document.get("min_samples", {})},
            measures=self._measures(),
            revenue=tuple(self._revenue(zone, week_starts)),
            teams=tuple(self._teams()),
            **{"lead_source": "none" if mode == B2B else "leads", **self._simple()},
        )
        return None if any(finding.severity is Severity.ERROR for finding in self.findings) else found

    def _simple(self) -> dict[str, Any]:
        """What is taken over as it is written; numbers as Decimals, so that 0.1 is a tenth."""
        given = self.document
        found: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
        found |= {name: _decimal(given[name]) for name in _NUMBERS if name in given}
        found |= {name: tuple(given[name]) for name in _LISTS if name in given}
        for name in ("rates", "category_weights"):
            if name in given:
                found[name] = {key: _decimal(value) for key, value in given[name].items()}
        if "size_bands" in given:
            found["size_bands"] = tuple(sorted(map(_decimal, given["size_bands"])))
        return found

    def _report(self, code: str, message: str, fix: str, *path: str | int) -> None:
        self.findings.append(Finding(code, Severity.ERROR, message, place_of(self.document, path), fix=fix))

    def _calendars(self) -> dict[str, Calendar]:
        own, zone = self.document.get("calendars", {}), str(self.document.get("zone", ""))
        found: dict[str, Calendar] = {}
        for mode in MODES:
            spec = own.get(mode) or self.document.get("calendar") or _CALENDARS[mode]
            path = ("calendars", mode) if mode in own else ("calendar",)
            built, findings = calendars.calendar(spec, zone, place_of(self.document, path))
            self.findings += [finding for finding in findings if finding not in self.findings]
            if built:
                found[mode] = built
        return found

    def _zone(self, held: Mapping[str, Calendar]) -> ZoneInfo | None:
        name = self.document.get("zone")
        if not name:
            return next((calendar.zone for calendar in held.values()), None)
        try:
            return ZoneInfo(str(name))
        except (ValueError, OSError, KeyError):  # what zoneinfo raises for paths, folders and unknown names
            self._report("KPI004", f"{name!r} is not a time zone.", "Use an IANA name, like Asia/Jerusalem.", "zone")
            return None

    def _measures(self) -> dict[str, Own]:
        return {name: self._own(name, given) for name, given in self.document.get("measures", {}).items()}

    def _own(self, name: str, given: Mapping[str, Any]) -> Own:
        scales = dict(self._scales(name, given))
        target = given.get("target")
        return Own(None if target is None else _decimal(target), scales)

    def _scales(self, name: str, given: Mapping[str, Any]) -> Iterator[tuple[str, Scale]]:
        wanted = {"value": given} if "good" in given else {}
        wanted |= {figure: given[figure] for figure in _FIGURES if figure in given}
        for figure, limits in wanted.items():
            usual = KPIS[name].scales[figure]
            path = ("measures", name, *((figure,) if figure != "value" else ("good",)))
            scale = Scale(_decimal(limits["good"]), _decimal(limits["watch"]), usual.rising, usual.below)
            if not scale.is_ordered:
                better = "higher" if usual.rising else "lower"
                message = f"{name}: good {scale.good} and watch {scale.watch} are in the wrong order."
                self._report("KPI002", message, f"For {name} {better} is better: exchange the two.", *path)
            yield figure, scale

    def _revenue(self, zone: ZoneInfo, week_starts: str) -> Iterator[tuple[Period, Decimal]]:
        for text, amount in self.document.get("revenue", {}).items():
            try:
                yield period.parse(str(text), zone, week_starts), _decimal(amount)
            except period.UnclearPeriod as problem:
                self._report("KPI003", f"revenue: {problem}.", f"Write {period.FORMS}.", "revenue", str(text))

    def _teams(self) -> Iterator[Grading]:
        for name, team in self.document.get("teams", {}).items():
            yield Grading(str(name), str(team["mode"]), tuple(team.get("graded_by", ())))


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _week_starts(calendar: Calendar) -> str:
    israeli = calendar.holidays.country == "IL" or calendar.zone.key in ("Asia/Jerusalem", "Asia/Tel_Aviv", "Israel")
    return "sunday" if israeli else "monday"
