"""The parts of the document in which a period stands beside others: the one to compare with, and a trend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Grade, Measurement, not_comparable, plain
from provisioner.kpi.period import Period

Measurements = Mapping[str, Measurement]
STANDS_NOW = "stands_now"


def kpis(measurements: Measurements) -> dict[str, Any]:
    return {name: one.document() for name, one in measurements.items()}


def against(definitions: Iterable[Definition], now: Measurements, period: Period, then: Measurements) -> dict[str, Any]:
    """The other period with all that was measured in it, and which measures make no trend, with the reason."""
    problems = {one.id: _problem(one, now[one.id], then[one.id]) for one in definitions}
    return {
        "period": period.document(),
        "kpis": kpis(then),
        "not_comparable": {name: problem for name, problem in problems.items() if problem},
    }


def trend(
    definitions: Sequence[Definition], now: Measurements, earlier: Iterable[tuple[Period, Measurements]]
) -> list[dict[str, Any]]:
    """The earlier periods, the oldest first: of each measure its value, or why there is none to stand in a trend."""
    return [
        {
            "period": period.document(),
            "kpis": {one.id: _point(then[one.id], _problem(one, now[one.id], then[one.id])) for one in definitions},
        }
        for period, then in earlier
    ]


def _point(then: Measurement, problem: str) -> dict[str, Any]:
    if problem == STANDS_NOW or (problem and then.value is not None):
        return {"value": None, "n": then.n, "grade": Grade.NOT_AVAILABLE.value, "reason": problem}
    return {"value": plain(then.value), "n": then.n, "grade": then.grade.value, "reason": then.reason}


def _problem(definition: Definition, now: Measurement, then: Measurement) -> str:
    return STANDS_NOW if definition.stands_now else not_comparable(now, then)
