"""CRM records: write checks, what a stage sets, reads, batches."""

from __future__ import annotations

import json

DEALS, LEADS, CONTACTS = "/crm/v3/objects/deals", "/crm/v3/objects/leads", "/crm/v3/objects/contacts"
LINK = [{"to": {"id": "1"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 578}]}]


def problems(answer):
    head, _, listed = answer.body["message"].partition(": ")
    assert (answer.status, head) == (400, "Property values were not valid")
    return {one["name"]: one["error"] for one in json.loads(listed)}


def test_create_read_change_archive(hub):
    made = hub.made(DEALS, {"properties": {"dealname": "A", "amount": 12.5}})
    assert made["properties"]["amount"] == "12.5"
    assert made["archived"] is False
    path = f"{DEALS}/{made['id']}"
    assert hub.patch(path, {"properties": {"dealname": "B", "amount": ""}}).body["properties"]["dealname"] == "B"
    found = hub.get(f"{path}?properties=dealname,amount&properties=nonsense").body["properties"]
    assert (found["dealname"], found["amount"]) == ("B", None)
    assert "nonsense" not in found
    assert hub.delete(path).status == 204
    assert hub.get(path).body["category"] == "OBJECT_NOT_FOUND"
    assert hub.get(f"{path}?archived=true").body["archived"] is True


def test_the_default_set_of_properties(hub):
    made = hub.made(DEALS, {"properties": {"dealname": "A"}})
    assert set(hub.get(f"{DEALS}/{made['id']}").body["properties"]) == {
        "amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate", "hs_object_id", "pipeline",
    }  # fmt: skip


def test_values_are_checked(hub, text_property):
    options = [{"label": one, "value": one, "displayOrder": 0, "hidden": False} for one in ("a", "b", "c")]
    many = {"type": "enumeration", "fieldType": "checkbox", "options": options}
    hub.made("/crm/v3/properties/deals", text_property("core_many", **many))
    bad = {
        "nonsense": "1", "amount": "many", "dealtype": "NewBusiness", "closedate": "soon", "hs_is_closed": "true",
        "core_many": "a;x", "dealname": ["A"], "dealstage": "nowhere",
    }  # fmt: skip
    stage = bad.pop("dealstage")
    assert problems(hub.post(DEALS, {"properties": bad})) == {
        "nonsense": "PROPERTY_DOESNT_EXIST", "amount": "INVALID_LONG", "dealtype": "INVALID_OPTION",
        "closedate": "INVALID_DATE", "hs_is_closed": "READ_ONLY_VALUE", "core_many": "INVALID_OPTION",
        "dealname": "INVALID_VALUE",
    }  # fmt: skip
    assert problems(hub.post(DEALS, {"properties": {"dealstage": stage}})) == {"dealstage": "INVALID_OPTION"}
    assert hub.get(DEALS).body["results"] == []


def test_checkboxes_replace_and_append(hub, text_property):
    options = [{"label": one, "value": one, "displayOrder": 0, "hidden": False} for one in ("a", "b", "c")]
    many = {"type": "enumeration", "fieldType": "checkbox", "options": options}
    hub.made("/crm/v3/properties/deals", text_property("core_many", **many))
    made = hub.made(DEALS, {"properties": {"core_many": "a;b"}})
    path = f"{DEALS}/{made['id']}"
    assert hub.patch(path, {"properties": {"core_many": ";c"}}).body["properties"]["core_many"] == "a;b;c"
    assert hub.patch(path, {"properties": {"core_many": "b"}}).body["properties"]["core_many"] == "b"


def test_times_are_stored_as_iso(hub):
    made = hub.made(DEALS, {"properties": {"closedate": 1767225600000, "createdate": "2026-01-01T02:00:00+02:00"}})
    assert made["properties"]["closedate"] == "2026-01-01T00:00:00.000Z"
    assert made["properties"]["createdate"] == "2026-01-01T00:00:00.000Z"


def test_dates_are_days_and_numbers_are_finite(hub, text_property):
    hub.made("/crm/v3/properties/deals", text_property("core_day", type="date", fieldType="date"))
    for sent, stored in (
        (1767225600000, "2026-01-01"),
        ("2026-01-01T09:00:00Z", "2026-01-01"),
        ("2026-01-01", "2026-01-01"),
    ):
        assert hub.made(DEALS, {"properties": {"core_day": sent}})["properties"]["core_day"] == stored
    for bad in ("1767225600001", "soon"):
        assert problems(hub.post(DEALS, {"properties": {"core_day": bad}})) == {"core_day": "INVALID_DATE"}
    assert problems(hub.post(DEALS, {"properties": {"amount": "nan"}})) == {"amount": "INVALID_LONG"}
    too_long = {"properties": {"dealname": "x" * 65_537}}
    assert problems(hub.post(DEALS, too_long)) == {"dealname": "VALUE_TOO_LONG"}
    found = {"filterGroups": [{"filters": [{"propertyName": "core_day", "operator": "LTE", "value": "2026-01-01"}]}]}
    assert hub.post(f"{DEALS}/search", found).body["total"] == 3


def test_yes_and_no_come_as_json_too(hub, text_property):
    options = [
        {"label": one, "value": one, "displayOrder": at, "hidden": False} for at, one in enumerate(("true", "false"))
    ]
    body = text_property("core_flag", type="bool", fieldType="booleancheckbox", options=options)
    hub.made("/crm/v3/properties/deals", body)
    assert hub.made(DEALS, {"properties": {"core_flag": True}})["properties"]["core_flag"] == "true"


def test_stage_and_pipeline_find_each_other(hub, pipeline_body):
    hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2", "0.4"))
    made = hub.made(DEALS, {"properties": {"dealstage": "x_s1"}})
    assert made["properties"]["pipeline"] == "x"
    assert hub.made(DEALS, {"properties": {"pipeline": "x"}})["properties"]["dealstage"] == "x_s0"
    wrong = {"properties": {"pipeline": "default", "dealstage": "x_s1"}}
    assert problems(hub.post(DEALS, wrong)) == {"dealstage": "INVALID_OPTION"}
    path = f"{DEALS}/{made['id']}"
    assert hub.patch(path, {"properties": {"dealstage": "closedwon"}}).body["properties"]["pipeline"] == "default"


def test_a_move_sets_times_flags_and_amounts(hub):
    made = hub.made(DEALS, {"properties": {"dealstage": "contractsent", "amount": "100"}})
    assert made["properties"]["hs_is_closed"] == "false"
    assert made["properties"]["hs_projected_amount"] == "90"
    hub.switch(clock_offset_s=3600)
    after = hub.patch(f"{DEALS}/{made['id']}", {"properties": {"dealstage": "closedwon"}}).body["properties"]
    assert (after["hs_is_closed"], after["hs_is_closed_won"], after["hs_is_closed_lost"]) == ("true", "true", "false")
    assert after["hs_v2_date_exited_contractsent"] == after["hs_v2_date_entered_closedwon"] == after["closedate"]
    assert 3_600_000 <= int(after["hs_v2_latest_time_in_contractsent"]) < 3_700_000
    assert after["hs_deal_stage_probability"] == "1.0"


def test_a_close_date_that_is_given_stays(hub):
    made = hub.made(DEALS, {"properties": {"dealstage": "closedwon", "closedate": "2026-01-05T00:00:00.000Z"}})
    assert made["properties"]["closedate"] == "2026-01-05T00:00:00.000Z"


def test_leads_need_a_name_and_a_contact(hub):
    assert hub.post(LEADS, {"properties": {"hs_lead_name": "A"}}).status == 400
    assert hub.post(LEADS, {"properties": {}, "associations": LINK}).status == 400
    made = hub.made(LEADS, {"properties": {"hs_lead_name": "A"}, "associations": LINK})
    assert made["properties"]["hs_pipeline_stage"] == "new-stage-id"
    assert made["properties"]["hs_lead_is_new"] == "true"
    assert hub.post("/crm/v3/objects/tickets", {"properties": {"subject": "A"}}).status == 400


def test_unique_values_conflict(hub, text_property):
    made = hub.made(CONTACTS, {"properties": {"email": "a@example.com"}})
    answer = hub.post(CONTACTS, {"properties": {"email": "A@example.com"}})
    body = hub.refused(answer, 409, f"Contact already exists. Existing ID: {made['id']}")
    assert body["category"] == "CONFLICT"
    hub.made("/crm/v3/properties/deals", text_property("core_key", hasUniqueValue=True))
    first = hub.made(DEALS, {"properties": {"core_key": "1"}})
    assert hub.post(DEALS, {"properties": {"core_key": "1"}}).status == 409
    assert hub.get(f"{DEALS}/1?idProperty=core_key").body["id"] == first["id"]
    assert hub.get(f"{CONTACTS}/a@example.com?idProperty=email").body["id"] == made["id"]
    assert hub.get(f"{DEALS}/A?idProperty=dealname").status == 400


def test_pages_follow_record_ids(hub):
    ids = [hub.made(DEALS, {"properties": {"dealname": str(at)}})["id"] for at in range(5)]
    first = hub.get(f"{DEALS}?limit=2").body
    assert [one["id"] for one in first["results"]] == ids[:2]
    after = first["paging"]["next"]["after"]
    rest = hub.get(f"{DEALS}?limit=100&after={after}").body
    assert [one["id"] for one in rest["results"]] == ids[2:]
    assert "paging" not in rest
    assert hub.get(f"{DEALS}?limit=101").status == 400


def test_a_batch_create_is_all_or_nothing(hub):
    inputs = [{"properties": {"dealname": "A"}}, {"properties": {"nonsense": "1"}}]
    assert hub.post(f"{DEALS}/batch/create", {"inputs": inputs}).status == 400
    assert hub.get(DEALS).body["results"] == []
    traced = [one | {"objectWriteTraceId": str(at)} for at, one in enumerate(inputs)]
    answer = hub.post(f"{DEALS}/batch/create", {"inputs": traced})
    assert (answer.status, answer.body["numErrors"]) == (207, 1)
    assert answer.body["results"][0]["objectWriteTraceId"] == "0"
    assert answer.body["errors"][0]["context"] == {"objectWriteTraceId": ["1"]}
    assert hub.post(f"{DEALS}/batch/create", {"inputs": inputs[:1] * 101}).status == 400


def test_batch_read_update_archive(hub):
    made = hub.post(f"{DEALS}/batch/create", {"inputs": [{"properties": {"dealname": one}} for one in "AB"]})
    assert made.status == 201
    ids = [{"id": one["id"]} for one in made.body["results"]]
    read = hub.post(f"{DEALS}/batch/read", {"inputs": ids, "properties": ["dealname"]})
    assert (read.status, [one["properties"]["dealname"] for one in read.body["results"]]) == (200, ["A", "B"])
    partly = hub.post(f"{DEALS}/batch/read", {"inputs": [*ids, {"id": "77"}], "properties": []})
    assert (partly.status, partly.body["errors"][0]["context"]) == (207, {"ids": ["77"]})
    changes = [one | {"properties": {"amount": "5"}} for one in ids]
    assert hub.post(f"{DEALS}/batch/update", {"inputs": changes}).status == 200
    assert hub.post(f"{DEALS}/batch/update", {"inputs": [{"id": "77", "properties": {}}]}).status == 404
    assert hub.post(f"{DEALS}/batch/archive", {"inputs": [*ids, {"id": "77"}]}).status == 204
    assert hub.get(DEALS).body["results"] == []


def test_upsert_changes_or_makes(hub):
    hub.made(CONTACTS, {"properties": {"email": "a@example.com"}})
    inputs = [
        {"id": one, "idProperty": "email", "properties": {"firstname": "N"}}
        for one in ("a@example.com", "b@example.com")
    ]
    answer = hub.post(f"{CONTACTS}/batch/upsert", {"inputs": inputs})
    assert [(one["properties"]["email"], one["new"]) for one in answer.body["results"]] == [
        ("a@example.com", False), ("b@example.com", True),
    ]  # fmt: skip
    assert hub.post(f"{CONTACTS}/batch/upsert", {"inputs": [{"id": "7", "properties": {}}]}).status == 404
