"""K5, K6, K16, K18, K20 and K22: what stands in the pipeline, what of it is won, and what it will bring."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi.measurement import Figure
from tests.kpi.world import contacts, context, deal, left_out, measured, past, record, rounded, segments, utc

NOW = "2026-11-10 12:00"
MILLION = {"revenue": {"2026-Q4": 1_000_000}}


def quarter(now: str = NOW, **more: Any) -> Any:
    return context("2026-Q4", "b2b", now, **more)


def due(amount: Any = 100_000, closes: str | None = "2026-12-01 12:00", **more: Any) -> dict[str, Any]:
    return deal("open", amount, closes=closes, **more)


def tried(won: int, lost: int, closes: str = "2026-05-10 12:00", **more: Any) -> list[dict[str, Any]]:
    made = ["won"] * won + ["lost"] * lost
    return [deal(state, closes=closes, **more) for state in made]


COVERED = [
    *[due(270_000) for _ in range(10)],
    *[due(100_000, "2026-11-01 12:00") for _ in range(3)],
    deal("won", 200_000, closes="2026-10-20 12:00"),
]


def test_coverage_worked_example() -> None:
    found = measured("K5", {"deals": COVERED}, quarter(kpis=MILLION))
    assert (found.value, found.grade, found.target) == (Decimal("2.7"), "risk", 1_000_000)
    assert found.details["remaining"].value == Decimal("3.375")
    assert found.details["overdue"] == Figure(Decimal(300_000), "money", 3)
    assert left_out(found) == {"overdue": 3}
    assert "סיכון עסקי" in found.advice["he"]


@pytest.mark.parametrize(
    ("amount", "grade", "rule"),
    [
        (2_999_999, "risk", "business_risk"),
        (3_000_000, "good", "covered"),
        (8_000_000, "good", "covered"),
        (8_000_001, "watch", "bloated"),
    ],
)
def test_three_times_is_the_line(amount: int, grade: str, rule: str) -> None:
    found = measured("K5", {"deals": [due(amount)]}, quarter(kpis=MILLION))
    assert (found.grade, found.details["rule"]) == (grade, rule)


def test_a_low_win_rate_asks_for_more_coverage() -> None:
    deals = [due(3_400_000), *tried(5, 15)]
    found = measured("K5", {"deals": deals}, quarter(kpis=MILLION))
    assert (found.value, found.grade, found.details["needed"]) == (Decimal("3.4"), "watch", 4)
    assert measured("K5", {"deals": [due(4_000_000), *tried(5, 15)]}, quarter(kpis=MILLION)).grade == "good"


def test_a_win_rate_of_few_deals_asks_for_nothing() -> None:
    settings = {**MILLION, "min_samples": {"deals": 5}}
    found = measured("K5", {"deals": [due(3_400_000), *tried(1, 3)]}, quarter(kpis=settings))
    assert (found.grade, found.details["trailing_win_rate"]) == ("good", None)


def test_target_met() -> None:
    found = measured("K5", {"deals": [deal("won", 1_000_000, closes="2026-10-20 12:00")]}, quarter(kpis=MILLION))
    assert (found.value, found.grade, found.details["rule"]) == (0, "good", "met")


@pytest.mark.parametrize("kpis", [{}, {"revenue": {"2026-Q4": 0}}, {"revenue": {"2026": 4_000_000}}])
def test_no_target_for_this_period(kpis: dict[str, Any]) -> None:
    found = measured("K5", {"deals": COVERED}, quarter(kpis=kpis))
    assert (found.value, found.grade, found.reason) == (None, "n_a", "no_target")


def test_months_add_up_to_a_quarter() -> None:
    months = {"revenue": {"2026-10": 300_000, "2026-11": 300_000, "2026-12": 400_000}}
    assert measured("K5", {"deals": COVERED}, quarter(kpis=months)).target == 1_000_000


def test_coverage_looks_ahead_only() -> None:
    found = measured("K5", {"deals": COVERED}, quarter("2027-01-01 00:00", kpis=MILLION))
    assert (found.value, found.reason) == (None, "period_over")
    assert measured("K5", {"deals": [due(3_000_000)]}, quarter("2026-09-01 12:00", kpis=MILLION)).value == 3


def test_due_today_is_not_overdue() -> None:
    assert measured("K5", {"deals": [due(5, "2026-11-10 00:00")]}, quarter(kpis=MILLION)).numerator == 5


def test_omitted_deals_count_only_when_asked_for() -> None:
    deals = [due(3_000_000), due(1_000_000, hs_manual_forecast_category="OMIT")]
    assert measured("K5", {"deals": deals}, quarter(kpis=MILLION)).value == 3
    assert measured("K5", {"deals": deals}, quarter(kpis={**MILLION, "coverage_counts_omitted": True})).value == 4


def test_coverage_without_a_rate_or_a_date() -> None:
    foreign = due(100, deal_currency_code="USD", amount_in_home_currency=None)
    assert measured("K5", {"deals": [foreign]}, quarter(kpis=MILLION)).reason == "no_rate"
    found = measured("K5", {"deals": [due(closes=None), due(3_000_000)]}, quarter(kpis=MILLION))
    assert (found.value, left_out(found)) == (3, {"no_close_date": 1})


def goal(amount: int, start: str = "2026-10-01T00:00:00Z", end: str = "2026-12-31T23:59:59.999Z", **who: str) -> Any:
    held = {
        "hs_goal_type": "sales_quota",
        "hs_target_amount": amount,
        "hs_start_datetime": start,
        "hs_end_datetime": end,
    }
    return record({**held, **who})


def test_goals_of_users_are_summed_or_the_teams_taken() -> None:
    users = [goal(300_000, hubspot_owner_id="dana"), goal(400_000, hubspot_owner_id="omer")]
    found = measured("K5", {"deals": COVERED, "goal_targets": users}, quarter())
    assert (found.target, found.details["target_from"]) == (700_000, "owner")
    both = [*users, goal(600_000, hs_assignee_team_id="9")]
    found = measured("K5", {"deals": COVERED, "goal_targets": both}, quarter())
    assert (found.target, found.details["target_from"]) == (600_000, "team")


def test_goal_bounds_are_calendar_dates() -> None:
    """A month that ends at 23:59 UTC ends two hours later in Jerusalem, in the next month; the goal does not."""
    months = [
        goal(100, "2026-10-01T00:00:00Z", "2026-10-31T23:59:59Z", hubspot_owner_id="dana"),
        goal(200, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", hubspot_owner_id="dana"),
        goal(300, "2026-12-01T00:00:00Z", "2026-12-31T23:59:59Z", hubspot_owner_id="dana"),
    ]
    assert measured("K5", {"deals": COVERED, "goal_targets": months}, quarter()).target == 600


def test_goals_of_other_kinds_and_pipelines_are_none() -> None:
    goals = [
        goal(5, hubspot_owner_id="dana", hs_pipeline_ids="elsewhere"),
        goal(5, hubspot_owner_id="dana", hs_goal_type="calls"),
    ]
    assert measured("K5", {"deals": COVERED, "goal_targets": goals}, quarter()).reason == "no_target"


def test_settings_go_before_goals() -> None:
    streams = {"deals": COVERED, "goal_targets": [goal(5, hubspot_owner_id="dana")]}
    assert measured("K5", streams, quarter(kpis=MILLION)).target == 1_000_000


def test_win_rate_worked_example() -> None:
    deals = [deal("won", 90_000) for _ in range(18)] + [deal("lost", amount) for amount in [80_000] * 40 + [0] * 2]
    found = measured("K6", {"deals": deals}, context())
    assert (found.value, found.numerator, found.denominator, found.grade) == (Decimal("0.3"), 18, 60, "good")
    by_value = found.details["by_value"]
    assert (by_value.numerator, by_value.denominator, rounded(by_value.value, 3)) == (1_620_000, 4_820_000, 0.336)


def test_win_rate_without_closed_deals() -> None:
    assert measured("K6", {"deals": [deal()]}, context()).reason == "no_records"


def test_duplicates_were_no_chance_to_win() -> None:
    found = measured("K6", {"deals": [*tried(1, 1), deal("lost", core_loss_reason="duplicate")]}, context())
    assert (found.value, left_out(found)) == (Decimal("0.5"), {"duplicate_loss": 1})


def test_reopened_deals_count_as_they_are_now() -> None:
    moves = past(("2026-04-01 12:00", "qualified"), ("2026-04-10 12:00", "lost"), ("2026-04-20 12:00", "proposal"),
                 ("2026-05-10 12:00", "won"))  # fmt: skip
    deals = [deal("won", propertiesWithHistory={"dealstage": moves}), deal("lost"), deal()]
    found = measured("K6", {"deals": deals}, context())
    assert (found.value, found.details["reopened"]) == (Decimal("0.5"), 1)


def test_a_moved_deal_counts_in_the_pipeline_where_it_closed() -> None:
    history = {
        "dealstage": past(
            ("2026-04-01 12:00", "qualified"), ("2026-05-10 12:00", "won"), ("2026-05-20 12:00", "growth_won")
        ),
        "pipeline": past(("2026-04-01 12:00", "b2b_new_business"), ("2026-05-20 12:00", "b2b_account_growth")),
    }
    moved = deal("won", pipeline="b2b_account_growth", dealstage="growth_won", propertiesWithHistory=history)
    assert segments(measured("K6", {"deals": [moved]}, context()), "pipeline") == {"b2b_new_business": 1}
    away = deal("won", pipeline="service", dealstage="done", propertiesWithHistory=history)
    assert measured("K6", {"deals": [away]}, context()).n == 1, "also when it now stands outside these pipelines"


def test_segments_and_where_to_focus() -> None:
    deals = [
        *tried(4, 1, b2b_source_type="referral", amount=60_000),
        *tried(0, 6, b2b_source_type="outbound", amount=5_000, hubspot_owner_id="omer"),
        *tried(0, 4, b2b_source_type="event", amount=5_000, hubspot_owner_id="tal"),
    ]
    found = measured("K6", {"deals": deals}, context())
    assert segments(found, "source") == {"event": 0, "outbound": 0, "referral": Decimal("0.8")}
    assert set(segments(found, "size")) == {"<10000", "50000-250000"}
    assert segments(found, "team") == {"field": Decimal(4) / 15}
    worst = found.details["worst"]
    assert [one["value"] for one in worst] == [0, 0]
    assert all(one["n"] >= 5 for one in worst)


def test_bad_win_rate_speaks_of_focus() -> None:
    found = measured("K6", {"deals": tried(1, 9)}, context())
    assert found.grade == "risk"
    assert "Focus, not effort" in found.advice["en"]
    assert "פוקוס ולא מאמץ" in found.advice["he"]


def test_value_rate_without_a_currency_rate() -> None:
    foreign = deal("won", 100, deal_currency_code="USD", amount_in_home_currency=None)
    found = measured("K6", {"deals": [foreign, deal("lost")]}, context())
    assert (found.value, found.details["by_value"].value) == (Decimal("0.5"), None)


COMPLETE = {
    "hs_next_step": "call",
    "hs_v2_time_in_current_stage": utc("2026-11-08 12:00"),
    "hs_manual_forecast_category": "COMMIT",
    "num_associated_contacts": 2,
}


def complete(**more: Any) -> dict[str, Any]:
    return due(**{**COMPLETE, "associations": contacts("Champion", "Decision maker"), **more})


def test_pipeline_quality_worked_example() -> None:
    deals = [
        complete(),
        complete(closes=None, hs_next_step=None),
        complete(hs_manual_forecast_category=None, num_associated_contacts=1, associations=contacts("Champion")),
    ]
    found = measured("K16", {"deals": deals}, quarter())
    assert (found.numerator, found.n, rounded(found.value), found.grade) == (230, 3, 76.7, "watch")


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ({"amount": 0, "amount_in_home_currency": 0}, 85),
        ({"closes": "2026-11-09 12:00"}, 80),
        ({"closes": "2026-11-10 01:00"}, 100),
        ({"hs_next_step": None}, 80),
        ({"hs_next_step": None, "notes_next_activity_date": utc("2026-11-24 12:00")}, 100),
        ({"hs_next_step": None, "notes_next_activity_date": utc("2026-11-25 12:00")}, 80),
        ({"hs_next_step": None, "notes_next_activity_date": utc("2026-11-09 12:00")}, 80),
        ({"hs_v2_time_in_current_stage": utc("2026-10-31 00:00")}, 100),
        ({"hs_v2_time_in_current_stage": utc("2026-10-30 23:59")}, 85),
        ({"hs_manual_forecast_category": None}, 90),
        ({"num_associated_contacts": 1}, 90),
        ({"associations": contacts("Champion")}, 90),
        ({"associations": contacts("מקבל החלטות")}, 100),
    ],
)
def test_each_check_of_quality(change: dict[str, Any], points: int) -> None:
    assert measured("K16", {"deals": [complete(**change)]}, quarter()).value == points


def test_decision_maker_by_role_of_the_contact() -> None:
    deals = [complete(associations=contacts(""))]
    role = record({"b2b_buying_role": "champion;decision_maker"}, id="100")
    assert measured("K16", {"deals": deals}, quarter()).value == 90
    assert measured("K16", {"deals": deals, "contacts": [role]}, quarter()).value == 100
    assert measured("K16", {"contacts": [role], "deals": deals}, quarter()).value == 100, "in either order"


def test_a_stage_without_target_age_cannot_be_outstayed() -> None:
    growth = complete(
        pipeline="b2b_account_growth", dealstage="idea", hs_v2_time_in_current_stage=utc("2020-01-01 12:00")
    )
    found = measured("K16", {"deals": [growth]}, quarter())
    assert (found.value, found.details["without_target_age"]) == (100, 1)


def test_b2b_index_worked_example() -> None:
    """Quality 1.0, depth 7 of 10, forecast 650 promised and 850 won."""
    told = {"dealstage": "negotiation", "closedate": "2026-05-20T12:00:00Z", "amount": 650}
    told |= {"hs_manual_forecast_category": "COMMIT", "pipeline": "b2b_new_business", "hubspot_owner_id": "dana"}
    promised = {name: past(("2026-04-01 12:00", value)) for name, value in told.items()}
    deep = {"num_associated_contacts": 2, "associations": contacts("Decision maker", ""), "made": "2026-06-02 12:00"}
    deals = [
        deal("won", 850, propertiesWithHistory=promised),
        *[deal(**deep) for _ in range(7)],
        *[deal(made="2026-06-02 12:00", num_associated_contacts=1) for _ in range(3)],
    ]
    found = measured("K18", {"deals": deals}, context())
    assert (found.details["quality"], found.details["depth"].value) == (1, Decimal("0.7"))
    assert (rounded(found.value), rounded(found.details["forecast"], 3)) == (53.5, 0.765)


def test_b2b_index_needs_all_its_parts() -> None:
    assert measured("K18", {"deals": [deal()]}, context()).reason == "no_part"


def test_velocity_worked_example() -> None:
    deals = [
        *[deal() for _ in range(40)],
        *[deal("won", 60_000, made="2026-03-26 12:00", closes="2026-05-10 13:00") for _ in range(3)],
        *tried(0, 7),
    ]
    found = measured("K20", {"deals": deals}, context())
    assert found.details["cycle_days"] == 45, "an hour longer by the clock, since summer time began in between"
    assert (found.value, found.currency) == (Decimal("16000.00"), "ILS")


def test_velocity_needs_all_its_parts() -> None:
    assert measured("K20", {"deals": [deal()]}, context()).reason == "no_part"


def test_weighted_forecast_by_month() -> None:
    deals = [
        due(100_000, "2026-11-30 12:00", dealstage="proposal"),
        due(50_000, "2026-12-10 12:00", dealstage="negotiation", hs_deal_stage_probability="0.5"),
        due(10_000, "2027-01-10 12:00", dealstage="qualified"),
        due(7_000, "2026-11-01 12:00"),
        due(closes=None),
    ]
    found = measured("K22", {"deals": deals}, quarter())
    assert (found.value, found.denominator) == (85_000, 150_000)
    months = {month: one["weighted"] for month, one in found.details["months"].items()}
    assert months == {"2026-11": 60_000, "2026-12": 25_000, "2027-01": 2_000}
    assert left_out(found) == {"no_close_date": 1, "overdue": 1}


def test_forecast_by_what_became_of_deals_in_the_stage() -> None:
    stamped = {"entered_proposal": utc("2026-03-01 12:00")}
    open_deal = due(100_000, dealstage="proposal")
    few = measured("K22", {"deals": [open_deal, *tried(6, 13, **stamped)]}, quarter())
    assert (few.details["historical"], few.details["stages_without_history"]) == (60_000, ["proposal"])
    enough = measured("K22", {"deals": [open_deal, *tried(6, 14, **stamped)]}, quarter())
    assert (enough.details["historical"], enough.details["stages_without_history"]) == (30_000, [])
    assert (enough.details["months"]["2026-12"]["low"], enough.details["months"]["2026-12"]["high"]) == (30_000, 60_000)


def test_forecast_is_graded_with_what_is_won() -> None:
    deals = [deal("won", 900_000, closes="2026-10-10 12:00"), due(100_000, dealstage="proposal")]
    assert measured("K22", {"deals": deals}, quarter(kpis=MILLION)).grade == "good"
    assert measured("K22", {"deals": deals[1:]}, quarter(kpis=MILLION)).grade == "risk"
    assert measured("K22", {"deals": deals}, quarter("2027-02-01 12:00", kpis=MILLION)).reason == "period_over"


def test_a_probability_that_nobody_knows_makes_the_forecast_unknown() -> None:
    found = measured("K22", {"deals": [due(100, dealstage="removed"), due(100)]}, quarter())
    assert (found.value, found.reason, left_out(found)) == (None, "unknown_stage", {"unknown_stage": 1})
    known = due(100, dealstage="removed", hs_deal_stage_probability="0.5")
    assert measured("K22", {"deals": [known]}, quarter()).value == 50


def test_forecast_without_a_rate() -> None:
    foreign = due(100, deal_currency_code="USD", amount_in_home_currency=None)
    assert measured("K22", {"deals": [foreign]}, quarter()).reason == "no_rate"


def test_a_goal_without_dates_is_none() -> None:
    goals = [goal(5, start="", hubspot_owner_id="dana"), goal(5)]
    assert measured("K5", {"deals": COVERED, "goal_targets": goals}, quarter()).reason == "no_target"


def test_an_age_that_is_not_known_is_not_young() -> None:
    assert measured("K16", {"deals": [complete(hs_v2_time_in_current_stage=None)]}, quarter()).value == 85


def test_state_by_the_flag_of_losses() -> None:
    old = record({"hs_is_closed_lost": "true", "closedate": utc("2026-05-10 10:00"), "pipeline": "b2b_new_business"})
    assert measured("K6", {"deals": [old, deal("won")]}, context()).value == Decimal("0.5")


def test_closed_without_a_date() -> None:
    found = measured("K6", {"deals": [deal("won", closes=None), deal("won")]}, context())
    assert (found.n, left_out(found)) == (1, {"no_close_date": 1})
