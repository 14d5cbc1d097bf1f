"""Pipeline rules: how records may move through a pipeline, and where they may begin."""

from __future__ import annotations

import pytest

BASE = "/crm/pipelines-rules/2026-09-beta"
DEFAULT, DEALS = f"{BASE}/0-3/default", "/crm/v3/objects/deals"
STAGES = "/crm/pipelines/2026-09/deals/default/stages"
OFF = {"enabledForAllStages": False, "pipelineStageIds": []}
ALL = {"enabledForAllStages": True, "pipelineStageIds": []}


def rules(backwards=OFF, skipping=OFF, create_in=()):
    return {"governanceValidationRules": block(backwards, skipping, create_in)}


def block(backwards=OFF, skipping=OFF, create_in=()):
    return {
        "noBackwardsMovementRule": backwards, "noSkippingStagesRule": skipping,
        "objectCreationRule": {"pipelineStageIds": list(create_in)},
    }  # fmt: skip


def some(*stage_ids):
    return {"enabledForAllStages": False, "pipelineStageIds": list(stage_ids)}


def ruled(hub, *args, **fields):
    answer = hub.put(DEFAULT, rules(*args, **fields))
    assert answer.status == 200, answer.text
    return answer.body


def deal(hub, stage):
    return hub.post(DEALS, {"properties": {"dealstage": stage, "pipeline": "default"}})


def moved(hub, record, stage):
    return hub.patch(f"{DEALS}/{record['id']}", {"properties": {"dealstage": stage}})


@pytest.mark.parametrize("version", ["2026-09-beta", "2026-09"])
def test_both_addresses_answer_until_they_are_switched_off(hub, version):
    path = f"/crm/pipelines-rules/{version}/0-3/default"
    assert hub.put(path, rules()).status == 200
    assert hub.get(f"{path}/").body["pipelineId"] == "default"
    (other,) = {"2026-09-beta", "2026-09"} - {version}
    hub.switch(pipeline_rules_versions=[other])
    assert hub.get(path).status == 404
    assert hub.put(path, rules()).status == 404
    assert hub.get(f"/crm/pipelines-rules/{other}/0-3/default").status == 200


def test_a_put_replaces_and_a_patch_merges(hub):
    told = ruled(hub, some("contractsent"), ALL, create_in=["appointmentscheduled"])
    assert told == {
        "id": "0-3-default", "objectTypeId": "0-3", "pipelineId": "default",
        "governanceValidationRules": block(some("contractsent"), ALL, ["appointmentscheduled"]),
        "createdAt": told["createdAt"], "updatedAt": told["updatedAt"],
    }  # fmt: skip
    assert hub.get(DEFAULT).body == told
    changed = hub.patch(DEFAULT, {"noBackwardsMovementRule": ALL}).body
    assert changed["governanceValidationRules"] == block(ALL, ALL, ["appointmentscheduled"])
    assert changed["createdAt"] == told["createdAt"]
    assert ruled(hub)["governanceValidationRules"] == block()


def test_a_patch_may_be_the_first(hub):
    told = hub.patch(DEFAULT, {"objectCreationRule": {"pipelineStageIds": ["appointmentscheduled"]}}).body
    assert told["governanceValidationRules"] == block(create_in=["appointmentscheduled"])


def test_removed_rules_are_gone(hub):
    hub.refused(hub.get(DEFAULT), 404, "No rules found")
    ruled(hub, ALL)
    assert (hub.delete(DEFAULT).status, hub.delete(DEFAULT).status) == (204, 204)
    assert hub.get(DEFAULT).status == 404
    hub.switch(unset_pipeline_rules="empty")
    assert hub.get(DEFAULT).body["governanceValidationRules"] == block()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "[governanceValidationRules]"), ({"governanceValidationRules": []}, "must be an object"),
        ({"governanceValidationRules": {"noSkippingStagesRule": OFF}}, "[noBackwardsMovementRule, objectCreationRule]"),
        (rules(backwards=some("nothing")), "Stages [nothing] do not exist in pipeline default"),
        (rules(create_in=["1"]), "Stages [1] do not exist"), (rules(skipping=[]), "must be an object"),
        (rules(skipping={"pipelineStageIds": []}), "[enabledForAllStages]"),
        (rules(skipping=OFF | {"enabledForAllStages": "no"}), "must be true or false"),
        (rules(skipping=OFF | {"pipelineStageIds": [1]}), "must be a list of texts"),
        (rules(skipping=ALL | {"pipelineStageIds": ["contractsent"]}), "must be empty"),
        (rules() | {"approvalStage": {"pipelineStageId": "contractsent"}}, "does not serve approvals"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be(hub, body, message):
    hub.refused(hub.put(DEFAULT, body), 400, message)
    assert hub.get(DEFAULT).status == 404


def test_a_patch_is_checked_too(hub):
    hub.refused(hub.patch(DEFAULT, {"noSkippingStagesRule": some("nothing")}), 400, "do not exist")


def test_paths_take_ids_of_what_is_there(hub):
    hub.refused(hub.get(f"{BASE}/deals/default"), 400, "Invalid object type id: deals")
    hub.refused(hub.put(f"{BASE}/0-3/nothing", rules()), 404, "Pipeline not found")
    assert hub.put(f"{BASE}/0-5/0", rules(create_in=["1"])).body["id"] == "0-5-0"


def test_rules_go_with_their_pipeline(hub, pipeline_body):
    hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2", "1"))
    assert hub.put(f"{BASE}/0-3/x", rules(create_in=["x_s0"])).status == 200
    hub.switch(stage_delete_with_rules="refused")
    assert hub.delete("/crm/pipelines/2026-09/deals/x").status == 204
    hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2", "1"))
    assert hub.get(f"{BASE}/0-3/x").status == 404


@pytest.mark.parametrize(
    ("switch", "status", "left"),
    [("kept", 204, ["contractsent"]), ("dropped", 204, []), ("refused", 400, ["contractsent"])],
)
def test_a_stage_that_a_rule_names(hub, switch, status, left):
    hub.switch(stage_delete_with_rules=switch)
    ruled(hub, some("contractsent"))
    assert hub.delete(f"{STAGES}/contractsent").status == status
    told = hub.get(DEFAULT).body["governanceValidationRules"]
    assert told["noBackwardsMovementRule"]["pipelineStageIds"] == left
    assert hub.delete(f"{STAGES}/qualifiedtobuy").status == 204


def test_keys_of_apps_pass_rules_by(hub):
    ruled(hub, ALL, ALL, create_in=["appointmentscheduled"])
    record = deal(hub, "contractsent").body
    assert moved(hub, record, "appointmentscheduled").status == 200


def test_a_user_may_create_only_where_the_rule_says(hub):
    ruled(hub, create_in=["appointmentscheduled"])
    hub.switch(user_tokens=[hub.token])
    hub.refused(deal(hub, "contractsent"), 400, "objectCreationRule")
    inputs = [{"properties": {"dealstage": "contractsent", "pipeline": "default"}}]
    assert hub.post(f"{DEALS}/batch/create", {"inputs": inputs}).status == 400
    assert deal(hub, "appointmentscheduled").status == 201


@pytest.mark.parametrize(
    ("backwards", "skipping", "allowed", "refused"),
    [
        (ALL, OFF, "closedwon", "appointmentscheduled"), (OFF, ALL, "decisionmakerboughtin", "contractsent"),
        (some("presentationscheduled"), OFF, "closedwon", "qualifiedtobuy"),
        (OFF, some("decisionmakerboughtin"), "appointmentscheduled", "contractsent"),
        (some("contractsent"), OFF, "qualifiedtobuy", None), (OFF, some("contractsent"), "contractsent", "closedwon"),
    ],
)  # fmt: skip
def test_a_user_may_move_only_as_the_rules_say(hub, backwards, skipping, allowed, refused):
    record = deal(hub, "presentationscheduled").body
    ruled(hub, backwards, skipping)
    hub.switch(user_tokens=[hub.token])
    if refused:
        hub.refused(moved(hub, record, refused), 400, "against the pipeline's")
        inputs = {"inputs": [{"id": record["id"], "properties": {"dealstage": refused}}]}
        assert hub.post(f"{DEALS}/batch/update", inputs).status == 400
    assert moved(hub, record, allowed).status == 200
    assert hub.patch(f"{DEALS}/{record['id']}", {"properties": {"dealname": "x"}}).status == 200


def test_a_move_into_another_pipeline_is_no_move_in_it(hub, pipeline_body):
    hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2", "1"))
    record = deal(hub, "contractsent").body
    assert hub.put(f"{BASE}/0-3/x", rules(ALL, ALL, ["x_s0"])).status == 200
    hub.switch(user_tokens=[hub.token])
    values = {"properties": {"dealstage": "x_s1", "pipeline": "x"}}
    assert hub.patch(f"{DEALS}/{record['id']}", values).status == 200


def test_an_account_without_the_product(hub):
    hub.switch(pipeline_rules_enabled=False)
    hub.refused(hub.get(DEFAULT), 403, "Professional or Enterprise")


@pytest.mark.parametrize("read", ["crm.pipelines.governance.read", "crm-pipelines-governance-read"])
def test_reading_and_writing_ask_for_different_scopes(hub, read):
    ruled(hub)
    hub.switch(tokens={"pat-reader": [read], "pat-writer": [read.replace("read", "write")]})
    hub.speak_as("pat-reader")
    assert hub.get(DEFAULT).status == 200
    hub.refused(hub.put(DEFAULT, rules()), 403, "required scopes")
    hub.speak_as("pat-writer")
    hub.refused(hub.get(DEFAULT), 403, "required scopes")
    assert hub.delete(DEFAULT).status == 204


def test_approvals_and_permissions_are_unknown_routes(hub):
    for path in ("stage-edit-permissions", "approvals/start"):
        assert hub.get(f"{DEFAULT}/{path}").body["category"] == "LOCAL_PORTAL_UNKNOWN_ROUTE"


def test_rules_survive_a_dump(hub):
    told = ruled(hub, some("contractsent"), ALL)["governanceValidationRules"]
    dump = hub.get("/_portal/dump").body
    assert dump["pipeline_rules"] == {"deals/default": told}
    hub.post("/_portal/reset", {})
    assert hub.get(DEFAULT).status == 404
    hub.post("/_portal/load", dump)
    assert hub.get(DEFAULT).body["governanceValidationRules"] == told
