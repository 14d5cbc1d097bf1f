"""K4, K10, K15 and K23: money won, by rep, by deal, by day and by customer."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi.measurement import not_comparable
from tests.kpi.world import (
    call,
    centre_deal,
    companies,
    context,
    deal,
    left_out,
    measured,
    record,
    rounded,
    segments,
    utc,
)

SIX = ("dana", "omer", "tal", "gal", "noa", "adi")


def centre(text: str = "2026-05", now: str = "2026-08-01 12:00", **more: Any) -> Any:
    return context(text, "call_center", now, **more)


def test_revenue_per_rep_worked_example() -> None:
    deals = [centre_deal("won", 80_000, hubspot_owner_id=rep) for rep in SIX]
    found = measured("K4", {"deals": deals}, centre())
    assert (found.value, found.numerator, found.denominator, found.currency) == (80_000, 480_000, 6, "ILS")
    assert found.details["open_days"] == 25
    assert (found.details["per_open_day"], found.details["per_full_day"]) == (Decimal("3200.00"), Decimal("3666.67"))
    assert rounded(found.details["full_day_equivalents"], 3) == 21.818


def test_close_counts_by_the_clock_of_the_report_zone() -> None:
    late = centre_deal("won", 100, closedate="2026-05-31T21:30:00Z")
    assert measured("K4", {"deals": [late]}, centre("2026-05")).numerator in (None, 0)
    assert measured("K4", {"deals": [late]}, centre("2026-06")).numerator == 100


def test_centre_prefers_the_won_stage_to_a_close_date_set_by_hand() -> None:
    by_stage = centre_deal("won", 100, closes="2026-04-20 12:00", entered_cc_won=utc("2026-05-03 12:00"))
    by_stamp = centre_deal("won", 10, closes="2026-04-20 12:00", hs_closed_won_date=utc("2026-05-03 12:00"))
    assert measured("K4", {"deals": [by_stage, by_stamp]}, centre()).numerator == 110
    in_b2b = deal("won", 100, closes="2026-04-20 12:00", entered_won=utc("2026-05-03 12:00"))
    assert measured("K4", {"deals": [in_b2b, deal()]}, context()).numerator == 0


def test_departed_and_missing_owners_stay_in_the_total() -> None:
    deals = [
        centre_deal("won", 100),
        centre_deal("won", 20, hubspot_owner_id="gone"),
        centre_deal("won", 3, hubspot_owner_id=None),
    ]
    found = measured("K4", {"deals": deals}, centre())
    assert (found.value, found.denominator) == (123, 1)
    assert (found.details["departed"], found.details["without_owner"]) == (20, 3)


def test_who_is_an_active_rep() -> None:
    """With a call or a record; queues, people of other teams and those who left before are none."""
    deals = [centre_deal("won", 60), centre_deal(hubspot_owner_id="queue"), centre_deal(hubspot_owner_id="gone")]
    calls = [
        call(hubspot_owner_id="leaver"),
        call(hubspot_owner_id="omer"),
        call("2026-04-03 10:00", hubspot_owner_id="tal"),
    ]
    found = measured("K4", {"deals": deals, "calls": calls}, centre())
    assert found.details["reps"] == ["dana", "leaver", "omer"]
    field = {"teams": {"field": {"mode": "call_center"}}}
    assert measured("K4", {"deals": deals, "calls": calls}, centre(kpis=field)).details["reps"] == ["dana", "omer"]


def test_no_rep_is_no_figure() -> None:
    found = measured("K4", {"deals": [centre_deal("won", 60, hubspot_owner_id="gone")]}, centre())
    assert (found.value, found.grade, found.reason) == (None, "n_a", "no_reps")


def test_missing_amount_is_zero_and_told() -> None:
    deals = [centre_deal("won", 100), centre_deal("won", None)]
    found = measured("K4", {"deals": deals}, centre())
    assert (found.value, left_out(found)) == (100, {"no_amount": 1})


def test_other_currencies() -> None:
    converted = centre_deal("won", 100, deal_currency_code="USD", amount_in_home_currency=370)
    unconverted = centre_deal("won", 100, deal_currency_code="USD", amount_in_home_currency=None)
    own = centre_deal("won", 50, deal_currency_code="ILS", amount_in_home_currency=None)
    assert measured("K4", {"deals": [converted, own]}, centre()).value == 420
    found = measured("K4", {"deals": [converted, unconverted]}, centre())
    assert (found.value, found.grade, found.reason, left_out(found)) == (None, "n_a", "no_rate", {"no_rate": 1})
    assert measured("K4", {"deals": [unconverted]}, centre(kpis={"rates": {"USD": 3.5}})).value == 350


def test_a_change_of_company_currency_is_no_trend() -> None:
    shekels = measured("K4", {"deals": [centre_deal("won", 100)]}, centre())
    dollars = measured("K4", {"deals": [centre_deal("won", 100)]}, centre(company_currency="USD"))
    assert not_comparable(shekels, dollars) == "currency_changed"
    assert not_comparable(shekels, shekels) == ""


def test_splits_share_a_deal_only_when_asked_for() -> None:
    deals = [centre_deal("won", 100, id="7")]
    parts = {"dana": "70", "omer": "30"}
    held = [{"hubspot_owner_id": rep, "hs_deal_split_percentage": part} for rep, part in parts.items()]
    splits = [{"id": "7", "splits": [{"properties": one} for one in held]}]
    streams = {"deals": deals, "deal_splits": splits}
    assert segments(measured("K4", streams, centre()), "owner") == {"dana": 100}
    shared = measured("K4", streams, centre(kpis={"deal_splits": True}))
    assert segments(shared, "owner") == {"dana": 70, "omer": 30}


@pytest.mark.parametrize(("target", "grade"), [(80_000, "good"), (90_000, "watch"), (120_000, "risk")])
def test_revenue_per_rep_against_its_target(target: int, grade: str) -> None:
    settings = {"measures": {"K4": {"target": target}}}
    assert measured("K4", {"deals": [centre_deal("won", 80_000)]}, centre(kpis=settings)).grade == grade


def test_without_target_a_figure_has_no_grade() -> None:
    found = measured("K4", {"deals": [centre_deal("won", 80_000)]}, centre())
    assert (found.value, found.grade, found.reason) == (80_000, "n_a", "no_target")


def test_a_running_month_is_spread_over_the_days_that_have_begun() -> None:
    found = measured("K4", {"deals": [centre_deal("won", 600)]}, centre(now="2026-05-05 10:00"))
    assert (found.details["open_days"], found.details["per_open_day"]) == (4, 150), (
        "1 May is a short Friday, 2 May closed"
    )


def test_average_deal_size_worked_example() -> None:
    deals = [deal("won", amount) for amount in (100_000, 50_000, 0, None, 30_000)]
    found = measured("K10", {"deals": deals}, context())
    assert (found.value, found.n, left_out(found)) == (60_000, 3, {"no_positive_amount": 2})
    assert found.details["median"] == 50_000


def test_average_deal_size_without_deals() -> None:
    assert measured("K10", {"deals": [deal("won", 0)]}, context()).reason == "no_records"


def test_daily_revenue_shows_holidays_as_closed() -> None:
    deals = [centre_deal("won", 90, closes="2026-05-20 12:00"), centre_deal("won", 10, closes="2026-05-21 23:30")]
    found = measured("K15", {"deals": deals}, centre("2026-05-20..2026-05-24"))
    days = [(one["date"].day, one["hours"], one["amount"]) for one in found.details["days"]]
    assert days == [(20, "full", 90), (21, "short", 10), (22, "closed", 0), (23, "closed", 0), (24, "full", 0)]
    assert (found.value, found.denominator) == (Decimal("33.33"), 3)


def test_daily_revenue_agrees_with_revenue_per_rep() -> None:
    deals = [centre_deal("won", 7, closes=f"2026-05-{day:02d} 12:00") for day in range(1, 32)]
    where = centre()
    assert (
        measured("K15", {"deals": deals}, where).numerator == measured("K4", {"deals": deals}, where).numerator == 217
    )


def test_daily_target_comes_from_the_months_revenue() -> None:
    where = centre(kpis={"revenue": {"2026-05": 25_000}})
    found = measured("K15", {"deals": [centre_deal("won", 25_000)]}, where)
    assert (found.value, found.target, found.grade) == (1000, 1000, "good")


def customers(year: str, each: int, number: int, **more: Any) -> list[dict[str, Any]]:
    return [deal("won", each, closes=year, associations=companies(f"c{n}"), **more) for n in range(number)]


def test_basket_growth_worked_example() -> None:
    where = context("2026", kpis={"measures": {"K23": {"target": 0.35}}})
    deals = [
        *customers("2026-05-10 12:00", 60_000, 15, dealtype="existingbusiness"),
        *[deal("won", 60_000, associations=companies(f"n{n}")) for n in range(25)],
        *customers("2025-05-10 12:00", 50_000, 10),
    ]
    found = measured("K23", {"deals": deals}, where)
    assert (found.value, found.numerator, found.denominator) == (Decimal("0.375"), 900_000, 2_400_000)
    assert (found.details["per_customer"].value, found.details["per_customer_before"].value) == (60_000, 50_000)
    assert (found.details["growth"], found.grade) == (Decimal("0.2"), "good")


def test_growth_pipeline_is_existing_business() -> None:
    growth = deal("won", 30, pipeline="b2b_account_growth", dealstage="growth_won", associations=companies("a"))
    assert measured("K23", {"deals": [growth, deal("won", 70)]}, context()).value == Decimal("0.3")


def test_customers_worth_less_are_never_good() -> None:
    where = context("2026", kpis={"measures": {"K23": {"target": 0.1}}})
    deals = [*customers("2026-05-10 12:00", 40, 5, dealtype="existingbusiness"), *customers("2025-05-10 12:00", 50, 5)]
    assert measured("K23", {"deals": deals}, where).grade == "watch"
    assert measured("K23", {"deals": deals}, context("2026")).grade == "watch", "also without a target"


def test_deals_without_company_count_for_the_share_only() -> None:
    found = measured("K23", {"deals": [deal("won", 10, dealtype="existingbusiness")]}, context())
    assert (found.value, left_out(found), found.details["per_customer"].value) == (1, {"no_company": 1}, None)


def test_nothing_won() -> None:
    assert measured("K23", {"deals": [record({"hs_is_closed": "false"})]}, context()).reason == "no_records"


def test_a_split_that_is_not_whole_is_no_split() -> None:
    splits = [{"id": "7", "splits": [{"properties": {"hubspot_owner_id": "omer", "hs_deal_split_percentage": "30"}}]}]
    streams = {"deals": [centre_deal("won", 100, id="7"), centre_deal()], "deal_splits": splits}
    assert segments(measured("K4", streams, centre(kpis={"deal_splits": True})), "owner") == {"dana": 100}


def test_the_report_zone_decides_the_day() -> None:
    """The portal of a New York firm that sells in Israel: 23:30 there is the next morning here."""
    settings = {"zone": "America/New_York"}
    late = centre_deal("won", 100, closedate="2026-06-01T03:30:00Z")
    where = context("2026-05", "call_center", kpis=settings)
    there = type(where.period)(where.period.first, where.period.after, where.settings.zone)
    assert measured("K15", {"deals": [late]}, replace(where, period=there)).numerator == 100
    assert measured("K15", {"deals": [late]}, where).numerator == 0


def test_daily_revenue_without_an_open_day_or_a_rate() -> None:
    assert measured("K15", {"deals": [centre_deal("won")]}, centre("2026-05-02")).reason == "no_open_days"
    foreign = centre_deal("won", 100, deal_currency_code="USD", amount_in_home_currency=None)
    assert measured("K15", {"deals": [foreign]}, centre()).reason == "no_rate"


def test_a_deal_of_unknown_state_is_told() -> None:
    unknown = centre_deal("won", 5, hs_is_closed_won=None, dealstage="removed")
    assert left_out(measured("K4", {"deals": [unknown, centre_deal("won")]}, centre())) == {"unknown_state": 1}
