"""A seeded portal is measured as it was constructed: every figure equals the one that was decided beforehand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.localportal import embedded, store
from provisioner.model.portal import Secret, Target
from tests.measuring import sales, truths
from tests.support import running
from tests.support.portals import Steered


def sown(
    folder: Path, mode: str, deals: int, seed: int, now: str | None, export_from: int | None = None
) -> tuple[Any, Any]:
    """(truth, document) of a portal that was seeded and measured."""
    file = folder / "portal.db"
    with embedded(file):
        pass
    truth = json.loads(json.dumps(store.sow(file, mode=mode, deals=deals, seed=seed, now=now)))
    with embedded(file) as portal:
        target = Target("t", Secret(portal.token), portal.base_url, portal.portal_id, "local")
        if export_from:
            Steered(portal.base_url, portal.token, portal.portal_id).settings(export_times="iso")
        if mode == "hybrid":
            _with_handoff(Steered(portal.base_url, portal.token, portal.portal_id))
        order = api.Order("2026-10", folder=folder, export_from=export_from)
        return truth, api.measured(sales.shipped(mode), target, order, patience=sales.QUICK)


def _with_handoff(portal: Steered) -> None:
    """The generator hands over leads only; the portal of a hybrid has the status on deals too."""
    status = {"name": "core_handoff_status", "label": "Hand-off", "type": "string", "fieldType": "text"}
    portal.call("POST", "/crm/properties/2026-09/deals", status | {"groupName": "dealinformation"})


def test_a_hybrid_is_measured_as_it_was_made(tmp_path: Path) -> None:
    truth, document = sown(tmp_path, "hybrid", 1000, 1, None)
    assert truths.differences(truth, document) == []
    assert document["kpis"]["K21"]["value"] is not None


@pytest.mark.parametrize("now", [None, "2026-11-12T09:00:00Z"], ids=["running", "over"])
@pytest.mark.parametrize("mode", ["call_center", "b2b"])
def test_a_thousand_deals_are_measured_as_they_were_made(tmp_path: Path, mode: str, now: str | None) -> None:
    truth, document = sown(tmp_path, mode, 1000, 1, now)
    assert truths.differences(truth, document) == []
    measured = {name for name, found in document["kpis"].items() if found["value"] is not None}
    assert len(measured & truth["kpis"].keys()) >= 10


@pytest.mark.parametrize("mode", ["call_center", "b2b"])
def test_what_is_exported_is_measured_as_it_was_made(tmp_path: Path, mode: str) -> None:
    truth, document = sown(tmp_path, mode, 400, 5, None, export_from=101)
    assert truths.differences(truth, document) == []
    ways = {name: how["way"] for name, how in document["cost"]["how"].items()}
    assert {name for name, way in ways.items() if way == "export"} >= {"deals"}


@pytest.mark.parametrize("seed", [2, 3, 4])
@pytest.mark.parametrize("mode", ["call_center", "b2b"])
def test_other_seeds(tmp_path: Path, mode: str, seed: int) -> None:
    truth, document = sown(tmp_path, mode, 120, seed, None)
    assert truths.differences(truth, document) == []


@pytest.mark.parametrize("mode", ["call_center", "b2b", "hybrid"])
def test_three_commands_show_it(mode: str, tmp_path: Path) -> None:
    """Applied, seeded and measured as a newcomer would: the portal's clock stands where the figures are true."""
    blueprint = str(sales.shipped(mode))
    assert running.provisioner("apply", blueprint, "--yes", "--quiet", cwd=tmp_path).code == 0
    seeded = running.provisioner("portal", "seed", "--mode", mode, "--deals", "200", "--seed", "5", cwd=tmp_path)
    assert f"measure blueprints/{mode}.yaml --period 2026-10" in seeded.err
    measured = running.provisioner("measure", blueprint, "--period", "2026-10", "--format", "json", cwd=tmp_path)
    assert truths.differences(json.loads(seeded.out), json.loads(measured.out)) == []
