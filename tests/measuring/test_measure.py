"""A portal is measured end to end, and whatever is wrong with it leaves a reason and never a wrong figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.errors import InvalidInput
from tests.measuring import sales
from tests.support.portals import Steered


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    sales.set_up(portal, "b2b")
    return portal


def test_a_month_of_b2b_is_measured(b2b: Steered, tmp_path: Path) -> None:
    """One deal won for 3,000, one for 1,000 and two lost: half of them won, 2,000 on average."""
    for stage, amount in (("won", 3000), ("won", 1000), ("lost", 500), ("lost", 700), ("qualified", 900)):
        sales.deal(b2b, stage, amount)
    document = sales.measured(b2b, tmp_path)
    found = document["kpis"]
    assert document["format"] == "provisioner/measure/1"
    assert (found["K6"]["value"], found["K6"]["numerator"], found["K6"]["denominator"]) == (0.5, 2, 4)
    assert found["K10"]["value"] == 2000
    assert found["K19"]["n"] == 1
    assert document["portal"]["id"] == b2b.portal_id
    assert document["cost"]["how"]["deals"]["records"] == 5


def test_the_cost_is_the_requests_that_the_portal_saw(b2b: Steered, tmp_path: Path) -> None:
    document = sales.measured(b2b, tmp_path)
    assert document["cost"]["requests"] == len(b2b.requests())
    assert sum(document["cost"]["by"].values()) == document["cost"]["requests"]


@pytest.mark.parametrize("text", ["soon", "2026-13", "2026-11-20..2026-11-01", "2026-W60"])
def test_a_period_that_is_none_is_refused(b2b: Steered, tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sales.measured(b2b, tmp_path, period=text)
    assert refused.value.exit_code == 3
    assert not b2b.requests()


def test_a_period_to_come_has_only_what_looks_ahead_or_at_now(b2b: Steered, tmp_path: Path) -> None:
    sales.deal(b2b, "qualified", closedate="2099-05-10T10:00:00Z")
    document = sales.measured(b2b, tmp_path, period="2099-05")
    assert document["kpis"]["K6"]["reason"] == "period_in_future"
    assert document["kpis"]["K22"]["value"] is not None
    assert any("has not begun" in warning["en"] for warning in document["warnings"])
