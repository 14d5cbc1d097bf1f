"""What a pipeline review goes through: which deals are big, which outstayed their stage, and how old stages are."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi.review import LISTED
from tests.kpi.world import context, deal, measured, utc

NOW = "2026-05-20 12:00"


def review(*deals: dict[str, Any], **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = measured("K16", {"deals": list(deals)}, context(now=NOW, **more)).details["review"]
    return found


def named(held: dict[str, Any]) -> list[str]:
    return [one["name"] for one in held["deals"]]


def test_big_is_a_deal_of_a_big_tier_or_from_the_highest_band_on() -> None:
    found = review(
        deal(amount=10, dealname="tier", b2b_deal_tier="strategic"),
        deal(amount=20, dealname="large", b2b_deal_tier="large"),
        deal(amount=250_000, dealname="amount"),
        deal(amount=249_999, dealname="just below", b2b_deal_tier="standard"),
        deal("won", 900_000, dealname="won", b2b_deal_tier="large"),
    )["big"]
    assert (named(found), found["n"], found["amount"], found["from"]) == (
        ["amount", "large", "tier"],
        3,
        250_030,
        250_000,
    )


def test_the_highest_band_is_the_targets_own() -> None:
    big = [deal(amount=1_000, dealname="from here"), deal(amount=999)]
    assert named(review(*big, kpis={"size_bands": [100, 1_000]})["big"]) == ["from here"]


def test_a_deal_of_the_list_says_who_where_how_long_and_until_when() -> None:
    (told,) = review(
        deal(
            amount=500_000,
            id="7",
            dealname="Fleet",
            dealstage="proposal",
            hs_v2_time_in_current_stage=utc("2026-05-15 00:00"),
            closes="2026-05-30 12:00",
            hs_next_step="call the CFO",
        )
    )["big"]["deals"]
    assert told == {
        "id": "7", "name": "Fleet", "owner": "dana", "owner_name": "Dana", "pipeline": "b2b_new_business",
        "stage": "proposal", "stage_label": "Proposal sent", "amount": 500_000, "tier": "",
        "days_in_stage": Decimal("5.5"), "target_days": 10, "close_date": date(2026, 5, 30), "is_overdue": False,
        "has_next_step": True,
    }  # fmt: skip


def test_what_is_missing_is_told() -> None:
    told = review(deal(amount=500_000, closes="2026-05-10 12:00"), deal(amount=400_000, closes=None))["big"]["deals"]
    assert [(one["close_date"], one["is_overdue"], one["has_next_step"]) for one in told] == [
        (date(2026, 5, 10), True, False),
        (None, False, False),
    ]
    assert [(one["days_in_stage"], one["name"]) for one in told] == [(None, ""), (None, "")]


def test_a_deal_outstays_its_stage_after_one_and_a_half_times_the_target() -> None:
    """The target of the stage is 10 days: 15 days to the second are still within it."""
    within = deal(dealname="within", dealstage="proposal", hs_v2_time_in_current_stage=utc("2026-05-05 12:00"))
    beyond = deal(dealname="beyond", dealstage="proposal", hs_v2_time_in_current_stage=utc("2026-05-05 11:59"))
    unknown = deal(dealname="unknown", dealstage="proposal")
    aimless = deal(pipeline="b2b_account_growth", dealstage="idea", hs_v2_time_in_current_stage=utc("2020-01-01 00:00"))
    found = review(within, beyond, unknown, aimless)
    assert named(found["stale"]) == ["beyond"]
    assert [(one["stage"], one["n"], one["stale"]) for one in found["stages"]] == [("proposal", 3, 1), ("idea", 1, 0)]


def test_a_stage_has_the_median_age_of_its_open_deals() -> None:
    entered = ("2026-05-19 12:00", "2026-05-16 12:00", "2026-05-10 12:00")
    deals = [deal(amount=100, hs_v2_time_in_current_stage=utc(when)) for when in entered]
    (stage,) = review(*deals, deal(amount=50))["stages"]
    told = {key: stage[key] for key in ("stage", "label", "n", "amount", "median_days", "target_days")}
    assert told == {
        "stage": "qualified", "label": "Qualified", "n": 4, "amount": 350, "median_days": 4, "target_days": 7,
    }  # fmt: skip


def test_only_the_largest_are_listed_in_whichever_order_they_come() -> None:
    deals = [deal(amount=300_000 + 1_000 * (number // 2), id=str(number)) for number in range(3 * LISTED)]
    first = review(*deals)["big"]
    random.Random(3).shuffle(deals)  # noqa: S311  # the same on every run
    assert review(*deals)["big"] == first
    assert (first["n"], len(first["deals"])) == (3 * LISTED, LISTED)
    assert first["deals"][0]["amount"] == 300_000 + 1_000 * (3 * LISTED // 2 - 1)


def test_no_sum_is_told_where_a_deal_is_in_a_currency_without_a_rate() -> None:
    foreign = deal(amount=90, amount_in_home_currency=None, deal_currency_code="USD", b2b_deal_tier="large")
    found = review(foreign, deal(amount=10, b2b_deal_tier="large"))
    assert [one["amount"] for one in found["big"]["deals"]] == [10, None]
    assert (found["big"]["amount"], found["stages"][0]["amount"]) == (None, None)


def test_in_a_hybrid_only_the_deals_of_b2b_are_reviewed() -> None:
    centre = deal(amount=900_000, pipeline="cc_sales", dealstage="offer")
    assert review(centre, deal(amount=10), mode="hybrid")["big"]["n"] == 0


@pytest.mark.parametrize("kpi", ["K5", "K22"])
def test_overdue_money_is_told_apart_and_has_no_sum_without_a_rate(kpi: str) -> None:
    late = deal(amount=700, closes="2026-05-10 12:00")
    foreign = deal(amount=9, closes="2026-05-10 12:00", amount_in_home_currency=None, deal_currency_code="USD")
    where = context(now=NOW, kpis={"revenue": {"2026-05": 100}})
    for deals, amount in (([late], 700), ([late, foreign], None)):
        found = measured(kpi, {"deals": deals}, where)
        assert (found.details["overdue"].value, found.details["overdue"].n) == (amount, len(deals))
        assert [(one.reason, one.n) for one in found.excluded] == [("overdue", len(deals))]
