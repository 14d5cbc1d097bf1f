"""The same by the way of the command: a portal is asked over HTTP, page by page, and told as the definitions say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.api.measuring import settings_of
from provisioner.blueprint import load
from provisioner.gateway import limiter
from provisioner.localportal import embedded
from provisioner.measuring import details, paging
from provisioner.model.portal import Secret, Target
from tests.kpi.oracle import centre_written, test_centre
from tests.measuring import sales

PERIOD_OF_THE_READING = "K23"
"""It asks for two years, and the history of what closed before the period is not read."""


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few records fill many pages, and no search has to wait for the next second."""
    monkeypatch.setattr(limiter, "SEARCHES_PER_SECOND", 500)
    for room, name, size in ((paging, "LISTED", 4), (paging, "SEARCHED", 5), (paging, "BATCH", 3),
                             (details, "WITH_HISTORY", 2), (details, "LINKED", 3)):  # fmt: skip
        monkeypatch.setattr(room, name, size)


def document(kpi: dict[str, Any]) -> dict[str, Any]:
    """A KPI of the document in the reference's words, to the sixth digit, since JSON has no Decimals."""
    return {
        "value": _six(kpi["value"]),
        "n": kpi["n"],
        "of": [_six(kpi["numerator"]), _six(kpi["denominator"])],
        "grade": kpi["grade"],
        "reason": kpi["reason"],
        "excluded": {one["reason"]: one["n"] for one in kpi["excluded"]},
    }


def _six(found: Any) -> Any:
    return None if found is None else f"{round(Decimal(str(found)), 6):.6f}"


@pytest.mark.parametrize(("seed", "mode"), [(1, "call_center"), (2, "call_center"), (3, "hybrid"), (4, "b2b")])
def test_a_portal_is_told_as_the_definitions_say(tmp_path: Path, seed: int, mode: str) -> None:
    portal, owners = centre_written.written(tmp_path / "portal.db", seed, mode)
    period, now = portal.period, portal.context.now
    text = f"{period.first}..{period.after.fromordinal(period.after.toordinal() - 1)}"
    with embedded(tmp_path / "portal.db") as running:
        target = Target("t", Secret(running.token), running.base_url, running.portal_id, "local")
        order = api.Order(text, folder=tmp_path, now=now)
        told = api.measured(sales.shipped(mode), target, order, patience=sales.QUICK)["kpis"]
        settings, _ = settings_of(load.sound(str(sales.shipped(mode)), {})[0], target)
    where = centre_written.context(portal, settings, owners)
    for kpi in test_centre.REFERENCE:
        if kpi in told and kpi != PERIOD_OF_THE_READING:
            found = test_centre.expected(kpi, portal.streams, where)
            wanted = test_centre.answer(found) | {
                "value": _six(found.value),
                "of": [_six(found.numerator), _six(found.denominator)],
            }
            assert document(told[kpi]) == {name: wanted[name] for name in document(told[kpi])}, f"{kpi} of {seed}"
