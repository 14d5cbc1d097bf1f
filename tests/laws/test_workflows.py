"""What only workflows have: they are switched on, changed by rule and by hand, and never written over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner import api, gateway
from provisioner.kinds import workflows
from provisioner.model.errors import Forbidden, PortalError, Refused
from provisioner.model.plan import Plan
from provisioner.model.run import Result, Run
from provisioner.reports import plan_text
from provisioner.rules.plan_hazards import HAZARDS
from tests.laws import automation
from tests.laws.workflow_runs import KEY, ON, apply, plan, told
from tests.support import blueprints, running
from tests.support.portals import Steered

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
