"""What brings a record back into a workflow: never the threshold of another stage or tier."""

from __future__ import annotations

from typing import Any

from tests.automation import rule_sets


def triggers(blueprint: str, rule: str) -> list[list[str]]:
    """The properties that each re-enrolment trigger of a workflow names."""
    body: dict[str, Any] = rule_sets.workflows(blueprint)[rule].body
    branches = body["enrollmentCriteria"]["reEnrollmentTriggersFilterBranches"]
    return [[each["property"] for each in branch["filters"]] for branch in branches]


def test_a_deal_comes_back_by_stage_and_age_together() -> None:
    for blueprint, rule in (("b2b", "b2b_stage_age"), ("call_center", "cc_deal_age")):
        found = triggers(blueprint, rule)
        assert found
        assert all(each == ["dealstage", "hs_v2_date_entered_current_stage"] for each in found)


def test_an_account_comes_back_by_tier_and_silence_together() -> None:
    found = triggers("b2b", "b2b_quiet_account")
    assert found
    assert all(each == ["b2b_account_tier", "notes_last_updated"] for each in found)
