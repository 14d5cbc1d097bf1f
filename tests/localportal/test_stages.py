"""Stages written one at a time, and the properties that come with them (checklist 6 and 7)."""

from __future__ import annotations

import pytest

X = "/crm/v3/pipelines/deals/x"
STAGES, PROPERTIES = f"{X}/stages", "/crm/v3/properties/deals"


@pytest.fixture
def pipeline(hub, pipeline_body):
    hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2", "0.4", "0.6"))
    return hub


def orders(hub):
    found = hub.get(STAGES).body["results"]
    return {one["id"]: one["displayOrder"] for one in sorted(found, key=lambda one: one["displayOrder"])}


def stage(stage_id, order, **fields):
    return {"stageId": stage_id, "label": stage_id.title(), "displayOrder": order} | {
        "metadata": {"probability": "0.5"}
    } | fields  # fmt: skip


def test_a_taken_slot_puts_the_new_one_after_its_holder_and_renumbers(pipeline):
    made = pipeline.made(STAGES, stage("x_new", 0))
    assert made["displayOrder"] == 0, "the answer is an echo"
    assert orders(pipeline) == {"x_s0": 0, "x_new": 1, "x_s1": 2, "x_s2": 3}


def test_a_free_slot_changes_that_stage_only(pipeline):
    pipeline.patch(f"{STAGES}/x_s0", {"metadata": {}, "displayOrder": 9})
    assert orders(pipeline) == {"x_s1": 1, "x_s2": 2, "x_s0": 9}


def test_moving_onto_a_neighbour(pipeline):
    pipeline.patch(f"{STAGES}/x_s0", {"displayOrder": 2})
    assert orders(pipeline) == {"x_s1": 0, "x_s2": 1, "x_s0": 2}
    pipeline.patch(f"{STAGES}/x_s0", {"displayOrder": 2})
    assert orders(pipeline) == {"x_s1": 0, "x_s2": 1, "x_s0": 2}


def test_orders_can_be_kept_verbatim(pipeline):
    pipeline.switch(stage_order="verbatim")
    pipeline.made(STAGES, stage("x_new", 0))
    assert orders(pipeline) == {"x_s0": 0, "x_new": 0, "x_s1": 1, "x_s2": 2}


def test_a_patch_merges_metadata_and_echoes_stale_derivations(pipeline):
    echo = pipeline.patch(f"{STAGES}/x_s0", {"metadata": {"probability": "1", "colour": "red"}}).body
    assert echo["metadata"] == {"isClosed": "false", "probability": "1", "colour": "red"}
    assert pipeline.get(f"{STAGES}/x_s0").body["metadata"] == {"isClosed": "true", "probability": "1.0"}
    pipeline.patch(f"{STAGES}/x_s0", {"label": "Other", "metadata": {"isClosed": "false"}})
    found = pipeline.get(f"{STAGES}/x_s0").body
    assert (found["label"], found["metadata"]) == ("Other", {"isClosed": "true", "probability": "1.0"})
    assert pipeline.patch(f"{STAGES}/x_s0", {"metadata": {"probability": None}}).status == 400


def test_a_put_replaces_the_whole(pipeline):
    assert pipeline.put(f"{STAGES}/x_s0", {"label": "A", "displayOrder": 0, "metadata": {}}).status == 400
    assert pipeline.put(f"{STAGES}/x_s0", {"label": "A"}).status == 400
    assert pipeline.put(f"{STAGES}/x_s0", stage("x_s0", 0, label="A")).body["label"] == "A"


def test_stage_ids_and_labels_that_are_taken(pipeline):
    body = pipeline.refused(pipeline.post(STAGES, stage("closedwon", 5)), 400, "already using stage id closedwon")
    assert "category" not in body
    twice = pipeline.post(STAGES, stage("x_new", 5, label=" s1 "))
    pipeline.refused(twice, 400, "Stage with label  s1  already exists",
                     "PipelineError.STAGE_LABEL_EXISTS")  # fmt: skip
    assert pipeline.patch(f"{STAGES}/x_s0", {"label": "S1"}).status == 400
    assert pipeline.patch(f"{STAGES}/x_s0", {"label": "s0"}).status == 200


def test_bad_bodies(pipeline):
    pipeline.refused(pipeline.post(STAGES, stage("x_new", -1)), 400, "Pipeline display order cannot be negative")
    assert pipeline.post(STAGES, stage("x_new", 5, metadata=[])).status == 400
    assert pipeline.post(STAGES, {"stageId": "x_new"}).status == 400
    assert pipeline.post(STAGES, stage("s" * 101, 5)).status == 500
    assert pipeline.post("/crm/v3/pipelines/deals/no/stages", stage("x_new", 5)).status == 404


def test_a_delete_is_204_for_anything(pipeline):
    for path in (f"{STAGES}/no", "/crm/v3/pipelines/deals/no/stages/no", f"{STAGES}/x_s0", f"{STAGES}/x_s0"):
        assert pipeline.delete(path).status == 204
    missing = pipeline.get(f"{STAGES}/x_s0")
    assert (missing.status, missing.text) == (404, "")
    assert pipeline.patch(f"{STAGES}/x_s0", {}).status == 404


def test_the_last_stage_stays(pipeline):
    for name in ("x_s0", "x_s1"):
        pipeline.delete(f"{STAGES}/{name}")
    pipeline.refused(pipeline.delete(f"{STAGES}/x_s2"), 400, "Pipeline must have at least one stage")


def test_a_stage_with_records_is_kept_when_checked(pipeline):
    pipeline.made("/crm/v3/objects/deals", {"properties": {"dealstage": "x_s1"}})
    newest = "/crm/pipelines/2026-09/deals/x/stages/x_s1"
    pipeline.refused(pipeline.delete(newest), 400, "Stage IDs: [x_s1]", "PipelineError.STAGE_ID_IN_USE")
    assert pipeline.delete(f"{STAGES}/x_s1?validateReferencesBeforeDelete=True").status == 400
    assert pipeline.delete(f"{STAGES}/x_s1").status == 204


def test_ticket_pipelines_keep_a_closed_stage(hub):
    tickets = "/crm/v3/pipelines/tickets"
    one = {"label": "Open", "displayOrder": 0, "metadata": {"ticketState": "OPEN"}, "stageId": "t_open"}
    body = {"label": "T", "displayOrder": 1, "pipelineId": "t", "stages": [one]}
    closed = "PipelineError.MISSING_CLOSED_STAGE"
    hub.refused(hub.post(tickets, body), 400, "at least one closed stage", closed)
    body["stages"].append(
        {"label": "Done", "displayOrder": 1, "metadata": {"ticketState": "CLOSED"}, "stageId": "t_done"}
    )
    hub.made(tickets, body)
    hub.refused(hub.patch(f"{tickets}/t/stages/t_done", {"metadata": {"ticketState": "OPEN"}}), 400, "closed", closed)
    hub.refused(hub.delete(f"{tickets}/t/stages/t_done"), 400, "closed", closed)
    lower = one | {"stageId": "t_x", "label": "X", "metadata": {"ticketState": "open"}}
    hub.refused(hub.post(f"{tickets}/t/stages", lower), 400,
                 "ticketState open is not valid", "PipelineError.INVALID_PIPELINE_STAGE_METADATA")  # fmt: skip
    assert hub.made(f"{tickets}/t/stages", {"label": "Y", "displayOrder": 7, "stageId": "t_y"})["metadata"] == {}
    assert hub.get(f"{tickets}/t/stages/t_y").body["metadata"] == {"isClosed": "false", "ticketState": "OPEN"}


def test_lead_stages_keep_their_state_under_a_key_that_is_a_switch(hub):
    leads = "/crm/v3/pipelines/leads/lead-pipeline-id/stages"
    assert hub.get(f"{leads}/qualified-stage-id").body["metadata"] == {"leadState": "QUALIFIED"}
    hub.made(
        leads, {"label": "A", "displayOrder": 9, "stageId": "a", "metadata": {"leadState": "IN_PROGRESS", "x": "1"}}
    )
    assert hub.get(f"{leads}/a").body["metadata"] == {"leadState": "IN_PROGRESS"}
    assert hub.patch(f"{leads}/a", {"metadata": {"leadState": "WON"}}).status == 400
    hub.switch(lead_state_key="")
    hub.made(leads, {"label": "B", "displayOrder": 10, "stageId": "b", "metadata": {"leadState": "IN_PROGRESS"}})
    assert hub.get(f"{leads}/b").body["metadata"] == {}


def test_every_stage_has_four_properties_and_takes_them_along(pipeline):
    names = [f"hs_v2_{part}_x_s0" for part in ("date_entered", "date_exited", "cumulative_time_in", "latest_time_in")]
    for name in names:
        found = pipeline.get(f"{PROPERTIES}/{name}").body
        assert found["hubspotDefined"] is True
        assert found["modificationMetadata"]["readOnlyValue"] is True
    assert pipeline.get(f"{PROPERTIES}/{names[0]}").body["label"] == 'Date entered "S0 (X)"'
    pipeline.patch(f"{STAGES}/x_s0", {"label": "Offer"})
    pipeline.patch(X, {"label": "Sales"})
    assert pipeline.get(f"{PROPERTIES}/{names[0]}").body["label"] == 'Date entered "Offer (Sales)"'
    pipeline.delete(f"{STAGES}/x_s0")
    assert {pipeline.get(f"{PROPERTIES}/{name}").status for name in names} == {404}
    assert pipeline.get(f"{PROPERTIES}/hs_v2_date_entered_x_s1").status == 200
    pipeline.delete(X)
    assert pipeline.get(f"{PROPERTIES}/hs_v2_date_entered_x_s1").status == 404


def test_ids_with_other_characters_get_a_normalised_name_with_a_hash(hub):
    names = [one["name"] for one in hub.get("/crm/v3/properties/leads").body["results"]]
    found = [name for name in names if name.startswith("hs_v2_date_entered_attempting_stage_id_")]
    assert len(found) == 1
    assert found[0].rsplit("_", 1)[1].isdigit()
