"""Endpoints of teams and their members (2026-09-beta, listed under 2026-09 too)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.people import refusals, state, teams
from provisioner.localportal.surfaces.people.teams import DEFAULT, EXTRA, Team
from provisioner.localportal.wire import Ask, Handler, Reply, answer, batch, compact, no_content

MOST_A_PAGE = 100


def listed(ask: Ask) -> Reply:
    """GET a page of teams: `after`, `limit`."""
    return _page(ask, [(team.id, _printed(team)) for team in teams.every(ask.db)])


def create(ask: Ask) -> Reply:
    """POST a team with its members."""
    body = ask.json()
    if missing := [field for field in ("name", "members") if field not in body]:
        raise required_fields(missing)
    made = Team(teams.next_id(ask.db), "", None, ())
    made = replace(made, name=_name(ask, made, body["name"]), parent=_parent(ask, made, body.get("parentTeamId")))
    for member in body["members"]:
        made = _joined(ask, made, member)
    teams.put(ask.db, made)
    place = f"http://{ask.call.headers.get('host', 'localhost')}{ask.call.path.rstrip('/')}/{made.id}"
    return answer(201, _printed(made), Location=place)


def read(ask: Ask) -> Reply:
    """GET one team."""
    return answer(200, _printed(_existing(ask)))


def change(ask: Ask) -> Reply:
    """PATCH a team's name or parent; a parent of null moves it to the top."""
    team, body = _existing(ask), ask.json()
    missing = [field for field in ("name", "parentTeamId") if field not in body]
    if missing and ask.settings.team_patch_needs_both:
        raise required_fields(missing)
    if "name" in body:
        team = replace(team, name=_name(ask, team, body["name"]))
    if "parentTeamId" in body:
        team = replace(team, parent=_parent(ask, team, body["parentTeamId"]))
    teams.put(ask.db, team)
    return answer(200, _printed(team))


def delete(ask: Ask) -> Reply:
    """DELETE a team."""
    teams.delete(ask.db, _existing(ask).id)
    return no_content()


def members(ask: Ask) -> Reply:
    """GET a page of a team's members."""
    return _page(ask, [(user, {"userId": user, "type": kind}) for user, kind in sorted(_existing(ask).members)])


def join(ask: Ask) -> Reply:
    """POST one member."""
    body = ask.json()
    teams.put(ask.db, _joined(ask, _existing(ask), body))
    return answer(201, {"userId": str(body["userId"]), "type": body["type"]})


def join_many(ask: Ask) -> Reply:
    """POST up to 100 members: all or none."""
    team, joined = _existing(ask), []
    for body in ask.inputs():
        team = _joined(ask, team, body)
        joined.append(compact({"userId": str(body["userId"]), "type": body["type"]}))
    teams.put(ask.db, team)
    return batch(200, joined, [], ask.stamp)


def leave(ask: Ask) -> Reply:
    """DELETE a member; `type` names which of its memberships (default: DEFAULT)."""
    team, left = _existing(ask), (ask.params["user"], ask.one("type", DEFAULT))
    if left not in team.members:
        raise refusals.unknown_user(ask.params["user"])
    teams.put(ask.db, replace(team, members=tuple(one for one in team.members if one != left)))
    return no_content()


def _answering(handler: Handler, writes: bool) -> Handler:
    """The handler behind the doors of the beta: its address, and whether this account has it."""

    def behind(ask: Ask) -> Reply:
        if ask.version not in ask.settings.teams_versions:
            raise refusals.no_such_version()
        if ask.settings.teams_access == "none" or (writes and ask.settings.teams_access == "read"):
            raise access.missing_scopes(None, ask.scopes, (access.teams_write if writes else access.teams_read)(None))
        return handler(ask)

    return behind


def _route(method: str, pattern: str, handler: Handler) -> Route:
    writes = method != "GET"
    scopes = access.teams_write if writes else access.teams_read
    return Route(method, "teams", pattern, _answering(handler, writes), scopes, writes=writes)


def _existing(ask: Ask) -> Team:
    team = teams.read(ask.db, ask.params["team"])
    if team is None:
        raise refusals.unknown_team(ask.params["team"])
    return team


def _joined(ask: Ask, team: Team, body: Any) -> Team:
    if not isinstance(body, dict) or not {"userId", "type"} <= set(body):
        raise required_fields(["userId", "type"])
    if body["type"] not in (DEFAULT, EXTRA):
        raise refusals.bad_field("type", f"{DEFAULT} or {EXTRA}")
    user_id = str(body["userId"])
    if user_id not in state.users(ask.db):
        raise refusals.not_a_user(user_id)
    kept = tuple(one for one in team.members if one[0] != user_id)
    return replace(team, members=(*kept, (user_id, body["type"])))


def _name(ask: Ask, team: Team, name: Any) -> str:
    if not isinstance(name, str) or not name.strip():
        raise refusals.bad_field("name", "text")
    if any(other.name.strip().lower() == name.strip().lower() and other.id != team.id for other in teams.every(ask.db)):
        raise refusals.team_name_taken(name)
    return name


def _parent(ask: Ask, team: Team, parent_id: Any) -> str | None:
    """The parent, when it is a team that does not lie below this one."""
    if parent_id is None:
        return None
    held = {one.id: one for one in teams.every(ask.db)}
    above: str | None = str(parent_id)
    while above is not None:
        if above not in held or above == team.id:
            raise refusals.bad_parent(str(parent_id))
        above = held[above].parent
    return str(parent_id)


def _printed(team: Team) -> dict[str, Any]:
    return {"id": team.id, "name": team.name, **({"parentTeamId": team.parent} if team.parent else {})}


def _page(ask: Ask, found: list[tuple[str, dict[str, Any]]]) -> Reply:
    limit, after = ask.one("limit", "100"), ask.one("after", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_A_PAGE or not after.isdigit():
        raise refusals.bad_page(MOST_A_PAGE)
    left = [one for one in found if int(one[0]) > int(after)]
    shown = left[: int(limit)]
    body: dict[str, Any] = {"results": [printed for _, printed in shown]}
    if len(left) > len(shown):
        body["paging"] = {"next": {"after": shown[-1][0]}}
    return answer(200, body)


ROUTES = (
    _route("GET", "", listed),
    _route("POST", "", create),
    _route("GET", "{team}", read),
    _route("PATCH", "{team}", change),
    _route("DELETE", "{team}", delete),
    _route("GET", "{team}/members", members),
    _route("POST", "{team}/members", join),
    _route("POST", "{team}/members/batch", join_many),
    _route("DELETE", "{team}/members/{user}", leave),
)
