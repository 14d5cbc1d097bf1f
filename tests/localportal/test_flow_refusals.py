"""What HubSpot does not take as a flow, and the mistakes that it answers with 500 as if they were its own."""

from __future__ import annotations

import copy

import pytest

from tests.localportal.flows import (
    FLOWS,
    act,
    any_of,
    before,
    both,
    branch,
    changed,
    delay,
    event,
    every,
    flow,
    known,
    listed,
    mail,
    of_contacts,
    on,
    prop,
    put,
    replacement,
    to,
)  # fmt: skip


def refused(hub, body, status=400):
    """The answer to a create that is refused, and that nothing was made."""
    answer = hub.post(FLOWS, body)
    assert answer.status == status, answer.text
    assert hub.get(FLOWS).body["results"] == []
    return answer


@pytest.mark.parametrize("key", ["type", "flowType", "isEnabled", "objectTypeId", "actions"])
def test_a_missing_field_is_named(hub, key):
    body = flow()
    del body[key]
    hub.refused(refused(hub, body), 400, f"[{key}]")


@pytest.mark.parametrize("object_type_id", ["0-1", "2-999", "deals"])
def test_a_platform_flow_is_over_an_object_type_of_the_portal_but_not_contacts(hub, object_type_id):
    refused(hub, flow(objectTypeId=object_type_id))


def test_a_contact_flow_is_over_contacts(hub):
    hub.refused(refused(hub, of_contacts(objectTypeId="0-3")), 400, "expected objectTypeId")
    hub.refused(refused(hub, flow(objectTypeId="0-1")), 400, "an object type other than 0-1")


def test_most_mistakes_get_the_same_words(hub):
    body = refused(hub, flow(mail(1), startActionId="9")).body
    assert body["message"] == "Invalid request to flow creation"
    assert "startActionId '9'" in body["localPortalReason"]


LONG = branch(1, None, None, known("amount"))
LONG["listBranches"][0]["branchName"] = "x" * 51
TASK = act(1, "0-3", task_type="TODO", subject="S", due_time={"delta": 1, "timeUnit": "YEARS", "daysOfWeek": []})
CODE = {"type": "CUSTOM_CODE", "actionId": "1", "runtime": "PYTHON39", "sourceCode": "", "secretNames": ["KEY"],
        "inputFields": [], "outputFields": []}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        flow(LONG),
        flow(branch(1, None, None, known("amount")) | {"defaultBranchName": "x" * 51}),
        flow(branch(1, None, None, known("amount")) | {"defaultBranch": {}}),
        flow(suppressionFilterBranch={}),
        flow(TASK),
        flow(act(1, "0-1", delta="1", time_unit="YEARS")),
        flow(act(1, "0-5", property="amount", property_name="amount", value={"type": "STATIC_VALUE",
                                                                             "staticValue": "1"})),
        flow(CODE),
    ],
    ids=["branch name", "default branch name", "empty default branch", "empty suppression", "task due in years",
         "delay of years", "a field that is not one", "unknown secret"],
)  # fmt: skip
def test_mistakes_that_get_a_500(hub, body):
    assert refused(hub, body, 500).body["message"] == "internal error"


def test_the_old_static_list_action_gets_a_500_and_nothing_else(hub):
    assert refused(hub, flow(act(1, "0-13", listId="1")), 500).text == ""


def nested():
    criteria = on(changed("amount"))
    criteria["eventFilterBranches"][0]["filterBranches"] = [both(known("hs_value"))]
    return criteria


def with_operation(**changes):
    filter_ = copy.deepcopy(before("closedate"))
    filter_["operation"] |= changes
    return listed(filter_)


@pytest.mark.parametrize(
    "criteria",
    [
        listed(prop("dealtype", "ENUMERATION", "IS_NOT_EQUAL_TO", values=["newbusiness"])),
        listed(prop("dealtype", "ENUMERATION", "HAS_PROPERTY", values=["newbusiness"])),
        listed(prop("dealname", "STRING", "IS_NOT_EMPTY", value="x")),
        listed(prop("amount", "NUMBER", "IS_EQUAL_TO", value="6")),
        listed(prop("amount", "NUMBER", "IS_EQUAL_TO", value=True)),
        listed(prop("hs_is_closed", "BOOL", "IS_EQUAL_TO", value="true")),
        listed(prop("dealtype", "ENUMERATION", "IS_ANY_OF", values=[1])),
        listed(prop("dealname", "GUESS", "IS_EQUAL_TO", value="x")),
        listed({"filterType": "NONSENSE"}),
        listed({"filterType": "PROPERTY", "property": "amount"}),
        with_operation(timePoint={"timeType": "RELATIVE"}),
        with_operation(timePoint={"timeType": "INDEXED", "zoneId": "UTC"}),
        with_operation(timePoint={"timeType": "INDEXED", "zoneId": "UTC", "indexReference": {"referenceType": "SOON"}}),
        listed() | {"listFilterBranch": both(known("amount"))},
        listed() | {"listFilterBranch": {"filterBranchType": "OR", "filters": [known("amount")]}},
        listed() | {"listFilterBranch": every() | {"filterBranches": [every(known("amount"))]}},
        listed() | {"listFilterBranch": {"filterBranchType": "MAYBE"}},
        listed(*[known("amount")] * 251),
        listed(known("amount"), shouldReEnroll="no"),
        {"type": "LIST_BASED"},
        {"type": "SOMETIMES"},
        on(),
        on(changed("amount"), refinementCriteria=both(known("amount"))),
        on(event(known("hs_value"), type_id="4-1")),
        on(both(known("amount"))),
        on({"filterBranchType": "UNIFIED_EVENTS", "filters": []}),
        nested(),
    ],
)
def test_criteria_that_hubspot_does_not_take(hub, criteria):
    refused(hub, flow(enrol=criteria))


def edge(target, kind="STANDARD"):
    return mail(1) | {"connection": {"edgeType": kind, "nextActionId": target}}


@pytest.mark.parametrize(
    "actions",
    [
        [mail(1), mail(2)],
        [mail(1, 9)],
        [mail(1), mail(1)],
        [edge("1")],
        [edge("2", "GOTO"), mail(2)],
        [edge("2", "GO-TO"), mail(2)],
        [edge(2), mail(2)],
        [branch(1, 2, 2, known("amount")), mail(2)],
        [mail(1) | {"actionId": 1}],
        [mail(1) | {"actionId": "one"}],
        [mail(1) | {"type": "EMAIL"}],
        [mail(1) | {"actionTypeVersion": "0"}],
        [{"type": "LIST_BRANCH", "actionId": "1"}],
        [{"type": "LIST_BRANCH", "actionId": "1", "listBranches": [{"filterBranch": both(known("amount"))}]}],
        [{"type": "LIST_BRANCH", "actionId": "1", "listBranches": [{}] * 21}],
        [{"type": "STATIC_BRANCH", "actionId": "1", "inputValue": {"type": "GUESS"}, "staticBranches": []}],
        [{"type": "STATIC_BRANCH", "actionId": "1", "staticBranches": [{}],
          "inputValue": {"type": "OBJECT_PROPERTY", "propertyName": "dealtype"}}],
    ],
    ids=["orphan", "no such action", "same id twice", "cycle", "goto", "spelt as the docs do", "number for an id",
         "converging", "id as a number", "id as a word", "no such type", "version as text", "no branches",
         "branch not in an OR", "21 branches", "no such value", "no branch value"],
)  # fmt: skip
def test_graphs_that_hubspot_does_not_take(hub, actions):
    refused(hub, flow() | {"actions": actions, "startActionId": "1"})


@pytest.mark.parametrize(
    "action",
    [
        act(1, "0-1", delta=5, time_unit="MINUTES"),
        act(1, "0-1", delta="0", time_unit="MINUTES"),
        act(1, "0-1", delta="5", time_unit="MINUTE"),
        act(1, "0-1", delta="5"),
        act(1, "0-3", task_type="VISIT", subject="S"),
        act(1, "0-3", task_type="TODO", subject="S", priority="URGENT"),
        act(1, "0-3", task_type="TODO", subject="S", due_time={"delta": "1", "timeUnit": "DAYS"}),
        act(1, "0-3", task_type="TODO", subject="S", due_time={"delta": 1, "timeUnit": "FORTNIGHTS"}),
        act(1, "0-3", task_type="TODO", subject="S", owner_assignment={"type": "CUSTOM"}),
        act(1, "0-3", task_type="TODO"),
        put(1, "amount", {"type": "STATIC_VALUE", "staticValue": 5}),
        put(1, "amount", {"type": "STATIC_VALUE"}),
        put(1, "amount", {"type": "NOTHING"}),
        act(1, "0-8", subject="S", body="B"),
        act(1, "0-8", subject="S", body="B", user_ids=[50000001]),
        act(1, "0-9", subject="S", body="B", user_ids=["50000001"]),
        act(1, "0-11", user_ids=["50000001"], target_property="hubspot_owner_id", overwrite_current_owner=True),
        act(1, "0-11", target_property="hubspot_owner_id", overwrite_current_owner="true"),
        act(1, "0-29", event_filter_branches=[], expiration_minutes="5"),
        act(1, "0-29", event_filter_branches=[changed("amount")], expiration_minutes=5),
        act(1, "0-35", date={"type": "NOTHING"}),
        act(1, "0-35", date={"type": "OBJECT_PROPERTY", "propertyName": "closedate"}, time_unit="SOON"),
        act(1, "0-14", object_type_id="0-3", properties=[{"targetProperty": "dealname"}]),
        act(1, "0-987654"),
    ],
)
def test_actions_that_hubspot_does_not_take(hub, action):
    refused(hub, flow(action))


@pytest.mark.parametrize(
    "fields",
    [
        {"isEnabled": "no"},
        {"actions": {}},
        {"actions": ["1"]},
        {"name": 5},
        {"customProperties": {"a": 1}},
        {"flowType": "CONTACT"},
        {"type": "DEAL_FLOW"},
        {"timeWindows": [{"day": "monday"}]},
        {"timeWindows": [{"day": "MONDAY", "startTime": {"hour": 24, "minute": 0}}]},
        {"timeWindows": "always"},
        {"blockedDates": [{"month": "MAY", "dayOfMonth": 32}]},
        {"blockedDates": [{"month": "MAY", "dayOfMonth": 1, "year": "2026"}]},
        {"blockedDates": [{"month": 5, "dayOfMonth": 1}]},
        {"goalFilterBranch": every(known("amount"))},
        {"suppressionListIds": ["5"]},
        {"enrollmentSchedule": {"type": "DAILY"}},
        {"enrollmentSchedule": {"type": "HOURLY", "timeOfDay": {"hour": 9, "minute": 0}}},
        {"enrollmentSchedule": {"type": "WEEKLY", "timeOfDay": {"hour": 9, "minute": 0}}},
        {"enrollmentSchedule": {"type": "WEEKLY", "timeOfDay": {"hour": 9, "minute": 0}, "daysOfWeek": ["SUN"]}},
    ],
)
def test_envelopes_that_hubspot_does_not_take(hub, fields):
    refused(hub, flow() | fields)


def test_a_contact_flow_has_a_goal_and_no_suppression(hub):
    refused(hub, of_contacts(suppressionFilterBranch=every(known("email"))))
    leave = {"type": "ALL", "flowIds": []}
    made = hub.made(FLOWS, of_contacts(goalFilterBranch=every(known("email")), unEnrollmentSetting=leave))
    assert made["goalFilterBranch"] == every(known("email"))


NAMED = [
    flow(put(1, "no_such_property", "x")),
    flow(mail(1, owner_properties=["no_such_property"])),
    flow(enrol=listed(known("no_such_property"))),
    flow(enrol=on(changed("no_such_property"))),
    flow(enrol=on(changed("dealstage", "no_such_stage"))),
    flow(enrol=listed(any_of("dealstage", "no_such_stage"))),
    flow(enrol=listed(any_of("pipeline", "no_such_pipeline"))),
    flow(put(1, "dealstage", "no_such_stage")),
    flow(put(1, "hubspot_owner_id", "50000002")),
    flow(act(1, "0-25", source_property="no_such_property", target_property="amount")),
    flow({"type": "STATIC_BRANCH", "actionId": "1", "inputValue": {"type": "OBJECT_PROPERTY",
          "propertyName": "dealstage"}, "staticBranches": [{"branchValue": "no_such_stage"}]}),
    flow(mail(1, user_ids=["80000001"])),
    flow(mail(1, team_ids=["1"])),
    flow(act(1, "0-15", flow_id="1")),
    flow(act(1, "0-14", object_type_id="0-3", properties=[
        {"targetProperty": "no_such_property", "value": {"type": "STATIC_VALUE", "staticValue": "x"}}])),
]  # fmt: skip


@pytest.mark.parametrize("body", NAMED)
def test_what_a_flow_names_must_be_there_unless_a_switch_lets_it_pass(hub, body):
    assert "this portal has no" in refused(hub, body).body["localPortalReason"]
    hub.switch(flows_check_references=False)
    assert hub.post(FLOWS, body).status == 201


def test_an_owner_id_is_not_a_user_id(hub):
    owner = hub.get("/crm/v3/owners").body["results"][0]
    refused(hub, flow(mail(1, user_ids=[owner["id"]])))
    hub.made(FLOWS, flow(mail(1, user_ids=[str(owner["userId"])])))


def test_a_put_is_held_to_the_same(hub):
    made = hub.made(FLOWS, flow(mail(1)))
    path = f"{FLOWS}/{made['id']}"
    for changes in ({"startActionId": "9"}, {"actions": [mail(1, 9)]}, {"timeWindows": [{"day": "X"}]}):
        answer = hub.put(path, replacement(made, **changes))
        hub.refused(answer, 400, "FLOW_UPDATE_BAD_REQUEST", "FLOW_UPDATE_BAD_REQUEST")
    assert hub.put(path, replacement(made, suppressionFilterBranch={})).status == 500
    assert hub.put(path, {"type": made["type"]}).status == 400
    assert hub.put(f"{FLOWS}/7", replacement(made)).status == 404
    assert hub.get(path).body == made


def test_workflows_need_their_scope_and_their_product(hub):
    hub.switch(tokens={"pat-none": ["crm.objects.deals.read"], "pat-local-embedded": None})
    hub.speak_as("pat-none")
    body = hub.refused(hub.get(FLOWS), 403, "required scopes")
    assert body["errors"][0]["context"]["requiredGranularScopes"] == ["automation"]
    hub.speak_as("pat-local-embedded")
    hub.switch(workflows_enabled=False)
    for answer in (hub.get(FLOWS), hub.post(FLOWS, flow()), hub.get("/automation/2026-09-beta/action-types")):
        hub.refused(answer, 403, "Sales Hub")


def test_recurring_schedules_need_a_product_of_their_own(hub):
    hub.switch(recurring_schedules_enabled=False)
    daily = {"type": "DAILY", "timeOfDay": {"hour": 9, "minute": 0}}
    hub.refused(refused(hub, flow(enrollmentSchedule=daily), 403), 403, "Data Hub")
    hub.switch(recurring_schedules_enabled=True)
    hub.made(FLOWS, flow(enrol=listed(known("amount")), enrollmentSchedule=daily))


def test_some_portals_fail_on_some_actions(hub):
    hub.switch(failing_action_types=["0-9"])
    refused(hub, flow(act(1, "0-9", subject="S", body="B", delivery_method="APP", user_ids=["50000001"])), 500)


def test_the_number_of_workflows_is_limited(hub):
    hub.switch(workflow_limit=2)
    for _ in range(2):
        hub.made(FLOWS, flow())
    hub.refused(hub.post(FLOWS, flow()), 400, "limit of 2 workflows", "LIMIT_EXCEEDED")


def test_sensitive_properties_need_more(hub, text_property):
    hub.switch(sensitive_data_enabled=True, tokens={"pat-flows": ["automation"], "pat-local-embedded": None})
    hub.made("/crm/v3/properties/deals", text_property("core_id_number", dataSensitivity="sensitive"))
    hub.made("/crm/v3/properties/deals", text_property("core_health", dataSensitivity="highly_sensitive"))
    hub.made(FLOWS, flow(put(1, "core_id_number", "x")))
    assert hub.post(FLOWS, flow(put(1, "core_health", "x"))).status == 400
    hub.speak_as("pat-flows")
    hub.refused(hub.post(FLOWS, flow(put(1, "core_id_number", "x"))), 403, "core_id_number")


def test_every_shape_of_the_test_bodies_is_taken(hub):
    value = {"type": "OBJECT_PROPERTY", "propertyName": "dealtype"}
    ways = [{"branchValue": "newbusiness", "connection": to(4)}]
    split = {"type": "STATIC_BRANCH", "actionId": "3", "inputValue": value, "staticBranches": ways}
    body = flow(
        delay(1, 2), branch(2, 3, 5, known("amount")), split, mail(4), mail(5), enrol=on(changed("amount"))
    )  # fmt: skip
    assert hub.made(FLOWS, body)["actions"] == body["actions"]
