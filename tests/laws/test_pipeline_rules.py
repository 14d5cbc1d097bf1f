"""Pipeline rules: by whichever version answers, only the rules that are named, and by hand where none answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.model.plan import Action
from tests.support import blueprints, running
from tests.support.portals import Steered

BOARD = {
    "label": "Sales",
    "stages": {
        "offer": {"label": "Offer", "probability": 0.4},
        "won": {"label": "Won", "probability": 1},
        "lost": {"label": "Lost", "probability": 0},
    },
}
PIPELINE: dict[str, Any] = {"pipelines": {"deals": {"cc_sales": BOARD}}}
BETA = "/crm/pipelines-rules/2026-09-beta/0-3/cc_sales"
WITHOUT_API = [{"pipeline_rules_versions": []}, {"pipeline_rules_enabled": False}]


def ruled(**rules: Any) -> dict[str, Any]:
    return PIPELINE | {"pipeline_rules": {"deals": {"cc_sales": rules}}}


def held(portal: Steered, path: str = BETA) -> dict[str, Any]:
    status, answer = portal.call("GET", path)
    assert status == 200
    rules: dict[str, Any] = answer["governanceValidationRules"]
    return rules


def converge(portal: Steered, path: Path) -> None:
    assert running.apply(path, portal.target()).complete
    assert not running.plan(path, portal.target()).changes


@pytest.mark.parametrize("version", ["2026-09-beta", "2026-09"])
@pytest.mark.parametrize("unset", ["404", "empty"])
def test_rules_are_set_together_with_a_new_pipeline(portal: Steered, tmp_path: Path, version: str, unset: str) -> None:
    portal.settings(pipeline_rules_versions=[version], unset_pipeline_rules=unset)
    path = blueprints.write_sections(tmp_path, ruled(create_in=["offer"], no_skipping=True))
    plan = running.plan(path, portal.target())
    assert [change.key.kind for change in plan.changes] == ["pipeline", "pipeline_rules"]
    assert not plan.manual
    converge(portal, path)
    assert held(portal, BETA.replace("2026-09-beta", version)) == {
        "noSkippingStagesRule": {"enabledForAllStages": True, "pipelineStageIds": []},
        "noBackwardsMovementRule": {"enabledForAllStages": False, "pipelineStageIds": []},
        "objectCreationRule": {"pipelineStageIds": ["cc_sales_offer"]},
    }


@pytest.mark.parametrize("unset", ["404", "empty"])
def test_rules_of_a_pipeline_that_is_there(portal: Steered, tmp_path: Path, unset: str) -> None:
    portal.settings(unset_pipeline_rules=unset)
    converge(portal, blueprints.write_sections(tmp_path, PIPELINE))
    path = blueprints.write_sections(tmp_path, ruled(create_in=["offer"]))
    plan = running.plan(path, portal.target())
    portal.forget_requests()
    assert running.apply(path, portal.target()).complete
    writes = len(portal.writes())
    assert (len(portal.lines()) - writes, writes) == (plan.cost.reads, plan.cost.writes)
    assert not running.plan(path, portal.target()).changes


def test_a_rule_that_the_blueprint_does_not_name_is_left_alone(portal: Steered, tmp_path: Path) -> None:
    converge(portal, blueprints.write_sections(tmp_path, ruled(create_in=["offer"])))
    backwards = {"noBackwardsMovementRule": {"enabledForAllStages": True, "pipelineStageIds": []}}
    assert portal.call("PATCH", BETA, backwards)[0] == 200
    path = blueprints.write_sections(tmp_path, ruled(create_in=["offer", "won"]))
    assert [change.action for change in running.plan(path, portal.target()).changes] == [Action.UPDATE]
    converge(portal, path)
    assert held(portal)["noBackwardsMovementRule"]["enabledForAllStages"] is True
    assert held(portal)["objectCreationRule"]["pipelineStageIds"] == ["cc_sales_offer", "cc_sales_won"]


@pytest.mark.parametrize("unset", ["404", "empty"])
def test_retired_rules_are_gone_and_stay_gone(portal: Steered, tmp_path: Path, unset: str) -> None:
    portal.settings(unset_pipeline_rules=unset)
    converge(portal, blueprints.write_sections(tmp_path, ruled(no_backwards=["won"])))
    path = blueprints.write_sections(tmp_path, PIPELINE | {"retire": {"pipeline_rules": {"deals": ["cc_sales"]}}})
    assert [change.action for change in running.plan(path, portal.target()).changes] == [Action.ARCHIVE]
    converge(portal, path)


def test_a_stage_leaves_its_rule_before_it_goes(portal: Steered, tmp_path: Path) -> None:
    more = {**BOARD, "stages": {"first": {"label": "First", "probability": 0.1}, **BOARD["stages"]}}
    first = {
        "pipelines": {"deals": {"cc_sales": more}},
        "pipeline_rules": ruled(create_in=["first"])["pipeline_rules"],
    }
    converge(portal, blueprints.write_sections(tmp_path, first))
    path = blueprints.write_sections(
        tmp_path, ruled(create_in=["offer"]) | {"retire": {"stages": {"deals/cc_sales": {"first": {}}}}}
    )
    converge(portal, path)


def test_a_saved_plan_is_carried_out(portal: Steered, tmp_path: Path) -> None:
    portal.settings(honour_ids=False)
    for rules in ({"create_in": ["offer"]}, {"create_in": ["won", "offer"], "no_backwards": ["lost"]}):
        path = blueprints.write_sections(tmp_path, ruled(**rules))
        api.save(running.plan(path, portal.target()), tmp_path / "plan.json")
        saved = api.saved_plan(tmp_path / "plan.json")
        with api.resumed(saved, portal.target(), folder=tmp_path, patience=running.HASTY) as prepared:
            api.permit(prepared, allow=(), approve=None)
            assert api.carry_out(prepared, pause=0.01).complete
        assert not running.plan(path, portal.target()).changes


def test_where_the_portal_gives_ids_of_its_own(portal: Steered, tmp_path: Path) -> None:
    portal.settings(honour_ids=False)
    converge(portal, blueprints.write_sections(tmp_path, ruled(create_in=["offer"])))
    converge(portal, blueprints.write_sections(tmp_path, ruled(create_in=["won"], no_skipping=["won"])))


@pytest.mark.parametrize("settings", WITHOUT_API, ids=["absent", "closed"])
def test_where_no_version_answers_it_is_a_step_for_a_person(
    portal: Steered, tmp_path: Path, settings: dict[str, Any]
) -> None:
    portal.settings(**settings)
    path = blueprints.write_sections(tmp_path, ruled(create_in=["offer"], no_skipping=True, no_backwards=False))
    plan = running.plan(path, portal.target())
    assert [change.key.kind for change in plan.changes] == ["pipeline"]
    assert not plan.blocked
    (step,) = plan.manual
    assert {"in these stages only: offer" in line for line in step.steps["en"]} == {True, False}
    assert len(step.steps["en"]) == len(step.steps["he"]) == 6
    converge(portal, path)


def test_a_stage_that_nobody_has_blocks_the_plan_before_a_write(portal: Steered, tmp_path: Path) -> None:
    """A pipeline that is adopted: the lint knows its stages only as far as the blueprint does."""
    converge(portal, blueprints.write_sections(tmp_path, PIPELINE))
    portal.call("DELETE", "/crm/pipelines/2026-09/deals/cc_sales/stages/cc_sales_lost")
    path = blueprints.write_sections(tmp_path, ruled(no_backwards=["lost"]))
    plan = running.plan(path, portal.target())
    assert [change.key.name for change in plan.changes] == ["lost", "cc_sales"]
    converge(portal, path)
