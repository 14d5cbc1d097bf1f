"""What only workflows have: they are found by their mark, named by others, and live where the portal has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.model.findings import Finding, Severity
from provisioner.model.plan import Action, Plan
from tests.laws import automation
from tests.laws.automation import FLOWS, NAME
from tests.laws.workflow_runs import KEY, ON, apply, plan, told
from tests.support import blueprints, running
from tests.support.portals import Steered


def coded(plan: Plan, code: str) -> list[Finding]:
    return [finding for finding in plan.findings if finding.code == code]


# Found by its mark


def test_a_clone_is_told_and_left_alone(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    copy = automation.clone(portal)
    found = plan(portal, tmp_path, after="9d")
    (finding,) = coded(found, "PLAN015")
    assert finding.severity is Severity.WARNING
    assert f'"{NAME} (clone)" (id {copy["id"]}) is left alone' in finding.message
    assert finding.place is not None
    assert [change.key for change in found.changes] == [KEY]
    assert apply(portal, tmp_path, after="9d").complete
    assert portal.call("GET", f"{FLOWS}/{copy['id']}")[1]["revisionId"] == copy["revisionId"]


def test_a_workflow_that_was_renamed_by_hand_is_found(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    automation.edit(portal, name="Theirs")
    found = plan(portal, tmp_path)
    assert [change.action for change in found.changes] == [Action.UPDATE]
    assert f"name: Theirs → {NAME}" in told(found)


def test_a_workflow_that_the_api_may_not_show_is_left_out(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    other = automation.clone(portal, description="Theirs")
    portal.settings(closed_flows=[other["id"]])
    assert not plan(portal, tmp_path).changes


def test_a_portal_without_batch_reads_is_read_one_by_one(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    portal.fault("status", method="POST", path="/batch/read", status=404, times=0)
    assert not plan(portal, tmp_path).changes


# What rules name


def test_an_unknown_team_is_told_with_the_line_of_the_rule(portal: Steered, tmp_path: Path) -> None:
    ages = {"template": "stage_age", "when": None, "after": None, "remind_after": {"offer": "3d"}}
    escalated = ages | {"escalate_after": {"offer": "9d"}}
    (finding,) = coded(plan(portal, tmp_path, **escalated, escalate_to={"team": "מנהלי משמרות"}), "PLAN007")
    assert finding.severity is Severity.ERROR
    assert "refers to team:מנהלי משמרות, which neither the blueprint nor the portal has" in finding.message
    assert finding.fix == "did you mean מנהלי משמרת?"
    assert finding.place is not None
    assert finding.key == KEY
    (finding,) = coded(plan(portal, tmp_path, **escalated, escalate_to={"users": ["x@elsewhere.org"]}), "PLAN007")
    assert "refers to user:x@elsewhere.org" in finding.message
    assert finding.fix.startswith("add the user in HubSpot, or name one that the portal has (amit.cohen@example.com, ")
    assert portal.writes() == []


def test_a_property_that_the_portal_does_not_have_is_told(portal: Steered, tmp_path: Path) -> None:
    stamp = {"template": "stamp_on_stage", "when": None, "after": None, "stage": "offer", "property": "cc_nowhere"}
    (finding,) = coded(plan(portal, tmp_path, **stamp), "PLAN007")
    assert "refers to property:deals/cc_nowhere" in finding.message


def stamped(**retire: Any) -> dict[str, Any]:
    fields = {"label": "Offered", "group": "dealinformation", "type": "date", "field_type": "date"}
    whole = automation.sections(template="stamp_on_stage", when=None, after=None, stage="offer", property="cc_at")
    return whole | {"properties": {"deals": {"cc_at": fields}}, **retire}


def test_a_property_in_a_live_workflow_does_not_go(portal: Steered, tmp_path: Path) -> None:
    assert running.apply(blueprints.write_sections(tmp_path, stamped()), portal.target()).complete
    automation.clone(portal, name="Theirs", description="made by hand")
    retiring = stamped(retire={"properties": {"deals": ["cc_at"]}})
    del retiring["properties"], retiring["automation"]["rules"]["cc_next_activity"]
    retiring["retire"]["workflows"] = ["cc_next_activity"]
    found = running.plan(blueprints.write_sections(tmp_path, retiring), portal.target())
    (finding,) = coded(found, "PLAN008")
    assert finding.message == 'property:deals/cc_at cannot go: 1 resource still uses it (workflow "Theirs")'
    (theirs,) = (each for each in automation.flows(portal) if each["name"] == "Theirs")
    portal.call("DELETE", f"{FLOWS}/{theirs['id']}")
    run = running.apply(blueprints.write_sections(tmp_path, retiring), portal.target())
    assert [str(outcome.change.key) for outcome in run.outcomes] == [
        "workflow:cc_next_activity",
        "property:deals/cc_at",
    ]
    assert run.complete


# Forecast categories


def forecast(**rule: Any) -> dict[str, Any]:
    whole = automation.sections(template="forecast_by_stage", when=None, after=None, **rule)
    stages = whole["pipelines"]["deals"]["cc_sales"]["stages"]
    stages["offer"]["forecast_category"] = "best_case"
    return whole


def test_a_category_that_the_portal_does_not_offer_is_told(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, forecast(categories={"offer": "most_likely"}))
    (finding,) = coded(running.plan(path, portal.target()), "PLAN014")
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "deals/cc_sales: the portal has no forecast category most_likely; "
        "it has omit, pipeline, best_case, commit, closed"
    )
    assert finding.place is not None
    fitting = blueprints.write_sections(tmp_path, forecast(categories={"offer": "commit"}))
    assert not coded(running.plan(fitting, portal.target()), "PLAN014")


@pytest.mark.parametrize(
    ("mode", "rule", "steps"),
    [
        ("call_center", {}, []),
        ("call_center", {"enabled": False}, ["Set the forecast categories of Sales"]),
        ("b2b", {"enabled": False}, ["Suggest forecast categories for Sales"]),
    ],
)
def test_categories_that_no_rule_sets_are_a_step_for_a_person(
    portal: Steered, tmp_path: Path, mode: str, rule: dict[str, Any], steps: list[str]
) -> None:
    path = blueprints.write_sections(tmp_path, forecast(**rule))
    path.write_text(path.read_text("utf-8").replace("mode: call_center", f"mode: {mode}"), "utf-8")
    manual = running.plan(path, portal.target()).manual
    assert [step.title["en"] for step in manual] == steps
    for step in manual:
        assert len(step.steps["en"]) == len(step.steps["he"])
        assert '"Offer": Best case.' in step.steps["en"]


def test_hubspots_own_lead_stages_are_turned_off_by_a_person(portal: Steered, tmp_path: Path) -> None:
    stages = {"new": {"label": "New", "lead_state": "new"}, "good": {"label": "Good", "lead_state": "qualified"}}
    whole = automation.sections(automation={"builtin": {"lead_stages": False}})
    whole["pipelines"]["leads"] = {"cc_leads": {"label": "Leads", "stages": stages}}
    whole["automation"]["rules"] = {
        "cc_new": {"template": "assign_new", "pipeline": "leads/cc_leads", "to": {"team": "מנהלי משמרת"}}
    }
    found = running.plan(blueprints.write_sections(tmp_path, whole), portal.target())
    assert "Turn off HubSpot's automatic lead stages of Leads" in [step.title["en"] for step in found.manual]
    assert not coded(found, "DOSE010")


# Where workflows live


def test_a_beta_is_asked_where_v4_is_switched_off(portal: Steered, tmp_path: Path) -> None:
    portal.settings(automation_bases=["2026-09-beta"])
    path = blueprints.write_sections(tmp_path, automation.sections(**ON))
    found = running.plan(path, portal.target())
    portal.forget_requests()
    assert running.apply(path, portal.target()).complete
    lines = [line for line in portal.lines() if "/automation/" in line]
    assert [line for line in lines if "/automation/v4/" in line] == ["GET /automation/v4/flows?limit=100"]
    assert len(lines) > 3
    writes = len(portal.writes())
    assert (len(portal.lines()) - writes, writes) == (found.cost.reads, found.cost.writes)


def test_ids_of_the_portals_own_stay_out_of_workflows(portal: Steered, tmp_path: Path) -> None:
    portal.settings(honour_ids=False)
    assert apply(portal, tmp_path, stage="offer").complete
    assert "cc_sales" not in str(automation.flow(portal)["enrollmentCriteria"])
    assert not plan(portal, tmp_path, stage="offer").changes


def test_workflows_are_made_in_the_order_of_the_plan(portal: Steered, tmp_path: Path) -> None:
    others = {
        f"cc_{name}": {"template": "reminder", "pipeline": "deals/cc_other", "when": when, "title": name}
        for name, when in {"z": "close_date_passed", "y": "no_next_activity", "x": "account_quiet"}.items()
    }
    assert apply(portal, tmp_path, rules=others).complete
    by_number = sorted(automation.flows(portal), key=lambda each: int(each["id"]))
    assert [each["name"] for each in by_number] == [NAME, "x", "y", "z"]
