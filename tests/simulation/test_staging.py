"""The state of the throw-away portal is made ready: people whom rules name, workflows in the blueprint's order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.localportal import store
from provisioner.model.keys import Key
from provisioner.simulation import staging


@pytest.fixture
def state(tmp_path: Path) -> dict[str, Any]:
    store.open(tmp_path / "portal.db").close()
    return store.dump(tmp_path / "portal.db")


def test_people_and_teams_of_a_new_portal_are_enough_where_rules_name_no_others(state: dict[str, Any]) -> None:
    emails, teams = staging.wanted_people([Key("team", "מנהלי משמרת"), Key("user", "noa.levi@example.com")])
    staffed, made_up = staging.staffed(state, emails, teams)
    assert (staffed, made_up) == (state, [])


def test_a_team_that_nobody_knows_gets_two_people(state: dict[str, Any], tmp_path: Path) -> None:
    staffed, made_up = staging.staffed(state, ["dan.lev@acme.example"], ["Sales"])
    assert made_up == ["Sales"]
    store.load(tmp_path / "portal.db", staffed)
    people = store.dump(tmp_path / "portal.db")["people"]
    emails = {str(each["userId"]): each["email"] for each in people["owners"].values()}
    (team,) = [each for each in people["teams"].values() if each["name"] == "Sales"]
    assert [emails[user] for user, _ in team["members"]] == ["rep1@team1.example.com", "rep2@team1.example.com"]
    assert "dan.lev@acme.example" in emails.values()
    assert len(emails) == len(state["people"]["owners"]) + 3


def test_workflows_take_the_numbers_in_the_order_that_is_asked_for() -> None:
    state, renamed = staging.in_order({"flows": {"11": "b", "9": "a", "12": "c"}}, ["12", "9"])
    assert state["flows"] == {"9": "c", "11": "a", "12": "b"}
    assert renamed == {"12": "9", "9": "11", "11": "12"}
