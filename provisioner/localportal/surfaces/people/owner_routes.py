"""Endpoints of owners; read-only, as HubSpot's are."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.people import refusals, state, teams
from provisioner.localportal.surfaces.people.teams import DEFAULT, Team
from provisioner.localportal.wire import Ask, Reply, answer

MOST_A_PAGE = 500


def listed(ask: Ask) -> Reply:
    """GET a page of owners: `after`, `limit`, `email`, `archived`."""
    limit, after = ask.one("limit", "100"), ask.one("after", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_A_PAGE or not after.isdigit():
        raise refusals.bad_page(MOST_A_PAGE)
    found = state.page(ask.db, int(after), int(limit) + 1, ask.one("email"), ask.flag("archived"))
    held = teams.every(ask.db)
    body: dict[str, Any] = {"results": [printed(owner, held) for owner in found[: int(limit)]]}
    if len(found) > int(limit):
        body["paging"] = {"next": {"after": found[int(limit) - 1]["id"]}}
    return answer(200, body)


def read(ask: Ask) -> Reply:
    """GET one owner by id, or by user id with `idProperty=userId`."""
    wanted, number = ask.params["id"], "userId" if ask.one("idProperty") == "userId" else "id"
    for owner in state.everyone(ask.db):
        if str(owner.get(number)) == wanted and owner["archived"] == ask.flag("archived"):
            return answer(200, printed(owner, teams.every(ask.db)))
    raise refusals.unknown(wanted)


def printed(owner: state.Owner, held: list[Team]) -> dict[str, Any]:
    """An owner as the wire has it: with its teams inline; an archived one has a `userId` of null."""
    if owner["archived"]:
        return owner | {"userId": None}
    user_id = str(owner["userId"])
    inline = [
        {"id": team.id, "name": team.name, "primary": user_id in team.users(DEFAULT)}
        for team in held
        if user_id in team.users()
    ]
    return owner | ({"teams": inline} if inline else {})


ROUTES = (
    Route("GET", "owners", "", listed, access.owners_read),
    Route("GET", "owners", "{id}", read, access.owners_read),
)
