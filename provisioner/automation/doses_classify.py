"""What a workflow does, leaf by leaf: every action with its dose class, and where and when it acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from provisioner.automation.doses_data import (
    ASSOCIATED,
    ASSOCIATED_OBJECT,
    CLASS_OF_PROPERTY,
    CLOSING_STATES,
    MESSAGES_TO_CUSTOMERS,
    NEUTRAL_ACTIONS,
    OWNER,
    PIPELINE_PROPERTY,
    STAGE_PROPERTY,
    TYPE_IDS,
    UNKNOWN,
)
from provisioner.automation.doses_graph import Step, steps
from provisioner.automation.doses_policy import JudgedFlow, Names
from provisioner.automation.doses_reach import ANYWHERE, Reach, at
from provisioner.model.keys import Ref

Json = Mapping[str, Any]
_TOKEN = "{{ enrolled_object"  # noqa: S105  # a token of HubSpot's text language, not a secret
_REASON_STATES = {"closed_won_reason": "won", "hs_lead_disqualification_reason": "disqualified"}


@dataclass(frozen=True, slots=True)
class Part:
    """One effect of an action. ``name`` is the property written or the action's id, ``on`` the object it acts on.

    ``state`` is the closing state written, ``created`` true for a value of a new record, ``fills`` true for an owner
    given only where there is none, ``value`` the text or Ref written, if it is a fixed one. ``into`` is where a new
    record is made.
    """

    dose_class: str
    name: str
    on: str
    writes: bool = False
    value: str | Ref | None = None
    state: str = ""
    created: bool = False
    fills: bool = False
    into: Reach | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part in its place: the action, where its records are, and how much went before it on the way there.

    ``reach`` includes where the action moves a record, ``before`` does not. ``reminders`` counts earlier reminders and
    tasks for the owner, ``minutes`` is the least time since enrolment, ``held`` tells that something waited on the way.
    """

    action: str
    part: Part
    reach: Reach
    before: Reach
    reminders: int = 0
    minutes: int = 0
    held: bool = False

    @property
    def dose_class(self) -> str:
        return self.part.dose_class


def classify(flow: JudgedFlow, names: Names) -> tuple[Leaf, ...]:
    """Every effect of a workflow, in the order in which its records meet them. Waits and branches have none."""
    return tuple(_leaves(flow, names))


def _leaves(flow: JudgedFlow, names: Names) -> Iterator[Leaf]:
    digests = _runs_by_calendar(flow.body)
    known: dict[str, tuple[Part, ...]] = {}

    def effects(action: Json) -> tuple[Part, ...]:
        name = str(action.get("actionId"))
        if name not in known:
            known[name] = tuple(parts(action, flow.object, names, digests=digests))
        return known[name]

    def reminds(action: Json) -> bool:
        return any(part.dose_class in ("remind_owner", "task_owner") for part in effects(action))

    def moves(step: Step) -> Reach:
        reach = step.reach
        for part in effects(step.action):
            if part.writes and part.on == flow.object:
                reach = reach.without(part.name)
            target = _target(part, flow.object, names)
            reach = reach.moved_to(target.pipelines or frozenset(), target.stages) if target else reach
        return reach

    for step in steps(flow.body, flow.object, names, reminds, moves):
        reach = moves(step)
        for part in effects(step.action):
            name = str(step.action.get("actionId"))
            yield Leaf(name, part, reach, step.reach, step.reminders, step.minutes, step.held)


def _target(part: Part, object_type: str, names: Names) -> Reach | None:
    """Where a write of pipeline or stage sends the record; None for any other part."""
    if part.on != object_type or not part.writes or part.created or part.dose_class not in ("stage_move", "auto_close"):
        return None
    if part.name not in (PIPELINE_PROPERTY.get(object_type), STAGE_PROPERTY.get(object_type)):
        return None
    return at(part.name, [part.value], object_type, names) if part.value is not None else ANYWHERE


def _runs_by_calendar(body: Json) -> bool:
    return (body.get("enrollmentSchedule") or {}).get("type") in (
        "DAILY",
        "WEEKLY",
        "MONTHLY_SPECIFIC_DAYS",
        "MONTHLY_RELATIVE_DAYS",
        "YEARLY",
    )


def parts(action: Json, object_type: str, names: Names, *, digests: bool = False) -> Iterator[Part]:
    """The effects of one action; ``digests`` when its workflow runs by the calendar."""
    match action.get("type", "SINGLE_CONNECTION"):
        case "LIST_BRANCH" | "STATIC_BRANCH":
            return
        case "SINGLE_CONNECTION":
            yield from _of_action(
                str(action.get("actionTypeId")), action.get("fields") or {}, object_type, names, digests
            )
        case other:
            yield Part(UNKNOWN, str(other), object_type)


def _of_action(type_id: str, fields: Json, on: str, names: Names, digests: bool) -> Iterator[Part]:
    if type_id in ("0-8", "0-9"):
        yield from _message(type_id, fields, on, digests)
    elif type_id in MESSAGES_TO_CUSTOMERS:
        yield Part("customer_message", type_id, on)
    elif type_id in _ACTIONS:
        yield from _ACTIONS[type_id](fields, on, names)
    elif type_id not in NEUTRAL_ACTIONS:
        yield Part(UNKNOWN, type_id, on)


def _message(type_id: str, fields: Json, on: str, digests: bool) -> Iterator[Part]:
    owners = fields.get("owner_properties") or ()
    users, teams = fields.get("user_ids") or (), fields.get("team_ids") or ()
    text = f"{fields.get('subject', '')}{fields.get('body', '')}"
    if digests and teams and not users and not owners and _TOKEN not in text:
        yield Part("digest", type_id, on)
        return
    if OWNER in owners:
        yield Part("remind_owner", type_id, on)
    if users or teams or set(owners) - {OWNER}:
        yield Part("manager_escalation", type_id, on)
    if not (owners or users or teams):
        yield Part(UNKNOWN, type_id, on)


def _task(fields: Json, on: str, _names: Names) -> Iterator[Part]:
    value = (fields.get("owner_assignment") or {}).get("value") or {}
    if value.get("type") == "OBJECT_PROPERTY" and value.get("propertyName") == OWNER:
        yield Part("task_owner", "0-3", on)
    else:
        yield Part("manager_escalation" if value else UNKNOWN, "0-3", on)


def _set_property(fields: Json, on: str, names: Names) -> Iterator[Part]:
    association = fields.get("association") or {}
    if association:
        on = ASSOCIATED_OBJECT.get(association.get("associationTypeId", 0), ASSOCIATED)
    yield _written(str(fields.get("property_name")), fields.get("value") or {}, on, names)


def _written(name: str, value: Json, on: str, names: Names, *, created: bool = False) -> Part:
    fixed = value.get("staticValue") if value.get("type") == "STATIC_VALUE" else None
    dose_class = CLASS_OF_PROPERTY.get(name, "stamp")
    state = _REASON_STATES.get(name, "lost") if dose_class == "auto_close" else ""
    if dose_class == "stage_move" and fixed is not None:
        found = names.state(on, fixed)
        state = found if found in CLOSING_STATES else ""
    return Part("auto_close" if state else dose_class, name, on, True, fixed, state, created)


def _copy(fields: Json, on: str, names: Names) -> Iterator[Part]:
    part = _written(str(fields.get("target_property")), {}, on, names)
    if part.dose_class == "reassign_owned":
        yield Part("assign_new", part.name, on, writes=True, fills=True)
    else:
        yield part


def _rotate(fields: Json, on: str, _names: Names) -> Iterator[Part]:
    fills = str(fields.get("overwrite_current_owner")).lower() == "false"
    name = str(fields.get("target_property") or OWNER)
    yield Part("assign_new" if fills else "reassign_owned", name, on, writes=True, fills=fills)


def _create(fields: Json, _on: str, names: Names) -> Iterator[Part]:
    made = TYPE_IDS.get(str(fields.get("object_type_id")), str(fields.get("object_type_id")))
    given = [
        _written(str(each.get("targetProperty")), each.get("value") or {}, made, names, created=True)
        for each in fields.get("properties") or ()
    ]
    placed = [at(part.name, [part.value], made, names) for part in given if part.value is not None]
    into = reduce(Reach.and_, placed, ANYWHERE)
    yield Part("create_record", "0-14", made, into=into)
    yield from (replace(part, into=into) for part in given if part.dose_class == "set_money" or part.state == "won")


def _destroy(_fields: Json, on: str, _names: Names) -> Iterator[Part]:
    yield Part("destroy", "0-18224765", on)


_ACTIONS: Mapping[str, Callable[[Json, str, Names], Iterator[Part]]] = {
    "0-3": _task,
    "0-5": _set_property,
    "0-11": _rotate,
    "0-14": _create,
    "0-18224765": _destroy,
    "0-25": _copy,
}
