"""Doses: which records a workflow can reach, and so by which pipelines it is judged."""

from __future__ import annotations

from typing import Any

import pytest

from provisioner.automation.doses import judge
from provisioner.model.keys import Ref
from tests.automation.doses import B2B, BAD, BY_PIPELINE, CC_SALES, CONSENT, TWO, live, ours, told
from tests.automation.flow_bodies import (
    Step,
    action,
    all_of,
    any_of,
    body,
    create,
    enrolment,
    equals,
    stamp,
    write,
)


def reached(criteria: Any, *steps: Step) -> list[str]:
    flow = body(*(steps or (BAD,)), enrollmentCriteria=criteria)
    return told(judge([ours(flow)], TWO), "DOSE001", "DOSE005")


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
