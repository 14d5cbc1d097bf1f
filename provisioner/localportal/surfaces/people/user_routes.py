"""Endpoints of users and of their teams as the users area tells them."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.people import refusals, state, teams
from provisioner.localportal.surfaces.people.teams import DEFAULT, EXTRA
from provisioner.localportal.wire import Ask, Reply, answer, no_content

MOST_A_PAGE = 100
_ROLE = {"id": "100001", "name": "Sales", "requiresBillingWrite": False}


def listed(ask: Ask) -> Reply:
    """GET a page of users: `after`, `limit`."""
    limit, after = ask.one("limit", "100"), ask.one("after", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_A_PAGE or not after.isdigit():
        raise refusals.bad_page(MOST_A_PAGE)
    found = [owner for user, owner in state.users(ask.db).items() if int(user) > int(after)]
    shown = found[: int(limit)]
    body: dict[str, Any] = {"results": [_printed(ask, owner) for owner in shown]}
    if len(found) > len(shown):
        body["paging"] = {"next": {"after": str(shown[-1]["userId"])}}
    return answer(200, body)


def read(ask: Ask) -> Reply:
    """GET one user, by id or with `idProperty=EMAIL`."""
    return answer(200, _printed(ask, _existing(ask)))


def remove(ask: Ask) -> Reply:
    """DELETE a user: its owner is archived, and it leaves its teams."""
    owner = _existing(ask)
    state.archive(ask.db, owner)
    teams.forget_user(ask.db, str(owner["userId"]))
    return no_content()


def roles(_ask: Ask) -> Reply:
    """GET the permission sets; they are made by hand in the settings, so here is one."""
    return answer(200, {"results": [_ROLE]})


def listed_teams(ask: Ask) -> Reply:
    """GET every team with its users; not paged."""
    found = [
        {"id": team.id, "name": team.name, "userIds": team.users(DEFAULT), "secondaryUserIds": team.users(EXTRA)}
        for team in teams.every(ask.db)
    ]
    return answer(200, {"results": found})


def _existing(ask: Ask) -> state.Owner:
    wanted, by_email = ask.params["id"], ask.one("idProperty").upper() == "EMAIL"
    for user_id, owner in state.users(ask.db).items():
        if wanted == (owner["email"] if by_email else user_id):
            return owner
    raise refusals.unknown_user(wanted)


def _printed(ask: Ask, owner: state.Owner) -> dict[str, Any]:
    user_id, held = str(owner["userId"]), teams.every(ask.db)
    own = next((team.id for team in held if user_id in team.users(DEFAULT)), None)
    return {
        "id": user_id,
        "email": owner["email"],
        "firstName": owner["firstName"],
        "lastName": owner["lastName"],
        "roleIds": [_ROLE["id"]],
        "roleId": _ROLE["id"],
        **({"primaryTeamId": own} if own else {}),
        "secondaryTeamIds": [team.id for team in held if user_id in team.users(EXTRA)],
        "superAdmin": owner["userId"] == state.USERS_FROM,
    }


ROUTES = (
    Route("GET", "users", "", listed, access.users_read),
    Route("GET", "users", "roles", roles, access.users_read),
    Route("GET", "users", "teams", listed_teams, access.teams_read),
    Route("GET", "users", "{id}", read, access.users_read),
    Route("DELETE", "users", "{id}", remove, access.users_write, writes=True),
)
