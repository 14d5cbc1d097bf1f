"""Lists (segments): definitions, names, filters, search."""

from __future__ import annotations

import pytest

from tests.localportal.flows import before, known

BASE = "/crm/lists/2026-09"
SEARCH = {"offset": 0, "additionalProperties": [], "listIds": [], "processingTypes": []}


def ands(*filters, **fields):
    return {"filterBranchType": "AND", "filters": list(filters)} | fields


def ors(*branches, **fields):
    return {"filterBranchType": "OR", "filterBranches": list(branches)} | fields


def is_any_of(name, *values):
    operation = {"operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": list(values)}
    return {"filterType": "PROPERTY", "property": name, "operation": operation}


def big(**fields):
    body = {"name": "Big deals", "objectTypeId": "0-3", "processingType": "DYNAMIC"}
    return body | {"filterBranch": ors(ands(known("amount")))} | fields


def made(hub, **fields):
    answer = hub.post(BASE, big(**fields))
    assert answer.status == 200, answer.text
    return answer.body["list"]


@pytest.mark.parametrize("base", ["/crm/v3/lists", "/crm/lists/2026-03", "/crm/lists/2026-09"])
def test_every_path_form_answers(hub, base):
    answer = hub.post(f"{base}/", big())
    assert answer.status == 200
    list_id = answer.body["list"]["listId"]
    assert hub.get(f"{base}/{list_id}").body["list"]["name"] == "Big deals"
    assert hub.post(f"{base}/search", SEARCH).body["total"] == 1
    assert hub.put(f"{base}/{list_id}/update-list-name?listName=New", None).status == 200
    assert hub.delete(f"{base}/{list_id}").status == 204
    assert hub.put(f"{base}/{list_id}/restore", None).status == 204


def test_filters_are_told_when_asked_for(hub):
    one = made(hub)
    path = f"{BASE}/{one['listId']}"
    assert (one["listVersion"], one["processingStatus"], "size" in one) == (1, "PROCESSING", False)
    assert "filterBranch" not in hub.get(path).body["list"]
    told = hub.get(f"{path}?includeFilters=true").body["list"]
    assert told["filterBranch"] == one["filterBranch"]
    assert told["processingStatus"] == "COMPLETE"
    assert hub.get(f"{BASE}?listIds={one['listId']}&listIds=99&includeFilters=True").body["lists"] == [told]
    assert hub.get(f"{BASE}?listIds={one['listId']},99").body["lists"][0]["listId"] == one["listId"]
    assert hub.get(BASE).body == {"lists": []}


def test_what_was_left_out_of_filters_is_filled_in(hub):
    branch = made(hub, filterBranch=ors(ands(is_any_of("dealstage", "closedwon", "closedlost"))))["filterBranch"]
    (group,) = branch["filterBranches"]
    assert (branch["filterBranchOperator"], branch["filters"]) == ("OR", [])
    assert (group["filterBranchOperator"], group["filterBranches"]) == ("AND", [])
    assert group["filters"][0]["operation"] == {
        "includeObjectsWithNoValueSet": False, "operationType": "ENUMERATION", "operator": "IS_ANY_OF",
        "values": ["closedwon", "closedlost"],
    }  # fmt: skip


def test_filters_can_come_back_with_noise(hub):
    hub.switch(list_filters_omit_empty=True, list_filter_values_sorted=True)
    branch = made(hub, filterBranch=ors(ands(is_any_of("dealstage", "closedwon", "closedlost"))))["filterBranch"]
    (group,) = branch["filterBranches"]
    assert ("filters" in branch, "filterBranches" in group) == (False, False)
    assert group["filters"][0]["operation"]["values"] == ["closedlost", "closedwon"]


def test_filters_are_replaced_as_a_whole_and_raise_the_version(hub):
    one = made(hub)
    path = f"{BASE}/{one['listId']}/update-list-filters"
    answer = hub.put(path, {"filterBranch": ors(ands(known("dealname")), ands(known("closedate")))})
    changed = answer.body["updatedList"]
    assert (answer.status, changed["listVersion"], changed["processingStatus"]) == (200, 2, "PROCESSING")
    assert len(changed["filterBranch"]["filterBranches"]) == 2
    assert hub.put(path, {}).status == 400
    manual = made(hub, name="By hand", processingType="MANUAL", filterBranch=None)
    hub.refused(hub.put(f"{BASE}/{manual['listId']}/update-list-filters", {"filterBranch": {}}), 400, "not DYNAMIC")
    assert (manual["size"], manual["processingStatus"], "filtersUpdatedAt" in manual) == (0, "COMPLETE", False)


def test_processing_takes_its_time(hub):
    hub.switch(list_processing_ms=5000)
    path = f"{BASE}/{made(hub)['listId']}"
    assert hub.get(path).body["list"]["processingStatus"] == "PROCESSING"
    hub.switch(clock_offset_s=6)
    assert hub.get(path).body["list"]["processingStatus"] == "COMPLETE"


def test_names_are_unique_in_the_account(hub):
    one, other = made(hub), made(hub, name="Other", objectTypeId="0-1", filterBranch=ors(ands(known("email"))))
    taken = big(name="big deals", objectTypeId="0-1", filterBranch=ors(ands(known("email"))))
    hub.refused(hub.post(BASE, taken), 400, "already exists", "ILS.DUPLICATE_LIST_NAMES")
    path = f"{BASE}/{other['listId']}/update-list-name"
    hub.refused(hub.put(f"{path}?listName=Big%20deals", None), 400, "already exists", "ILS.DUPLICATE_LIST_NAMES")
    assert hub.put(path, None).status == 400
    assert hub.put(f"{path}?listName=OTHER", None).body["updatedList"]["name"] == "OTHER"
    hub.switch(list_names_ignore_case=False)
    assert hub.post(BASE, taken).status == 200
    renamed = hub.put(f"{BASE}/{one['listId']}/update-list-name?listName=עסקאות%20גדולות&includeFilters=true", None)
    assert (renamed.body["updatedList"]["name"], renamed.body["updatedList"]["listVersion"]) == ("עסקאות גדולות", 1)
    assert "filterBranch" in renamed.body["updatedList"]


def test_a_list_is_found_by_name_and_object_type(hub):
    one = made(hub, name="a/b ג")
    path = f"{BASE}/object-type-id/0-3/name/a%2Fb%20%D7%92"
    assert hub.get(path).body["list"]["listId"] == one["listId"]
    assert "filterBranch" in hub.get(f"{path}?includeFilters=true").body["list"]
    hub.refused(hub.get(f"{BASE}/object-type-id/0-1/name/a%2Fb%20%D7%92"), 404, "does not exist")
    hub.refused(hub.get(f"{BASE}/object-type-id/deals/name/x"), 400, "Invalid object type id")


def test_a_deleted_list_can_be_restored_for_ninety_days(hub):
    one = made(hub)
    path = f"{BASE}/{one['listId']}"
    assert hub.delete(path).status == 204
    hub.refused(hub.get(path), 404, "does not exist")
    assert hub.delete(path).status == 404
    assert hub.post(f"{BASE}/search", SEARCH).body["total"] == 0
    hub.switch(deleted_lists_readable=True)
    assert hub.get(path).body["list"]["deletedAt"]
    assert hub.put(f"{path}/restore", None).status == 204
    assert hub.put(f"{path}/restore", None).status == 204
    assert "deletedAt" not in hub.get(path).body["list"]
    hub.delete(path)
    hub.switch(clock_offset_s=91 * 86400)
    assert hub.put(f"{path}/restore", None).status == 404
    assert hub.put(f"{BASE}/77/restore", None).status == 404


def test_the_name_of_a_deleted_list_is_free(hub):
    first = made(hub)
    hub.delete(f"{BASE}/{first['listId']}")
    hub.switch(deleted_lists_keep_names=True)
    assert hub.post(BASE, big()).status == 400
    hub.switch(deleted_lists_keep_names=False)
    assert made(hub)["listId"] != first["listId"]
    hub.refused(hub.put(f"{BASE}/{first['listId']}/restore", None), 400, "already exists", "ILS.DUPLICATE_LIST_NAMES")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"filterBranch": ands(known("amount"))}, "must be an OR"),
        ({"filterBranch": ors(ands(known("amount")), filters=[known("amount")])}, "without filters"),
        ({"filterBranch": ors()}, "that holds ANDs"), ({"filterBranch": ors(ors(ands(known("amount"))))}, "only ANDs"),
        ({"filterBranch": "amount"}, "no filter branch"), ({"filterBranch": None}, "exactly when"),
        ({"processingType": "MANUAL"}, "exactly when"), ({"filterBranch": ors(ands(known("nothing")))}, "no property"),
        ({"filterBranch": ors(ands({"filterType": "IN_LIST", "listId": "9", "operator": "IN_LIST"}))}, "no list 9"),
        ({"filterBranch": ors(ands(is_any_of("dealstage", "x") | {"filterType": "NONE"}))}, "is no filter"),
    ],
)  # fmt: skip
def test_filters_that_cannot_be(hub, fields, reason):
    body = hub.refused(hub.post(BASE, big(**fields)), 400, "filter branch")
    assert reason in body["localPortalReason"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "[name]"), ({"name": 7}, "name must be text"), ({"objectTypeId": "deals"}, "object type id"),
        ({"processingType": "ACTIVE"}, "processingType must be"), ({"listFolderId": 4}, "listFolderId"),
        ({"customProperties": {"a": 1}}, "customProperties"), ({"listPermissions": [1]}, "listPermissions"),
    ],
)  # fmt: skip
def test_lists_that_cannot_be(hub, fields, message):
    hub.refused(hub.post(BASE, big(**fields)), 400, message)


def test_references_can_be_left_unchecked(hub):
    hub.switch(lists_check_references=False)
    assert hub.post(BASE, big(filterBranch=ors(ands(known("nothing"))))).status == 200


def test_filters_over_associated_records_and_other_lists(hub):
    inner = made(hub)
    contacts = {
        "filterBranchType": "ASSOCIATION", "objectTypeId": "0-1", "associationTypeId": 3,
        "associationCategory": "HUBSPOT_DEFINED", "operator": "IN_LIST", "filters": [known("email")],
    }  # fmt: skip
    member = {"filterType": "IN_LIST", "listId": inner["listId"], "operator": "IN_LIST"}
    outer = made(
        hub, name="Outer", filterBranch=ors(ands(member, before("closedate", "TODAY"), filterBranches=[contacts]))
    )
    (group,) = outer["filterBranch"]["filterBranches"]
    assert group["filterBranches"][0]["filterBranchOperator"] == "AND"
    contacts["filters"] = [known("dealname")]
    body = big(name="Wrong", filterBranch=ors(ands(filterBranches=[contacts], filters=[])))
    assert "no property dealname of 0-1" in hub.post(BASE, body).body["localPortalReason"]


def test_a_property_that_a_list_names_cannot_be_archived(hub, text_property):
    path = "/crm/v3/properties/deals/core_note"
    hub.made("/crm/v3/properties/deals", text_property("core_note"))
    one = made(hub, filterBranch=ors(ands(known("core_note"))))
    in_use = "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE"
    body = hub.refused(hub.delete(path), 400, "currently used in 1 places", in_use)
    assert body["errors"][0]["context"] == {"parentType": ["LIST"], "parentName": ["Big deals"]}
    hub.put(f"{BASE}/{one['listId']}/update-list-filters", {"filterBranch": ors(ands(known("amount")))})
    assert hub.delete(path).status == 204


def test_a_deleted_list_uses_no_property(hub, text_property):
    hub.made("/crm/v3/properties/deals", text_property("core_note"))
    one = made(hub, filterBranch=ors(ands(known("core_note"))))
    hub.delete(f"{BASE}/{one['listId']}")
    assert hub.delete("/crm/v3/properties/deals/core_note").status == 204


def test_search_finds_and_pages(hub):
    for number in range(3):
        made(hub, name=f"Deals {number}")
    made(hub, name="Callers", objectTypeId="0-1", processingType="MANUAL", filterBranch=None)
    first = hub.post(f"{BASE}/search", SEARCH | {"query": "DEALS", "count": 2}).body
    assert ([one["name"] for one in first["lists"]], first["offset"]) == (["Deals 0", "Deals 1"], 2)
    assert (first["hasMore"], first["total"]) == (True, 3)
    rest = hub.post(f"{BASE}/search", SEARCH | {"query": "deals", "count": 2, "offset": 2}).body
    assert ([one["name"] for one in rest["lists"]], rest["hasMore"], rest["offset"]) == (["Deals 2"], False, 3)
    (manual,) = hub.post(f"{BASE}/search", SEARCH | {"processingTypes": ["MANUAL"]}).body["lists"]
    assert (manual["additionalProperties"], "filterBranch" in manual) == ({"hs_list_size": "0"}, False)
    assert hub.post(f"{BASE}/search", SEARCH | {"listIds": [manual["listId"]]}).body["total"] == 1
    assert hub.post(f"{BASE}/search", SEARCH | {"objectTypeId": "0-1"}).body["total"] == 1
    hub.switch(list_search_by_object_type=False)
    assert hub.post(f"{BASE}/search", SEARCH | {"objectTypeId": "0-1"}).body["total"] == 4


def test_a_search_says_what_it_wants(hub):
    hub.refused(hub.post(f"{BASE}/search", {}), 400, "[offset, additionalProperties, listIds, processingTypes]")
    hub.refused(hub.post("/crm/v3/lists/search", {"offset": 0}), 400, "[additionalProperties]")
    hub.switch(list_search_fields_required=False)
    assert hub.post(f"{BASE}/search", {}).status == 200
    assert hub.post(f"{BASE}/search", {"count": 501}).status == 400
    assert hub.post(f"{BASE}/search", {"offset": -1}).status == 400


def test_settings_that_came_with_a_list_are_told(hub):
    settings = {"includeUnassigned": True, "membershipTeamId": 4}
    one = made(hub, membershipSettings=settings, customProperties={"owner": "us"})
    assert one["membershipSettings"] == settings
    assert "customProperties" not in one


def test_folders_are_refused_loudly(hub):
    assert hub.get(f"{BASE}/folders").body["category"] == "LOCAL_PORTAL_UNSUPPORTED"
    assert hub.post(f"{BASE}/folders", {"name": "x"}).body["category"] == "LOCAL_PORTAL_UNKNOWN_ROUTE"


def test_reading_and_writing_ask_for_different_scopes(hub):
    path = f"{BASE}/{made(hub)['listId']}"
    hub.switch(tokens={"pat-reader": ["crm.lists.read"], "pat-writer": ["crm.lists.write"]})
    hub.speak_as("pat-reader")
    assert hub.get(path).status == 200
    hub.refused(hub.delete(path), 403, "required scopes")
    hub.speak_as("pat-writer")
    hub.refused(hub.get(path), 403, "required scopes")
    assert hub.delete(path).status == 204


def test_lists_survive_a_dump(hub, text_property):
    hub.made("/crm/v3/properties/deals", text_property("core_note"))
    one = made(hub, filterBranch=ors(ands(known("core_note"))))
    gone = made(hub, name="Gone")
    hub.delete(f"{BASE}/{gone['listId']}")
    dump = hub.get("/_portal/dump").body
    hub.post("/_portal/reset", {})
    assert hub.get(f"{BASE}/{one['listId']}").status == 404
    hub.post("/_portal/load", dump)
    assert hub.get("/_portal/dump").body == dump
    assert hub.get(f"{BASE}/{one['listId']}?includeFilters=true").body["list"]["filterBranch"] == one["filterBranch"]
    assert hub.delete("/crm/v3/properties/deals/core_note").status == 400
    assert hub.put(f"{BASE}/{gone['listId']}/restore", None).status == 204


def test_leads_that_are_off_have_no_lists(hub):
    hub.switch(leads_enabled=False)
    hub.refused(hub.post(BASE, big(objectTypeId="0-136")), 400, "Invalid object type id")
