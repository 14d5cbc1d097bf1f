"""A seeded portal is measured as it was constructed: every figure equals the one that was decided beforehand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.api import measuring
from provisioner.kpi.settings import Settings
from provisioner.localportal import embedded, store
from provisioner.model.portal import Secret, Target
from tests.measuring import sales, truths

RATES = {"USD": Decimal("3.7"), "EUR": Decimal("4.05")}
"""Those of the seeded portal, which the targets of a company would hold."""


@pytest.fixture(autouse=True)
def _rates(monkeypatch: pytest.MonkeyPatch) -> None:
    settings_of = measuring.settings_of

    def with_rates(*given: Any) -> Settings:
        return replace(settings_of(*given), rates=RATES)

    monkeypatch.setattr(measuring, "settings_of", with_rates)


def sown(folder: Path, mode: str, deals: int, seed: int, now: str | None) -> tuple[Any, Any]:
    """(truth, document) of a portal that was seeded and measured."""
    file = folder / "portal.db"
    with embedded(file):
        pass
    truth = json.loads(json.dumps(store.sow(file, mode=mode, deals=deals, seed=seed, now=now)))
    with embedded(file) as portal:
        target = Target("t", Secret(portal.token), portal.base_url, portal.portal_id, "local")
        moment = datetime.fromisoformat(truth["now"])
        order = api.Order("2026-10", folder=folder, now=moment)
        return truth, api.measured(sales.shipped(mode), target, order, patience=sales.QUICK)


@pytest.mark.parametrize("now", [None, "2026-11-12T09:00:00Z"], ids=["running", "over"])
@pytest.mark.parametrize("mode", ["call_center", "b2b"])
def test_a_thousand_deals_are_measured_as_they_were_made(tmp_path: Path, mode: str, now: str | None) -> None:
    truth, document = sown(tmp_path, mode, 1000, 1, now)
    assert truths.differences(truth, document) == []
    measured = {name for name, found in document["kpis"].items() if found["value"] is not None}
    assert len(measured & truth["kpis"].keys()) >= 10


@pytest.mark.parametrize("seed", [2, 3, 4])
@pytest.mark.parametrize("mode", ["call_center", "b2b"])
def test_other_seeds(tmp_path: Path, mode: str, seed: int) -> None:
    truth, document = sown(tmp_path, mode, 120, seed, None)
    assert truths.differences(truth, document) == []
