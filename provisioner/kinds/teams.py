"""Kind ``team``: the teams to which rules assign records and send messages; who is in them is no configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from provisioner.kinds import base
from provisioner.model.document import place_of
from provisioner.model.errors import Exchange, Forbidden, NotFound, PortalError
from provisioner.model.findings import Finding, ManualStep
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Place, Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "team"
SECTION = "teams"
BATCH = 1
ECHOES = False
LIMITED = False
BRINGS: tuple[str, ...] = (base.BY_HAND,)
DEFS: Mapping[str, Json] = {
    "team": {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {
                "type": "string",
                "minLength": 1,
                "description": "Its name in HubSpot, by which rules speak of it.",
            },
            "was": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Former names: a team that the portal has under one of them is renamed, not made anew.",
            },
        },
    }
}
SCHEMA: Json = {"type": "object", "additionalProperties": {"$ref": "#/$defs/team"}}
RETIRE: Mapping[str, Json] = {
    "teams": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Teams that nobody is in, by their names in HubSpot.",
    }
}


def desired(document: Any, language: str) -> Iterator[Resource]:  # noqa: ARG001 - a team has one name
    for handle, entry in document[SECTION].items():
        was = tuple(Key(NAME, former) for former in entry.get("was", ()))
        place = place_of(document, (SECTION, handle))
        # Its name is its identity: that is how rules, and the people who read them, speak of it.
        yield Resource(Key(NAME, entry["name"]), {"name": entry["name"]}, "", place, was=was)


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    for index, each in enumerate(section):
        yield Retirement(Key(NAME, each), place_of(section, (index,)) or Place("", 1, 1))


for_editors = base.same_for_editors
standing_steps = base.no_steps
named = base.as_read
told = base.told_as_read


def own_id(key: Key) -> str:  # noqa: ARG001 - the shape of Kind
    return ""  # HubSpot numbers teams itself, and their names find them again


def scopes(known: Known) -> list[str]:
    # Workflows speak of teams, those of other people too: they are read wherever workflows are.
    keys = [*known.desired, *(each.key for each in known.retirements)]
    asked = {SECTION, "automation"} & known.sections or any(key.kind in (NAME, "workflow") for key in keys)
    return [SECTION] if asked else []


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:  # noqa: ARG001 - the shape of Kind
    asked = {key for key in [*known.desired, *(each.key for each in known.retirements)] if key.kind == NAME}
    try:
        found = list(_keyed(portal.get("teams", {})["results"], known, asked))
    except Forbidden as error:
        if not asked and not _is_spoken_of(known):
            return []
        fix = "add the scope settings.users.teams.read, or name users by their e-mail in the rules"
        raise Forbidden(error.message, error.exchange, fix=fix) from None
    if _would_change(found, known) and not _is_served(portal):
        found.append(base.by_hand(NAME))
    return found


def _keyed(teams: Sequence[Json], known: Known, asked: set[Key]) -> Iterator[Resource]:
    """Live teams under the keys of the blueprint: by pinned id, by name, by a former name."""
    names = {str(raw["id"]): str(raw["name"]) for raw in teams}
    keys = {known.ids[key]: key for key in asked if known.ids.get(key) in names}
    for key in sorted(asked - set(keys.values())):
        resource = known.desired.get(key)
        spoken = [key.address, *(former.address for former in (resource.was if resource else ()))]
        ids = [id_ for each in spoken for id_, name in names.items() if name == each and id_ not in keys]
        keys |= {ids[0]: key} if ids else {}
    for raw in teams:
        key = keys.get(str(raw["id"])) or Key(NAME, str(raw["name"]))
        yield _resource(key, raw, managed=key in asked)


def _resource(key: Key, raw: Json, *, managed: bool = True) -> Resource:
    people = {*(raw.get("userIds") or ()), *(raw.get("secondaryUserIds") or ())}
    # A team that the blueprint only speaks of belongs to the people who look after the account.
    facts = {"people": len(people), "holds": "person"} | ({} if managed else {"comes_with_portal": True})
    return Resource(key, {"name": str(raw["name"])}, "", id=str(raw["id"]), facts=facts)


def _is_spoken_of(known: Known) -> bool:
    return any(key.kind == NAME for each in known.desired.values() for key in each.needs)


def _would_change(found: Sequence[Resource], known: Known) -> bool:
    by_key = {each.key: each for each in found}
    wanted = [resource for key, resource in known.desired.items() if key.kind == NAME and resource.spec]
    missing = any(each.key not in by_key or by_key[each.key].spec != each.spec for each in wanted)
    return missing or any(each.key in by_key for each in known.retirements if each.key.kind == NAME)


def _is_served(portal: Reader) -> bool:
    """Whether this portal lets teams be changed: HubSpot's API for it is a beta, and needs a scope of its own."""
    try:
        portal.get("teams.api", {}, [("limit", "1")])
    except (NotFound, Forbidden):
        return False
    return True


def project(desired: Resource, live: Resource) -> Spec:
    return base.named_fields(desired.spec, live.spec)


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # HubSpot lets every team be renamed


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001 - the shape of Kind
    return int(live.facts["people"])  # whoever is in a team would stand without one


def manual(change: Change) -> Iterator[ManualStep]:
    from provisioner.kinds import team_steps

    yield from team_steps.steps(change)


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # HubSpot publishes no limit of teams through its API


# Carrying it out


def lane(change: Change) -> str:
    return "new" if change.action is Action.CREATE else str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    return Cost((0 if action is Action.CREATE else 2) * len(changes), len(changes))


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    found = {}
    for raw in portal.get("teams", {})["results"]:
        for change in changes:
            mine = str(raw["name"]) if change.action is Action.CREATE else str(raw["id"])
            if mine == (change.key.address if change.action is Action.CREATE else ids[change.key]):
                found[change.key] = _resource(change.key, raw)
    return found


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:  # noqa: ARG001 - the shape of Kind
    (change,) = changes
    try:
        made = portal.send("teams.create", {}, {"name": change.spec["name"], "members": []})
    except Forbidden as error:
        fix = "add the scope settings.users.teams.write, or make the team in HubSpot: Settings > Users & Teams > Teams"
        raise PortalError(error.message, Exchange("POST", "teams", 403), fix=fix) from None
    return [base.Made(str(made["id"]))]


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:  # noqa: ARG001 - the shape of Kind
    where = {"team": live.id or ""}
    # HubSpot asks for name and parent together: the parent stays what it is.
    parent = portal.get("team", where).get("parentTeamId")
    portal.send("team.update", where, {"name": change.spec["name"], "parentTeamId": parent})
    return None


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:
    portal.send("team.delete", {"team": ids[change.key]})
