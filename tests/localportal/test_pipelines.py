"""Pipelines written as a whole (checklist 6)."""

from __future__ import annotations

import json

import pytest

DEALS, TICKETS = "/crm/v3/pipelines/deals", "/crm/v3/pipelines/tickets"
NEWEST = "/crm/pipelines/2026-09/deals"


@pytest.fixture
def on_stage(hub):
    """Puts a deal on a stage; returns its id."""

    def put(stage):
        return hub.made("/crm/v3/objects/deals", {"properties": {"dealname": "A", "dealstage": stage}})["id"]

    return put


def test_ids_are_honoured(hub, pipeline_body):
    made = hub.made(DEALS, pipeline_body("cc_sales", "0.2", "1.0", "0"))
    assert made["id"] == "cc_sales"
    found = hub.get(f"{DEALS}/cc_sales").body
    assert [stage["id"] for stage in found["stages"]] == ["cc_sales_s0", "cc_sales_s1", "cc_sales_s2"]
    assert set(found) == {"id", "label", "displayOrder", "stages", "createdAt", "updatedAt", "archived"}
    assert set(found["stages"][0]) == {
        "id", "label", "displayOrder", "metadata", "createdAt", "updatedAt", "archived", "writePermissions",
    }  # fmt: skip


def test_ids_can_be_ignored_and_numbered(hub, pipeline_body):
    hub.switch(honour_ids=False)
    made = hub.made(DEALS, pipeline_body("cc_sales", "0.2", "1.0"))
    ids = [made["id"], *(stage["id"] for stage in made["stages"])]
    assert len(set(ids)) == 3
    assert all(one.isdigit() for one in ids)
    assert hub.get(f"{DEALS}/cc_sales").status == 404


def test_without_an_id_a_number_is_given(hub, pipeline_body):
    body = pipeline_body("x", "0.2")
    del body["pipelineId"], body["stages"][0]["stageId"]
    assert hub.made(DEALS, body)["id"].isdigit()


def test_over_long_ids_are_500_and_nothing_is_made(hub, pipeline_body):
    long_stage = pipeline_body("x", "0.2")
    long_stage["stages"][0]["stageId"] = "s" * 101
    for body in (pipeline_body("p" * 37, "0.2"), long_stage):
        assert hub.post(DEALS, body).status == 500
    assert len(hub.get(DEALS).body["results"]) == 1
    assert hub.post(DEALS, pipeline_body("p" * 36, "0.2")).status == 201


def test_a_taken_pipeline_id(hub, pipeline_body):
    body = hub.refused(hub.post(DEALS, pipeline_body("default", "0.2")), 400, "pipelineId (default)")
    assert "category" not in body
    body = pipeline_body("default", "0.2")
    body["stages"][0]["metadata"] = {"ticketState": "CLOSED"}
    hub.refused(hub.post(TICKETS, body), 409, "", "PipelineError.STAGE_ID_EXISTS_IN_ANOTHER_PIPELINE")


def test_a_stage_id_of_another_pipeline_is_409_but_another_object_may_have_it(hub, pipeline_body):
    body = pipeline_body("cc_sales", "0.2")
    body["stages"][0]["stageId"] = "closedwon"
    hub.refused(hub.post(DEALS, body), 409, "closedwon", "PipelineError.STAGE_ID_EXISTS_IN_ANOTHER_PIPELINE")
    body["stages"][0]["metadata"] = {"ticketState": "CLOSED"}
    assert hub.post(TICKETS, body).status == 201


def test_labels_are_unique_for_an_object_whatever_their_case(hub, pipeline_body):
    hub.refused(
        hub.post(DEALS, pipeline_body("x", "0.2", label="SALES pipeline")), 400, "An active pipeline with label"
    )
    hub.made(DEALS, pipeline_body("x", "0.2", label="Other"))
    assert hub.patch(f"{DEALS}/x", {"label": "sales PIPELINE"}).status == 400
    body = pipeline_body("y", "0.2", label="Other")
    body["stages"][0]["metadata"] = {"ticketState": "CLOSED"}
    assert hub.post(TICKETS, body).status == 201


def test_stage_labels_are_unique_in_a_create_too(hub, pipeline_body):
    body = pipeline_body("x", "0.2", "0.4")
    body["stages"][1]["label"] = " s0 "
    hub.refused(hub.post(DEALS, body), 400, "already exists", None)


def test_a_create_answers_an_echo_and_only_a_get_the_truth(hub, pipeline_body):
    body = pipeline_body("x", "0.50", "1", "0")
    body["stages"][0]["metadata"]["colour"] = "red"
    body["stages"][1]["metadata"]["probability"] = 1
    made = hub.made(DEALS, body)
    assert made["stages"][0]["metadata"] == {"probability": "0.50", "colour": "red"}
    assert [stage["metadata"] for stage in hub.get(f"{DEALS}/x").body["stages"]] == [
        {"isClosed": "false", "probability": "0.5"},
        {"isClosed": "true", "probability": "1.0"},
        {"isClosed": "true", "probability": "0.0"},
    ]


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({}, "must specify probability when writing a dealstage"),
        ({"probability": None}, "must specify probability when writing a dealstage"),
        ({"probability": "1.1"}, "must be between 0.0 and 1.0 (inclusive)"),
        ({"probability": "-0.1"}, "must be between 0.0 and 1.0 (inclusive)"),
        ({"probability": "high"}, "must be between 0.0 and 1.0 (inclusive)"),
        ({"probability": "nan"}, "must be between 0.0 and 1.0 (inclusive)"),
    ],
)
def test_deal_stages_need_a_probability(hub, pipeline_body, metadata, message):
    body = pipeline_body("x", "0.2")
    body["stages"][0]["metadata"] = metadata
    assert "category" not in hub.refused(hub.post(DEALS, body), 400, message)


def test_probabilities_need_not_be_tenths(hub, pipeline_body):
    hub.made(DEALS, pipeline_body("x", "0.333"))
    assert hub.get(f"{DEALS}/x").body["stages"][0]["metadata"]["probability"] == "0.333"


@pytest.mark.parametrize(
    "change",
    [{"stages": []}, {"stages": None}, {"label": None}, {"label": " "}, {"displayOrder": None}, {"displayOrder": -1},
     {"displayOrder": "1"}, {"stages": "none"}, {"stages": [{"label": "A"}]}],
)  # fmt: skip
def test_bad_bodies(hub, pipeline_body, change):
    assert hub.post(DEALS, pipeline_body("x", "0.2") | change).status == 400


def test_ties_in_a_create_put_the_later_first_and_renumber(hub, pipeline_body):
    body = pipeline_body("x", "0.2", "0.4", "0.6")
    for stage in body["stages"]:
        stage["displayOrder"] = 5
    hub.made(DEALS, body)
    orders = {stage["id"]: stage["displayOrder"] for stage in hub.get(f"{DEALS}/x").body["stages"]}
    assert orders == {"x_s2": 0, "x_s1": 1, "x_s0": 2}


def test_gaps_in_a_create_survive(hub, pipeline_body):
    body = pipeline_body("x", "0.2", "0.4")
    body["stages"][1]["displayOrder"] = 7
    hub.made(DEALS, body)
    assert [stage["displayOrder"] for stage in hub.get(f"{DEALS}/x").body["stages"]] == [0, 7]


def test_the_list_is_whole_unsorted_and_ignores_its_query(hub, pipeline_body):
    hub.made(DEALS, pipeline_body("a_last", "0.4", displayOrder=9))
    for query in ("", "?archived=true", "?limit=1"):
        assert [one["id"] for one in hub.get(DEALS + query).body["results"]] == ["a_last", "default"]


def test_a_patch_changes_label_and_order_and_touches_every_stage(hub, pipeline_body):
    hub.made(DEALS, pipeline_body("x", "0.2"))
    before = hub.get(f"{DEALS}/x").body
    hub.switch(clock_offset_s=60)
    assert hub.patch(f"{DEALS}/x", {"label": "New", "displayOrder": 4, "stages": []}).body["label"] == "New"
    after = hub.get(f"{DEALS}/x").body
    assert (after["label"], after["displayOrder"], len(after["stages"])) == ("New", 4, 1)
    assert after["stages"][0]["updatedAt"] > before["stages"][0]["updatedAt"]
    assert hub.patch(f"{DEALS}/x", {"archived": False}).status == 400


def test_a_put_keeps_named_stages_numbers_new_ones_and_purges_the_rest(hub, pipeline_body):
    hub.made(DEALS, pipeline_body("x", "0.2", "0.4"))
    stages = [
        {"stageId": "x_s1", "label": "Kept", "displayOrder": 0, "metadata": {"probability": "0.5"}},
        {"label": "New", "displayOrder": 1, "metadata": {"probability": "1"}},
    ]
    assert hub.put(f"{DEALS}/x", {"label": "X", "displayOrder": 1, "stages": stages}).status == 200
    found = {stage["label"]: stage for stage in hub.get(f"{DEALS}/x").body["stages"]}
    assert set(found) == {"Kept", "New"}
    assert found["Kept"]["id"] == "x_s1"
    assert found["New"]["id"].isdigit()


def test_missing_pipelines_answer_each_in_its_own_way(hub):
    for answer in (hub.get(f"{DEALS}/no"), hub.patch(f"{DEALS}/no", {}), hub.put(f"{DEALS}/no", {})):
        assert (answer.status, answer.text) == (404, "")
    assert "category" not in hub.refused(hub.get(f"{DEALS}/no/stages"), 404, "no")
    assert hub.refused(hub.delete(f"{DEALS}/no"), 404, "no")["category"] == "OBJECT_NOT_FOUND"
    hub.accept = ""
    assert "<html>" in hub.get(f"{DEALS}/no").text


def test_a_delete_is_a_purge(hub, pipeline_body):
    hub.made(DEALS, pipeline_body("x", "0.2"))
    assert hub.delete(f"{DEALS}/x").status == 204
    assert hub.get(f"{DEALS}/x").status == 404
    assert hub.post(DEALS, pipeline_body("x", "0.2")).status == 201


def test_the_last_pipeline_stays(hub):
    assert hub.delete(f"{DEALS}/default").status == 400


def test_in_use_has_the_odd_context(hub, pipeline_body, on_stage):
    hub.made(DEALS, pipeline_body("x", "0.2", "0.4"))
    first, second = on_stage("x_s0"), on_stage("x_s1")
    body = hub.refused(hub.delete(f"{NEWEST}/x"), 400, "are being referenced by object IDs",
                       "PipelineError.STAGE_ID_IN_USE")  # fmt: skip
    assert body["message"] == f"Stage IDs: [x_s0, x_s1] are being referenced by object IDs: [{first}, {second}]"
    assert body["context"] == {"stageIds": ["[x_s0, x_s1]"], "objectIds": [f"[{first}, {second}]"]}
    for record in (first, second):
        hub.delete(f"/crm/v3/objects/deals/{record}")
    assert hub.delete(f"{NEWEST}/x").status == 204, "records in the recycle bin do not count"


@pytest.mark.parametrize(
    ("version", "query", "live", "documented"),
    [
        ("v3", "", 204, 204),
        ("v3", "?validateReferencesBeforeDelete=true", 400, 400),
        ("v3", "?validateDealStageUsagesBeforeDelete=True", 400, 400),
        ("2026-03", "", 204, 204),
        ("2026-09", "", 400, 400),
        ("2026-09", "?validateReferencesBeforeDelete=false", 400, 400),
        ("2026-09", "?validateReferencesBeforeDelete=false&validateDealStageUsagesBeforeDelete=false", 400, 204),
    ],
)
def test_the_version_decides_whether_records_block(hub, pipeline_body, on_stage, version, query, live, documented):
    path = f"/crm/v3/pipelines/deals/x{query}" if version == "v3" else f"/crm/pipelines/{version}/deals/x{query}"
    for mode, status in (("seen_live", live), ("documented", documented)):
        hub.post("/_portal/reset", {})
        hub.switch(reference_check_flags_bypass=mode)
        hub.made(DEALS, pipeline_body("x", "0.2"))
        record = on_stage("x_s0")
        assert hub.delete(path).status == status
        stage = hub.get(f"/crm/v3/objects/deals/{record}").body["properties"]["dealstage"]
        assert stage == "x_s0", "an unchecked delete moves nothing"


def test_a_put_that_drops_a_used_stage_is_checked_too(hub, pipeline_body, on_stage):
    hub.made(DEALS, pipeline_body("x", "0.2", "0.4"))
    on_stage("x_s1")
    body = pipeline_body("x", "0.2")
    del body["pipelineId"]
    assert hub.put(f"{NEWEST}/x", body).status == 400
    assert hub.put(f"{DEALS}/x", body).status == 200


def test_limits_refuse(hub, pipeline_body):
    hub.switch(pipeline_limits={"deals": 1})
    hub.made(DEALS, pipeline_body("x", "0.2"))
    hub.refused(hub.post(DEALS, pipeline_body("y", "0.2")), 400, "limit of 1", "PipelineError.LIMIT_EXCEEDED")
    assert hub.post("/crm/v3/pipelines/deals", pipeline_body("z", *["0.2"] * 101)).status == 400
    usage = hub.get("/crm/v3/limits/pipelines").body["hubspotDefinedObjectTypes"]
    assert [(one["usage"], one["limit"]) for one in usage] == [(1, 1)]


def test_objects_without_pipelines_of_their_own(hub, pipeline_body):
    assert len(hub.get("/crm/v3/pipelines/contacts").body["results"][0]["stages"]) == 8
    assert hub.post("/crm/v3/pipelines/contacts", pipeline_body("x", "0.2")).status == 400


def test_the_audit_tells_newest_first(hub, pipeline_body):
    hub.made(DEALS, pipeline_body("x", "0.2"))
    hub.patch(f"{DEALS}/x", {"label": "New"})
    found = hub.get(f"{DEALS}/x/audit").body["results"]
    assert [one["action"] for one in found] == ["UPDATE", "CREATE"]
    assert json.loads(found[0]["rawObject"]) == {"label": "New"}
    assert (found[0]["identifier"], found[0]["portalId"]) == ("x", 1_000_001)
    hub.patch(f"{DEALS}/x/stages/x_s0", {"label": "Other"})
    assert [one["action"] for one in hub.get(f"{DEALS}/x/stages/x_s0/audit").body["results"]] == ["UPDATE"]
