"""The centre's KPIs against a reference that reads the definitions literally, on portals as untidy as they come."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi import KPIS
from provisioner.kpi.context import Context
from provisioner.kpi.gathering import measure
from provisioner.kpi.measurement import Figure, Measurement
from tests.kpi.oracle import centre_deals, centre_leads, centre_stages, centre_work
from tests.kpi.oracle.centre_leads import Streams
from tests.kpi.oracle.centre_portals import Portal
from tests.kpi.oracle.centre_words import Told

REFERENCE = {**centre_leads.KPIS, **centre_work.KPIS, **centre_deals.KPIS, **centre_stages.KPIS}
AT_PRESENT = ("K19",)
"""Measured as of now, whatever the period."""
IN_MONEY = ("K4", "K15")
"""Compared with targets, and those are in another currency than the company's now and then."""
SEEDS_A_TEST = 30


def expected(kpi: str, records: Streams, where: Context) -> Told:
    """Archived records never appear; of a hybrid, what belongs to one mode is told of its pipelines only."""
    if kpi not in AT_PRESENT and where.period.start >= where.now:
        return Told(None, 0, reason="period_in_future")
    if kpi in IN_MONEY and where.settings.currency not in ("", where.company_currency):
        return Told(None, 0, reason="other_currency")
    sides = KPIS[kpi].modes - {"hybrid"}
    if where.mode == "hybrid" and len(sides) == 1:
        where = where.side(next(iter(sides)))
    streams = {kind: [one for one in held if not one.get("archived")] for kind, held in records.items()}
    return REFERENCE[kpi](streams, where)


def measured_in(portal: Portal) -> list[str]:
    return [kpi for kpi in REFERENCE if portal.mode in KPIS[kpi].modes]


def answer(told: Told) -> dict[str, Any]:
    return {
        "value": _plain(told.value),
        "n": told.n,
        "of": _plain((told.numerator, told.denominator)),
        "grade": told.grade,
        "reason": told.reason,
        "excluded": told.excluded,
        "segments": {key: _plain(found) for key, found in told.segments.items()},
        "details": {name: _plain(found) for name, found in told.details.items()},
    }


def ours(found: Measurement, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A measurement in the reference's words; of the details those that it tells."""
    return {
        "value": _plain(found.value),
        "n": found.n,
        "of": _plain((found.numerator, found.denominator)),
        "grade": found.grade.value,
        "reason": found.reason,
        "excluded": {one.reason: one.n for one in found.excluded},
        "segments": {(one.by, one.key): _plain((one.figure.value, one.figure.n)) for one in found.segments},
        "details": {name: _plain(found.details[name]) for name in asked},
    }


def _plain(found: Any) -> Any:
    """Numbers to the twelfth digit, since the reference may divide in another order."""
    match found:
        case Figure():
            return _plain((found.value, found.numerator, found.denominator))
        case Mapping():
            return {name: _plain(one) for name, one in found.items()}
        case list() | tuple():
            return [_plain(one) for one in found]
        case Decimal() | int():
            return f"{round(Decimal(found), 12):.12f}"
    return found


@pytest.mark.parametrize("first", range(0, 300, SEEDS_A_TEST))
def test_every_figure_is_what_the_definition_says(first: int) -> None:
    for seed in range(first, first + SEEDS_A_TEST):
        portal = Portal(seed)
        found = measure([KPIS[kpi] for kpi in measured_in(portal)], portal.streams, portal.context)
        for kpi, measurement in found.items():
            wanted = answer(expected(kpi, portal.streams, portal.context))
            assert ours(measurement, wanted["details"]) == wanted, f"{kpi} of portal {seed}"
