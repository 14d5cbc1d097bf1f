"""A trend: earlier periods of the same length beside the one that is asked about, from the same reading."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.measuring import sales
from tests.support.portals import Steered

JULY = datetime(2026, 7, 10, 9, tzinfo=ZoneInfo("Asia/Jerusalem"))


@pytest.fixture
def won(portal: Steered) -> Steered:
    """Won in March 100, in May 300 and in June 400; nothing in April."""
    sales.set_up(portal, "b2b")
    for month, amount in (("03", 100), ("05", 300), ("06", 400)):
        sales.deal(portal, "won", amount, createdate="2026-01-05T10:00:00Z", closedate=f"2026-{month}-10T10:00:00Z")
    portal.forget_requests()
    return portal


def test_earlier_periods_are_told_the_oldest_first(won: Steered, tmp_path: Path) -> None:
    document = sales.measured(won, tmp_path, period="2026-06", trend=3, now=JULY)
    assert [one["period"]["from"] for one in document["trend"]] == ["2026-03-01", "2026-04-01", "2026-05-01"]
    assert [one["kpis"]["K10"]["value"] for one in document["trend"]] == [100, None, 300]
    assert document["kpis"]["K10"]["value"] == 400
    assert document["trend"][1]["kpis"]["K10"] == {"value": None, "n": 0, "grade": "n_a", "reason": "no_records"}


def test_a_point_is_what_a_report_of_that_period_says(won: Steered, tmp_path: Path) -> None:
    trend = sales.measured(won, tmp_path, period="2026-06", trend=2, now=JULY)["trend"]
    alone = sales.measured(won, tmp_path, period="2026-05", now=JULY)["kpis"]
    for name, point in trend[1]["kpis"].items():
        if point["reason"] != "stands_now":
            assert point == {key: alone[name][key] for key in ("value", "n", "grade", "reason")}, name


def test_what_stands_now_and_what_looks_ahead_has_no_trend(won: Steered, tmp_path: Path) -> None:
    (point,) = sales.measured(won, tmp_path, period="2026-06", trend=1, now=JULY)["trend"]
    reasons = {name: one["reason"] for name, one in point["kpis"].items() if one["value"] is None}
    assert {name for name, reason in reasons.items() if reason == "stands_now"} == {"K16", "K18", "K19", "K20"}
    assert reasons["K5"] == reasons["K22"] == "period_over"


def test_records_are_read_once_for_all_periods(won: Steered, tmp_path: Path) -> None:
    sales.measured(won, tmp_path, period="2026-06", now=JULY, fresh=True)
    alone = sorted(won.lines())
    won.forget_requests()
    sales.measured(won, tmp_path, period="2026-06", against="2026-05", trend=4, now=JULY, fresh=True)
    assert sorted(won.lines()) == alone


def test_the_period_to_compare_with_may_be_one_of_the_trend(won: Steered, tmp_path: Path) -> None:
    document = sales.measured(won, tmp_path, period="2026-06", against="2026-05", trend=2, now=JULY)
    against, point = document["against"]["kpis"]["K10"], document["trend"][1]["kpis"]["K10"]
    assert against["value"] == point["value"] == 300


def test_weeks_go_back_by_weeks(won: Steered, tmp_path: Path) -> None:
    document = sales.measured(won, tmp_path, period="2026-06-07..2026-06-13", trend=1, now=JULY)
    assert document["trend"][0]["period"]["from"] == "2026-05-31"
    assert document["trend"][0]["period"]["to"] == "2026-06-07"
