"""K13, K14, K17, K19 and K21: calls, the centre's pace, what falls between the cracks, and hand-offs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi.k17_centre_index import consistency
from tests.kpi.world import call, centre_deal, context, deal, lead, left_out, measured, past, rounded, segments, utc

CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"
NO_ANSWER = "73a0d17f-1163-4015-bdd5-ec830791da20"


def centre(text: str = "2026-05", now: str = "2026-08-01 12:00", **more: Any) -> Any:
    return context(text, "call_center", now, **more)


def test_calls_for_each_rep_and_open_day() -> None:
    """Two reps, Sunday and Monday: 4 rep days."""
    calls = [
        *[call("2026-05-03 10:00", hubspot_owner_id="dana", hs_call_duration=60_000) for _ in range(120)],
        *[call("2026-05-04 10:00", "INBOUND", hubspot_owner_id="omer") for _ in range(60)],
        *[call("2026-05-04 10:00", None, hubspot_owner_id="omer") for _ in range(20)],
        call("2026-05-05 10:00"),
    ]
    found = measured("K13", {"calls": calls}, centre("2026-05-03..2026-05-04"))
    assert (found.value, found.numerator, found.denominator, found.grade) == (50, 200, 4, "good")
    assert found.details["directions"] == {"INBOUND": 60, "OUTBOUND": 120, "unknown": 20}
    assert (found.details["calls"], found.details["talk_minutes"]) == (200, 120)
    assert segments(found, "owner") == {"dana": 60, "omer": 40}


def test_calls_of_queues_and_of_nobody_are_in_nobodys_pace() -> None:
    calls = [call(), call(hubspot_owner_id="queue"), call(hubspot_owner_id=None)]
    found = measured("K13", {"calls": calls}, centre("2026-05-03"))
    assert (found.numerator, found.details["calls"], left_out(found)) == (1, 3, {"no_owner": 1, "not_a_rep": 1})


@pytest.mark.parametrize(
    ("calls", "text", "reason"),
    [
        ([], "2026-05", "no_records"),
        ([call(hubspot_owner_id="queue")], "2026-05", "no_reps"),
        ([call("2026-05-02 10:00")], "2026-05-02", "no_open_days"),
    ],
)
def test_no_pace(calls: list[Any], text: str, reason: str) -> None:
    assert measured("K13", {"calls": calls}, centre(text)).reason == reason


def test_answer_rate_worked_example() -> None:
    calls = [
        *[call(direction="INBOUND", hs_call_status="COMPLETED") for _ in range(102)],
        *[call(direction="INBOUND", hs_call_status="NO_ANSWER") for _ in range(18)],
        *[call(hs_call_disposition=CONNECTED) for _ in range(128)],
        *[call(hs_call_disposition=NO_ANSWER, hs_call_duration=90_000) for _ in range(272)],
    ]
    found = measured("K14", {"calls": calls}, centre())
    assert (found.value, found.numerator, found.denominator, found.grade) == (Decimal("0.85"), 102, 120, "watch")
    connect = found.details["connect"]
    assert (connect.value, connect.numerator, connect.denominator, connect.grade) == (Decimal("0.32"), 128, 400, "good")


@pytest.mark.parametrize("status", ["MISSED", "NO_ANSWER", "BUSY", "FAILED", "CANCELED"])
def test_ended_without_answer(status: str) -> None:
    calls = [call(direction="INBOUND", hs_call_status="COMPLETED"), call(direction="INBOUND", hs_call_status=status)]
    assert measured("K14", {"calls": calls}, centre()).value == Decimal("0.5")


def test_running_calls_and_voicemail() -> None:
    calls = [
        call(direction="INBOUND", hs_call_status="RINGING"),
        call(direction="INBOUND", hs_call_status=None),
        call(direction="INBOUND", hs_call_status="MISSED", hs_call_has_voicemail="true"),
        call(direction="INBOUND", hs_call_status="COMPLETED"),
    ]
    found = measured("K14", {"calls": calls}, centre())
    assert (found.value, found.details["voicemail"], left_out(found)) == (Decimal("0.5"), 1, {"not_ended": 2})


def test_a_call_without_outcome_is_judged_by_its_length_and_told() -> None:
    calls = [call(hs_call_duration=30_000), call(hs_call_duration=29_999), call()]
    found = measured("K14", {"calls": calls}, centre())
    assert (found.details["connect"].numerator, found.details["judged_by_duration"]) == (1, 3)
    assert (found.value, found.reason) == (None, "no_inbound")


def test_a_direction_that_is_unknown_is_in_neither_rate() -> None:
    found = measured("K14", {"calls": [call(direction=None)]}, centre())
    assert (found.reason, left_out(found)) == ("no_records", {"no_direction": 1})


def test_consistency_worked_example() -> None:
    steady = consistency([Decimal(day) for day in (80, 40, 60, 70, 50)])
    assert (rounded(steady, 3), consistency([Decimal(0)]), consistency([])) == (0.764, None, None)
    assert consistency([Decimal(0)] * 9 + [Decimal(10)]) == 0, "never below zero"


def test_centre_index_worked_example() -> None:
    """Speed .80, 90 attempted leads of a capacity of 100, days of 5 and 3 calls: mean 4, deviation 1."""
    leads = [lead("2026-05-03 10:00", "2026-05-03 10:02") for _ in range(72)]
    leads += [lead("2026-05-03 10:00", "2026-05-03 10:20") for _ in range(18)]
    calls = [call("2026-05-03 10:00") for _ in range(5)] + [call("2026-05-04 10:00") for _ in range(3)]
    where = centre("2026-05-03..2026-05-04", kpis={"capacity_per_day": 50})
    found = measured("K17", {"leads": leads, "calls": calls}, where)
    assert (found.details["speed"].normalize(), found.details["volume"]) == (Decimal("0.8"), Decimal("0.9"))
    assert (found.details["consistency"], rounded(found.value)) == (Decimal("0.75"), 54.0)


def test_attempts_are_for_each_rep_who_tried_that_day() -> None:
    calls = [call(when) for when in ("2026-05-03 10:00", "2026-05-04 10:00") for _ in range(4)]
    calls += [call("2026-05-03 10:00", hubspot_owner_id="omer") for _ in range(4)]
    where = centre("2026-05-03..2026-05-04", kpis={"capacity_per_day": 50})
    assert measured("K17", {"leads": [lead()], "calls": calls}, where).details["consistency"] == 1


def test_centre_index_without_capacity() -> None:
    assert measured("K17", {"leads": [lead()]}, centre()).reason == "no_target"


SOON = {"hs_next_step": "call back"}


def test_leakage_counts_each_record_once() -> None:
    deals = [
        *[deal(**SOON) for _ in range(36)],
        deal(hubspot_owner_id=None),
        deal(hubspot_owner_id="gone", **SOON),
    ]
    leads = [lead(cc_next_call_at=utc("2026-06-03 10:00")), lead(hs_lead_is_open="false", hs_lead_is_open_v2="false")]
    found = measured("K19", {"deals": deals, "leads": leads}, context(mode="hybrid", now="2026-06-01 12:00"))
    assert (found.numerator, found.denominator, found.grade) == (2, 39, "risk")
    assert found.details["causes"] == {"no_next_step": 1, "no_owner": 1, "owner_left": 1}
    assert segments(found, "object") == {"deals": Decimal(2) / 38, "leads": 0}


@pytest.mark.parametrize(("leaks", "grade"), [(0, "good"), (1, "watch"), (2, "risk")])
def test_grades_of_leakage(leaks: int, grade: str) -> None:
    deals = [deal(**SOON) for _ in range(20 - leaks)] + [deal() for _ in range(leaks)]
    assert measured("K19", {"deals": deals}, context()).grade == grade


def test_a_next_step_in_the_past_is_none() -> None:
    deals = [
        deal(notes_next_activity_date=utc("2026-05-31 23:00")),
        deal(notes_next_activity_date=utc("2026-06-01 01:00")),
        deal(core_recontact_date="2026-06-01"),
    ]
    assert measured("K19", {"deals": deals}, context(now="2026-06-01 12:00")).numerator == 1


def test_an_owner_that_nobody_knows_has_left() -> None:
    assert measured("K19", {"deals": [deal(hubspot_owner_id="4711", **SOON)]}, context()).details["causes"] == {
        "owner_left": 1
    }


def test_nothing_open() -> None:
    assert measured("K19", {"deals": [deal("won")]}, context()).reason == "no_records"


def handed(*steps: tuple[str, str], **more: Any) -> dict[str, Any]:
    status = steps[-1][1]
    return lead(core_handoff_status=status, propertiesWithHistory={"core_handoff_status": past(*steps)}, **more)


def hybrid(**more: Any) -> Any:
    return context("2026-05", "hybrid", **more)


def test_handoffs_in_business_hours_of_the_account_managers() -> None:
    """Thursday 17:00 to Sunday 12:00 is four hours in an office that is closed on Friday; the centre is not."""
    leads = [
        handed(("2026-05-07 17:00", "proposed"), ("2026-05-10 12:00", "accepted")),
        handed(("2026-05-07 17:00", "proposed"), ("2026-05-10 12:00:01", "accepted")),
    ]
    found = measured("K21", {"leads": leads}, hybrid())
    assert (found.value, found.details["late"]) == (Decimal("0.5"), 1)


def test_handoff_grades() -> None:
    ok = ("2026-05-05 10:00", "proposed"), ("2026-05-05 11:00", "accepted")
    back = ("2026-05-05 10:00", "proposed"), ("2026-05-05 11:00", "returned")
    assert measured("K21", {"leads": [handed(*ok) for _ in range(10)]}, hybrid()).grade == "good"
    found = measured("K21", {"leads": [handed(*ok) for _ in range(8)] + [handed(*back) for _ in range(2)]}, hybrid())
    assert (found.value, found.grade, found.details["returned"].grade) == (Decimal("0.8"), "watch", "risk")
    assert measured("K21", {"leads": [handed(*back)]}, hybrid()).grade == "risk"


def test_pending_handoffs() -> None:
    leads = [handed(("2026-05-05 10:00", "proposed")), handed(("2026-05-05 14:30", "proposed"))]
    found = measured("K21", {"leads": leads}, hybrid(now="2026-05-05 15:00"))
    assert (found.value, found.details["pending"], left_out(found)) == (0, 1, {"not_due": 1})


def test_a_second_proposal_counts_too() -> None:
    again = handed(("2026-05-05 10:00", "proposed"), ("2026-05-05 11:00", "returned"), ("2026-05-06 10:00", "proposed"),
                   ("2026-05-06 11:00", "accepted"))  # fmt: skip
    assert measured("K21", {"leads": [again]}, hybrid()).value == Decimal("0.5")


def test_handoffs_without_history_are_unknown() -> None:
    found = measured(
        "K21", {"leads": [lead(core_handoff_status="accepted"), lead(core_handoff_status="none")]}, hybrid()
    )
    assert (found.value, found.reason, left_out(found)) == (None, "no_history", {"no_history": 1})


def test_a_deal_that_carries_its_leads_handoff_on_counts_once() -> None:
    steps = past(("2026-05-05 10:00", "proposed"), ("2026-05-05 11:00", "accepted"))
    history = {"propertiesWithHistory": {"core_handoff_status": steps}, "core_handoff_status": "accepted"}
    deals = [centre_deal(core_source_lead_id="7", **history), deal(**history)]
    assert measured("K21", {"deals": deals}, hybrid()).n == 1, "the deal that the account manager passed on himself"


def test_no_handoffs() -> None:
    assert measured("K21", {"leads": [lead()]}, hybrid()).reason == "no_records"
