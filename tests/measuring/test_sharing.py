"""Deals that reps share are told by their splits, and by their owners where these may not be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provisioner.api import measuring
from provisioner.kpi.settings import Settings
from tests.measuring import sales
from tests.support.portals import Steered


@pytest.fixture
def shared(portal: Steered, monkeypatch: pytest.MonkeyPatch) -> Steered:
    """Targets that count splits; their file is another room's work."""
    sales.set_up(portal, "b2b")
    settings_of = measuring.settings_of

    def sharing(*given: Any) -> tuple[Settings, Any]:
        found, findings = settings_of(*given)
        return replace(found, deal_splits=True), findings

    monkeypatch.setattr(measuring, "settings_of", sharing)
    return portal


def by_owner(document: dict[str, Any]) -> dict[str, Any]:
    segments = document["kpis"]["K4"]["segments"]
    return {one["key"]: one["value"] for one in segments if one["by"] == "owner"}


def test_a_shared_deal_is_divided(shared: Steered, tmp_path: Path) -> None:
    first, second = (one["id"] for one in shared.call("GET", "/crm/v3/owners")[1]["results"][:2])
    deal = sales.deal(shared, "won", 1000, hubspot_owner_id=first)
    parts = [(first, "60"), (second, "40")]
    split = [{"properties": {"hubspot_owner_id": who, "hs_deal_split_percentage": much}} for who, much in parts]
    answer = {"status": "COMPLETE", "results": [{"id": deal, "splits": split}]}
    shared.fault("status", path="deals/splits/batch/read", status=200, body=answer, times=0)
    assert by_owner(sales.measured(shared, tmp_path)) == {first: 600, second: 400}


def test_without_the_splits_a_deal_is_its_owner_s_and_a_warning_says_so(shared: Steered, tmp_path: Path) -> None:
    first = shared.call("GET", "/crm/v3/owners")[1]["results"][0]["id"]
    sales.deal(shared, "won", 1000, hubspot_owner_id=first)
    shared.fault("status", path="deals/splits/batch/read", status=403, times=0)
    document = sales.measured(shared, tmp_path)
    assert by_owner(document) == {first: 1000}
    assert any("deal splits cannot be read" in one["en"] for one in document["warnings"])
