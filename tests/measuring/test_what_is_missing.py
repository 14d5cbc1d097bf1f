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


def test_leads_that_may_not_be_searched_take_the_figures_that_need_them(centre: Steered, tmp_path: Path) -> None:
    """A cycle begins with the lead: without leads it would begin with the deal, which is another figure."""
    centre.fault("status", path="/leads/search", status=403, times=0)
    document = sales.measured(centre, tmp_path, "call_center")
    assert {document["kpis"][name]["reason"] for name in ("K1", "K2", "K8", "K11", "K19", "K20")} == {"no_scope"}
    assert document["kpis"]["K10"]["value"] == 800


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


def lacking(portal: Steered, object_type: str, *names: str) -> None:
    """The portal lists its properties without these."""
    listed = portal.call("GET", f"/crm/properties/2026-09/{object_type}")[1]["results"]
    kept = [one for one in listed if one["name"] not in names]
    path = f"/crm/properties/2026-09/{object_type}"
    portal.fault("status", path=path, status=200, body={"results": kept}, times=0)


_IN_B2B = {
    "hubspot_owner_id": {"K4", "K19"},
    "notes_next_activity_date": {"K16", "K19"},
    "hs_next_step": {"K16", "K19"},
    "dealtype": {"K23"},
    "deal_currency_code": {"K7"},
    "hs_v2_cumulative_time_in_b2b_new_business_qualified": {"K12"},
}


@pytest.mark.parametrize("name", _IN_B2B)
def test_a_figure_that_would_be_another_one_without_a_property_is_not_told(
    b2b: Steered, tmp_path: Path, name: str
) -> None:
    lacking(b2b, "deals", name)
    found = sales.measured(b2b, tmp_path)["kpis"]
    assert {kpi for kpi, one in found.items() if one["reason"] == "no_property"} >= _IN_B2B[name]
    assert all(found[kpi]["value"] is None for kpi in _IN_B2B[name])
    assert found["K6"]["reason"] == "no_records"


_IN_CENTRE = {
    ("deals", "core_source_lead_id"): {"K11", "K20"},
    ("deals", "pipeline"): {"K4", "K6", "K9", "K10", "K11", "K12", "K15", "K19", "K20"},
    ("leads", "hs_object_source_label"): {"K1", "K17"},
    ("leads", "hs_primary_contact_id"): {"K1", "K17"},
    ("leads", "hubspot_owner_id"): {"K19"},
    ("calls", "hubspot_owner_id"): {"K4", "K13", "K17"},
    ("calls", "hs_call_status"): {"K14"},
}


@pytest.mark.parametrize("what", _IN_CENTRE)
def test_the_warning_names_the_property_and_the_figures_that_are_not_told(
    centre: Steered, tmp_path: Path, what: tuple[str, str]
) -> None:
    object_type, name = what
    lacking(centre, object_type, name)
    document = sales.measured(centre, tmp_path, "call_center")
    gone = {kpi for kpi, one in document["kpis"].items() if one["reason"] == "no_property"}
    assert gone == _IN_CENTRE[what]
    kpis = ", ".join(sorted(gone, key=lambda kpi: int(kpi[1:])))
    assert told(document, f"lacks properties of {object_type} ({name}); without them there is no figure for {kpis}.")


def test_a_property_of_the_blueprint_that_is_used_where_it_is_there_is_missed_aloud(
    centre: Steered, tmp_path: Path
) -> None:
    """Losses as duplicates cannot be told from others without their reason."""
    lacking(centre, "deals", "core_loss_reason")
    document = sales.measured(centre, tmp_path, "call_center")
    assert document["kpis"]["K6"]["value"] == 1
    assert told(document, "that the blueprint defines (core_loss_reason); measured without them: K6, K20.")


def test_a_portal_that_has_all_properties_is_told_nothing_of_them(centre: Steered, tmp_path: Path) -> None:
    assert not told(sales.measured(centre, tmp_path, "call_center"), "lacks properties")


def test_an_object_that_the_portal_does_not_have(centre: Steered, tmp_path: Path) -> None:
    centre.fault("status", path="/crm/(properties|pipelines)/2026-09/leads", status=404, times=0)
    document = sales.measured(centre, tmp_path, "call_center")
    assert document["kpis"]["K2"]["reason"] == "no_scope"
    assert told(document, "leads cannot be read: the portal does not have it")


def test_a_blueprint_that_was_never_applied_counts_nothing(portal: Steered, tmp_path: Path) -> None:
    portal.record("deals", dealname="D", pipeline="default", dealstage="closedwon", amount=1)
    document = sales.measured(portal, tmp_path, "call_center")
    assert {one["reason"] for name, one in document["kpis"].items() if name not in ("K13", "K14")} == {"no_pipeline"}
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
    document = sales.measured(centre, tmp_path, "call_center")
    found = document["kpis"]["K10"]
    assert (found["value"], found["reason"]) == (None, "no_rate")
    assert told(document, "exchange rates cannot be read")


def test_a_company_of_one_currency_is_asked_for_no_rates(centre: Steered, tmp_path: Path) -> None:
    sales.measured(centre, tmp_path, "call_center")
    assert not sales.lines(centre, "/exchange-rates/current")
