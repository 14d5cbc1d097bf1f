"""Single cases that the messy portals brought up, each by its name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.kpi.oracle.test_b2b import compared
from tests.kpi.test_forecast_accuracy import stood
from tests.kpi.test_pipeline_kpis import MILLION, complete, due, goal, quarter, tried
from tests.kpi.test_stage_kpis import cycle, reached
from tests.kpi.world import (
    centre_deal,
    contacts,
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

UNKNOWN: dict[str, Any] = {"hs_is_closed": None, "hs_is_closed_won": None, "dealstage": "removed"}


def test_only_what_would_have_counted_is_told_as_omitted() -> None:
    later = due(closes="2027-03-01 12:00", hs_manual_forecast_category="OMIT")
    passed = due(closes="2026-08-01 12:00", hs_manual_forecast_category="OMIT")
    found = measured("K5", {"deals": [later, passed, due(3_000_000)]}, quarter(kpis=MILLION))
    assert left_out(found) == {"omitted": 1}


def test_who_wins_nothing_is_never_covered() -> None:
    found = measured("K5", {"deals": [due(3_400_000), *tried(0, 5)]}, quarter(kpis=MILLION))
    assert (found.grade, found.details["rule"], found.details["needed"]) == ("watch", "below_win_rate", None)


@pytest.mark.parametrize("kpi", ["K5", "K22"])
def test_what_is_left_out_of_the_won_is_told_too(kpi: str) -> None:
    won = [deal("won", None, closes="2026-10-20 12:00"), deal("won", closes=None)]
    found = measured(kpi, {"deals": [due(), *won, deal(**UNKNOWN)]}, quarter(kpis=MILLION))
    assert left_out(found) == {"no_amount": 1, "no_close_date": 1, "unknown_state": 1}
    foreign = deal("won", 5, closes="2026-10-20 12:00", deal_currency_code="USD", amount_in_home_currency=None)
    found = measured(kpi, {"deals": [due(), foreign]}, quarter(kpis=MILLION))
    assert (found.value, found.reason, left_out(found)) == (None, "no_rate", {"no_rate": 1})


@pytest.mark.parametrize("kpi", ["K11", "K16"])
def test_a_deal_of_unknown_state_is_told(kpi: str) -> None:
    assert left_out(measured(kpi, {"deals": [complete(), cycle(20), deal(**UNKNOWN)]}, context()))["unknown_state"] == 1


def test_a_won_deal_without_a_date_has_no_cycle() -> None:
    assert left_out(measured("K11", {"deals": [cycle(20), deal("won", closes=None)]}, context())) == {
        "no_close_date": 1
    }


def test_goals_for_different_pipelines_add_up() -> None:
    goals = [
        goal(300_000, hubspot_owner_id="dana", hs_pipeline_ids="b2b_new_business"),
        goal(200_000, hubspot_owner_id="dana", hs_pipeline_ids="b2b_account_growth; elsewhere"),
    ]
    assert measured("K5", {"deals": [due()], "goal_targets": goals}, quarter()).target == 500_000
    same = [goal(300_000, hubspot_owner_id="dana"), goal(200_000, hubspot_owner_id="dana")]
    assert measured("K5", {"deals": [due()], "goal_targets": same}, quarter()).target == 300_000


def test_the_age_in_a_stage_by_the_stages_own_stamp() -> None:
    stamps = {"hs_v2_time_in_current_stage": " ", "entered_qualified": utc("2026-11-08 12:00")}
    assert measured("K16", {"deals": [complete(**stamps)]}, quarter()).value == 100


def test_an_archived_contact_decides_nothing() -> None:
    gone = record({"b2b_buying_role": "decision_maker"}, id="100", archived=True)
    streams = {"deals": [complete(associations=contacts(""))], "contacts": [gone]}
    assert measured("K16", streams, quarter()).value == 90


@pytest.mark.parametrize("probability", ["-0.2", "1.7"])
def test_a_number_outside_nought_to_one_is_no_probability(probability: str) -> None:
    deals = [due(100, dealstage="proposal", hs_deal_stage_probability=probability)]
    assert measured("K22", {"deals": deals}, quarter()).value == 60
    unknown = [due(100, dealstage="removed", hs_deal_stage_probability=probability)]
    assert measured("K22", {"deals": unknown}, quarter()).reason == "unknown_stage"


def test_a_duplicate_was_no_chance_for_its_stage() -> None:
    stamped = {"entered_proposal": utc("2026-03-01 12:00")}
    deals = [due(100_000, dealstage="proposal"), *tried(10, 10, **stamped)]
    deals += [deal("lost", core_loss_reason="duplicate", **stamped) for _ in range(20)]
    assert measured("K22", {"deals": deals}, quarter()).details["historical"] == 50_000


def test_an_unreadable_stamp_leaves_the_next_one() -> None:
    made = centre_deal(
        "won", 7, closes="2026-04-20 12:00", entered_cc_won="soon", hs_closed_won_date=utc("2026-05-03 12:00")
    )
    assert measured("K10", {"deals": [made]}, context(mode="call_center")).n == 1


def test_credits_make_no_accuracy() -> None:
    """More paid back than sold is nothing won; a share of it would lie beyond one."""
    found = measured("K7", {"deals": [stood("won", -50, "COMMIT", 100)]}, context())
    assert (found.value, segments(found, "owner")) == (0, {"dana": 0})
    found = measured("K7", {"deals": [stood("won", -50, "COMMIT", -50)]}, context())
    assert (found.value, found.reason) == (None, "no_records")


def test_credits_make_no_share_of_the_value() -> None:
    found = measured("K6", {"deals": [deal("won", -5), deal("lost", 100)]}, context())
    assert (found.value, found.details["by_value"].value) == (Decimal("0.5"), None)


def moved(pipeline: str, stage: str) -> dict[str, Any]:
    """Won as new business, and moved on as won."""
    history = {
        "dealstage": past(("2026-04-01 12:00", "qualified"), ("2026-05-10 12:00", "won"), ("2026-05-20 12:00", stage)),
        "pipeline": past(("2026-04-01 12:00", "b2b_new_business"), ("2026-05-20 12:00", pipeline)),
    }
    return deal("won", 700, pipeline=pipeline, dealstage=stage, propertiesWithHistory=history)


@pytest.mark.parametrize("kpi", ["K4", "K10"])
@pytest.mark.parametrize(("pipeline", "stage"), [("b2b_account_growth", "growth_won"), ("elsewhere", "delivered")])
def test_revenue_counts_in_the_pipeline_where_it_closed(kpi: str, pipeline: str, stage: str) -> None:
    found = measured(kpi, {"deals": [moved(pipeline, stage), deal()]}, context())
    assert found.numerator == 700
    assert set(segments(found, "pipeline")) <= {"b2b_new_business"}


def test_what_was_won_elsewhere_and_moved_here_is_not_ours() -> None:
    history = {
        "dealstage": past(("2026-05-10 12:00", "growth_won"), ("2026-05-20 12:00", "won")),
        "pipeline": past(("2026-05-10 12:00", "elsewhere"), ("2026-05-20 12:00", "b2b_new_business")),
    }
    assert measured("K10", {"deals": [deal("won", 700, propertiesWithHistory=history)]}, context()).n == 0


def test_the_forecast_is_held_against_what_closed_here() -> None:
    streams = {"deals": [stood("won", 300, "COMMIT", 300), moved("elsewhere", "delivered")]}
    assert measured("K7", streams, context()).numerator == 1000


def test_moved_leads_are_no_deals_left_out() -> None:
    left = lead(hs_pipeline="elsewhere", entered_new=utc("2026-05-03 10:00"))
    found = measured("K12", {"deals": [reached(("qualified",), "won")], "leads": [left]}, context(mode="hybrid"))
    assert left_out(found) == {}


def test_a_deal_in_a_removed_stage_is_what_its_flags_say() -> None:
    ended = {"dealstage": "removed", "closes": "2026-05-20 12:00"}
    deals = [reached(("prospecting",), "won", **ended), reached(("prospecting",), "lost", **ended)]
    found = measured("K9", {"deals": deals}, context())
    assert (found.value, found.reason) == (Decimal("0.5"), "no_target")


def test_no_time_at_all_is_a_time() -> None:
    came = reached(("qualified",), "open", dealstage="qualified", hs_v2_time_in_current_stage=utc("2026-06-01 12:00"))
    gone = [reached(("qualified",), "lost", time_qualified=14 * 86_400_000) for _ in range(2)]
    won = reached(("qualified",), "won")
    found = measured("K12", {"deals": [came, *gone, won]}, context(now="2026-06-01 12:00"))
    assert segments(found, "stage")["b2b_new_business/qualified"] == 2 * Decimal("0.75")


def test_a_hybrids_velocity_is_that_of_b2b() -> None:
    """A centre's hundred calls of an hour would flow at the pace of a sale of months."""
    won = deal("won", 60_000, made="2026-03-26 12:00", closes="2026-05-10 13:00")
    b2b = [won, *[deal() for _ in range(4)]]
    centre = [centre_deal("won", 100, made="2026-05-10 11:00", closes="2026-05-10 12:00"), centre_deal()]
    found = measured("K20", {"deals": [*b2b, *centre]}, context(mode="hybrid"))
    assert found.value == measured("K20", {"deals": b2b}, context()).value


def test_a_handoff_whose_status_was_cleared_since_was_made_all_the_same() -> None:
    steps = past(("2026-05-05 10:00", "proposed"), ("2026-05-05 11:00", "accepted"), ("2026-05-09 10:00", "none"))
    cleared = lead(core_handoff_status="none", propertiesWithHistory={"core_handoff_status": steps})
    assert measured("K21", {"leads": [cleared]}, context(mode="hybrid")).value == 1


@pytest.mark.parametrize("seed", [312, 903, 1440, 2389])
def test_portals_that_differed_once(seed: int) -> None:
    assert compared(seed) == []
