"""Doses: every row of the table of automation, and trees of steps in which one leaf taints the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.automation.doses import LEVELS, TABLE, Measure, judge
from provisioner.model.findings import Severity
from provisioner.model.keys import Ref
from tests.automation.doses import AGGRESSIVE, B2B, BAD, BY_PIPELINE, EXPECTED, FLOWS, TWO, ours, policy, told
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
    stamp,
    task,
)


def verdict(flow_body: Mapping[str, Any], level: str) -> str:
    """What the table says of a workflow: ok, warning, error."""
    about_classes = ("DOSE001", "DOSE009")
    found = {each.severity for each in judge([ours(flow_body)], policy(level)) if each.code in about_classes}
    return next((str(worst) for worst in (Severity.ERROR, Severity.WARNING) if worst in found), "ok")


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


CLEAN_STEPS = st.sampled_from(["stamp", "delay", "wait"])


CLEAN = {"stamp": stamp(), "delay": delay(60), "wait": action("0-29", expiration_minutes="60")}


TREES = st.recursive(
    st.lists(CLEAN_STEPS, max_size=3),
    lambda tree: st.tuples(st.lists(CLEAN_STEPS, max_size=2), st.lists(tree, min_size=1, max_size=3)),
    max_leaves=8,
)


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
