"""The dose: the whole table leaf by leaf, trees with one bad leaf, limits, modes, reach of filters, live workflows."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.automation import doses
from provisioner.automation.calendars import calendar
from provisioner.automation.doses import LEVELS, TABLE, JudgedFlow, Measure, Override, Policy, judge
from provisioner.automation.doses_data import Cell
from provisioner.automation.doses_wording import CONDITION_WORDS, LANGUAGES, TEXTS
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key, Ref
from provisioner.model.resource import Place
from tests.automation.flow_bodies import (
    DEALS,
    LEADS,
    Step,
    action,
    all_of,
    any_of,
    body,
    create,
    delay,
    enrolment,
    equals,
    is_true,
    mail,
    rotate,
    stage,
    stamp,
    task,
    write,
)

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 1)
STATES: Mapping[str | Ref, str] = {
    stage("offer"): "open",
    stage("won"): "won",
    stage("lost"): "lost",
    stage("new", LEADS): "new",
    stage("trying", LEADS): "in_progress",
    stage("dead", LEADS): "unqualified",
}
B2B = Key("pipeline", "deals/b2b_new_business")
CENTRE = Key("pipeline", "leads/cc_leads")
CONSENT = equals("core_consent_basis", "explicit_consent")


def policy(level: str, mode: str = "hybrid", *pipelines: Key, **more: Any) -> Policy:
    """A hybrid with pipelines of no known mode may have any level."""
    levels = dict.fromkeys(pipelines or (DEALS, LEADS), level)
    return Policy(mode, levels, TODAY, **{"stages": STATES, "builtin": {"lead_stages": False}, **more})


def ours(flow_body: Mapping[str, Any], name: str = "rule", **more: Any) -> JudgedFlow:
    return JudgedFlow(Key("workflow", name), flow_body, flow_body["objectTypeId"], **more)


def live(flow_body: Mapping[str, Any], name: str = "Old rule", **more: Any) -> JudgedFlow:
    return JudgedFlow(name, flow_body, flow_body["objectTypeId"], foreign=True, **more)


def told(findings: list[Finding], *codes: str) -> list[str]:
    """``code severity`` of the findings, of some codes only where they are given."""
    return [f"{each.code} {each.severity}" for each in findings if not codes or each.code in codes]


def verdict(flow_body: Mapping[str, Any], level: str) -> str:
    """What the table says of a workflow: ok, warning, error."""
    about_classes = ("DOSE001", "DOSE009")
    found = {each.severity for each in judge([ours(flow_body)], policy(level)) if each.code in about_classes}
    return next((str(worst) for worst in (Severity.ERROR, Severity.WARNING) if worst in found), "ok")


OF_USER = {"user_ids": [Ref(Key("user", "boss@example.com"))]}
WEEKLY = {"enrollmentSchedule": {"type": "WEEKLY", "daysOfWeek": ["SUNDAY"], "timeOfDay": {"hour": 8, "minute": 30}}}
DIGEST = action("0-8", subject="Your week", body="The team's pipeline.", team_ids=["7"])

ROWS = """
    stamp                          error ok    ok      ok
    stamp: on the contact          error ok    ok      ok
    remind_owner                   error ok    ok      ok
    remind_owner: in the app       error ok    ok      ok
    task_owner                     error ok    ok      ok
    digest                         error ok    ok      ok
    assign_new                     error error ok      ok
    assign_new: by a copy          error error ok      ok
    reassign_owned                 error error error   ok
    reassign_owned: by a write     error error error   ok
    reassign_owned: of the contact error error error   ok
    stage_move                     error error error   ok
    stage_move: to a pipeline      error error error   ok
    stage_move: of a lead          error error ok      ok
    stage_move: lead status        error error ok      ok
    auto_close                     error error error   ok
    auto_close: won                error error error   error
    auto_close: of a lead          error error error   ok
    auto_close: by its reason      error error error   ok
    set_money                      error error error   error
    set_money: close date          error error error   error
    set_money: of a new deal       error error error   ok
    set_forecast                   error error warning ok
    create_record                  error error ok      ok
    manager_escalation             error error error   ok
    manager_escalation: by a team  error error error   ok
    manager_escalation: a task     error error error   ok
    manager_escalation: a sponsor  error error error   ok
    manager_escalation: at last    error error ok      ok
    customer_message               error error error   error
    customer_message: consent      error error error   ok
    customer_message: closed deal  error error ok      ok
    customer_message: sequence     error error error   ok
    destroy                        error error error   error
    unknown                        error error warning warning
    unknown: custom code           error error warning warning
    unknown: webhook               error error warning warning
    unknown: another workflow      error error warning warning
    unknown: nobody is told        error error warning warning
    unknown: A/B test              error error warning warning
    nothing: waits                 ok    ok    ok      ok
"""

FAR = delay(8 * 1440)
FLOWS: Mapping[str, Mapping[str, Any]] = {
    "stamp": body(stamp()),
    "stamp: on the contact": body(write("core_last_result", "reached", association=3)),
    "remind_owner": body(mail()),
    "remind_owner: in the app": body(mail("0-9")),
    "task_owner": body(task()),
    "digest": body(DIGEST, **WEEKLY),
    "assign_new": body(rotate(overwrite=False)),
    "assign_new: by a copy": body(action("0-25", source_property="x", target_property="hubspot_owner_id")),
    "reassign_owned": body(rotate(overwrite=True)),
    "reassign_owned: by a write": body(write("hubspot_owner_id", "5")),
    "reassign_owned: of the contact": body(write("hubspot_owner_id", "5", association=3)),
    "stage_move": body(write("dealstage", stage("offer"))),
    "stage_move: to a pipeline": body(write("pipeline", "another")),
    "stage_move: of a lead": body(
        write("hs_pipeline_stage", stage("trying", LEADS)), object_type="leads", pipeline=LEADS
    ),
    "stage_move: lead status": body(write("hs_lead_status", "IN_PROGRESS", association=3)),
    "auto_close": body(write("dealstage", stage("lost"))),
    "auto_close: won": body(write("dealstage", stage("won"))),
    "auto_close: of a lead": body(
        write("hs_pipeline_stage", stage("dead", LEADS)), object_type="leads", pipeline=LEADS
    ),
    "auto_close: by its reason": body(write("closed_lost_reason", "unreachable")),
    "set_money": body(write("amount", "100")),
    "set_money: close date": body(write("closedate", "0")),
    "set_money: of a new deal": body(create("0-3", amount="100", pipeline=Ref(DEALS))),
    "set_forecast": body(write("hs_manual_forecast_category", "COMMIT")),
    "create_record": body(create("0-3", pipeline=Ref(DEALS))),
    "manager_escalation": body(mail(**OF_USER)),
    "manager_escalation: by a team": body(mail("0-9", team_ids=["7"])),
    "manager_escalation: a task": body(task({"type": "STATIC_VALUE", "staticValue": "5"})),
    "manager_escalation: a sponsor": body(mail(owner_properties=["b2b_exec_sponsor"])),
    "manager_escalation: at last": body(mail(), FAR, mail(), FAR, mail(**OF_USER)),
    "customer_message": body(action("0-4", content_id="1")),
    "customer_message: consent": body(action("0-4", content_id="1"), filters=(CONSENT,)),
    "customer_message: closed deal": body(action("0-4", content_id="1"), filters=(CONSENT, is_true("hs_is_closed"))),
    "customer_message: sequence": body(action("0-46510720", sequenceId="1"), filters=(CONSENT,)),
    "destroy": body(action("0-18224765")),
    "unknown": body(action("0-63809083", listId="1")),
    "unknown: custom code": body({"type": "CUSTOM_CODE", "runtime": "PYTHON39", "sourceCode": ""}),
    "unknown: webhook": body({"type": "WEBHOOK", "method": "POST", "webhookUrl": "https://example.com"}),
    "unknown: another workflow": body(action("0-15", flow_id="1")),
    "unknown: nobody is told": body(action("0-8", subject="Hello", body="there")),
    "unknown: A/B test": body({"type": "AB_TEST_BRANCH", "testBranches": []}),
    "nothing: waits": body(delay(5), action("0-29", expiration_minutes="60"), action("0-35", delta="1"), [[delay(1)]]),
}
EXPECTED = {line[:31].strip(): line[31:].split() for line in (row[4:] for row in ROWS.strip("\n").splitlines())}


def test_every_class_of_the_table_has_its_rows() -> None:
    assert list(EXPECTED) == list(FLOWS)
    in_rows = {name.partition(":")[0] for name in EXPECTED}
    assert in_rows == {*TABLE, "unknown", "nothing"} - {"hard_gate", "ranking"}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", FLOWS)
def test_one_leaf_gets_the_verdict_of_the_table(name: str, level: str) -> None:
    assert verdict(FLOWS[name], level) == EXPECTED[name][LEVELS.index(level)]


@pytest.mark.parametrize(
    ("dose_class", "verdicts"),
    [
        ("hard_gate", ["error", "ok", "ok", "ok"]),
        ("ranking", ["error", "error", "warning", "ok"]),
        ("set_forecast", ["error", "error", "warning", "ok"]),
        ("digest", ["error", "ok", "ok", "ok"]),
    ],
)
def test_automation_that_is_no_workflow_stands_in_the_table_too(dose_class: str, verdicts: list[str]) -> None:
    measure = Measure(dose_class, DEALS, "a measure", days=7)
    found = [told(judge([], policy(level), [measure]), "DOSE001") for level in LEVELS]
    assert [each[0].split()[1] if each else "ok" for each in found] == verdicts


# --- trees ---

CLEAN_STEPS = st.sampled_from(["stamp", "delay", "wait"])
CLEAN = {"stamp": stamp(), "delay": delay(60), "wait": action("0-29", expiration_minutes="60")}
TREES = st.recursive(
    st.lists(CLEAN_STEPS, max_size=3),
    lambda tree: st.tuples(st.lists(CLEAN_STEPS, max_size=2), st.lists(tree, min_size=1, max_size=3)),
    max_leaves=8,
)
AGGRESSIVE = [
    flow["actions"][0]
    for name, flow in FLOWS.items()
    if EXPECTED[name][1] == "error" and len(flow["actions"]) == 1 and flow["objectTypeId"] == "0-3"
]


def grown(tree: Any) -> list[Step]:
    if isinstance(tree, list):
        return [CLEAN[name] for name in tree]
    before, ways = tree
    return [*(CLEAN[name] for name in before), [grown(way) for way in ways]]


def places(steps: list[Step]) -> list[list[Step]]:
    """Every chain of the tree, into which a step can be put."""
    return [steps, *(place for step in steps if isinstance(step, list) for way in step for place in places(way))]


@settings(deadline=None)
@given(TREES, st.sampled_from(AGGRESSIVE), st.data())
def test_one_aggressive_leaf_anywhere_in_a_clean_supportive_tree_is_caught(tree: Any, bad: Any, data: Any) -> None:
    steps = [task(), *grown(tree)]
    assert judge([ours(body(*steps))], policy("supportive")) == []
    chain = data.draw(st.sampled_from(range(len(places(steps)))))
    into = places(steps)[chain]
    into.insert(data.draw(st.integers(0, len(into))), {k: v for k, v in bad.items() if k != "actionId"})
    found = judge([ours(body(*steps))], policy("supportive"))
    assert {"DOSE001", "DOSE009"} & {each.code for each in found if each.severity is Severity.ERROR}


def test_an_action_that_no_way_leads_to_is_judged_as_well() -> None:
    flow = body(stamp())
    flow["actions"].append({**rotate(overwrite=True), "actionId": "9"})
    assert told(judge([ours(flow)], policy("supportive")), "DOSE001") == ["DOSE001 error"]


def test_loops_and_converging_ways_come_to_an_end() -> None:
    flow = body(stamp(), [[mail()], [stamp()]], stamp())
    flow["actions"][-1]["connection"] = {"edgeType": "GOTO", "nextActionId": "1"}
    flow["actions"][2]["connection"] = {"edgeType": "GOTO", "nextActionId": "1"}
    assert told(judge([ours(flow)], policy("supportive"))) == ["DOSE002 error"]


def test_the_ways_of_a_test_are_followed() -> None:
    flow = body({"type": "AB_TEST_BRANCH"}, BAD)
    connection = flow["actions"][0].pop("connection")
    flow["actions"][0]["testBranches"] = [{"percentage": 50, "connection": connection}, {"percentage": 50}]
    flow["enrollmentCriteria"] = enrolment(BY_PIPELINE)
    assert told(judge([ours(flow)], TWO), "DOSE001", "DOSE009") == ["DOSE009 warning"]
    flow["enrollmentCriteria"] = enrolment(equals("pipeline", Ref(B2B)))
    assert told(judge([ours(flow)], TWO), "DOSE001", "DOSE009") == ["DOSE009 error", "DOSE001 error"]


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


def b2b_flow(*steps: Step) -> JudgedFlow:
    return ours(body(*steps, pipeline=B2B))


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


CLOSE = write("hs_pipeline_stage", Ref(CENTRE.part("dead")))


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


# --- reach ---

CC_SALES = Key("pipeline", "deals/cc_sales")
TWO = replace(
    policy("none"),
    intensity={B2B: "supportive", CC_SALES: "aggressive"},
    ids={B2B: "800000001", CC_SALES.part("offer"): "710000002"},
    stages={"710000002": "open", Ref(B2B.part("offer")): "open"},
)
BAD = rotate(overwrite=True)


def reached(criteria: Any, *steps: Step) -> list[str]:
    flow = body(*(steps or (BAD,)), enrollmentCriteria=criteria)
    return told(judge([ours(flow)], TWO), "DOSE001", "DOSE005")


BY_PIPELINE = equals("pipeline", Ref(CC_SALES))
TAINTED, UNBOUND = ["DOSE001 error"], ["DOSE001 error", "DOSE005 error"]


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        pytest.param(enrolment(BY_PIPELINE), [], id="pipeline by its reference"),
        pytest.param(enrolment(equals("pipeline", "cc_sales")), [], id="pipeline by the id that we choose"),
        pytest.param(enrolment(equals("pipeline", "800000001")), TAINTED, id="pipeline by its pinned id"),
        pytest.param(enrolment(equals("pipeline", "cc_sales", "800000001")), TAINTED, id="the stricter of two"),
        pytest.param(enrolment(equals("pipeline", "777")), [], id="a pipeline that is not ours"),
        pytest.param(enrolment(equals("dealstage", "710000002")), [], id="stage by its pinned id"),
        pytest.param(enrolment(equals("dealstage", Ref(B2B.part("offer")))), TAINTED, id="stage by its reference"),
        pytest.param(enrolment(equals("dealstage", "123")), UNBOUND, id="a stage that nobody knows"),
        pytest.param(enrolment(equals("dealtype", "newbusiness")), UNBOUND, id="another property"),
        pytest.param(None, UNBOUND, id="no criteria"),
        pytest.param({"type": "MANUAL", "shouldReEnroll": False}, UNBOUND, id="by hand"),
        pytest.param(
            {"type": "LIST_BASED", "listFilterBranch": any_of(all_of(BY_PIPELINE), all_of(equals("x", "y")))},
            UNBOUND,
            id="one way in without a pipeline",
        ),
        pytest.param(
            {"type": "LIST_BASED", "listFilterBranch": any_of(all_of(inside=(any_of(all_of(BY_PIPELINE)),)))},
            [],
            id="nested branches",
        ),
        pytest.param(
            {
                "type": "LIST_BASED",
                "listFilterBranch": {"filterBranchType": "NOT_ALL", "filters": [BY_PIPELINE], "filterBranches": []},
            },
            UNBOUND,
            id="a negation",
        ),
        pytest.param(
            enrolment({"property": "pipeline", "operation": {"operator": "IS_NONE_OF", "values": ["800000001"]}}),
            UNBOUND,
            id="all but one",
        ),
    ],
)
def test_reach_of_filters(criteria: Any, found: list[str]) -> None:
    assert reached(criteria) == found


def changed_to(*values: Any) -> dict[str, Any]:
    event = {"filterBranchType": "UNIFIED_EVENTS", "eventTypeId": "4-655002", "filterBranches": []}
    name = {"property": "hs_name", "operation": {"operator": "IS_EQUAL_TO", "value": "dealstage"}}
    return {**event, "filters": [name, equals("hs_value", *values)]}


def test_reach_of_events_and_their_refinement() -> None:
    event = {"type": "EVENT_BASED", "shouldReEnroll": True}
    assert reached({**event, "eventFilterBranches": [changed_to("710000002")]}) == []
    assert reached({**event, "eventFilterBranches": [changed_to(Ref(B2B.part("offer")))]}) == TAINTED
    assert reached({**event, "eventFilterBranches": [changed_to("123")]}) == UNBOUND
    refined = {**event, "eventFilterBranches": [changed_to("123")], "refinementCriteria": any_of(all_of(BY_PIPELINE))}
    assert reached(refined) == []


def test_reach_narrows_on_the_way_through_branches() -> None:
    flow = body([[BAD]], stamp(), pipeline=None)
    branch = flow["actions"][0]["listBranches"][0]
    branch["filterBranch"] = any_of(all_of(BY_PIPELINE))
    assert told(judge([ours(flow)], TWO), "DOSE001") == []
    branch["filterBranch"] = any_of(all_of(equals("pipeline", "800000001")))
    assert told(judge([ours(flow)], TWO), "DOSE001") == ["DOSE001 error"]


def test_reach_of_a_value_branch_and_of_what_is_left() -> None:
    criteria = enrolment(equals("pipeline", "cc_sales", "800000001"))
    sort = {
        "type": "STATIC_BRANCH",
        "actionId": "1",
        "inputValue": {"type": "OBJECT_PROPERTY", "propertyName": "pipeline"},
        "staticBranches": [{"branchValue": "800000001", "connection": {"nextActionId": "2"}}],
        "defaultBranch": {"edgeType": "STANDARD", "nextActionId": "3"},
    }
    flow = body(stamp(), enrollmentCriteria=criteria)
    flow["actions"] = [sort, {**stamp(), "actionId": "2"}, {**BAD, "actionId": "3"}]
    assert told(judge([ours(flow)], TWO), "DOSE001") == []
    flow["actions"] = [sort, {**BAD, "actionId": "2"}, {**stamp(), "actionId": "3"}]
    assert told(judge([ours(flow)], TWO), "DOSE001") == ["DOSE001 error"]


def test_a_move_into_a_stricter_pipeline_is_judged_by_that_pipeline() -> None:
    assert reached(enrolment(BY_PIPELINE), write("pipeline", Ref(B2B))) == TAINTED
    assert reached(enrolment(BY_PIPELINE), write("dealstage", Ref(B2B.part("offer")))) == TAINTED
    assert reached(enrolment(BY_PIPELINE), create("0-3", pipeline=Ref(B2B))) == TAINTED
    assert reached(enrolment(BY_PIPELINE), create("0-3", pipeline=Ref(CC_SALES))) == []


def test_contacts_have_no_pipeline_but_their_deals_do() -> None:
    def found(flow_body: dict[str, Any], judged: Any = ours) -> list[str]:
        return told(judge([judged(flow_body)], TWO), "DOSE001", "DOSE005")

    bare = body(BAD, object_type="contacts", pipeline=None)
    assert found(bare) == ["DOSE001 error", "DOSE005 warning"]
    assert found(bare, live) == [], "a contact workflow of others does not touch a pipeline"
    of_deals = {
        **all_of(equals("pipeline", "cc_sales")),
        "filterBranchType": "ASSOCIATION",
        "objectTypeId": "0-3",
        "associationTypeId": 4,
        "operator": "IN_LIST",
    }
    named = {"type": "LIST_BASED", "listFilterBranch": any_of(all_of(inside=(of_deals,)))}
    assert found(body(BAD, object_type="contacts", pipeline=None, enrollmentCriteria=named)) == []
    writes_deal = body(write("amount", "1", association=4), object_type="contacts", pipeline=None)
    assert found(writes_deal, live) == ["DOSE001 warning", "DOSE005 warning"]


def test_consent_must_be_asked_on_every_way_in() -> None:
    message = action("0-4", content_id="1")
    asked, unasked = all_of(BY_PIPELINE, CONSENT), all_of(BY_PIPELINE, equals("x", "y"))
    both = {"type": "LIST_BASED", "listFilterBranch": any_of(asked, unasked)}
    assert reached(both, message) == ["DOSE001 error"]
    assert reached({**both, "listFilterBranch": any_of(asked, asked)}, message) == []
    assert reached(enrolment(BY_PIPELINE, {"filterType": "EMAIL_SUBSCRIPTION"}), message) == []
    not_yet = equals("core_consent_basis", "explicit_consent", "unknown")
    or_empty = {**CONSENT, "operation": {**CONSENT["operation"], "includeObjectsWithNoValueSet": True}}
    any_value = {**CONSENT, "operation": {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}}
    for not_consent in (not_yet, or_empty, any_value):
        assert reached(enrolment(BY_PIPELINE, not_consent), message) == ["DOSE001 error"]


def test_an_association_that_nobody_can_name_may_lead_to_a_deal() -> None:
    for written, found in ((write("hubspot_owner_id", "5", 206), ["DOSE001 warning"]), (write("x", "1", 206), [])):
        of_calls = {**body(written, object_type="contacts", pipeline=None), "objectTypeId": "0-48"}
        assert told(judge([live(of_calls)], TWO), "DOSE001") == found


# --- writers, windows, built-in automation, live workflows ---


def writers(first: Any, second: Any, level: str = "aggressive", **more: Any) -> list[str]:
    flows = [ours(first, "one"), ours(second, "two")]
    return told(judge(flows, policy(level, **more)), "DOSE006")


IN_OFFER = (equals("dealstage", stage("offer")),)
IN_DOUBT = (equals("dealstage", stage("doubt")),)


def test_two_writers_of_the_same_property() -> None:
    assert writers(body(BAD), body(BAD)) == ["DOSE006 error"], "owners are never dealt twice"
    assert writers(body(BAD), body(rotate(overwrite=False))) == [], "filling takes nothing away"
    assert writers(body(stamp()), body(stamp()), "supportive") == ["DOSE006 error"]
    assert writers(body(stamp()), body(stamp())) == ["DOSE006 warning"]
    assert writers(body(stamp("a")), body(stamp("b"))) == []
    assert writers(body(write("x", "1")), body(write("x", "1"))) == [], "two that agree"
    assert writers(body(stamp()), body(stamp(), object_type="leads", pipeline=LEADS)) == []
    assert writers(body(stamp(), filters=IN_OFFER), body(stamp(), filters=IN_DOUBT)) == [], "in different stages"
    assert writers(body(stamp(), filters=IN_OFFER), body(stamp())) == ["DOSE006 warning"]
    assert told(judge([ours(body(stamp(), stamp()))], policy("supportive")), "DOSE006") == [], "one and the same"


RESULT = ("deals", "core_result")


def result(*values: str, none: bool = False, empty: bool = False) -> dict[str, Any]:
    operation = {"operationType": "ENUMERATION", "operator": "IS_NONE_OF" if none else "IS_ANY_OF", "values": [*values]}
    operation["includeObjectsWithNoValueSet"] = empty
    return {"filterType": "PROPERTY", "property": RESULT[1], "operation": operation}


@pytest.mark.parametrize(
    ("first", "second", "single", "apart"),
    [
        (result("a"), result("b"), True, True),
        (result("a", "b"), result("b"), True, False),
        (result("a"), result("b"), False, False),  # several values may stand in it
        (result("a"), result("a", none=True), False, True),
        (result("a"), result("a", "b", none=True, empty=True), True, True),
        (result("a", "c"), result("a", none=True), True, False),
        (result("a", none=True), result("b", none=True), True, False),
        (result("a", empty=True), result("a", none=True, empty=True), True, False),  # both take an empty one
        (result("a", empty=True), result("a", none=True), True, True),
    ],
)
def test_writers_that_ask_for_other_values_never_meet(first: Any, second: Any, single: bool, apart: bool) -> None:
    known = {"single": frozenset({RESULT} if single else ())}
    for one, other in ((first, second), (second, first)):
        found = writers(body(stamp(), filters=(one,)), body(stamp(), filters=(other,)), **known)
        assert found == ([] if apart else ["DOSE006 warning"])


def test_a_value_that_the_workflow_writes_itself_tells_nothing() -> None:
    resets = body(write(RESULT[1], "b"), stamp(), filters=(result("a"),))
    assert writers(resets, body(stamp(), filters=(result("b"),)), single=frozenset({RESULT})) == ["DOSE006 warning"]


def test_a_live_workflow_that_writes_what_ours_writes_is_reported() -> None:
    (found,) = judge([live(body(stamp())), ours(body(stamp()))], policy("supportive"))
    assert (found.code, found.severity, found.key) == ("DOSE006", Severity.WARNING, Key("workflow", "rule"))
    assert "Old rule" in found.message
    assert told(judge([live(body(stamp())), live(body(stamp()), "B")], policy("supportive"))) == []


WINDOW = {"startTime": {"hour": 9, "minute": 0}, "endTime": {"hour": 19, "minute": 0}}


@pytest.mark.parametrize(
    ("windows", "found"),
    [
        ([], ["at any hour"]),
        ([{"day": "SUNDAY", **WINDOW}], []),
        (
            [{"day": "SUNDAY", **WINDOW}, {"day": "SATURDAY", **WINDOW}],
            ["outside il_call_center: Saturday 09:00-19:00"],
        ),
        ([{"day": "SUNDAY"}], ["outside il_call_center: Sunday 00:00-24:00"]),
    ],
)
def test_alerts_keep_to_the_calendar(windows: list[Any], found: list[str]) -> None:
    centre, _ = calendar("il_call_center")
    judged = judge([ours(body(mail(), timeWindows=windows))], policy("aggressive", calendar=centre))
    messages = [each.message for each in judged if each.code == "DOSE007"]
    assert len(messages) == len(found)
    assert all(words in message for words, message in zip(found, messages, strict=True))


def test_supportive_rules_and_stamps_need_no_windows() -> None:
    assert told(judge([ours(body(mail()))], policy("supportive")), "DOSE007") == []
    assert told(judge([ours(body(stamp(), task()))], policy("aggressive")), "DOSE007") == []


@pytest.mark.parametrize(
    ("builtin", "to", "found"),
    [
        ({}, "trying", ["DOSE010 warning"]),
        ({"lead_stages": True}, "trying", ["DOSE010 error"]),
        ({"lead_stages": False}, "trying", []),
        ({"lead_stages": True}, "dead", []),
    ],
)
def test_hubspot_moves_worked_leads_by_itself(builtin: dict[str, bool], to: str, found: list[str]) -> None:
    flow = body(write("hs_pipeline_stage", stage(to, LEADS)), object_type="leads", pipeline=LEADS)
    assert told(judge([ours(flow)], policy("aggressive", builtin=builtin)), "DOSE010") == found


def test_hubspot_may_map_stages_to_forecast_categories_by_itself() -> None:
    flow = ours(body(write("hs_manual_forecast_category", "COMMIT")))
    for on, found in ((True, ["DOSE010 error"]), (False, [])):
        judged = judge([flow], policy("aggressive", builtin={"forecast_mapping": on}))
        assert told(judged, "DOSE010") == found


def test_live_workflows_are_reported_and_never_block() -> None:
    bad = body(BAD, action("0-999"), mail(), mail(), pipeline=None)
    found = judge([live(bad)], policy("supportive"))
    assert {each.code for each in found} == {"DOSE001", "DOSE009", "DOSE002", "DOSE005"}
    assert {each.severity for each in found} == {Severity.WARNING}
    assert all("Old rule" in each.message and each.key is None for each in found)
    assert judge([live(bad, enabled=False)], policy("supportive")) == []


def test_our_workflow_is_judged_even_while_it_is_off() -> None:
    place = Place("b2b.yaml", 12, 5)
    (found,) = judge([ours(body(BAD), enabled=False, place=place)], policy("supportive"))
    assert (found.code, found.place, found.key) == ("DOSE001", place, Key("workflow", "rule"))


def test_live_stages_are_known_by_a_callable_too() -> None:
    def state(value: str | Ref) -> str | None:
        return "won" if value == "71" else None

    flow = body(write("dealstage", "71"))
    assert told(judge([ours(flow)], policy("aggressive", stages=state)), "DOSE001") == ["DOSE001 error"]
    delivered = body(write("dealstage", "closedwon"))
    assert told(judge([ours(delivered)], policy("aggressive")), "DOSE001") == ["DOSE001 error"]


# --- words ---


def test_a_message_says_what_where_why_and_what_to_do() -> None:
    (found,) = judge([b2b_flow(BAD)], policy("supportive", "b2b", B2B))
    assert found.message == (
        'Workflow "rule", action 1, pipeline deals/b2b_new_business (supportive): changing the owner of a record is '
        "not allowed. Why: too much automation in B2B kills personal responsibility; "
        "taking a deal away ends ownership of it."
    )
    assert found.fix == "Take action 1 out, or move the rule to a pipeline with a stronger dose."


def test_the_hebrew_message_in_b2b() -> None:
    (found,) = judge([b2b_flow(BAD)], policy("supportive", "b2b", B2B, language="he"))
    assert "הסיבה: עודף אוטומציה ב-B2B פוגע באחריות האישית" in found.message
    assert found.fix.startswith("להסיר את פעולה 1")


class Everything(dict[str, str]):
    """Facts for any text."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


def test_every_text_speaks_both_languages_about_the_same_facts() -> None:
    def facts(text: str) -> set[str]:
        return {part.partition("}")[0].partition(":")[0] for part in text.split("{")[1:]}

    for about, texts in TEXTS.items():
        assert set(texts) == set(LANGUAGES)
        for english, hebrew in ((texts["en"].what, texts["he"].what), (texts["en"].fix, texts["he"].fix)):
            assert facts(english) == facts(hebrew), about
            assert any("א" <= letter <= "ת" for letter in hebrew), about
    for row in TABLE.values():
        assert set(row.what) == set(row.why) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_told_in_every_language(language: str) -> None:
    in_words = policy("supportive", "hybrid", DEALS, LEADS, B2B, CENTRE, language=language)
    levels = {DEALS: "supportive", LEADS: "balanced", B2B: "balanced", CENTRE: "supportive"}
    bodies = [*FLOWS.values(), body(mail(), object_type="leads", pipeline=LEADS), body(stamp(), pipeline=None)]
    bodies += [
        body(write("lifecyclestage", each), object_type="contacts", pipeline=None) for each in ("lead", "customer")
    ]
    flows = [ours(flow_body, f"rule_{number}") for number, flow_body in enumerate(bodies)]
    everything = replace(in_words, intensity=levels, builtin={"lead_stages": True, "forecast_mapping": True})
    found = judge(flows, everything, [Measure("ranking", LEADS, "board"), Measure("hard_gate", DEALS, "gate", None, 9)])
    assert {each.code for each in found} == {code for code, _ in TEXTS}
    assert not [each.message for each in found if "{" in each.message or not each.fix]


def cell_text(cell: Cell) -> str:
    if not cell.allowed or cell.warned:
        return "warning" if cell.warned else "no"
    if cell.limit:
        rhythm = f" / {cell.limit.days} d" if cell.limit.days else ""
        return f"{cell.limit.count} / {cell.limit.per}{rhythm}" + (
            f", {cell.limit.in_all} in all" * bool(cell.limit.in_all)
        )
    return CONDITION_WORDS[cell.condition]["en"] if cell.condition else "yes"


def test_the_page_of_dose001_shows_the_table_as_it_is() -> None:
    page = (ROOT / "docs" / "rules" / "DOSE001.md").read_text("utf-8")
    for row in TABLE.values():
        cells = [cell_text(row.cells[level]) for level in LEVELS]
        assert f"| `{row.name}` | {' | '.join([row.what['en'], *cells])} |" in page


@pytest.mark.parametrize("code", sorted({code for code, _ in TEXTS}))
def test_every_code_has_its_page(code: str) -> None:
    page = (ROOT / "docs" / "rules" / f"{code}.md").read_text("utf-8")
    assert page.startswith(f"# {code}: ")
    assert "## Why" in page
    assert "## Fix" in page
    assert "## למה" in page
    assert "## מה עושים" in page


# --- real shapes, and speed ---

EXAMPLES = os.environ.get("HUBSPOT_FLOW_EXAMPLES", "")
needs_examples = pytest.mark.skipif(not EXAMPLES, reason="HUBSPOT_FLOW_EXAMPLES names no folder of flow examples")
EXAMPLE_STATES = {"710000009": "lost", "810000005": "won", "810000006": "lost"}


def examples(prefix: str) -> list[JudgedFlow]:
    files = sorted(Path(EXAMPLES).glob(f"{prefix}-*.json"))
    assert files
    return [ours(json.loads(file.read_text("utf-8")), file.stem) for file in files]


def example_policy(level: str) -> Policy:
    call_centre, senior = Key("pipeline", "deals/centre"), Key("pipeline", "deals/senior")
    levels = dict.fromkeys((call_centre, senior), level)
    ids = {call_centre: "700000001", senior: "800000001"}
    return Policy("hybrid", levels, TODAY, stages=EXAMPLE_STATES, ids=ids)


def errors(flow: JudgedFlow, level: str) -> set[str]:
    return {each.code for each in judge([flow], example_policy(level)) if each.severity is Severity.ERROR}


@needs_examples
def test_call_centre_examples_fit_an_aggressive_dose_only() -> None:
    for flow in examples("cc"):
        assert errors(flow, "aggressive") == set(), flow.name
        assert "DOSE001" in errors(flow, "supportive"), flow.name


@needs_examples
def test_b2b_examples_fit_a_supportive_dose_but_for_the_forecast() -> None:
    for flow in examples("b2b"):
        refused = {"DOSE001"} if "forecast-category" in flow.name else set()
        assert errors(flow, "supportive") == refused, flow.name


@needs_examples
def test_examples_together_clash_only_where_two_rotate_the_same_contacts() -> None:
    found = judge(examples("cc"), example_policy("aggressive"))
    blocking = [each.message for each in found if each.severity is Severity.ERROR]
    assert len(blocking) == 1
    assert "hubspot_owner_id" in blocking[0]
    assert "cc-05-daily-unworked-sweep" in blocking[0]


def test_the_work_of_judging_grows_with_the_number_of_workflows_not_with_its_square() -> None:
    ladder = [delay(5), [[stamp("cc_met")]], mail(), delay(10), [[stamp("cc_late")]], mail(**OF_USER), BAD, CLOSE]
    flows = [ours(body(*ladder, filters=IN_OFFER), f"rule_{number}") for number in range(1000)]
    judging_takes(flows[:10])
    growth = [judging_takes(flows) / judging_takes(flows[:100]) for _ in range(3)]
    assert min(growth) < 30, "10 would be exact, 100 the square"


def judging_takes(flows: list[JudgedFlow]) -> float:
    """Seconds of processor time."""
    started = time.process_time()
    assert len(judge(flows, policy("supportive"))) > len(flows)
    return time.process_time() - started
