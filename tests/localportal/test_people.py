"""Owners, users and teams."""

from __future__ import annotations

import pytest

OWNERS, USERS, TEAMS = "/crm/v3/owners", "/settings/users/v3", "/settings/teams/2026-09-beta"


def user_ids(hub):
    return {owner["email"].split(".")[0]: str(owner["userId"]) for owner in hub.get(OWNERS).body["results"]}


def test_an_owner_is_not_its_user(hub):
    owner = hub.get(f"{OWNERS}/").body["results"][0]
    assert owner["id"] != str(owner["userId"])
    assert hub.get(f"{OWNERS}/{owner['id']}").body == owner
    assert hub.get(f"{OWNERS}/{owner['userId']}?idProperty=userId").body == owner
    assert hub.get(f"{OWNERS}?email={owner['email']}").body["results"] == [owner]
    assert hub.get(f"{OWNERS}?email=nobody@example.com").body["results"] == []
    assert hub.get(f"{OWNERS}/1").status == 404


def test_owners_come_in_pages(hub):
    page = hub.get(f"{OWNERS}?limit=2").body
    assert len(hub.get(f"{OWNERS}?after={page['paging']['next']['after']}").body["results"]) == 4
    assert hub.get(f"{OWNERS}?limit=0").status == 400


def test_a_new_portal_has_a_sales_organisation(hub):
    teams = hub.get("/settings/users/2026-03/teams").body["results"]
    assert [team["name"] for team in teams] == [
        "מוקד - משמרת בוקר", "מוקד - משמרת ערב", "מנהלי משמרת", "מנהלי לקוחות", "הנהלת מכירות",
    ]  # fmt: skip
    assert hub.get("/settings/v3/users/teams").body["results"] == teams
    owners = hub.get(OWNERS).body["results"]
    assert len(owners) == 6
    assert all(owner["email"].endswith("@example.com") for owner in owners)
    yael = next(owner for owner in owners if owner["firstName"] == "Yael")
    assert [(team["name"], team["primary"]) for team in yael["teams"]] == [
        ("מוקד - משמרת בוקר", True), ("מוקד - משמרת ערב", False),
    ]  # fmt: skip


def test_a_removed_user_leaves_an_archived_owner(hub):
    amit = user_ids(hub)["amit"]
    assert hub.delete(f"/settings/v3/users/{amit}").status == 204
    assert hub.get(f"{USERS}/{amit}").status == 404
    (gone,) = hub.get(f"{OWNERS}?archived=true").body["results"]
    assert (gone["userId"], str(gone["userIdIncludingInactive"]), gone["archived"]) == (None, amit, True)
    assert len(hub.get(OWNERS).body["results"]) == 5
    assert amit not in str(hub.get("/settings/users/v3/teams").body)


def test_users(hub):
    users = hub.get(USERS).body["results"]
    assert {user["id"] for user in users} == set(user_ids(hub).values())
    assert hub.get(f"/settings/v3/users/{users[1]['email']}?idProperty=EMAIL").body == users[1]
    assert users[1]["primaryTeamId"] in {team["id"] for team in hub.get(TEAMS).body["results"]}
    page = hub.get(f"{USERS}?limit=4").body
    assert len(hub.get(f"{USERS}?after={page['paging']['next']['after']}").body["results"]) == 2
    assert hub.get("/settings/v3/users/roles").body["results"]


def test_teams_are_made_changed_and_removed(hub):
    people = user_ids(hub)
    members = [{"userId": people["amit"], "type": "DEFAULT"}, {"userId": people["noa"], "type": "EXTRA"}]
    above = hub.made(TEAMS, {"name": "Sales", "members": []})
    team = hub.made(TEAMS, {"name": "Night", "members": members, "parentTeamId": above["id"]})
    assert team == {"id": team["id"], "name": "Night", "parentTeamId": above["id"]}
    path = f"{TEAMS}/{team['id']}"
    assert hub.get(path).body == team
    assert hub.patch(path, {"name": "Nights", "parentTeamId": None}).body == {"id": team["id"], "name": "Nights"}
    assert {one["userId"] for one in hub.get(f"{path}/members").body["results"]} == {people["amit"], people["noa"]}
    assert hub.delete(path).status == 204
    assert hub.get(path).status == 404


def test_a_user_has_one_team_by_default(hub):
    amit = user_ids(hub)["amit"]
    hub.made(TEAMS, {"name": "Night", "members": [{"userId": amit, "type": "DEFAULT"}]})
    by_name = {team["name"]: team["userIds"] for team in hub.get("/settings/users/v3/teams").body["results"]}
    assert amit in by_name["Night"]
    assert amit not in by_name["מוקד - משמרת בוקר"]


def test_members_join_and_leave(hub):
    people, team = user_ids(hub), hub.made(TEAMS, {"name": "Night", "members": []})
    path = f"{TEAMS}/{team['id']}/members"
    assert hub.post(path, {"userId": people["amit"], "type": "EXTRA"}).status == 201
    many = {"inputs": [{"userId": people[one], "type": "EXTRA"} for one in ("noa", "omer")]}
    assert len(hub.post(f"{path}/batch", many).body["results"]) == 2
    page = hub.get(f"{path}?limit=2").body
    assert len(hub.get(f"{path}?after={page['paging']['next']['after']}").body["results"]) == 1
    assert hub.delete(f"{path}/{people['noa']}").status == 404
    assert hub.delete(f"{path}/{people['noa']}?type=EXTRA").status == 204
    assert len(hub.get(path).body["results"]) == 2


def test_teams_that_cannot_be(hub):
    night = hub.made(TEAMS, {"name": "Night", "members": []})
    below = hub.made(TEAMS, {"name": "Late", "members": [], "parentTeamId": night["id"]})
    member = {"userId": "1", "type": "DEFAULT"}
    for bad in ({"name": "x"}, {"name": " ", "members": []}, {"name": "night", "members": []},
                {"name": "x", "members": [member]}, {"name": "x", "members": [], "parentTeamId": "9"},
                {"name": "x", "members": [{"userId": user_ids(hub)["noa"], "type": "OWNER"}]}):  # fmt: skip
        assert hub.post(TEAMS, bad).status == 400, bad
    assert hub.patch(f"{TEAMS}/{night['id']}", {"parentTeamId": below["id"]}).status == 400
    assert hub.get(f"{TEAMS}?limit=0").status == 400


@pytest.mark.parametrize(
    ("path", "scope"),
    [(USERS, "settings.users.read"), (TEAMS, "settings.users.teams.read"), (OWNERS, "crm.objects.owners.read")],
)
def test_people_need_their_scopes(hub, path, scope):
    hub.switch(tokens={"pat-none": ["automation"]})
    hub.speak_as("pat-none")
    hub.refused(hub.get(path), 403, "required scopes")
    hub.switch(tokens={"pat-none": [scope]})
    assert hub.get(path).status == 200


def test_other_people_can_be_put_in_their_place(hub):
    people = [
        {"firstName": "Rut", "lastName": "Oz", "id": "901", "userId": 801},
        {"firstName": "Gil", "lastName": "Bar", "email": "gil@example.com"},
        {"firstName": "Old", "lastName": "Hand", "archived": True},
    ]
    teams = [{"name": "A", "id": "701", "members": ["rut.oz@example.com"], "extra": ["gil@example.com"]}]
    assert hub.put("/_portal/people", {"people": people, "teams": teams}).status == 200
    owners = {owner["email"]: owner for owner in hub.get(OWNERS).body["results"]}
    assert set(owners) == {"rut.oz@example.com", "gil@example.com"}
    assert (owners["rut.oz@example.com"]["id"], owners["rut.oz@example.com"]["userId"]) == ("901", 801)
    assert hub.get("/settings/users/v3/teams").body["results"][0]["userIds"] == ["801"]
    assert len(hub.get(f"{OWNERS}?archived=true").body["results"]) == 1
    told = hub.get("/_portal/people").body
    assert [team["name"] for team in told["teams"].values()] == ["A"]
    assert hub.put("/_portal/people", {"people": [], "teams": [{"name": "A", "members": ["who"]}]}).status == 400


def test_people_survive_a_dump(hub):
    hub.delete(f"/settings/v3/users/{user_ids(hub)['amit']}")
    dump = hub.get("/_portal/dump").body
    hub.post("/_portal/reset", {})
    hub.post("/_portal/load", dump)
    assert hub.get("/_portal/dump").body == dump
