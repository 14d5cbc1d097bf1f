"""What only workflows have: they are switched on, edited by hand, cloned, named by others, and found by their mark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner import api, gateway
from provisioner.kinds import workflows
from provisioner.model.errors import Forbidden, PortalError, Refused
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Plan
from provisioner.model.run import Result, Run
from provisioner.reports import plan_text
from provisioner.rules.plan_hazards import HAZARDS
from tests.laws import automation
from tests.laws.automation import FLOWS, NAME
from tests.support import blueprints, running
from tests.support.portals import Steered

ON = {"automation": {"activate": True}}
KEY = Key("workflow", "cc_next_activity")


def plan(portal: Steered, folder: Path, **sections: Any) -> Plan:
    return running.plan(blueprints.write_sections(folder, automation.sections(**sections)), portal.target())


def apply(portal: Steered, folder: Path, **sections: Any) -> Run:
    path = blueprints.write_sections(folder, automation.sections(**sections))
    return running.apply(path, portal.target(), allow=tuple(HAZARDS))


def coded(plan: Plan, code: str) -> list[Finding]:
    return [finding for finding in plan.findings if finding.code == code]


def told(plan: Plan) -> str:
    return plan_text.render(plan, command=None)


# Switched on and off


def test_a_rule_that_is_switched_off_makes_nothing(portal: Steered, tmp_path: Path) -> None:
    assert apply(portal, tmp_path, enabled=False).complete
    assert automation.flows(portal) == []


def test_a_workflow_is_made_switched_off(portal: Steered, tmp_path: Path) -> None:
    assert apply(portal, tmp_path).complete
    assert automation.flow(portal)["isEnabled"] is False
    assert not plan(portal, tmp_path).changes


def test_activation_switches_it_on_in_a_second_write(portal: Steered, tmp_path: Path) -> None:
    assert apply(portal, tmp_path, **ON).complete
    assert automation.flow(portal)["isEnabled"] is True
    sent = [each for each in portal.requests() if each["method"] in ("POST", "PUT") and "/flows" in each["path"]]
    bodies = [each["body"]["isEnabled"] for each in sent if not each["path"].endswith("/read")]
    assert bodies == [False, True]
    assert not plan(portal, tmp_path, **ON).changes


def test_activation_waits_until_hubspot_has_finished(portal: Steered, tmp_path: Path) -> None:
    portal.settings(flow_pending_reads=2)
    assert apply(portal, tmp_path, **ON).complete
    assert automation.flow(portal)["isEnabled"] is True


def test_a_workflow_that_is_never_finished_is_told_and_found_again(portal: Steered, tmp_path: Path) -> None:
    portal.settings(flow_pending_reads=9)
    run = apply(portal, tmp_path, **ON)
    (failed,) = (outcome for outcome in run.outcomes if outcome.result is Result.FAILED)
    assert "is made, and not switched on: HubSpot has not finished making it" in failed.detail
    portal.settings(flow_pending_reads=0)
    assert apply(portal, tmp_path, **ON).complete
    assert automation.flow(portal)["isEnabled"] is True


def test_what_is_there_is_switched_on_later(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    found = plan(portal, tmp_path, **ON)
    assert "switched on: no → yes" in told(found)
    assert not found.hazards
    assert apply(portal, tmp_path, **ON).complete
    assert automation.flow(portal)["isEnabled"] is True


def test_what_a_person_switched_on_stays_on(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    automation.edit(portal, isEnabled=True)
    assert not plan(portal, tmp_path).changes
    assert apply(portal, tmp_path, after="9d").complete
    assert automation.flow(portal)["isEnabled"] is True


# Subscription and scope


def test_a_portal_without_the_subscription_is_told_before_anything_is_written(portal: Steered, tmp_path: Path) -> None:
    portal.settings(workflows_enabled=False)
    with pytest.raises(Forbidden, match=r"scope automation, and a Professional or Enterprise subscription") as caught:
        apply(portal, tmp_path, **ON)
    assert "leave `automation:` out" in caught.value.fix
    assert portal.writes() == []


def test_a_key_without_the_scope_is_told_which(portal: Steered, tmp_path: Path) -> None:
    held = ["crm.schemas.deals.read", "crm.schemas.deals.write", "crm.objects.deals.read", "crm.objects.owners.read"]
    portal.settings(tokens={portal.token: held})
    with pytest.raises(Forbidden, match="automation"):
        apply(portal, tmp_path)
    assert portal.writes() == []


def test_a_portal_without_rules_is_not_asked_for_workflows(portal: Steered, tmp_path: Path) -> None:
    portal.settings(workflows_enabled=False)
    assert not running.plan(blueprints.write(tmp_path, blueprints.SMALL), portal.target()).blocked
    assert not [line for line in portal.lines() if "flows" in line or "owners" in line or "teams" in line]


# Changed by rule, and by hand


def test_a_changed_threshold_is_told_in_words(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    found = plan(portal, tmp_path, after="9d")
    assert "after: 7 days → 9 days" in told(found)
    raw = plan_text.render(found, command=None, raw=True)
    assert "fingerprint" not in raw
    assert '"timePoint"' not in told(found)
    assert "@@" in raw
    assert '-           "days": -7' in " ".join(raw.split()) or '"days"' in raw


def test_another_recipient_is_told_in_words(portal: Steered, tmp_path: Path) -> None:
    ages = {"template": "stage_age", "when": None, "after": None, "remind_after": {"offer": "3d"}}
    ages |= {"escalate_after": {"offer": "9d"}}
    apply(portal, tmp_path, **ages, escalate_to={"team": "מנהלי משמרת"})
    found = told(plan(portal, tmp_path, **ages, escalate_to={"users": ["noa.levi@example.com"]}))
    assert "escalate to: \u2068team מנהלי משמרת\u2069 → noa.levi@example.com" in found


def test_what_the_calendar_changes_is_told(portal: Steered, tmp_path: Path) -> None:
    ages = {"template": "stage_age", "when": None, "after": None, "remind_after": {"offer": "3d"}}
    ages |= {"escalate_after": {"offer": "9d"}, "escalate_to": {"team": "מנהלי משמרת"}}
    apply(portal, tmp_path, **ages)
    moved = {"automation": {"go_live": "2026-12-01", "calendar": "il_call_center"}}
    found = told(plan(portal, tmp_path, **ages, **moved))
    assert "set to what the blueprint says: blocked dates, enrolment, time windows" in " ".join(found.split())


def test_the_last_day_of_the_holidays_is_sent_too(portal: Steered, tmp_path: Path) -> None:
    until = {"automation": {"blocked_until": "2027-04-22"}}  # the first day of Pesach
    ages = {"template": "stage_age", "when": None, "after": None, "remind_after": {"offer": "3d"}}
    ages |= {"escalate_after": {"offer": "9d"}, "escalate_to": {"team": "מנהלי משמרת"}}
    apply(portal, tmp_path, **ages, **until)
    assert {"month": "APRIL", "dayOfMonth": 22, "year": 2027} in automation.flow(portal)["blockedDates"]


def test_an_edit_by_hand_is_a_hazard(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    before = automation.flow(portal)
    automation.edit(
        portal,
        timeWindows=[{"day": "MONDAY", "startTime": {"hour": 9, "minute": 0}, "endTime": {"hour": 10, "minute": 0}}],
    )
    found = plan(portal, tmp_path)
    assert [hazard.code for _, hazard in found.hazards] == ["HAZ006"]
    assert "set to what the blueprint says: time windows" in told(found)
    path = blueprints.write_sections(tmp_path, automation.sections())
    with pytest.raises(Refused, match="HAZ006"):
        running.apply(path, portal.target())
    assert running.apply(path, portal.target(), allow=("HAZ006",)).complete
    assert automation.flow(portal)["timeWindows"] == before["timeWindows"] == []


def test_a_rule_changed_by_us_is_no_edit_by_hand(portal: Steered, tmp_path: Path) -> None:
    """Also where the people that the old rule named stand in no rule any more."""
    ages = {"template": "stage_age", "when": None, "after": None, "remind_after": {"offer": "3d"}}
    apply(portal, tmp_path, **ages, escalate_after={"offer": "9d"}, escalate_to={"team": "מנהלי משמרת"})
    assert not plan(portal, tmp_path, **ages).hazards


def test_what_is_no_rule_any_more_is_made_anew(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    automation.edit(portal, actions=[], startActionId=None)
    found = plan(portal, tmp_path)
    assert "it does not look like the rule any more, and is made anew from it" in told(found)
    assert apply(portal, tmp_path).complete
    assert not plan(portal, tmp_path).changes


# Lost updates


def _written_over(portal: Steered, folder: Path, between: Any) -> PortalError:
    """An update whose workflow somebody else writes after it was looked at."""
    found = plan(portal, folder, after="9d")
    (change,) = found.changes
    door = gateway.open_writer(portal.target(), patience=running.HASTY)
    try:
        live = workflows.look(door, [change], found.ids)[KEY]
        between()
        with pytest.raises(PortalError) as caught:
            workflows.update(door, change, live, found.ids)
    finally:
        door.close()
    return caught.value


@pytest.mark.parametrize("status", [400, 409])
def test_a_write_of_somebody_else_in_between_is_not_lost(portal: Steered, tmp_path: Path, status: int) -> None:
    portal.settings(stale_revision_status=status)
    apply(portal, tmp_path)

    def switch_on_and_rename() -> None:
        automation.edit(portal, name="Theirs", isEnabled=True)

    error = _written_over(portal, tmp_path, switch_on_and_rename)
    assert error.message == (
        "stale: somebody changed workflow:cc_next_activity meanwhile (name, switched on); nothing was written"
    )
    assert automation.flow(portal, "Theirs")["isEnabled"] is True


def test_a_saved_plan_carries_an_update_out(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    assert _resumed(portal, tmp_path, plan(portal, tmp_path, after="9d", **ON)).complete
    assert automation.flow(portal)["isEnabled"] is True
    assert not plan(portal, tmp_path, after="9d", **ON).changes


def test_a_saved_plan_is_refused_when_the_workflow_moved(portal: Steered, tmp_path: Path) -> None:
    apply(portal, tmp_path)
    saved = plan(portal, tmp_path, after="9d")
    automation.edit(portal, timeWindows=[], name="Theirs")
    with pytest.raises(Refused, match=r"workflow:cc_next_activity: fingerprint was \w+ and is \w+ \(name edited\) now"):
        _resumed(portal, tmp_path, saved)


def _resumed(portal: Steered, folder: Path, saved: Plan) -> Run:
    api.save(saved, folder / "plan.json")
    again = api.saved_plan(folder / "plan.json")
    with api.resumed(again, portal.target(), folder=folder, patience=running.HASTY) as prepared:
        api.permit(prepared, allow=tuple(HAZARDS), approve=None)
        return api.carry_out(prepared, pause=0.01)


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
    assert finding.message == 'property:deals/cc_at cannot go: 1 resources still use it (workflow "Theirs")'
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
