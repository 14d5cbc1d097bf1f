"""K7: the worked example from history and from a snapshot, and a past that is known in part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi.k07_forecast_accuracy import SNAPSHOT, accuracy
from tests.kpi.world import at, context, deal, left_out, measured, past, record, rounded, segments, utc

BEFORE = "2026-04-01 12:00"
DUE = "2026-05-20T12:00:00Z"


def promised(
    category: str | None, amount: Any, stage: str = "negotiation", closes: str = DUE, **more: Any
) -> dict[str, Any]:
    """The history of a deal that stood so when May began; what was set in May came too late to count."""
    return {
        "dealstage": past((BEFORE, stage), ("2026-05-10 12:00", "won")),
        "pipeline": past((BEFORE, "b2b_new_business")),
        "amount": past((BEFORE, amount), ("2026-05-10 12:00", 1)),
        "closedate": past((BEFORE, closes), ("2026-05-10 12:00", "2026-05-10T12:00:00Z")),
        "hs_manual_forecast_category": past((BEFORE, category), ("2026-05-10 12:00", "CLOSED")),
        "hubspot_owner_id": past((BEFORE, more.pop("owner", "dana"))),
        **more,
    }


def stood(state: str, amount: Any, category: str | None, then: Any, **more: Any) -> dict[str, Any]:
    return deal(state, amount, propertiesWithHistory=promised(category, then), **more)


EXAMPLE = [
    stood("won", 300, "COMMIT", 300, id="D1"),
    stood("won", 180, "COMMIT", 200, id="D2"),
    stood("open", 150, "COMMIT", 150, id="D3", closes="2026-06-10 12:00"),
    stood("won", 250, "BEST_CASE", 250, id="D4"),
    stood("lost", 400, "PIPELINE", 400, id="D5"),
    deal("won", 120, id="D6", made="2026-05-05 12:00"),
]


def test_worked_example_from_history() -> None:
    found = measured("K7", {"deals": EXAMPLE}, context())
    assert (found.denominator, found.numerator) == (650, 850)
    assert (rounded(found.value, 3), found.grade) == (0.765, "watch")
    assert rounded(found.details["bias"], 3) == 0.308
    calibration = found.details["calibration"]
    assert [rounded(calibration[name].value, 3) for name in ("COMMIT", "BEST_CASE", "PIPELINE")] == [0.738, 1, 0]
    assert found.details["weighted"]["forecast"] == 750
    assert rounded(found.details["weighted"]["accuracy"], 3) == 0.882
    assert (found.details["from"], found.n) == ("history", 5)


def stored(name: str, amount: int, category: str, **more: str) -> dict[str, Any]:
    held = {"amount": amount, "hs_manual_forecast_category": category, "closedate": DUE, "dealstage": "negotiation",
            "pipeline": "b2b_new_business", "hubspot_owner_id": "dana"}  # fmt: skip
    return record({**held, **more}, id=name)


def test_worked_example_from_a_snapshot() -> None:
    snapshot = [
        stored("D1", 300, "COMMIT"),
        stored("D2", 200, "COMMIT"),
        stored("D3", 150, "COMMIT"),
        stored("D4", 250, "BEST_CASE"),
        stored("D5", 400, "PIPELINE"),
        stored("D7", 999, "COMMIT", closedate="2026-07-01T00:00:00Z"),
        stored("D8", 999, "COMMIT", dealstage="lost"),
        stored("D9", 999, "COMMIT", pipeline="elsewhere"),
    ]
    plain = [{key: value for key, value in one.items() if key != "propertiesWithHistory"} for one in EXAMPLE]
    taken = context(snapshot_at=at("2026-05-01 03:00"))
    found = measured("K7", {"deals": plain, SNAPSHOT: snapshot}, taken)
    assert (rounded(found.value, 3), found.details["from"], found.details["weighted"]["forecast"]) == (
        0.765,
        "snapshot",
        750,
    )
    assert "stored" in found.method["en"]


def test_a_snapshot_from_another_day_does_not_stand_for_the_start() -> None:
    stale = context(snapshot_at=at("2026-04-20 03:00"))
    found = measured("K7", {"deals": EXAMPLE, SNAPSHOT: [stored("D1", 5, "COMMIT")]}, stale)
    assert (found.denominator, found.details["from"]) == (650, "history")


@pytest.mark.parametrize(
    ("forecast", "actual", "expected"),
    [(650, 850, Decimal(650) / 850), (0, 0, None), (100, 0, 0), (0, 100, 0), (300, 100, 0), (100, 100, 1)],
)
def test_accuracy_at_its_edges(forecast: int, actual: int, expected: Any) -> None:
    assert accuracy(Decimal(forecast), Decimal(actual)) == expected


def test_nothing_promised_and_nothing_won() -> None:
    found = measured(
        "K7",
        {"deals": [deal("lost", propertiesWithHistory=promised(None, 5, "prospecting", "2026-09-01T00:00:00Z"))]},
        context(),
    )
    assert (found.value, found.reason) == (None, "no_records")


def test_promised_and_nothing_won() -> None:
    found = measured("K7", {"deals": [stood("lost", 100, "COMMIT", 100)]}, context())
    assert (found.value, found.grade) == (0, "risk")


def test_a_deal_without_history_makes_the_figure_unknown() -> None:
    found = measured("K7", {"deals": [*EXAMPLE, deal(closes="2026-06-10 12:00")]}, context())
    assert (found.value, found.grade, found.reason, left_out(found)) == (None, "n_a", "no_history", {"no_history": 1})


def test_deals_made_later_or_closed_before_need_no_history() -> None:
    others = [deal(made="2026-05-02 12:00"), deal("lost", closes="2026-04-20 12:00")]
    assert measured("K7", {"deals": [*EXAMPLE, *others]}, context()).denominator == 650


def test_only_what_was_open_and_due_and_committed_counts() -> None:
    deals = [
        deal("lost", propertiesWithHistory=promised("COMMIT", 10, "lost")),
        deal("lost", propertiesWithHistory=promised("COMMIT", 20, closes="2026-06-02T12:00:00Z")),
        deal("lost", propertiesWithHistory=promised("BEST_CASE", 30)),
        deal("lost", propertiesWithHistory=promised("COMMIT", 40)),
    ]
    assert measured("K7", {"deals": deals}, context()).details["forecast"] == 40


def test_deleted_deals_were_promised_all_the_same() -> None:
    gone = stood("won", 500, "COMMIT", 500, archived=True)
    found = measured("K7", {"deals": [*EXAMPLE, gone]}, context())
    assert (found.denominator, found.numerator) == (1150, 850)


def test_a_blank_category_is_the_stages_suggestion_and_is_told() -> None:
    found = measured("K7", {"deals": [stood("won", 100, None, 100)]}, context())
    assert (found.value, found.details["suggested"]) == (1, 1)


def test_a_stage_that_was_removed_since_was_an_open_one() -> None:
    gone = deal("won", 100, propertiesWithHistory=promised("COMMIT", 100, "removed"))
    assert measured("K7", {"deals": [gone]}, context()).details["forecast"] == 100


def test_missing_amounts_are_told() -> None:
    found = measured("K7", {"deals": [stood("won", None, "COMMIT", None), *EXAMPLE]}, context())
    assert (found.denominator, left_out(found)) == (650, {"no_amount": 2})


def test_both_sides_at_one_fixed_rate() -> None:
    foreign = stood("won", 100, "COMMIT", 90, deal_currency_code="USD", amount_in_home_currency=999)
    found = measured("K7", {"deals": [foreign]}, context(kpis={"rates": {"USD": 4}}))
    assert (found.denominator, found.numerator) == (360, 400)
    assert measured("K7", {"deals": [foreign]}, context()).reason == "no_rate"


def test_by_owner_and_team_then_and_now() -> None:
    moved = deal("won", 100, hubspot_owner_id="omer", propertiesWithHistory=promised("COMMIT", 100, owner="dana"))
    found = measured("K7", {"deals": [moved]}, context())
    assert segments(found, "owner") == {"dana": 0, "omer": 0}
    assert segments(found, "team") == {"field": 1}


def test_a_running_period_has_a_figure_but_no_grade() -> None:
    found = measured("K7", {"deals": EXAMPLE}, context(now="2026-05-25 12:00"))
    assert (rounded(found.value, 3), found.grade, found.reason) == (0.765, "n_a", "provisional")


def test_hygiene() -> None:
    pushed = past(
        (BEFORE, "2026-05-01T12:00:00Z"),
        ("2026-04-10 12:00", "2026-05-20T12:00:00Z"),
        ("2026-04-20 12:00", "2026-06-20T12:00:00Z"),
        ("2026-04-30 12:00", "2026-07-20T12:00:00Z"),
    )
    deals = [
        deal(
            closes="2026-07-20 12:00",
            made="2026-05-02 12:00",
            hs_manual_forecast_category="COMMIT",
            b2b_commit_note="signed",
        ),
        deal(closes="2026-07-20 12:00", made="2026-05-02 12:00", hs_manual_forecast_category="COMMIT"),
        deal(closes="2026-05-20 12:00", made="2026-05-02 12:00"),
        deal(
            closes="2026-07-20 12:00", propertiesWithHistory={**promised(None, 1, "prospecting"), "closedate": pushed}
        ),
    ]
    told = measured("K7", {"deals": deals}, context(now="2026-06-01 12:00")).details["hygiene"]
    assert {name: (one.numerator, one.n) for name, one in told.items()} == {
        "with_category": (2, 4),
        "past_close_date": (1, 4),
        "commits_without_note": (1, 2),
        "pushed_often": (1, 4),
    }


def test_the_moment_of_a_stamp_is_utc() -> None:
    """A category set at 00:30 on 1 May in Jerusalem was not there when May began, though it was still April in UTC."""
    late = promised("COMMIT", 100)
    late["hs_manual_forecast_category"] = [{"value": "COMMIT", "timestamp": utc("2026-05-01 00:30")}]
    late["dealstage"] = past((BEFORE, "qualified"))
    found = measured("K7", {"deals": [deal("won", 100, propertiesWithHistory=late)]}, context())
    assert found.details["forecast"] == 0
