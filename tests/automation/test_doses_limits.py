"""Doses: how much is too much, and what the mode and an override allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from provisioner.automation import doses
from provisioner.automation.doses import LEVELS, JudgedFlow, Measure, Override, judge
from provisioner.model.findings import Severity
from provisioner.model.keys import Key, Ref
from tests.automation.doses import B2B, CENTRE, CLOSE, DIGEST, TODAY, WEEKLY, b2b_flow, live, ours, policy, told
from tests.automation.flow_bodies import (
    DEALS,
    Step,
    action,
    body,
    delay,
    enrolment,
    equals,
    mail,
    rotate,
    task,
)

# --- limits ---


@pytest.mark.parametrize(
    ("steps", "level", "found"),
    [
        ([mail(), delay(7 * 1440), mail()], "supportive", []),
        ([mail(), delay(7 * 1440 - 1), mail()], "supportive", ["DOSE002 error"]),
        ([mail(), delay(1440), mail()], "balanced", []),
        ([mail(), mail()], "balanced", ["DOSE002 error"]),
        ([mail(), mail(), mail()], "aggressive", []),
        ([[[mail()], [mail()]]], "supportive", []),
        ([[[mail(), delay(60), mail()], [mail()]]], "supportive", ["DOSE002 error"]),
        ([mail(), action("0-29", expiration_minutes="20000"), mail()], "supportive", ["DOSE002 error"]),
        ([mail(), action("0-1", delta="soon", time_unit="DAYS"), mail()], "supportive", ["DOSE002 error"]),
        ([mail(), action("0-1", delta="8", time_unit="DAYS"), mail()], "supportive", []),
        ([task()] * 3, "supportive", []),
        ([task()] * 4, "supportive", ["DOSE002 error"]),
        ([task()] * 3 + [delay(1440)] + [task()] * 3, "supportive", []),
        ([task()] * 11, "balanced", ["DOSE002 error"]),
    ],
)
def test_reminders_and_tasks_within_a_time(steps: list[Step], level: str, found: list[str]) -> None:
    assert told(judge([ours(body(*steps))], policy(level)), "DOSE002") == found


def test_a_schedule_that_enrols_again_multiplies_reminders() -> None:
    daily = {"enrollmentSchedule": {"type": "DAILY", "timeOfDay": {"hour": 9, "minute": 0}}}
    again = enrolment(equals("pipeline", Ref(DEALS)), re_enrol=True)
    flow = body(mail(), **daily, enrollmentCriteria=again)
    assert told(judge([ours(flow)], policy("supportive")), "DOSE002") == ["DOSE002 error"]
    assert told(judge([ours(flow)], policy("balanced")), "DOSE002") == []
    assert told(judge([ours(body(mail(), **WEEKLY, enrollmentCriteria=again))], policy("supportive")), "DOSE002") == []


def test_a_daily_digest_is_too_often_for_a_supportive_dose() -> None:
    flow = ours(body(DIGEST, enrollmentSchedule={"type": "DAILY"}))
    assert [told(judge([flow], policy(level)), "DOSE002") for level in LEVELS[1:]] == [["DOSE002 error"], [], []]
    monthly = ours(body(DIGEST, enrollmentSchedule={"type": "MONTHLY_SPECIFIC_DAYS", "daysOfMonth": [1]}))
    assert told(judge([monthly], policy("supportive")), "DOSE002") == []
    measure = Measure("digest", DEALS, "daily control", days=1)
    assert told(judge([], policy("supportive"), [measure]), "DOSE002") == ["DOSE002 error"]


@pytest.mark.parametrize(("level", "limit"), [("none", 0), ("supportive", 8), ("balanced", 15), ("aggressive", 40)])
def test_active_workflows_on_a_pipeline(level: str, limit: int) -> None:
    def found(mine: int, others: int) -> list[str]:
        flows = [ours(body(delay(1)), f"rule_{number}") for number in range(mine)]
        flows += [live(body(delay(1)), f"Rule {number}") for number in range(others)]
        flows += [ours(body(delay(1)), "off", enabled=False), live(body(delay(1)), "Off", enabled=False)]
        return told(judge(flows, policy(level)), "DOSE002")

    assert found(limit, 0) == []
    assert found(limit + 1, 0) == ["DOSE002 error"]
    assert found(limit, 1) == ["DOSE002 warning"]


@pytest.mark.parametrize(
    ("level", "counts", "found"),
    [
        ("supportive", [2, 2, 2, 2, 2], 0),
        ("supportive", [3], 1),
        ("supportive", [2, 2, 2, 2, 2, 1], 1),
        ("balanced", [4, 4, 4, 4], 0),
        ("balanced", [5], 1),
        ("aggressive", [9, 9], 0),
    ],
)
def test_required_fields_of_stages(level: str, counts: list[int], found: int) -> None:
    gates = [Measure("hard_gate", DEALS, "gate", DEALS.part(f"s{n}"), count) for n, count in enumerate(counts)]
    assert told(judge([], policy(level), gates), "DOSE002") == ["DOSE002 error"] * found


# --- modes and overrides ---

GOOD = Override("A pilot with three reps.", "Dana", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("level", "override", "found"),
    [
        ("none", None, []),
        ("supportive", None, []),
        ("balanced", None, ["DOSE003 error", "DOSE004 error"]),
        ("balanced", GOOD, ["DOSE003 warning"]),
        ("balanced", replace(GOOD, review_by=TODAY), ["DOSE003 warning"]),
        ("balanced", replace(GOOD, review_by=date(2026, 10, 31)), ["DOSE003 error", "DOSE004 error"]),
        ("balanced", replace(GOOD, owner=" "), ["DOSE003 error", "DOSE004 error"]),
        ("aggressive", None, ["DOSE003 error"]),
        ("aggressive", GOOD, ["DOSE003 error"]),
    ],
)
@pytest.mark.parametrize("mode", ["b2b", "hybrid"])
def test_senior_b2b_stops_at_supportive(mode: str, level: str, override: Override | None, found: list[str]) -> None:
    assert told(judge([], policy(level, mode, B2B, override=override))) == found


@pytest.mark.parametrize(
    ("level", "override", "allowed"),
    [("balanced", None, False), ("balanced", GOOD, True), ("aggressive", GOOD, False), ("aggressive", None, False)],
)
def test_b2b_workflows_are_judged_by_what_the_mode_allows(level: str, override: Override | None, allowed: bool) -> None:
    found = judge([b2b_flow(rotate(overwrite=False))], policy(level, "b2b", B2B, override=override))
    assert told(found, "DOSE001") == ([] if allowed else ["DOSE001 error"])


def test_nothing_lets_a_deal_be_taken_away_in_b2b() -> None:
    for level in LEVELS:
        found = judge([b2b_flow(rotate(overwrite=True))], policy(level, "b2b", B2B, override=GOOD))
        assert told(found, "DOSE001") == ["DOSE001 error"]


@pytest.mark.parametrize("level", ["none", "supportive"])
def test_a_call_centre_below_balanced_leaves_its_sla_unprotected(level: str) -> None:
    (found,) = judge([], policy(level, "call_center", CENTRE))
    assert (found.code, found.severity, found.key) == ("DOSE008", Severity.WARNING, CENTRE)
    assert found.message.startswith("SLA unprotected")


def centre_flow(*steps: Step) -> JudgedFlow:
    return ours(body(*steps, object_type="leads", pipeline=CENTRE, timeWindows=[{"day": "SUNDAY"}]))


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], ["first contact has no SLA", "closes a lead"]),
        ([mail()], ["first contact has no SLA", "closes a lead"]),
        ([delay(5), mail()], ["closes a lead"]),
        ([action("0-29", expiration_minutes="5"), mail()], ["closes a lead"]),
        ([delay(3 * 1440), mail()], ["first contact has no SLA", "closes a lead"]),
        ([CLOSE], ["first contact has no SLA"]),
        ([delay(5), mail(), CLOSE], []),
    ],
)
def test_a_call_centre_needs_an_sla_and_an_end_for_every_lead(steps: list[Step], found: list[str]) -> None:
    states = {Ref(CENTRE.part("dead")): "disqualified"}
    judged = judge([centre_flow(*steps)], policy("aggressive", "call_center", CENTRE, stages=states))
    messages = [each.message for each in judged if each.code == "DOSE008"]
    assert len(messages) == len(found)
    assert all(words in message for words, message in zip(found, messages, strict=True))


def test_the_pipeline_decides_in_a_hybrid() -> None:
    by_pipeline = {B2B: "supportive", Key("pipeline", "deals/cc_sales"): "aggressive"}
    both = replace(policy("none"), intensity=by_pipeline)
    for pipeline, errors in ((B2B, ["DOSE001 error"]), (Key("pipeline", "deals/cc_sales"), [])):
        assert told(judge([ours(body(rotate(overwrite=True), pipeline=pipeline))], both), "DOSE001") == errors


def test_the_mode_of_a_pipeline_in_a_hybrid_can_be_said() -> None:
    other = Key("pipeline", "deals/enterprise")
    assert told(judge([], policy("aggressive", "hybrid", other))) == []
    assert told(judge([], policy("aggressive", "hybrid", other, modes={other: "b2b"}))) == ["DOSE003 error"]
    assert judge([], policy("none", "hybrid", DEALS), [Measure("ranking", other, "of no pipeline of ours")]) == []


def test_intensities_of_a_blueprint() -> None:
    modes = {B2B: "b2b", CENTRE: "call_center"}
    assert doses.intensities(None, "hybrid", modes) == {B2B: "supportive", CENTRE: "aggressive"}
    assert doses.intensities("balanced", "hybrid", modes) == {B2B: "balanced", CENTRE: "balanced"}
    one = doses.intensities({CENTRE.address: "balanced"}, "hybrid", modes)
    assert one == {B2B: "supportive", CENTRE: "balanced"}
    assert doses.intensities(None, "call_center", {CENTRE: ""}) == {CENTRE: "aggressive"}
