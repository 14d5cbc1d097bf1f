"""Cases in which the centre's KPIs once differed from their definitions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi import KPIS
from provisioner.kpi.context import Owner
from tests.kpi.world import (
    OWNERS,
    call,
    centre_deal,
    context,
    deal,
    lead,
    left_out,
    measured,
    past,
    record,
    segments,
    utc,
)


def centre(text: str = "2026-05", now: str = "2026-08-01 12:00", **more: Any) -> Any:
    return context(text, "call_center", now, **more)


def with_deal(name: str, **more: Any) -> dict[str, Any]:
    """A lead on which HubSpot counts one deal, associated."""
    linked = {"deals": {"results": [{"id": name, "type": "lead_to_deal"}]}}
    return lead(hs_lead_associated_deals_count=1, associations=linked, **more)


def test_a_deal_that_is_older_than_the_lead_is_none_though_hubspot_counts_it() -> None:
    old = centre_deal("open", id="old", made="2025-01-01 10:00")
    for deals in ([old], []):
        found = measured("K2", {"leads": [with_deal("old"), lead()], "deals": deals}, centre())
        assert (found.numerator, found.denominator, left_out(found)) == (0, 2, {})


def test_a_first_deal_from_before_the_contact_is_none() -> None:
    known = {"createdate": utc("2026-05-03 10:00"), "num_associated_deals": 1}
    one = record({**known, "first_deal_created_date": utc("2026-05-01 10:00")})
    found = measured("K2", {"contacts": [one]}, centre(kpis={"lead_source": "contacts"}))
    assert (found.numerator, found.denominator) == (0, 1)


def test_an_associated_deal_counts_as_hubspot_counts_where_deals_cannot_be_read() -> None:
    where = centre(unreadable={"deals": "crm.objects.deals.read"})
    assert measured("K2", {"leads": [with_deal("old")]}, where).numerator == 1


def test_an_associated_deal_without_creation_time_is_told() -> None:
    dated, timeless = centre_deal(id="1", made="2026-05-04 10:00"), centre_deal(id="2", made=None)
    streams = {"leads": [with_deal("1"), with_deal("2")], "deals": [dated, timeless]}
    for kpi in ("K2", "K3"):
        assert left_out(measured(kpi, streams, centre())) == {"undated_deal": 1}


def test_an_outreach_that_is_no_moment_does_not_hide_the_next() -> None:
    reached = {"hs_first_outreach_date": " ", "hs_sa_first_engagement_date": utc("2026-05-03 10:04")}
    streams = {"leads": [lead(hs_primary_contact_id="7")], "contacts": [record(reached, id="7")]}
    assert measured("K1", streams, centre()).value == 4


def test_contacts_that_are_merged_into_each_other_do_not_hang() -> None:
    contacts = [record({"hs_merged_object_ids": "8"}, id="7"), record({"hs_merged_object_ids": "7"}, id="8")]
    leads = [lead(attempt="2026-05-03 10:04", hs_primary_contact_id="7")]
    assert measured("K1", {"leads": leads, "contacts": contacts}, centre()).n == 1


def test_the_deal_of_a_repeated_enquiry_counts_from_the_first() -> None:
    """31 days after the first enquiry, 30 after the second: one enquiry, and too late."""
    leads = [lead("2026-05-03 10:00", "2026-05-03 10:01", hs_primary_contact_id="7"),
             lead("2026-05-03 20:00", id="again", hs_primary_contact_id="7")]  # fmt: skip
    late = centre_deal(made="2026-06-02 15:00", core_source_lead_id="again")
    found = measured("K1", {"leads": leads, "deals": [late]}, centre())
    assert (found.details["buckets"]["<=5"].numerator, left_out(found)) == (0, {"duplicate": 1})


def test_a_pace_rests_on_the_calls_of_reps() -> None:
    calls = [call(), *[call(hubspot_owner_id="queue") for _ in range(20)]]
    assert measured("K13", {"calls": calls}, centre("2026-05-03")).n == 1


def test_calls_of_queues_and_of_nobody_do_not_steady_the_days() -> None:
    """Dana calls four times on Sunday and never on Monday."""
    calls = [call("2026-05-03 10:00") for _ in range(4)]
    calls += [call("2026-05-04 10:00", hubspot_owner_id=name) for name in ("queue", "gone", None) for _ in range(4)]
    where = centre("2026-05-03..2026-05-04", kpis={"capacity_per_day": 50})
    found = measured("K17", {"leads": [lead()], "calls": calls}, where)
    assert found.details["consistency"] == 0


def test_where_owners_cannot_be_read_each_is_taken_for_a_rep() -> None:
    where = centre("2026-05-03", kpis={"capacity_per_day": 50}, owners={})
    found = measured("K17", {"leads": [lead()], "calls": [call(), call(hubspot_owner_id="omer")]}, where)
    assert found.details["consistency"] == 1


def test_the_index_tells_which_leads_its_speed_left_out() -> None:
    leads = [lead(attempt="2026-05-03 10:01"), lead(hs_object_source_label="IMPORT")]
    found = measured("K17", {"leads": leads, "calls": [call()]}, centre("2026-05-03", kpis={"capacity_per_day": 1}))
    assert left_out(found) == {"imported": 1}


def test_a_deal_in_no_known_state_is_told_beside_the_leaks() -> None:
    odd = centre_deal(hs_is_closed=None, hs_is_closed_won=None, dealstage="a_stage_that_is_gone")
    found = measured("K19", {"deals": [odd, centre_deal(hs_next_step="call")]}, centre())
    assert (found.n, left_out(found)) == (1, {"unknown_state": 1})


def test_a_won_deal_is_no_open_one_also_when_nothing_else_is_asked() -> None:
    """Of a period to come only the leaks of today are read: what tells a won deal must be among it."""
    assert "deals.hs_is_closed_won" in KPIS["K19"].properties(centre("2026-09"))


def test_wins_that_cannot_be_dated_are_told_beside_the_basket() -> None:
    company = {"hs_primary_associated_company": "c1"}
    deals = [deal("won", **company), deal("won", closes=None, **company)]
    assert left_out(measured("K23", {"deals": deals}, context())) == {"no_close_date": 1}


@pytest.mark.parametrize("kpi", ["K4", "K15"])
def test_revenue_and_its_rep_stay_where_the_deal_closed(kpi: str) -> None:
    """Won in the centre, and moved to a pipeline of nobody's since."""
    history = {"dealstage": past(("2026-05-03 10:00", "cc_won")),
               "pipeline": past(("2026-05-03 10:00", "cc_sales"), ("2026-06-01 10:00", "elsewhere"))}  # fmt: skip
    moved = centre_deal("won", closes="2026-05-03 10:00", pipeline="elsewhere", propertiesWithHistory=history)
    found = measured(kpi, {"deals": [moved]}, centre())
    assert (found.numerator, found.value is None) == (1000, False)


def test_a_shared_deal_is_shared_where_it_closed() -> None:
    history = {"dealstage": past(("2026-05-03 10:00", "cc_won")),
               "pipeline": past(("2026-05-03 10:00", "cc_sales"), ("2026-06-01 10:00", "elsewhere"))}  # fmt: skip
    moved = centre_deal("won", closes="2026-05-03 10:00", pipeline="elsewhere", id="5", propertiesWithHistory=history)
    parts = [{"properties": {"hubspot_owner_id": name, "hs_deal_split_percentage": "50"}} for name in ("dana", "omer")]
    streams = {"deals": [moved], "deal_splits": [{"id": "5", "splits": parts}]}
    found = measured("K4", streams, centre(kpis={"deal_splits": True}))
    assert segments(found, "owner") == {"dana": 500, "omer": 500}


def test_growth_is_judged_by_the_pipeline_in_which_a_deal_closed() -> None:
    lines = past(("2026-05-03 10:00", "b2b_account_growth"), ("2026-06-01 10:00", "b2b_new_business"))
    history = {"dealstage": past(("2026-05-03 10:00", "won")), "pipeline": lines}
    one = deal("won", closes="2026-05-03 10:00", propertiesWithHistory=history, hs_primary_associated_company="c1")
    assert measured("K23", {"deals": [one]}, context()).value == 1


def test_people_of_a_team_that_sells_otherwise_are_no_reps() -> None:
    """What KPI010 says; who is in no named team still counts."""
    owners = {**OWNERS, "free": Owner("free", "In no team")}
    where = centre("2026-05-03", kpis={"teams": {"field": {"mode": "b2b"}}}, owners=owners)
    found = measured("K13", {"calls": [call(), call(hubspot_owner_id="free")]}, where)
    assert (found.numerator, left_out(found)) == (Decimal(1), {"not_a_rep": 1})


@pytest.mark.parametrize(
    ("reached", "minutes"), [("2026-05-03 09:30", 0), ("2026-05-02 10:01", 0), ("2026-05-02 09:59", None)]
)
def test_an_outreach_that_made_the_lead_counts_and_one_of_long_ago_does_not(reached: str, minutes: int | None) -> None:
    """A call to the contact comes before the lead that it creates; a day earlier it was another enquiry."""
    streams = {"leads": [lead("2026-05-03 10:00", hs_primary_contact_id="7")],
               "contacts": [record({"hs_first_outreach_date": utc(reached)}, id="7")]}  # fmt: skip
    assert measured("K1", streams, centre()).value == minutes


def test_a_closed_day_is_told_with_what_was_won_on_it() -> None:
    saturday = centre_deal("won", closes="2026-05-02 12:00")
    found = measured("K15", {"deals": [saturday]}, centre("2026-05-02"))
    assert (found.value, found.reason, found.numerator) == (None, "no_open_days", 1000)
    assert [(day["hours"], day["amount"]) for day in found.details["days"]] == [("closed", 1000)]


def test_a_win_of_no_company_in_a_currency_without_rate_leaves_the_customers_alone() -> None:
    foreign = deal("won", 5, closes="2025-12-01 12:00", deal_currency_code="GBP", amount_in_home_currency=None)
    known = deal("won", hs_primary_associated_company="c1")
    found = measured("K23", {"deals": [foreign, known]}, context())
    assert found.details["per_customer"].value == 1000


@pytest.mark.parametrize(
    "odd", ["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "253402300799999", "-62135596800000"]
)
def test_moments_at_the_ends_of_time_break_nothing(odd: str) -> None:
    names = ("closedate", "createdate", "hs_closed_won_date", "entered_cc_won", "notes_next_activity_date")
    deals = [centre_deal(state, **dict.fromkeys(names[2:], odd)) for state in ("open", "won")]
    deals = [one | {"properties": one["properties"] | {"closedate": odd, "createdate": odd}} for one in deals]
    leads = [lead(), lead()]
    leads[0]["properties"] |= {"cc_first_attempt_at": odd}
    leads[1]["properties"] |= {"hs_createdate": odd, "core_recontact_date": odd}
    calls = [call()]
    calls[0]["properties"] |= {"hs_timestamp": odd}
    streams = {"leads": leads, "deals": deals, "calls": calls}
    for kpi in ("K1", "K2", "K3", "K4", "K8", "K9", "K13", "K14", "K15", "K17", "K19"):
        assert measured(kpi, streams, centre()).grade
