"""One step as one HubSpot action, and back; every shape was seen in official examples or in exports of real flows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from provisioner.automation.objects import BY_TYPE_ID, OBJECTS, OWNER
from provisioner.automation.steps import (
    CopyOf,
    Create,
    Due,
    Later,
    Mail,
    Now,
    OtherStep,
    OtherValue,
    Plus,
    Recipient,
    Rotate,
    Set,
    Step,
    Task,
    Text,
    Value,
    Wait,
    WaitUntil,
)
from provisioner.model.portal import Json

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def action(step: Step, object_type: str) -> Json:
    """A step that is no branch, without id and connection."""
    if isinstance(step, OtherStep):
        return dict(step.action)
    kind, fields = _ENCODE[type(step)](step, object_type)
    return {"type": "SINGLE_CONNECTION", "actionTypeId": kind, "actionTypeVersion": 0, "fields": fields}


def step(given: Json, object_type: str) -> Step:
    """The step of an action that is no branch; ``OtherStep`` for whatever it cannot say in full."""
    fields = given.get("fields", {})
    try:
        decode = _DECODE.get(given.get("actionTypeId", ""))
        found = decode(fields) if decode else None
    except (KeyError, TypeError, ValueError, AttributeError):
        # A body that a person edited may have any shape; it is then told as it stands.
        found = None
    whole = found is not None and object_type in OBJECTS and _ENCODE[type(found)](found, object_type)[1] == fields
    kept = {name: value for name, value in given.items() if name not in ("actionId", "connection")}
    return found if found and whole else OtherStep(kept)


def _wait(each: Wait, _: str) -> tuple[str, Json]:
    # The delay's delta is text, a task's a number: seen in real exports.
    return "0-1", {"delta": str(each.number), "time_unit": each.unit}


def _until(each: WaitUntil, _: str) -> tuple[str, Json]:
    date = {"type": "OBJECT_PROPERTY", "propertyName": each.property}
    return "0-35", {"date": date, "delta": str(-each.minutes), "time_unit": "MINUTES"}


def _task(each: Task, object_type: str) -> tuple[str, Json]:
    kind = OBJECTS[object_type].task_association
    target = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": kind}
    return "0-3", {
        "task_type": each.kind,
        "subject": each.subject,
        "body": markup(each.text),
        "priority": each.priority,
        "due_time": _due(each.due),
        "associations": [{"target": target, "value": {"type": "ENROLLED_OBJECT"}}] if kind else [],
        "use_explicit_associations": "true" if kind else "false",
        # The only name that works: others are dropped in silence, and the task is then nobody's.
        "owner_assignment": {"type": "CUSTOM", "value": {"type": "OBJECT_PROPERTY", "propertyName": each.owner}},
    }


def _due(due: Due) -> Json:
    time = {"timeOfDay": {"hour": due.at[0], "minute": due.at[1]}} if due.at else {}
    return {"delta": due.number, "timeUnit": due.unit, "daysOfWeek": list(due.days), **time}


def _mail(each: Mail, _: str) -> tuple[str, Json]:
    return "0-8", {**_recipient(each.to), "subject": each.subject, "body": markup(each.text)}


def _rotate(each: Rotate, _: str) -> tuple[str, Json]:
    overwrite = "true" if each.overwrite else "false"
    return "0-11", {**_recipient(each.to), "target_property": OWNER, "overwrite_current_owner": overwrite}


def _recipient(to: Recipient) -> Json:
    every = {"owner_properties": [OWNER] if to.owner else [], "user_ids": list(to.users), "team_ids": list(to.teams)}
    return {name: values for name, values in every.items() if values}


def _set(each: Set, _: str) -> tuple[str, Json]:
    return "0-5", {"property_name": each.property, "value": value(each.value)}


def _create(each: Create, _: str) -> tuple[str, Json]:
    return "0-14", {
        "object_type_id": OBJECTS[each.object_type].type_id,
        "properties": [{"targetProperty": name, "value": value(given)} for name, given in each.properties],
        "associations": [],
        "use_explicit_associations": "false",
    }


_ENCODE: Mapping[type, Callable[[Any, str], tuple[str, Json]]] = {
    Wait: _wait,
    WaitUntil: _until,
    Task: _task,
    Mail: _mail,
    Set: _set,
    Rotate: _rotate,
    Create: _create,
}


def value(given: Value) -> Json:
    """A value for a property."""
    match given:
        case Text(text):
            return {"type": "STATIC_VALUE", "staticValue": text}
        case CopyOf(name):
            return {"type": "OBJECT_PROPERTY", "propertyName": name}
        case Now():
            return {"type": "TIMESTAMP", "timestampType": "EXECUTION_TIME"}
        case Plus(number):
            return {"type": "INCREMENT", "incrementAmount": number}
        case Later(number, unit):
            delay = {"delta": number, "timeUnit": unit, "daysOfWeek": []}
            return {"type": "RELATIVE_DATETIME", "timeDelay": delay}
        case OtherValue(raw):
            return raw


def read_value(given: Json) -> Value:
    match given:
        case {"type": "STATIC_VALUE", "staticValue": text}:
            return Text(text)
        case {"type": "OBJECT_PROPERTY", "propertyName": name}:
            return CopyOf(name)
        case {"type": "TIMESTAMP"}:
            return Now()
        case {"type": "INCREMENT", "incrementAmount": int(number)}:
            return Plus(number)
        case {"type": "RELATIVE_DATETIME", "timeDelay": {"delta": int(number), "timeUnit": unit}}:
            return Later(number, unit)
    return OtherValue(given)


def markup(text: str) -> str:
    """Plain text as the HTML that tasks and messages take: one paragraph a line."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.split("\n"))


def plain(given: str) -> str:
    """The text of a body; HTML that ``markup`` did not make stays as it is."""
    text = "\n".join(html.unescape(line) for line in _PARAGRAPH.findall(given))
    return text if markup(text) == given else given


def _read_task(fields: Json) -> Step:
    due = fields["due_time"]
    time = due.get("timeOfDay")
    at = (time["hour"], time["minute"]) if time else None
    when = Due(due["delta"], due["timeUnit"], tuple(due.get("daysOfWeek", ())), at)
    owner = fields["owner_assignment"]["value"]["propertyName"]
    return Task(fields["task_type"], fields["subject"], plain(fields["body"]), fields["priority"], when, owner)


def _read_recipient(fields: Json) -> Recipient:
    owner = fields.get("owner_properties") == [OWNER]
    return Recipient(owner, tuple(fields.get("user_ids", ())), tuple(fields.get("team_ids", ())))


def _read_create(fields: Json) -> Step | None:
    object_type = BY_TYPE_ID.get(fields["object_type_id"])
    values = tuple((each["targetProperty"], read_value(each["value"])) for each in fields["properties"])
    return Create(object_type, values) if object_type else None


_DECODE: Mapping[str, Callable[[Json], Step | None]] = {
    "0-1": lambda given: Wait(int(given["delta"]), given["time_unit"]),
    "0-35": lambda given: WaitUntil(given["date"]["propertyName"], -int(given["delta"])),
    "0-3": _read_task,
    "0-8": lambda given: Mail(_read_recipient(given), given["subject"], plain(given["body"])),
    "0-5": lambda given: Set(given["property_name"], read_value(given["value"])),
    "0-11": lambda given: Rotate(_read_recipient(given), given["overwrite_current_owner"] == "true"),
    "0-14": _read_create,
}
