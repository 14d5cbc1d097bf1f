"""Endpoints of owners; read-only, as HubSpot's are."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.owners import refusals, state
from provisioner.localportal.wire import Ask, Reply, answer

MOST_A_PAGE = 500


def listed(ask: Ask) -> Reply:
    """GET a page of owners: `after`, `limit`, `email`, `archived`."""
    limit, after = ask.one("limit", "100"), ask.one("after", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_A_PAGE or not after.isdigit():
        raise refusals.bad_page()
    found = state.page(ask.db, int(after), int(limit) + 1, ask.one("email"), ask.flag("archived"))
    body: dict[str, Any] = {"results": found[: int(limit)]}
    if len(found) > int(limit):
        body["paging"] = {"next": {"after": found[int(limit) - 1]["id"]}}
    return answer(200, body)


def read(ask: Ask) -> Reply:
    """GET one owner by id, or by user id with `idProperty=userId`."""
    wanted, by_user = ask.params["id"], ask.one("idProperty") == "userId"
    for owner in state.everyone(ask.db):
        number = str(owner["userId"]) if by_user else owner["id"]
        if number == wanted and owner["archived"] == ask.flag("archived"):
            return answer(200, owner)
    raise refusals.unknown(wanted)


ROUTES = (
    Route("GET", "owners", "", listed, access.owners_read),
    Route("GET", "owners", "{id}", read, access.owners_read),
)
