"""What the token may not read, or the portal does not have, takes the figure away and leaves the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.model.events import Event, Progress
from tests.measuring import sales
from tests.support.portals import Steered


@pytest.fixture
def centre(portal: Steered) -> Steered:
    sales.set_up(portal, "call_center")
    sales.record_of_centre(portal, "won", 800)
    return portal


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    sales.set_up(portal, "b2b")
    sales.deals(portal, 2)
    return portal


def told(document: dict[str, Any], words: str) -> bool:
    return any(words in one["en"] for one in document.get("warnings", ()))


def test_a_missing_scope_takes_the_figures_that_need_it(centre: Steered, tmp_path: Path) -> None:
    centre.fault("status", path="/leads", status=403, times=0)
    document = sales.measured(centre, tmp_path, "call_center")
    assert (document["kpis"]["K1"]["reason"], document["kpis"]["K1"]["value"]) == ("no_scope", None)
    assert document["kpis"]["K10"]["value"] == 800
    assert told(document, "leads cannot be read")


def test_records_that_may_not_be_read_although_their_properties_may(centre: Steered, tmp_path: Path) -> None:
    centre.fault("status", path="/objects/2026-09/calls", status=403, times=0)
    document = sales.measured(centre, tmp_path, "call_center")
    assert document["kpis"]["K13"]["reason"] == "no_scope"
    assert document["kpis"]["K10"]["value"] == 800


def test_without_owners_nobody_knows_who_left(b2b: Steered, tmp_path: Path) -> None:
    b2b.fault("status", path="/crm/owners", status=403, times=0)
    document = sales.measured(b2b, tmp_path)
    assert {document["kpis"][name]["reason"] for name in ("K4", "K19")} == {"no_scope"}
    assert told(document, "owners cannot be read")


def test_without_associations_nobody_knows_who_decides(b2b: Steered, tmp_path: Path) -> None:
    b2b.fault("status", path="associations/deals/contacts", status=403, times=0)
    document = sales.measured(b2b, tmp_path)
    assert document["kpis"]["K16"]["reason"] == "no_scope"
    assert document["kpis"]["K19"]["n"] == 2


def test_a_missing_property_takes_the_figures_that_need_it(b2b: Steered, tmp_path: Path) -> None:
    listed = b2b.call("GET", "/crm/properties/2026-09/deals")[1]["results"]
    kept = [one for one in listed if one["name"] != "hs_manual_forecast_category"]
    b2b.fault("status", path="/crm/properties/2026-09/deals", status=200, body={"results": kept}, times=0)
    document = sales.measured(b2b, tmp_path)
    assert document["kpis"]["K7"]["reason"] == "no_property"
    assert document["kpis"]["K19"]["n"] == 2


def test_an_object_that_the_portal_does_not_have(centre: Steered, tmp_path: Path) -> None:
    centre.fault("status", path="/crm/(properties|pipelines)/2026-09/leads", status=404, times=0)
    document = sales.measured(centre, tmp_path, "call_center")
    assert document["kpis"]["K2"]["reason"] == "no_scope"
    assert told(document, "leads cannot be read: the portal does not have it")


def test_a_blueprint_that_was_never_applied_counts_nothing(portal: Steered, tmp_path: Path) -> None:
    portal.record("deals", dealname="D", pipeline="default", dealstage="closedwon", amount=1)
    document = sales.measured(portal, tmp_path, "call_center")
    assert document["kpis"]["K10"]["value"] is None
    assert told(document, "no pipeline Call centre sales (pipeline:deals/cc_sales)")


def test_an_amount_in_a_currency_without_a_rate_gives_no_sum(centre: Steered, tmp_path: Path) -> None:
    sales.record_of_centre(centre, "won", 100, deal_currency_code="EUR")
    document = sales.measured(centre, tmp_path, "call_center")
    assert {
        (found["value"], found["reason"]) for name, found in document["kpis"].items() if name in ("K10", "K15")
    } == {(None, "no_rate")}


def test_what_changes_while_it_is_read_is_counted_once_and_as_it_is_in_the_end(portal: Steered, tmp_path: Path) -> None:
    """After the first page was read one of its deals is won, another archived, and a new one is made."""
    sales.set_up(portal, "b2b")
    ids = sales.deals(portal, 150)
    moved = False

    def watch(event: Event) -> None:
        nonlocal moved
        if isinstance(event, Progress) and event.what == "deals" and not moved:
            moved = True
            sales.change(portal, ids[3], dealstage="b2b_new_business_won")
            sales.deal(portal, "qualified")
            portal.call("DELETE", f"/crm/objects/2026-09/deals/{ids[4]}")

    document = sales.measured(portal, tmp_path, watch=watch)
    assert moved
    assert document["kpis"]["K6"]["n"] == 1
    assert document["kpis"]["K19"]["n"] == 149
    assert told(document, "changed while they were read")


def _won_in_euro(portal: Steered) -> None:
    """A deal that HubSpot has not converted: its currency came later."""
    sales.record_of_centre(portal, "won", 100, deal_currency_code="EUR")
    portal.settings(exchange_rates={"EUR": 4.05})


def test_the_rates_of_the_portal_stand_in_where_the_targets_name_none(centre: Steered, tmp_path: Path) -> None:
    _won_in_euro(centre)
    document = sales.measured(centre, tmp_path, "call_center")
    assert document["kpis"]["K10"]["numerator"] == 800 + 405
    assert told(document, "no rate for EUR")
    assert told(document, "EUR 4.05")
    assert sales.lines(centre, "/exchange-rates/current") == ["GET /settings/v3/currencies/exchange-rates/current"]


def test_rates_that_may_not_be_read_leave_a_currency_without_one(centre: Steered, tmp_path: Path) -> None:
    _won_in_euro(centre)
    refusal = {"category": "MISSING_SCOPES", "message": "no", "errors": []}
    centre.fault("status", path="exchange-rates", status=403, body=refusal, times=0)
    found = sales.measured(centre, tmp_path, "call_center")["kpis"]["K10"]
    assert (found["value"], found["reason"]) == (None, "no_rate")


def test_a_company_of_one_currency_is_asked_for_no_rates(centre: Steered, tmp_path: Path) -> None:
    sales.measured(centre, tmp_path, "call_center")
    assert not sales.lines(centre, "/exchange-rates/current")
