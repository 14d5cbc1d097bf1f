"""The KPIs of B2B, on small messy portals, say what a naive reading of their definitions says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi import KPIS
from provisioner.kpi.context import Context
from provisioner.kpi.gathering import measure
from provisioner.kpi.measurement import Measurement
from tests.kpi.oracle import b2b_closed, b2b_forecast, b2b_pipeline, b2b_stages
from tests.kpi.oracle.b2b_portals import portal
from tests.kpi.oracle.b2b_reading import Found, Streams, begins, ends

REFERENCE: Mapping[str, Callable[[Streams, Context], Found]] = {
    "K5": b2b_pipeline.coverage,
    "K6": b2b_closed.win_rate,
    "K7": b2b_forecast.forecast_accuracy,
    "K10": b2b_closed.average_size,
    "K11": b2b_closed.cycle_length,
    "K12": b2b_stages.bottleneck,
    "K16": b2b_pipeline.pipeline_quality,
    "K18": b2b_forecast.b2b_index,
    "K20": b2b_closed.velocity,
    "K21": b2b_stages.handoff_health,
    "K22": b2b_pipeline.weighted_forecast,
}
OF_B2B = ("K5", "K7", "K16", "K18", "K20", "K22")
AHEAD, NOW = ("K5", "K22"), ("K16",)
DETAILS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "K5": lambda told: {"overdue": told["overdue"].value},
    "K6": lambda told: {
        "reopened": told["reopened"],
        "won_value": told["by_value"].numerator,
        "all_value": told["by_value"].denominator,
    },
    "K7": lambda told: {
        "forecast": told["forecast"],
        "weighted": told["weighted"]["forecast"],
        **{f"of_{name}": one.numerator for name, one in told["calibration"].items()},
        **{name: one.numerator for name, one in told["hygiene"].items() if name != "pushed_often"},
    },
    "K10": lambda told: {"median": told["median"]},
    "K11": lambda told: {"mean": told["mean"]},
    "K12": lambda told: {"stage": told.get("stage")},
    "K18": lambda told: {"depth": told["depth"].value, "forecast": told["forecast"]},
    "K21": lambda told: {"late": told["late"], "pending": told["pending"], "returned": told["returned"].numerator},
    "K22": lambda told: {
        "historical": told["historical"],
        "months": {month: one["weighted"] for month, one in told["months"].items()},
    },
}
"""How the reference's words for what is told beside a figure are found in a measurement."""


@pytest.mark.parametrize("first", range(0, 300, 30))
def test_figures_are_those_of_the_reference(first: int) -> None:
    differences = {seed: found for seed in range(first, first + 30) if (found := compared(seed))}
    assert differences == {}


def compared(seed: int) -> list[tuple[Any, ...]]:
    """What the two say differently of one portal: (KPI, field, measured, expected)."""
    streams, where = portal(seed)
    kpis = [name for name in REFERENCE if where.mode in KPIS[name].modes]
    measured = measure([KPIS[name] for name in kpis], streams, where)
    return [(name, *one) for name in kpis for one in differing(measured[name], expected(name, streams, where))]


def expected(kpi: str, streams: Streams, where: Context) -> Found:
    """Of a hybrid, a KPI of B2B sees the pipelines of B2B alone."""
    if kpi in AHEAD and where.now >= ends(where):
        return Found(None, "n_a", "period_over")
    if kpi not in (*AHEAD, *NOW) and where.now <= begins(where):
        return Found(None, "n_a", "period_in_future")
    side = where.side("b2b") if where.mode == "hybrid" and kpi in OF_B2B else where
    return REFERENCE[kpi](streams, side)


def differing(measured: Measurement, reference: Found) -> list[tuple[Any, ...]]:
    pairs: list[tuple[str, Any, Any]] = [
        ("value", measured.value, reference.value),
        ("grade", measured.grade.value, reference.grade),
        ("reason", measured.reason, reference.reason),
    ]
    if reference.n is not None:
        pairs.append(("n", measured.n, reference.n))
    if measured.id not in ("K18", "K20"):  # of their parts each tells what it left out
        told = {one.reason: one.n for one in measured.excluded}
        pairs.append(("excluded", told, {reason: n for reason, n in reference.excluded.items() if n}))
    if reference.value is not None:
        pairs += beside(measured, reference)
    return [one for one in pairs if not same(one[1], one[2])]


def beside(measured: Measurement, reference: Found) -> list[tuple[str, Any, Any]]:
    """The parts of the figure, its segments, and its details, as far as the reference has them."""
    parts = [
        ("numerator", measured.numerator, reference.numerator),
        ("denominator", measured.denominator, reference.denominator),
    ]
    pairs: list[tuple[str, Any, Any]] = [one for one in parts if one[2] is not None]
    ways = {by for by, _ in reference.segments}
    segments = {(one.by, one.key): one.figure.value for one in measured.segments if one.by in ways}
    pairs.append(("segments", segments, reference.segments))
    told = DETAILS[measured.id](measured.details) if measured.id in DETAILS else {}
    return [*pairs, *((name, one, reference.details.get(name)) for name, one in told.items())]


def same(measured: Any, reference: Any) -> bool:
    """Numbers to the cent, below one to the sixth place, since quotients are rounded and money has cents."""
    if isinstance(measured, Mapping) and isinstance(reference, Mapping):
        return measured.keys() == reference.keys() and all(same(measured[key], reference[key]) for key in measured)
    if isinstance(measured, Decimal | int) and isinstance(reference, Decimal | int):
        return abs(Decimal(measured) - reference) <= (Decimal("0.01") if abs(reference) > 1 else Decimal("0.000001"))
    return bool(measured == reference)


def test_the_portals_have_every_kind_of_answer() -> None:
    """So that agreement is not the agreement of empty portals."""
    seen: dict[str, set[str]] = {name: set() for name in REFERENCE}
    for seed in range(60):
        streams, where = portal(seed)
        for name in REFERENCE:
            if where.mode in KPIS[name].modes:
                seen[name].add(expected(name, streams, where).grade)
    assert all(len(grades) >= 2 for grades in seen.values()), seen
    assert {"good", "watch", "risk", "n_a", "low_sample"} == set().union(*seen.values())


def test_figures_that_differ_are_seen() -> None:
    assert same(Decimal("0.333333333"), Decimal(1) / 3)
    assert not same(Decimal("0.34"), Decimal("0.33"))
    assert not same(None, Decimal(0))
