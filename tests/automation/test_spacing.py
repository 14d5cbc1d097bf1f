"""One reminder for a deal within some days: rules that keep the same stamp share the limit."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from provisioner.automation import compiler, lint
from provisioner.automation.doses import judge
from provisioner.model.findings import Severity
from tests.automation import rule_sets
from tests.automation.test_doses_shipped import flows, policy

STAMP = "b2b_last_reminder_at"
SPACED = ("b2b_next_activity", "b2b_close_date", "b2b_proposal_follow_up", "b2b_proposal_validity", "b2b_stage_age")


def actions(key: str, kind: str) -> list[Any]:
    body = rule_sets.workflows("b2b")[key].body
    return [each for each in body["actions"] if each.get("actionTypeId", each["type"]) == kind]


@pytest.mark.parametrize("key", SPACED)
def test_a_reminder_looks_at_the_stamp_and_leaves_one(key: str) -> None:
    looks = actions(key, "LIST_BRANCH")
    assert len(looks) == 3
    for look in looks:
        (branch,) = look["listBranches"]
        for each in branch["filterBranch"]["filterBranches"]:
            assert each["filters"][-1]["property"] == STAMP
    assert [each["fields"]["property_name"] for each in actions(key, "0-5")] == [STAMP] * 3


@pytest.mark.parametrize("key", SPACED)
def test_a_reminder_that_comes_too_early_waits_until_the_stamp_is_old_enough(key: str) -> None:
    for wait in actions(key, "0-35"):
        assert wait["fields"]["date"] == {"type": "OBJECT_PROPERTY", "propertyName": STAMP}
        assert 7 * 1440 < int(wait["fields"]["delta"]) < 7 * 1440 + 60


@pytest.mark.parametrize("key", SPACED)
def test_a_reminder_looks_again_whether_it_is_still_true(key: str) -> None:
    body = rule_sets.workflows("b2b")[key].body
    enrolled = body["enrollmentCriteria"]["listFilterBranch"]["filterBranches"]
    (branch,) = actions(key, "LIST_BRANCH")[-1]["listBranches"]
    again = branch["filterBranch"]["filterBranches"]
    assert [each["filters"][:-1] for each in again] == [each["filters"] for each in enrolled for _ in range(2)]


def test_a_quiet_account_is_no_reminder_about_a_deal() -> None:
    assert not actions("b2b_quiet_account", "LIST_BRANCH")


def test_without_spacing_a_reminder_is_one_step() -> None:
    rule = next(each for each in rule_sets.rules("b2b") if each.key == "b2b_close_date")
    plain = {name: each for name, each in rule.parameters.items() if name != "spacing"}
    made = compiler.compile_rule(
        type(rule)(rule.key, rule.template, rule.pipeline, None, plain), rule_sets.context("b2b")
    )
    assert isinstance(made, compiler.Compiled)
    assert [each["actionTypeId"] for each in made.body["actions"]] == ["0-3"]
    assert "within 7 days" not in made.description


def test_rules_that_share_a_stamp_without_saying_so_are_refused() -> None:
    document = copy.deepcopy(rule_sets.document("b2b"))
    named = document["automation"].pop("writers")
    assert named == {f"deals/{STAMP}": list(SPACED)}
    found = lint.lint(document)
    assert {each.code for each in found if each.severity is Severity.ERROR} == {"AUTO012"}


def test_the_dose_knows_who_shares_a_property() -> None:
    given = policy("b2b")
    assert judge(flows("b2b"), given) == []
    unsaid = type(given)(given.mode, given.intensity, given.today, stages=given.stages, builtin=given.builtin)
    assert {each.code for each in judge(flows("b2b"), unsaid)} == {"DOSE006"}
