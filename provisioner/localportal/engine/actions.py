"""What each action of a flow does to its record, and which way on it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provisioner.localportal.engine import calendars, contents, criteria
from provisioner.localportal.engine.problems import NotRun
from provisioner.localportal.engine.progress import Enrolment, Progress
from provisioner.localportal.engine.world import Change, Key, World, address
from provisioner.localportal.surfaces.flows.references import FAR_ENDS
from provisioner.localportal.surfaces.people.teams import Team
from provisioner.localportal.wire import iso

Action = dict[str, Any]
DELAYS = frozenset({"0-1", "0-29", "0-35"})
MET = "hs_event_criteria_met"


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did. `following` is the next action's id, "" where the path ends; `until` makes it wait.

    `listening` waits for an event until then. `enrol` names a flow that the record is to enter.
    """

    word: str
    text: str
    following: str
    who: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    until: datetime | None = None
    listening: bool = False
    enrol: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who does an action, and where."""

    world: World
    progress: Progress
    enrolment: Enrolment

    @property
    def key(self) -> Key:
        """The enrolled record."""
        return self.enrolment.key

    def text(self, told: object) -> str:
        """A text with its tokens filled in."""
        return contents.text(str(told or ""), self.key, self.enrolment.outputs, self.world)

    def value(self, told: Any, target: tuple[Key, str] | None = None) -> str:
        """A value to set."""
        return contents.value(told, self.key, self.enrolment.outputs, self.world, target)


def perform(action: Action, scene: Scene) -> Done:
    """Do one action. NotRun for an action that the engine does not know or cannot do."""
    kind = action["type"]
    if kind == "SINGLE_CONNECTION":
        known = _SINGLE.get(action["actionTypeId"])
        if known is None:
            raise NotRun(f"the action {action['actionTypeId']} is not run")
        return known(action, action["fields"], scene)
    if kind in _BRANCHES:
        return _BRANCHES[kind](action, scene)
    raise NotRun(f"actions of the type {kind} are not run")


def following(action: Action) -> str:
    """The id of the action that a plain connection leads to, "" where the path ends."""
    return str((action.get("connection") or {}).get("nextActionId", ""))


def has_effect(action: Action) -> bool:
    """Whether the action does something, rather than wait or choose a way: such are lost while a flow is off."""
    return not is_delay(action) and action["type"] not in _BRANCHES


def is_delay(action: Action) -> bool:
    """Whether the action only waits; a delay begins at any hour."""
    return action.get("actionTypeId") in DELAYS


def _delay(action: Action, fields: Action, scene: Scene) -> Done:
    until = calendars.delayed(
        scene.world.now, int(fields["delta"]), fields["time_unit"], scene.world.zone, fields.get("time_of_day")
    )
    text = f"waits {fields['delta']} {fields['time_unit'].lower()}, until {iso(until)}"
    return Done("delay", text, following(action), until=until)


def _until_date(action: Action, fields: Action, scene: Scene) -> Done:
    day = contents.moment(fields["date"], scene.key, scene.enrolment.outputs, scene.world)
    if day is None:
        return Done("delay", "has no date to wait for and goes on", following(action))
    delta, unit = int(fields.get("delta") or 0), fields.get("time_unit") or "DAYS"
    until = calendars.delayed(day, delta, unit, scene.world.zone, fields.get("time_of_day"))
    if until <= scene.world.now:
        return Done("delay", f"the date to wait for has passed ({iso(until)}) and it goes on", following(action))
    return Done("delay", f"waits until {iso(until)}", following(action), until=until)


def _wait(action: Action, fields: Action, scene: Scene) -> Done:
    until = calendars.delayed(scene.world.now, int(fields["expiration_minutes"]), "MINUTES", scene.world.zone)
    return Done("wait", f"waits for an event, until {iso(until)}", action["actionId"], until=until, listening=True)


def _task(action: Action, fields: Action, scene: Scene) -> Done:
    world, assigned = scene.world, (fields.get("owner_assignment") or {}).get("value")
    owner_id = scene.value(assigned) if assigned else ""
    due = calendars.due(world.now, fields.get("due_time") or {}, world.zone)
    subject = scene.text(fields["subject"])
    values = {
        "hs_task_subject": subject,
        "hs_task_body": scene.text(fields.get("body")),
        "hs_task_type": fields["task_type"],
        "hs_task_priority": fields.get("priority", "NONE"),
        "hs_task_status": "NOT_STARTED",
        "hs_timestamp": iso(due),
        "hubspot_owner_id": owner_id,
    }
    changes = world.create("0-27", values, _links(fields, scene))
    who = _owners([owner_id], world)
    whose = "" if who else ", for nobody"
    return Done("task", f"{subject} (due {iso(due)}{whose})", following(action), who, tuple(changes))


def _links(fields: Action, scene: Scene) -> list[Any]:
    """The associations of a record that an action makes: those with the enrolled record."""
    told = [
        one for one in fields.get("associations") or () if (one.get("value") or {}).get("type") == "ENROLLED_OBJECT"
    ]
    return [{"to": {"id": str(scene.key[1])}, "types": [one["target"]]} for one in told]


def _set(action: Action, fields: Action, scene: Scene) -> Done:
    world, name, far = scene.world, fields["property_name"], fields.get("association")
    keys = [scene.key]
    if far:
        if far.get("associationTypeId") not in FAR_ENDS:
            raise NotRun(f"associations of the type {far.get('associationTypeId')} are not run")
        keys = world.linked(scene.key, far["associationTypeId"])
    changes: list[Change] = []
    texts = [] if keys else [f"{name} of no associated record"]
    for key in keys:
        told = scene.value(fields["value"], (key, name))
        changes += world.change(key, {name: told})
        texts.append(f"{name}{f' of {address(key)}' if far else ''} = {told or '(empty)'}")
    return Done("set_property", ", ".join(texts), following(action), (), tuple(changes))


def _copy(action: Action, fields: Action, scene: Scene) -> Done:
    if fields.get("target_object"):
        raise NotRun("copying a property to another object is not run")
    told = scene.world.record(scene.key).properties.get(fields["source_property"], "")
    changes = scene.world.change(scene.key, {fields["target_property"]: told})
    text = f"{fields['target_property']} = {told or '(empty)'}"
    return Done("set_property", text, following(action), (), tuple(changes))


def _mail(action: Action, fields: Action, scene: Scene) -> Done:
    return Done("email", scene.text(fields["subject"]), following(action), _recipients(fields, scene))


def _notice(action: Action, fields: Action, scene: Scene) -> Done:
    return Done("app_notification", scene.text(fields["subject"]), following(action), _recipients(fields, scene))


def _recipients(fields: Action, scene: Scene) -> tuple[str, ...]:
    """The e-mail addresses of those who are told."""
    world, held = scene.world, scene.world.record(scene.key).properties
    users = [*fields.get("user_ids", ()), *_members(fields.get("team_ids", ()), world)]
    found = [_user(user, world)["email"] for user in users]
    found += _owners([held.get(name, "") for name in fields.get("owner_properties", ())], world)
    return tuple(dict.fromkeys(found))


def _rotate(action: Action, fields: Action, scene: Scene) -> Done:
    world, target = scene.world, fields["target_property"]
    held = world.record(scene.key).properties.get(target, "")
    if held and fields["overwrite_current_owner"] != "true":
        return Done("rotate", "has an owner, who stays", following(action), _owners([held], world))
    pool = [*fields.get("user_ids", ()), *_members(fields.get("team_ids", ()), world)]
    if not pool:
        raise NotRun("there is nobody to rotate to")
    turn = f"{scene.enrolment.flow_id}/{action['actionId']}"
    owner = _user(pool[scene.progress.turns[turn] % len(pool)], world)
    scene.progress.turns[turn] += 1
    changes = world.change(scene.key, {target: owner["id"]})
    before = ", ".join(_owners([held], world)) or "nobody"
    again = " (its owner again)" if held == owner["id"] else ""
    return Done(
        "rotate", f"{target}: {before} -> {owner['email']}{again}", following(action), (owner["email"],), tuple(changes)
    )


def _create(action: Action, fields: Action, scene: Scene) -> Done:
    values = {one["targetProperty"]: scene.value(one["value"]) for one in fields["properties"]}
    changes = scene.world.create(fields["object_type_id"], values, _links(fields, scene))
    return Done("create_record", f"made {address(changes[0].key)}", following(action), (), tuple(changes))


def _enrol(action: Action, fields: Action, _scene: Scene) -> Done:
    return Done("enrol", f"is to enter flow {fields['flow_id']}", following(action), enrol=str(fields["flow_id"]))


def _list_branch(action: Action, scene: Scene) -> Done:
    for at, branch in enumerate(action["listBranches"], 1):
        told = branch.get("filterBranch")
        if told and criteria.meets(told, scene.key, scene.world):
            return Done("branch", branch.get("branchName") or f"branch {at}", following(branch))
    return _default(action)


def _static_branch(action: Action, scene: Scene) -> Done:
    held = scene.value(action["inputValue"])
    for branch in action["staticBranches"]:
        if branch["branchValue"] == held:
            return Done("branch", held, following(branch))
    return _default(action)


def _default(action: Action) -> Done:
    way = following({"connection": action.get("defaultBranch")})
    return Done("branch", action.get("defaultBranchName") or "none of the branches", way)


def _members(team_ids: Any, world: World) -> list[str]:
    """The users of teams, whether it is their own team or one beside it, in the order of the teams."""
    found: list[str] = []
    for team_id in team_ids:
        team: Team | None = world.teams.get(str(team_id))
        if team is None:
            raise NotRun(f"this portal has no team {team_id}")
        found += team.users()
    return found


def _user(user_id: str, world: World) -> dict[str, Any]:
    if user_id not in world.users:
        raise NotRun(f"this portal has no user {user_id}")
    return world.users[user_id]


def _owners(owner_ids: list[str], world: World) -> tuple[str, ...]:
    """The addresses of owners that are there and active."""
    known = [world.owners[one] for one in owner_ids if one in world.owners]
    return tuple(owner["email"] for owner in known if not owner["archived"])


_SINGLE: dict[str, Callable[[Action, Action, Scene], Done]] = {
    "0-1": _delay, "0-3": _task, "0-5": _set, "0-8": _mail, "0-9": _notice, "0-11": _rotate, "0-14": _create,
    "0-15": _enrol, "0-25": _copy, "0-29": _wait, "0-35": _until_date,
}  # fmt: skip
_BRANCHES: dict[str, Callable[[Action, Scene], Done]] = {"LIST_BRANCH": _list_branch, "STATIC_BRANCH": _static_branch}
