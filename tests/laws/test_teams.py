"""Teams: made before the rules that name them, without people, and by hand where HubSpot does not make them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.model.keys import Key
from provisioner.model.plan import Action
from tests.support import blueprints, running
from tests.support.portals import Steered

NIGHT = "מוקד - לילה"
TEAM = Key("team", NIGHT)
BOARD = {
    "label": "Sales",
    "stages": {
        "offer": {"label": "Offer", "probability": 0.4},
        "won": {"label": "Won", "probability": 1},
        "lost": {"label": "Lost", "probability": 0},
    },
}
AGES = {
    "template": "stage_age",
    "pipeline": "deals/cc_sales",
    "remind_after": {"offer": "3d"},
    "escalate_after": {"offer": "9d"},
    "escalate_to": {"team": NIGHT},
}
RULED: dict[str, Any] = {
    "pipelines": {"deals": {"cc_sales": BOARD}},
    "automation": {"go_live": "2026-11-01", "rules": {"cc_ages": AGES}},
}
TEAMS = {"teams": {"night": {"name": NIGHT}}}
WITHOUT_API = [{"teams_versions": []}, {"teams_access": "none"}]


def teams(portal: Steered) -> dict[str, dict[str, Any]]:
    status, answer = portal.call("GET", "/settings/users/2026-03/teams")
    assert status == 200
    return {each["name"]: each for each in answer["results"]}


def test_a_team_is_made_empty_and_before_the_rule_that_names_it(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, TEAMS | RULED)
    plan = running.plan(path, portal.target())
    assert not plan.blocked
    keys = [change.key for change in plan.changes]
    assert keys.index(TEAM) < keys.index(Key("workflow", "cc_ages"))
    assert running.apply(path, portal.target()).complete
    assert teams(portal)[NIGHT]["userIds"] == []
    assert not running.plan(path, portal.target()).changes


def test_a_person_is_asked_to_put_people_into_a_new_team(portal: Steered, tmp_path: Path) -> None:
    plan = running.plan(blueprints.write_sections(tmp_path, TEAMS), portal.target())
    (step,) = plan.manual
    assert step.key == TEAM
    assert "people" in step.title["en"]
    assert step.steps["he"]


def test_a_team_that_the_portal_has_stays_as_it_is(portal: Steered, tmp_path: Path) -> None:
    before = teams(portal)
    path = blueprints.write_sections(tmp_path, {"teams": {"managers": {"name": "מנהלי משמרת"}}})
    plan = running.plan(path, portal.target())
    assert (plan.changes, plan.not_managed, plan.manual) == ((), 0, ())
    assert running.apply(path, portal.target()).complete
    assert teams(portal) == before


def test_a_rename_keeps_the_people_and_the_parent(portal: Steered, tmp_path: Path) -> None:
    portal.settings(team_patch_needs_both=True)
    held = teams(portal)
    parent, child = held["הנהלת מכירות"]["id"], held["מנהלי משמרת"]
    base = "/settings/teams/2026-09-beta"
    assert portal.call("PATCH", f"{base}/{child['id']}", {"name": "מנהלי משמרת", "parentTeamId": parent})[0] == 200
    path = blueprints.write_sections(tmp_path, {"teams": {"m": {"name": "אחראי משמרת", "was": ["מנהלי משמרת"]}}})
    assert [change.action for change in running.plan(path, portal.target()).changes] == [Action.UPDATE]
    assert running.apply(path, portal.target()).complete
    assert teams(portal)["אחראי משמרת"]["userIds"] == child["userIds"]
    assert portal.call("GET", f"{base}/{child['id']}")[1]["parentTeamId"] == parent
    assert not running.plan(path, portal.target()).changes


def test_a_saved_plan_is_carried_out(portal: Steered, tmp_path: Path) -> None:
    renamed = {"teams": {"night": {"name": "מוקד - שבת", "was": [NIGHT]}}}
    for sections in (TEAMS | RULED, renamed):
        path = blueprints.write_sections(tmp_path, sections)
        api.save(running.plan(path, portal.target()), tmp_path / "plan.json")
        saved = api.saved_plan(tmp_path / "plan.json")
        with api.resumed(saved, portal.target(), folder=tmp_path, patience=running.HASTY) as prepared:
            api.permit(prepared, allow=(), approve=None)
            assert api.carry_out(prepared, pause=0.01).complete
        assert not running.plan(path, portal.target()).changes


def test_a_team_with_people_does_not_go(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, {"retire": {"teams": ["מנהלי משמרת"]}})
    (finding,) = running.plan(path, portal.target()).blocked
    assert finding.code == "PLAN002"
    assert "1 person is in it" in finding.message


@pytest.mark.parametrize("settings", WITHOUT_API, ids=["absent", "closed"])
def test_where_the_api_makes_no_teams_it_is_a_step_for_a_person(
    portal: Steered, tmp_path: Path, settings: dict[str, Any]
) -> None:
    portal.settings(**settings)
    path = blueprints.write_sections(tmp_path, TEAMS)
    plan = running.plan(path, portal.target())
    assert not plan.changes
    assert not plan.blocked
    (step,) = plan.manual
    assert NIGHT in step.steps["en"][1]
    assert NIGHT in step.steps["he"][1]
    assert running.apply(path, portal.target()).complete
    portal.settings(teams_versions=["2026-09-beta"], teams_access="write")
    portal.call("POST", "/settings/teams/2026-09-beta", {"name": NIGHT, "members": []})
    portal.settings(**settings)
    done = running.plan(path, portal.target())
    assert (done.changes, done.manual) == ((), ())


def test_a_rule_that_waits_for_such_a_team_says_so(portal: Steered, tmp_path: Path) -> None:
    portal.settings(teams_versions=[])
    plan = running.plan(blueprints.write_sections(tmp_path, TEAMS | RULED), portal.target())
    (finding,) = plan.blocked
    assert (finding.code, str(finding.key)) == ("PLAN017", "workflow:cc_ages")
    assert finding.place is not None
    assert NIGHT in finding.message
    assert [step.key for step in plan.manual if step.key.kind == "team"] == [TEAM]


def test_a_key_that_only_reads_teams_is_told_what_it_needs(portal: Steered, tmp_path: Path) -> None:
    portal.settings(teams_access="read")
    run = running.apply(blueprints.write_sections(tmp_path, TEAMS), portal.target())
    assert not run.complete
    assert "settings.users.teams.write" in run.outcomes[0].detail


def test_a_pinned_team_is_ours_whatever_it_is_called(portal: Steered, tmp_path: Path) -> None:
    held = teams(portal)["מנהלי משמרת"]
    path = blueprints.write_sections(tmp_path, TEAMS)
    assert running.apply(path, portal.target(ids={str(TEAM): held["id"]})).complete
    assert teams(portal)[NIGHT]["id"] == held["id"]
