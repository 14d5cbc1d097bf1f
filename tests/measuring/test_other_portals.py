"""Portals that are otherwise: adopted pipelines, contacts instead of leads, exact contact times, merged people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.api import measuring
from provisioner.kpi.settings import Grading, Settings
from provisioner.model.findings import Finding, Severity
from tests.measuring import sales
from tests.support.portals import Steered

Set = Callable[..., None]


@pytest.fixture
def targets(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Change the targets that the next measurings go by."""
    settings_of = measuring.settings_of

    def change(**changes: Any) -> None:
        def changed(*given: Any) -> tuple[Settings, Any]:
            found, findings = settings_of(*given)
            return replace(found, **changes), findings

        monkeypatch.setattr(measuring, "settings_of", changed)

    return change


def test_an_adopted_pipeline_is_measured_under_the_portal_s_own_ids(portal: Steered, tmp_path: Path) -> None:
    """Its stages count by the probability that the portal gives them, also those that the blueprint does not name."""
    portal.record("deals", dealname="D", pipeline="default", dealstage="closedwon", amount=300)
    portal.record("deals", dealname="D", pipeline="default", dealstage="closedlost", amount=100)
    portal.record("deals", dealname="D", pipeline="default", dealstage="qualifiedtobuy", amount=50)
    ids = {"pipeline:deals/b2b_new_business": "default", "pipeline:deals/b2b_new_business#won": "closedwon"}
    order = api.Order(sales.MONTH, folder=tmp_path, now=sales.TOMORROW)
    document = api.measured(sales.shipped("b2b"), portal.target(ids=ids), order, patience=sales.QUICK)
    found = document["kpis"]
    assert (found["K6"]["value"], found["K10"]["value"], found["K19"]["n"]) == (0.5, 300, 1)
    missing = [one["en"] for one in document["warnings"] if "no pipeline" in one["en"]]
    assert len(missing) == 1
    assert "(pipeline:deals/b2b_account_growth); its records are not counted" in missing[0]


def test_a_growth_pipeline_counts_under_its_own_id(portal: Steered, tmp_path: Path) -> None:
    sales.set_up(portal, "b2b")
    sales.deal(portal, "won", 300)
    portal.record("deals", dealname="D", pipeline="default", dealstage="closedwon", amount=100)
    ids = {"pipeline:deals/b2b_account_growth": "default"}
    order = api.Order(sales.MONTH, folder=tmp_path, now=sales.TOMORROW)
    document = api.measured(sales.shipped("b2b"), portal.target(ids=ids), order, patience=sales.QUICK)
    assert document["kpis"]["K23"]["value"] == 0.25


def test_contacts_stand_for_leads_where_the_portal_has_none(portal: Steered, tmp_path: Path, targets: Set) -> None:
    targets(lead_source="contacts")
    sales.set_up(portal, "call_center")
    for number in range(3):
        portal.record("contacts", email=f"c{number}@example.com")
    document = sales.measured(portal, tmp_path, "call_center")
    assert document["kpis"]["K8"]["value"] == 3
    assert "leads" not in document["cost"]["how"]
    again = sales.measured(portal, tmp_path, "call_center")
    assert sales.values(again) == sales.values(document)


def test_the_first_contact_is_read_from_every_call_when_it_must_be_exact(
    portal: Steered, tmp_path: Path, targets: Set
) -> None:
    targets(exact_first_contact=True)
    sales.set_up(portal, "call_center")
    person = portal.record("contacts", email="c@example.com")
    lead = sales.lead(portal, person)
    call = portal.record("calls", hs_timestamp=f"{sales.TODAY}T23:59:00Z", hs_call_direction="OUTBOUND")
    joined = {"inputs": [{"from": {"id": call}, "to": {"id": lead}}]}
    status, answer = portal.call("POST", "/crm/v4/associations/calls/leads/batch/associate/default", joined)
    assert status == 200, answer
    # The local portal does not define what HubSpot does of these three.
    others = {"results": [{"name": "hs_timestamp", "label": "Time"}]}
    path = "/properties/2026-09/(emails|meetings|communications)"
    portal.fault("status", path=path, status=200, body=others, times=0)
    found = sales.measured(portal, tmp_path, "call_center")["kpis"]["K1"]
    assert found["n"] == 1
    assert found["details"]["sources_of_attempts"] == {"hs_timestamp": 1}


def test_a_person_who_was_merged_is_one_person(portal: Steered, tmp_path: Path) -> None:
    """Two leads of the same person within a day are one, though the person had two records when they came."""
    sales.set_up(portal, "call_center")
    first, second = (portal.record("contacts", email=f"c{number}@example.com") for number in range(2))
    for person in (first, second):
        sales.lead(portal, person)
    merging = {"primaryObjectId": first, "objectIdToMerge": second}
    status, answer = portal.call("POST", "/crm/v3/objects/contacts/merge", merging)
    assert status == 200, answer
    found = sales.measured(portal, tmp_path, "call_center")["kpis"]["K1"]
    assert {one["reason"]: one["n"] for one in found["excluded"]} == {"duplicate": 1}


def test_targets_that_the_portal_knows_nothing_of_are_named(portal: Steered, tmp_path: Path, targets: Set) -> None:
    targets(growth_pipelines=("upsell",), teams=(Grading("Nobody", "b2b", ()),))
    sales.set_up(portal, "b2b")
    said = [one["en"] for one in sales.measured(portal, tmp_path)["warnings"]]
    assert "The targets name the growth pipeline upsell, which the portal does not have." in said
    assert "No owner of the portal is in a team named Nobody." in said


def test_a_decider_who_joins_an_open_deal_later_is_found(portal: Steered, tmp_path: Path) -> None:
    """The contact had its role long before: it did not change when the deal came to it."""
    sales.set_up(portal, "b2b")
    boss = portal.record("contacts", email="boss@example.com", b2b_buying_role="decision_maker")
    other = portal.record("contacts", email="other@example.com")
    deals = sales.deals(portal, 2)
    for deal in deals:
        join(portal, deal, other)
    before = sales.measured(portal, tmp_path)["kpis"]["K18"]["details"]["depth"]
    join(portal, deals[0], boss)
    sales.change(portal, deals[0], amount=5)
    after = sales.measured(portal, tmp_path)["kpis"]["K18"]["details"]["depth"]
    assert (before["numerator"], after["numerator"]) == (0, 1)


def join(portal: Steered, deal: str, contact: str) -> None:
    joined = {"inputs": [{"from": {"id": deal}, "to": {"id": contact}}]}
    status, answer = portal.call("POST", "/crm/v4/associations/deals/contacts/batch/associate/default", joined)
    assert status == 200, answer


def test_what_is_odd_about_the_targets_is_said_in_the_report(
    portal: Steered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding("KPI001", Severity.WARNING, "A team is graded by K13.", fix="Grade by K6.")
    settings_of = measuring.settings_of
    monkeypatch.setattr(measuring, "settings_of", lambda *given: (settings_of(*given)[0], (finding,)))
    sales.set_up(portal, "b2b")
    assert sales.measured(portal, tmp_path)["warnings"][0]["en"] == "A team is graded by K13. Grade by K6."
