"""Flows: create, read, full replacement, delete, batch read, and what only the betas have."""

from __future__ import annotations

import pytest

from tests.localportal.flows import FLOWS, act, delay, flow, known, listed, mail, of_contacts, put, replacement, to


def test_a_create_fills_in_what_was_left_out(hub):
    bare = {"name": "F", "type": "PLATFORM_FLOW", "flowType": "WORKFLOW", "isEnabled": False, "objectTypeId": "0-3",
            "actions": []}  # fmt: skip
    made = hub.made(FLOWS, bare)
    assert {key: made[key] for key in bare} == bare
    assert (made["timeWindows"], made["blockedDates"], made["customProperties"], made["dataSources"]) == (
        [],
        [],
        {},
        [],
    )
    assert (made["revisionId"], made["nextAvailableActionId"], made["crmObjectCreationStatus"]) == (
        "1", "1", "COMPLETE",
    )  # fmt: skip
    contacts = hub.made(FLOWS, bare | {"type": "CONTACT_FLOW", "objectTypeId": "0-1"})
    assert (contacts["suppressionListIds"], contacts["canEnrollFromSalesforce"]) == ([], False)
    assert hub.get(f"{FLOWS}/{made['id']}").body == made


def test_what_is_sent_is_read_back(hub):
    body = flow(delay(1, 2), mail(2), enrol=listed(known("amount")), description="d [marker]")
    made = hub.made(FLOWS, body)
    assert {key: made[key] for key in body} == body
    assert made["nextAvailableActionId"] == "3"


def test_filters_get_the_fields_that_were_left_out(hub):
    criteria = listed(known("amount"))
    inner = criteria["listFilterBranch"]["filterBranches"][0]
    del inner["filterBranchOperator"], inner["filterBranches"]
    del inner["filters"][0]["operation"]["includeObjectsWithNoValueSet"]
    assert hub.made(FLOWS, flow(enrol=criteria))["enrollmentCriteria"] == listed(known("amount"))


def test_summaries_tell_little_and_come_in_pages(hub):
    ids = [hub.made(FLOWS, flow(name=f"F{at}", description="d"))["id"] for at in range(5)]
    page = hub.get(f"{FLOWS}?limit=3").body
    assert [one["id"] for one in page["results"]] == ids[:3]
    assert {"type", "description", "actions"}.isdisjoint(page["results"][0])
    assert page["results"][0]["name"] == "F0"
    rest = hub.get(f"{FLOWS}?limit=3&after={page['paging']['next']['after']}").body
    assert [one["id"] for one in rest["results"]] == ids[3:]
    assert "paging" not in rest
    for bad in ("limit=0", "limit=101", "after=x"):
        assert hub.get(f"{FLOWS}?{bad}").status == 400


def test_names_are_not_unique_and_ids_do_not_come_back(hub):
    first, second = hub.made(FLOWS, flow())["id"], hub.made(FLOWS, flow())["id"]
    assert first != second
    assert hub.delete(f"{FLOWS}/{second}").status == 204
    assert hub.get(f"{FLOWS}/{second}").status == 404
    assert hub.delete(f"{FLOWS}/{second}").status == 404
    assert hub.made(FLOWS, flow())["id"] not in (first, second)


def test_a_put_replaces_the_whole_flow(hub):
    suppress = listed(known("hs_is_closed"))["listFilterBranch"]
    body = flow(mail(1), enrol=listed(known("amount")), description="d", suppressionFilterBranch=suppress)
    made = hub.made(FLOWS, body)
    answer = hub.put(
        f"{FLOWS}/{made['id']}", {"type": made["type"], "revisionId": "1", "isEnabled": True, "actions": []}
    )
    assert answer.status == 200, answer.text
    after = answer.body
    assert (after["revisionId"], after["isEnabled"], after["actions"]) == ("2", True, [])
    assert {"enrollmentCriteria", "description", "suppressionFilterBranch", "name", "startActionId"}.isdisjoint(after)
    assert (after["objectTypeId"], after["flowType"], after["uuid"]) == ("0-3", "WORKFLOW", made["uuid"])
    assert hub.get(f"{FLOWS}/{made['id']}").body == after


@pytest.mark.parametrize("status", [400, 409])
def test_a_stale_revision_is_refused(hub, status):
    hub.switch(stale_revision_status=status)
    made = hub.made(FLOWS, flow())
    path = f"{FLOWS}/{made['id']}"
    assert hub.put(path, replacement(made, isEnabled=True)).status == 200
    code = "INVALID_REVISION_ID_IN_PUT_REQUEST"
    hub.refused(hub.put(path, replacement(made, isEnabled=False)), status, code, code)
    assert hub.get(path).body["isEnabled"] is True


@pytest.mark.parametrize(
    "key", ["flowType", "objectTypeId", "dataSources", "id", "createdAt", "updatedAt", "crmObjectCreationStatus"]
)
def test_a_put_may_not_carry_what_cannot_change(hub, key):
    made = hub.made(FLOWS, flow())
    answer = hub.put(f"{FLOWS}/{made['id']}", replacement(made) | {key: made[key]})
    hub.refused(answer, 400, "FLOW_UPDATE_BAD_REQUEST", "FLOW_UPDATE_BAD_REQUEST")


def test_the_type_of_a_flow_stays(hub):
    made = hub.made(FLOWS, flow())
    answer = hub.put(f"{FLOWS}/{made['id']}", replacement(made, type="CONTACT_FLOW"))
    hub.refused(answer, 400, "FLOW_UPDATE_BAD_REQUEST", "FLOW_UPDATE_BAD_REQUEST")


def test_action_ids_are_never_used_again(hub):
    made = hub.made(FLOWS, flow(delay(1, 2), mail(2)))
    path = f"{FLOWS}/{made['id']}"
    without = hub.put(path, replacement(made, actions=[delay(1)])).body
    assert without["nextAvailableActionId"] == "3"
    again = hub.put(path, replacement(without, actions=[delay(1, 2), mail(2)]))
    hub.refused(again, 400, "FLOW_UPDATE_BAD_REQUEST", "FLOW_UPDATE_BAD_REQUEST")
    assert hub.put(path, replacement(without, actions=[delay(1, 3), mail(3)])).status == 200


def test_an_action_keeps_its_type(hub):
    made = hub.made(FLOWS, flow(delay(1)))
    value = {"type": "OBJECT_PROPERTY", "propertyName": "dealstage"}
    other = {"type": "STATIC_BRANCH", "actionId": "1", "inputValue": value, "staticBranches": [{"branchValue": "x"}]}
    assert hub.put(f"{FLOWS}/{made['id']}", replacement(made, actions=[other])).status == 400


def test_a_flow_may_take_a_while_to_be_made(hub):
    hub.switch(flow_pending_reads=2)
    made = hub.made(FLOWS, flow())
    path = f"{FLOWS}/{made['id']}"
    assert made["crmObjectCreationStatus"] == "PENDING"
    assert hub.put(path, replacement(made)).status == 400
    batch = {"inputs": [{"type": "FLOW_ID", "flowId": made["id"]}]}
    assert hub.get(path).body["crmObjectCreationStatus"] == "PENDING"
    assert hub.post(f"{FLOWS}/batch/read", batch).body["results"][0]["crmObjectCreationStatus"] == "PENDING"
    assert hub.get(path).body["crmObjectCreationStatus"] == "COMPLETE"
    assert hub.put(path, replacement(made)).status == 200


def test_batch_read(hub):
    made = [hub.made(FLOWS, flow(name=name)) for name in "ab"]
    inputs = [{"type": "FLOW_ID", "flowId": one["id"]} for one in made]
    answer = hub.post(f"{FLOWS}/batch/read", {"inputs": inputs})
    assert (answer.status, answer.body["results"]) == (200, made)
    partly = hub.post(f"{FLOWS}/batch/read", {"inputs": [*inputs, {"type": "FLOW_ID", "flowId": "7"}]})
    assert (partly.status, partly.body["numErrors"], len(partly.body["results"])) == (207, 1, 2)
    assert partly.body["errors"][0]["category"] == "OBJECT_NOT_FOUND"
    assert hub.post(f"{FLOWS}/batch/read", {"inputs": [{"flowId": "7"}]}).status == 400
    assert hub.post(f"{FLOWS}/batch/read", {"inputs": inputs * 51}).status == 400


def test_flows_that_the_api_may_not_show(hub):
    made = hub.made(FLOWS, flow())
    hub.switch(closed_flows=[made["id"]])
    assert hub.get(f"{FLOWS}/{made['id']}").status == 403
    assert hub.get(FLOWS).body["results"] == []
    assert hub.post(f"{FLOWS}/batch/read", {"inputs": [{"type": "FLOW_ID", "flowId": made["id"]}]}).status == 207


@pytest.mark.parametrize("base", ["v4", "2026-09-beta", "2027-03-beta", "v4/2027-03-beta"])
def test_which_addresses_answer_is_a_switch(hub, base):
    made = hub.made(FLOWS, flow())
    hub.switch(automation_bases=[base])
    assert hub.get(f"/automation/{base}/flows/{made['id']}").status == 200
    others = {"v4", "2026-09-beta", "2027-03-beta", "v4/2027-03-beta"} - {base}
    assert {hub.get(f"/automation/{other}/flows?limit=1").status for other in others} == {404}
    assert hub.get("/_portal/unknown").body["results"] == []


def test_by_default_v4_and_one_beta_answer(hub):
    assert [hub.get(f"/automation/{base}/flows").status for base in ("v4", "2026-09-beta", "2027-03-beta")] == [
        200, 200, 404,
    ]  # fmt: skip


def test_only_the_betas_tell_action_types_and_revisions(hub):
    made = hub.made(FLOWS, flow(mail(1)))
    hub.put(f"{FLOWS}/{made['id']}", replacement(made, name="G"))
    beta = "/automation/2026-09-beta"
    first = hub.get(f"{beta}/flows/{made['id']}/revisions/1").body
    assert (first["revisionId"], first["flow"]["name"], first["flow"]["revisionId"]) == ("1", "F", "1")
    assert hub.get(f"{beta}/flows/{made['id']}/revisions/9").status == 404
    types = hub.get(f"{beta}/action-types?objectTypeId=0-3").body["results"]
    task = next(one for one in types if one["actionTypeId"] == "0-3")
    assert {one["name"] for one in task["inputFieldDefinitions"]} >= {"subject", "owner_assignment"}
    assert hub.get("/automation/v4/action-types").status == 404
    assert hub.get(f"{FLOWS}/{made['id']}/revisions/1").status == 404


def test_a_property_that_a_flow_names_cannot_be_archived(hub, text_property):
    hub.made("/crm/v3/properties/deals", text_property("core_note"))
    hub.made("/crm/v3/properties/deals", text_property("core_said"))
    token = mail(2, subject="{{ enrolled_object.core_said }}")
    made = hub.made(FLOWS, flow(put(1, "core_note", "x", 2), token, isEnabled=False))
    for name in ("core_note", "core_said"):
        body = hub.refused(
            hub.delete(f"/crm/v3/properties/deals/{name}"), 400, "currently used in 1 places",
            "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE",
        )  # fmt: skip
        assert body["errors"][0]["context"] == {"parentType": ["WORKFLOW"], "parentName": ["F"]}
    hub.put(f"{FLOWS}/{made['id']}", replacement(made, actions=[], startActionId=None))
    assert hub.delete("/crm/v3/properties/deals/core_note").status == 204
    hub.delete(f"{FLOWS}/{made['id']}")
    assert hub.delete("/crm/v3/properties/deals/core_said").status == 204


def test_a_property_of_an_associated_record_is_in_use_too(hub, text_property):
    hub.made("/crm/v3/properties/contacts", text_property("core_note", groupName="contactinformation"))
    action = put(1, "core_note", "x")
    action["fields"]["association"] = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}
    made = hub.made(FLOWS, flow(action))
    assert hub.delete("/crm/v3/properties/contacts/core_note").status == 400
    hub.delete(f"{FLOWS}/{made['id']}")
    assert hub.delete("/crm/v3/properties/contacts/core_note").status == 204


def test_flows_survive_a_dump(hub):
    made = hub.made(FLOWS, flow(delay(1, 2), mail(2, subject="{{ enrolled_object.hs_next_step }}")))
    hub.put(f"{FLOWS}/{made['id']}", replacement(made, actions=[delay(1)]))
    before = hub.get("/_portal/dump").body
    hub.post("/_portal/reset", {})
    assert hub.get(FLOWS).body["results"] == []
    hub.post("/_portal/load", before)
    assert hub.get("/_portal/dump").body == before
    found = hub.get(f"{FLOWS}/{made['id']}").body
    assert (found["revisionId"], found["nextAvailableActionId"]) == ("2", "3")
    again = replacement(found, actions=[delay(1, 2), mail(2)])
    assert hub.put(f"{FLOWS}/{made['id']}", again).status == 400


def test_facts_that_nobody_has_established_are_switches(hub):
    marked = flow(mail(1), uuid="00000000-0000-4000-8000-000000000001", customProperties={"key": "k"})
    assert hub.made(FLOWS, marked)["customProperties"] == {}
    hub.switch(flow_markers_survive=True, flow_action_versions_rise=True)
    made = hub.made(FLOWS, marked)
    assert (made["uuid"], made["customProperties"]) == (marked["uuid"], {"key": "k"})
    assert made["actions"][0]["actionTypeVersion"] == 1
    hub.switch(create_next_action_id="required", put_next_action_id="refused")
    without = {key: value for key, value in marked.items() if key != "nextAvailableActionId"}
    hub.refused(hub.post(FLOWS, without), 400, "nextAvailableActionId")
    path = f"{FLOWS}/{made['id']}"
    assert hub.put(path, replacement(made) | {"nextAvailableActionId": "2"}).status == 400
    hub.switch(put_next_action_id="required")
    assert hub.put(path, replacement(made)).status == 400
    assert hub.put(path, replacement(made) | {"nextAvailableActionId": "2"}).status == 200


def test_paths_may_converge_only_by_a_switch(hub):
    split = {"type": "LIST_BRANCH", "actionId": "1", "defaultBranch": to(2),
             "listBranches": [{"filterBranch": listed(known("amount"))["listFilterBranch"],
                               "connection": to(2) | {"edgeType": "GOTO"}}]}  # fmt: skip
    assert hub.post(FLOWS, flow(split, mail(2))).status == 400
    hub.switch(flow_paths_may_converge=True)
    assert hub.post(FLOWS, flow(split, mail(2))).status == 201


def test_a_task_drops_the_fields_that_it_does_not_know(hub):
    made = hub.made(FLOWS, of_contacts(act(1, "0-3", task_type="CALL", subject="S", owner_id="1")))
    assert made["actions"][0]["fields"] == {"task_type": "CALL", "subject": "S"}
