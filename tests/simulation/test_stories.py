"""Golden stories: a scenario, and the time line that people read of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from provisioner.reports.simulation_text import STEPS
from tests.simulation.conftest import Ended, Simulate

GOLDEN = Path(__file__).parent / "golden"
STORIES = {
    "sla_ladder": ("call_center.yaml", "--at", "2026-11-16T10:00", "--for", "1h"),
    "no_answer": ("call_center.yaml", "--at", "2026-11-15T10:00", "--for", "10d"),
    "weekend": ("call_center.yaml", "--at", "2026-11-20T12:00", "--for", "2d"),
    "holiday_eve": ("call_center_live.yaml", "--at", "2026-05-21T12:45", "--for", "3d"),
    "b2b_reminders": ("b2b.yaml", "--at", "2026-11-15T10:00", "--for", "16d"),
    "handoff": ("hybrid.yaml", "--at", "2026-11-19T15:00", "--for", "4d"),
}


@pytest.mark.parametrize(
    ("story", "language"),
    [*((story, "en") for story in STORIES), ("weekend", "he"), ("b2b_reminders", "he"), ("handoff", "he")],
)
def test_story(story: str, language: str, simulate: Simulate, request: pytest.FixtureRequest) -> None:
    scenario = str(GOLDEN / story / "scenario.yaml")
    ended = simulate(*STORIES[story], "--scenario", scenario, "--lang", language)
    assert (ended.code, ended.err) == (0, "")
    path = GOLDEN / story / f"told.{language}.txt"
    if request.config.getoption("--golden-update"):
        path.write_text(ended.out, "utf-8")
    assert ended.out == path.read_text("utf-8")
    assert all(len(line.replace("\u2068", "").replace("\u2069", "")) <= 80 for line in ended.out.splitlines())


def rehearsed(simulate: Simulate, story: str) -> Ended:
    return simulate(*STORIES[story], "--scenario", str(GOLDEN / story / "scenario.yaml"), "--format", "json")


def test_the_ladder_climbs_at_3_5_10_and_15_minutes_and_stops_for_a_lead_that_was_called(simulate: Simulate) -> None:
    ended = rehearsed(simulate, "sla_ladder")
    dana = [each["at"][11:16] for each in ended.document["events"] if each["action"] not in STEPS
            and each["record"] == "Dana" and each["rule"] == "cc_first_contact"]  # fmt: skip
    assert list(dict.fromkeys(dana)) == ["10:00", "10:03", "10:05", "10:10", "10:15"]
    assert ended.told("alert", rule="cc_first_contact", record="Gil") == [
        ("2026-11-16T10:03:00+02:00", "alert to yael.mizrahi@example.com: Call now: Gil")
    ]


def test_the_cadence_asks_for_six_calls_and_then_gives_up(simulate: Simulate) -> None:
    ended = rehearsed(simulate, "no_answer")
    assert [at[:16] for at, _ in ended.told("task", rule="cc_retry")] == [
        "2026-11-15T11:02", "2026-11-15T14:02", "2026-11-16T14:02", "2026-11-17T14:02", "2026-11-19T14:02"
    ]  # fmt: skip
    assert ended.told("move")[-1] == ("2026-11-22T14:02:01+02:00", "moved to Disqualified")


def test_what_is_held_tells_since_when(simulate: Simulate) -> None:
    ended = rehearsed(simulate, "weekend")
    held = {(each["record"], each["at"][:16], each["held_from"][:16]) for each in ended.document["events"]
            if "held_from" in each}  # fmt: skip
    assert held == {("Avi", "2026-11-22T09:00", "2026-11-20T13:00"), ("Noga", "2026-11-22T09:00", "2026-11-21T21:00")}
    assert [text for _, text in ended.told("hold")] == ["held until Sun 2026-11-22 09:00"] * 3


def test_the_short_day_is_known_to_the_calendar_and_not_to_hubspot(simulate: Simulate) -> None:
    ended = rehearsed(simulate, "holiday_eve")
    closed = [each for each in ended.document["events"] if each["action"] == "alert" and not each["open"]]
    assert [each["at"][11:16] for each in closed] == ["13:00", "13:05", "13:10", "19:53"]
    assert ended.document["remarks"][0].startswith("2026-05-21: open 09:00-13:00, but HubSpot's window")
    assert not [each for each in ended.document["events"] if each["at"][:10] in ("2026-05-22", "2026-05-23")]


def test_a_b2b_owner_is_reminded_and_nobody_else_is_told(simulate: Simulate) -> None:
    ended = rehearsed(simulate, "b2b_reminders")
    done = {(each["rule"], each["record"]) for each in ended.document["events"] if each["action"] == "task"}
    assert done == {
        ("b2b_close_date", "Tavor"),
        ("b2b_next_activity", "Gilboa"),
        ("b2b_proposal_follow_up", "Arbel"),
        ("b2b_proposal_validity", "Arbel"),
    }
    owners = {
        "Tavor": "daniel.azulay@example.com",
        "Gilboa": "noa.levi@example.com",
        "Arbel": "daniel.azulay@example.com",
    }
    told = [(each["record"], each["who"]) for each in ended.document["events"] if each["who"]]
    assert all(who == [owners[record]] for record, who in told)
    assert not ended.told("alert", "move", "assign", "reassign", "create")


def test_a_deal_gets_one_reminder_within_seven_days_whichever_rule_it_comes_from(simulate: Simulate) -> None:
    """The validity of Arbel's proposal is near four days after the follow-up, and waits three more."""
    ended = rehearsed(simulate, "b2b_reminders")
    for record in ("Tavor", "Gilboa", "Arbel"):
        days = [datetime.fromisoformat(at) for at, _ in ended.told("task", record=record)]
        assert all(second - first >= timedelta(days=7) for first, second in pairwise(days)), record
    assert [rule for rule in ("b2b_proposal_follow_up", "b2b_proposal_validity") if ended.told("task", rule=rule)] == [
        "b2b_proposal_follow_up", "b2b_proposal_validity",
    ]  # fmt: skip


def test_a_hand_off_waits_for_b2b_hours_comes_back_and_only_then_opens_a_deal(simulate: Simulate) -> None:
    ended = rehearsed(simulate, "handoff")
    asked = ended.told("alert", rule="handoff_answer", record="Silent")
    assert [at[:16] for at, _ in asked] == [
        "2026-11-19T15:05", "2026-11-19T17:05", "2026-11-22T09:00", "2026-11-22T13:00"
    ]  # fmt: skip
    (opened,) = ended.told("create", record="Silent")
    assert opened[0][:16] == "2026-11-22T13:00"
    assert ended.told("create") == [opened]
    accepted = ended.told("alert", rule="handoff_answer", record="Accepted")
    assert [at[:16] for at, _ in accepted] == ["2026-11-19T15:05"]
    assert "Back with you" in ended.told("alert", rule="handoff_answer", record="Returned")[-1][1]
