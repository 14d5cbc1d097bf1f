"""The section kpis: its schema, its defaults, what is wrong with it, and the lint of who is graded by what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from provisioner.kpi import KPIS, targets
from provisioner.kpi.lint import lint
from provisioner.kpi.section import SCHEMA
from provisioner.kpi.settings import Settings
from provisioner.model.document import Marked, MarkedList

FULL: dict[str, Any] = {
    "language": "he",
    "calendar": "il_call_center",
    "zone": "Asia/Jerusalem",
    "week_starts": "sunday",
    "periods": ["day", "month"],
    "currency": "ILS",
    "amount_includes_vat": False,
    "vat_rate": 0.18,
    "rates": {"USD": 3.7},
    "revenue": {"2026-11": 480000, "2026-Q4": 1500000},
    "size_bands": [50000, 10000],
    "lead_source": "leads",
    "capacity_per_day": 120,
    "min_samples": {"leads": 20},
    "measures": {
        "K1": {"target": 4, "good": 4, "watch": 12, "sla": {"good": 0.9, "watch": 0.7}},
        "K5": {"good": 3.5, "watch": 3},
    },
    "teams": {"morning": {"mode": "call_center", "graded_by": ["K1", "K4"]}},
    "segments": ["source", "owner"],
}


def read(document: dict[str, Any], mode: str = "call_center") -> Settings:
    assert not list(Draft202012Validator(SCHEMA).iter_errors(document))
    settings, findings = targets.read(document, mode)
    assert settings is not None, findings
    return settings


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert tuple(KPIS) == tuple(f"K{number}" for number in range(1, 24))


def test_the_schema_tells_the_defaults() -> None:
    measures = SCHEMA["properties"]["measures"]["properties"]
    told = {name: [measures[name]["properties"][limit]["default"] for limit in ("good", "watch")] for name in measures}
    wanted = {"K1": [5, 15], "K2": [0.12, 0.07], "K5": [3, 3], "K6": [0.25, 0.15], "K7": [0.9, 0.75], "K13": [50, 35]}
    wanted |= {"K14": [0.9, 0.8], "K16": [80, 60], "K19": [0, 0.05], "K21": [0.9, 0.75], "K11": [1.1, 1.3]}
    assert {name: told[name] for name in wanted} == wanted
    assert measures["K1"]["properties"]["sla"]["properties"]["good"]["default"] == 0.8
    assert measures["K14"]["properties"]["connect"]["properties"]["watch"]["default"] == 0.2


def test_everything_that_can_be_set() -> None:
    found = read(FULL)
    assert (found.language, found.vat_rate, found.rates) == ("he", Decimal("0.18"), {"USD": Decimal("3.7")})
    assert found.min_samples == {"leads": 20, "deals": 5, "calls": 10}
    assert [(period.first.isoformat(), amount) for period, amount in found.revenue] == [
        ("2026-11-01", 480000),
        ("2026-10-01", 1500000),
    ]
    assert found.size_bands == (10_000, 50_000)
    own = found.own("K1")
    assert (own.target, own.scales["value"].watch, own.scales["sla"].good) == (4, 12, Decimal("0.9"))


@pytest.mark.parametrize(
    ("mode", "periods"),
    [
        ("call_center", ("day", "week")),
        ("b2b", ("week", "month", "quarter")),
        ("hybrid", ("day", "week", "month", "quarter")),
    ],
)
def test_defaults_of_the_modes(mode: str, periods: tuple[str, ...]) -> None:
    found = read({}, mode)
    assert found.periods == periods
    assert found.lead_source == ("none" if mode == "b2b" else "leads")
    assert (found.zone.key, found.week_starts, found.min_samples["leads"]) == ("Asia/Jerusalem", "sunday", 10)
    assert {name: calendar.name for name, calendar in found.calendars.items()} == {
        "call_center": "il_call_center",
        "b2b": "il_office",
    }


def test_weeks_start_on_monday_elsewhere() -> None:
    found = read({"calendar": "mon_fri", "zone": "Europe/Rome"})
    assert (found.zone.key, found.week_starts) == ("Europe/Rome", "monday")


@pytest.mark.parametrize(
    "document",
    [
        {"measures": {"K5": {"good": 2.5, "watch": 2}}},
        {"measures": {"K1": {"good": 5}}},
        {"measures": {"K99": {}}},
        {"measures": {"K2": {"sla": {"good": 0.9, "watch": 0.8}}}},
        {"rates": {"USD": 0}},
        {"teams": {"a": {"graded_by": ["K1"]}}},
        {"revenue": {"2026-11": -1}},
        {"colour": "blue"},
    ],
)
def test_what_the_schema_refuses(document: dict[str, Any]) -> None:
    """Coverage below three times the target stays a business risk: no threshold may say otherwise."""
    assert list(Draft202012Validator(SCHEMA).iter_errors(document))


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"measures": {"K1": {"good": 15, "watch": 5}}}, "KPI002"),
        ({"measures": {"K2": {"good": 0.05, "watch": 0.1}}}, "KPI002"),
        ({"revenue": {"november": 5}}, "KPI003"),
        ({"zone": "Asia/Atlantis"}, "KPI004"),
        ({"calendar": "il_nowhere"}, "CAL001"),
    ],
)
def test_what_is_wrong_beyond_the_schema(document: dict[str, Any], code: str) -> None:
    settings, findings = targets.read(document, "call_center")
    assert settings is None
    assert {finding.code for finding in findings} == {code}
    assert all(finding.fix for finding in findings)


@pytest.mark.parametrize("kpi", ["K1", "K13", "K14"])
def test_a_b2b_team_is_not_graded_by_the_centres_pace(kpi: str) -> None:
    (found,) = lint({"graded_by": [kpi, "K6"]}, "b2b")
    assert (found.code, found.severity) == ("KPI001", "warning")
    assert kpi in found.message
    assert "K5" in found.fix


@pytest.mark.parametrize("kpi", ["K5", "K7"])
def test_a_centre_is_not_graded_by_b2bs_control(kpi: str) -> None:
    (found,) = lint({"teams": {"morning": {"mode": "call_center", "graded_by": [kpi]}}}, "hybrid")
    assert "'morning'" in found.message


def test_the_own_kpis_and_those_of_a_hybrid_are_fine() -> None:
    teams = {
        "field": {"mode": "b2b", "graded_by": ["K5", "K6", "K7"]},
        "leads": {"mode": "hybrid", "graded_by": ["K1", "K5"]},
    }
    assert lint({"graded_by": ["K1", "K5"], "teams": teams}, "hybrid") == []
    assert lint({}, "b2b") == []


def test_findings_stand_where_they_were_written() -> None:
    graded_by = MarkedList()
    graded_by.add("K6", ("b2b.yaml", 7, 5))
    graded_by.add("K13", ("b2b.yaml", 8, 5))
    document = Marked()
    document.put("graded_by", graded_by, ("b2b.yaml", 6, 3))
    (found,) = lint(document, "b2b")
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("b2b.yaml", 8)
