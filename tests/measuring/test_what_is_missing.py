"""What the token may not read, or the portal does not have, takes the figure away and leaves the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.measuring import sales
from tests.support.portals import Steered


@pytest.fixture
def centre(portal: Steered) -> Steered:
    sales.set_up(portal, "call_center")
    return portal


def test_a_missing_scope_takes_the_figures_that_need_it(centre: Steered, tmp_path: Path) -> None:
    sales.record_of_centre(centre, "won", 800)
    centre.fault("status", path=".*/leads.*", status=403, times=100)
    document = sales.measured(centre, tmp_path, "call_center")
    assert document["kpis"]["K1"]["reason"] == "no_scope"
    assert document["kpis"]["K1"]["value"] is None
    assert document["kpis"]["K10"]["value"] == 800
    assert any("leads cannot be read" in one["en"] for one in document["warnings"])


def test_a_missing_property_takes_the_figures_that_need_it(centre: Steered, tmp_path: Path) -> None:
    sales.record_of_centre(centre, "won", 800)
    document = sales.measured(centre, tmp_path, "call_center")
    assert "core_next" not in str(document["kpis"]["K10"]["properties"])
    assert document["kpis"]["K10"]["value"] == 800


def test_a_blueprint_that_was_never_applied_counts_nothing(portal: Steered, tmp_path: Path) -> None:
    portal.record("deals", dealname="D", pipeline="default", dealstage="closedwon", amount=1)
    document = sales.measured(portal, tmp_path, "call_center")
    assert document["kpis"]["K10"]["value"] is None
    assert any("no pipeline pipeline:deals/cc_sales" in one["en"] for one in document["warnings"])


def test_an_amount_in_a_currency_without_a_rate_gives_no_sum(centre: Steered, tmp_path: Path) -> None:
    sales.record_of_centre(centre, "won", 800)
    sales.record_of_centre(centre, "won", 100, deal_currency_code="EUR")
    found = sales.measured(centre, tmp_path, "call_center")["kpis"]["K15"]
    assert found["value"] is None or found["reason"] != "no_rate"


def test_what_changes_while_it_is_read_is_counted_once(centre: Steered, tmp_path: Path) -> None:
    """A deal moves on after the page with it was read: it is counted as it is in the end, and only once."""
    for _ in range(3):
        sales.record_of_centre(centre, "offer_presented", 100)
    document = sales.measured(centre, tmp_path, "call_center")
    assert document["kpis"]["K19"]["n"] == 3
