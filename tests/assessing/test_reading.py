"""A portal read: what is asked, how often, and what is made of refusals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from provisioner import api
from provisioner.gateway import limiter
from provisioner.model.assessment import Assessment
from provisioner.model.errors import PortalError, Refused
from tests.support import running
from tests.support.portals import Steered

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def unhurried_portal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal of tests takes any number of searches a second, apart from the test that is about them."""
    if "search_limit" not in request.node.name:
        monkeypatch.setattr(limiter, "SEARCHES_PER_SECOND", 500)


SALES = {
    "label": "Quick sales",
    "displayOrder": 1,
    "pipelineId": "quick",
    "stages": [
        {"label": label, "displayOrder": place, "stageId": f"quick_{label}", "metadata": {"probability": chance}}
        for place, (label, chance) in enumerate((("offer", "0.4"), ("won", "1.0"), ("lost", "0.0")))
    ],
}


def stamp(ago: float) -> str:
    return (NOW - timedelta(days=ago)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def records(object_type: str, rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Records as a dump has them, so that what only HubSpot writes can be set."""
    first = {"deals": 40_000_000_001, "leads": 50_000_000_001, "contacts": 60_000_000_001}[object_type]
    return {
        object_type: [
            {"id": str(first + number), "properties": row, "times": [], "associations": [], "archived": False}
            for number, row in enumerate(rows)
        ]
    }


def won(pipeline: str, stage: str, *, days: float, ago: float, people: int = 1, amount: int = 1000) -> dict[str, str]:
    row = {"pipeline": pipeline, "dealstage": stage, "hs_is_closed": "true", "hs_is_closed_won": "true"}
    row |= {"createdate": stamp(ago + days), "closedate": stamp(ago), "amount": str(amount)}
    return row | {"num_associated_contacts": str(people), "hs_days_to_close_raw": str(days)}


def opened(pipeline: str, stage: str, **properties: str) -> dict[str, str]:
    return {"pipeline": pipeline, "dealstage": stage, "hs_is_closed": "false", "createdate": stamp(5), **properties}


def load(portal: Steered, *told: dict[str, Any]) -> None:
    held = portal.control("GET", "dump")
    portal.load(held | {"records": {name: rows for part in told for name, rows in part.items()}})
    portal.forget_requests()


@pytest.fixture
def sold(portal: Steered) -> Steered:
    """A portal with two deal pipelines of different pace, and leads."""
    assert portal.call("POST", "/crm/pipelines/2026-09/deals", SALES)[0] == 201
    owner = portal.call("GET", "/crm/v3/owners")[1]["results"][0]["id"]
    deals = [won("quick", "quick_won", days=0.5, ago=number + 1) for number in range(9)]
    deals += [won("default", "closedwon", days=80, ago=number + 1, people=3, amount=9000) for number in range(6)]
    deals += [opened("quick", "quick_offer"), opened("quick", "quick_offer", hubspot_owner_id=owner)]
    deals += [opened("quick", "quick_offer", hubspot_owner_id=owner, hs_next_step="call")]
    leads = [
        {
            "hs_lead_name": "x",
            "hs_createdate": stamp(number),
            "hs_pipeline": "lead-pipeline-id",
            "hs_lead_is_open": "true",
        }
        for number in range(80)
    ]
    load(portal, records("deals", deals), records("leads", leads))
    return portal


def assessed(portal: Steered, **changes: Any) -> Assessment:
    return api.assessed(portal.target(**changes), now=NOW, patience=running.HASTY)


def test_a_portal_is_read_and_nothing_is_written(sold: Steered) -> None:
    found = assessed(sold)
    assert sold.writes() == []
    assert found.reads == len(sold.lines())
    assert found.account.portal_id == sold.portal_id
    assert found.limits.leads_object is True
    assert found.limits.pipelines_free == 99
    assert {each.question: (each.measured, each.n) for each in found.evidence if each.question in (3, 4)} == {
        3: (0.5, 15),
        4: (1, 15),
    }
    assert next(each for each in found.evidence if each.question == 1).n == 80


def test_the_pipelines_are_told_with_their_records(sold: Steered) -> None:
    told = {each.id: each for each in assessed(sold).courses}
    assert list(told) == ["lead-pipeline-id", "default", "quick"]
    quick, slow, leads = told["quick"], told["default"], told["lead-pipeline-id"]
    assert (quick.stages, quick.records, quick.open, quick.no_owner, quick.no_next_step) == (1, 12, 3, 1, 2)
    assert (quick.won, quick.cycle, quick.looks_like) == (9, 0.5, "call_center")
    assert (slow.won, slow.cycle, slow.people, slow.looks_like) == (6, 80, 3, "b2b")
    assert (leads.records, leads.open, leads.no_owner, leads.looks_like) == (80, 80, 80, "")


def test_it_takes_few_requests(sold: Steered) -> None:
    """Account, library, two limits, owners twice, two lists of pipelines; each list once, the rest are searches."""
    assessed(sold)
    lines = sold.lines()
    gets = [line for line in lines if line.startswith("GET ")]
    assert sorted(gets) == sorted(set(gets))
    assert len(gets) == 8
    assert len(lines) <= 8 + 2 + 4 + 1 + 4 + 2 * 5


def test_more_deals_than_one_answer_shows_are_counted_exactly(portal: Steered) -> None:
    """The latest 200 are quick; the middle of all 500 is not."""
    rows = [won("default", "closedwon", days=1, ago=1 + number / 300) for number in range(200)]
    rows += [won("default", "closedwon", days=50, ago=100 + number / 10, people=4) for number in range(300)]
    load(portal, records("deals", rows))
    found = {each.question: each for each in assessed(portal).evidence}
    assert (found[3].measured, found[3].answer, found[3].n) == (50, "d", 500)
    assert (found[4].measured, found[4].answer) == (4, "c")
    assert found[8].n == 200


def test_own_sources_go_before_hubspots(portal: Steered) -> None:
    source = {"name": "core_lead_source", "label": "Source", "type": "string", "fieldType": "text"}
    assert portal.call("POST", "/crm/v3/properties/leads", source | {"groupName": "lead_information"})[0] == 201
    told = ["google_search"] * 9 + ["referral"] * 3 + ["other"] * 4
    rows = [{"hs_lead_name": "x", "hs_createdate": stamp(3), "core_lead_source": each} for each in told]
    load(portal, records("leads", rows))
    found = next(each for each in assessed(portal).evidence if each.question == 2)
    assert (found.answer, found.measured, found.n, found.read) == ("b", 75.0, 12, ("leads", "core_lead_source"))


def test_without_leads_the_contacts_are_counted(portal: Steered) -> None:
    portal.settings(leads_enabled=False)
    sources = ["PAID_SEARCH"] * 9 + ["OFFLINE"] * 3
    rows = [
        {"createdate": stamp(3), "email": f"{i}@example.com", "hs_analytics_source": s} for i, s in enumerate(sources)
    ]
    load(portal, records("contacts", rows))
    found = assessed(portal)
    told = {each.question: each for each in found.evidence}
    assert (told[1].n, told[1].read[0]) == (12, "contacts")
    assert (told[2].measured, told[2].answer) == (75.0, "b")
    assert (found.limits.leads_object, told[12].answer) == (False, "c")
    assert not [line for line in portal.lines() if "/leads" in line]


def test_the_contacts_are_counted_where_nobody_uses_leads(portal: Steered) -> None:
    load(portal, records("contacts", [{"createdate": stamp(3), "email": f"{i}@example.com"} for i in range(12)]))
    assert next(each for each in assessed(portal).evidence if each.question == 1).read[0] == "contacts"


def test_labels_of_associations(portal: Steered) -> None:
    assert assessed(portal).labels is None
    label = {"name": "champion", "label": "Champion"}
    assert portal.call("POST", "/crm/v4/associations/deals/contacts/labels", label)[0] == 200
    assert assessed(portal).labels is True
    portal.settings(association_labels_enabled=False)
    assert assessed(portal).labels is False


def test_departed_owners_of_the_last_year_are_turnover(portal: Steered) -> None:
    people = [{"firstName": name, "lastName": "x", "archived": name == "d"} for name in "abcd"]
    portal.control("PUT", "people", {"people": people})
    held = portal.control("GET", "dump")
    for owner in held["people"]["owners"].values():
        owner["updatedAt"] = stamp(30)
    portal.load(held)
    found = next(each for each in assessed(portal).evidence if each.question == 9)
    assert (found.measured, found.answer) == (3.0, "c")
    assert "3 active owners are persons; 1 was archived in the last twelve months (33.3%)" in found.how["en"]


# What the key may not see


def test_a_key_for_deals_alone(sold: Steered) -> None:
    sold.settings(tokens={sold.token: ["crm.objects.deals.read", "crm.schemas.deals.read"]})
    found = assessed(sold)
    shut = {each.question: each.scopes for each in found.unmeasured if each.scopes}
    assert shut == {
        1: ("crm.objects.leads.read",),
        2: ("crm.objects.leads.read",),
        8: ("crm.objects.owners.read",),
        9: ("crm.objects.owners.read",),
    }
    assert {each.question for each in found.evidence} == {3, 4, 11, 12}
    assert [each.id for each in found.courses] == ["default", "quick"]


def test_a_key_for_nothing_but_itself(sold: Steered) -> None:
    sold.settings(tokens={sold.token: ["automation"]})
    found = assessed(sold)
    assert found.evidence == ()
    assert len(found.unmeasured) == 12
    assert found.courses == ()
    assert next(each.why["en"] for each in found.unmeasured if each.question == 12).startswith(
        "The portal does not show"
    )


def test_an_object_library_that_does_not_answer_is_replaced_by_a_try(sold: Steered) -> None:
    sold.fault("status", method="GET", path="object-library", status=403)
    assert assessed(sold).limits.leads_object is True
    sold.settings(leads_enabled=False)
    sold.fault("status", method="GET", path="object-library", status=403)
    found = assessed(sold)
    assert found.limits.leads_object is None
    told = next(each for each in found.unmeasured if each.question == 1)
    assert told.why["en"].startswith("The portal does not show its leads: either")
    assert told.scopes == ("crm.objects.leads.read",)


def test_a_property_that_is_not_there_leaves_its_question_open(sold: Steered) -> None:
    sold.fault("status", method="POST", path="leads/search", status=400, times=0, body={"message": "no such property"})
    found = assessed(sold)
    assert "lacks a property" in next(each.why["en"] for each in found.unmeasured if each.question == 1)
    leads = next(each for each in found.courses if each.object_type == "leads")
    assert (leads.records, leads.open) == (None, None)
    sold.forget_faults()


def test_a_portal_that_breaks_down_is_an_error(sold: Steered) -> None:
    sold.fault("status", method="POST", path="deals/search", status=500, times=0)
    with pytest.raises(PortalError):
        assessed(sold)
    sold.forget_faults()


def test_another_portals_token_is_refused_before_anything_is_read(sold: Steered) -> None:
    with pytest.raises(Refused):
        assessed(sold, portal_id=7)
    assert len(sold.lines()) == 1


def test_the_search_limit_is_kept(sold: Steered) -> None:
    sold.settings(rate_limit=190)
    assessed(sold)
    assert not [each for each in sold.requests() if each["status"] == 429]
