"""The values that actions set, and the texts that they send."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from provisioner.localportal.engine import calendars, points
from provisioner.localportal.engine.problems import NotRun
from provisioner.localportal.engine.world import Key, World
from provisioner.localportal.wire import iso

_TOKEN = re.compile(r"\{\{\s*([a-z_]+)\.([A-Za-z0-9_.]+)\s*\}\}")
Outputs = dict[str, dict[str, str]]


def value(told: dict[str, Any], key: Key, outputs: Outputs, world: World, target: tuple[Key, str] | None = None) -> str:
    """A value for the enrolled record. `target` is the (record, property) that it is set in, where it adds to that."""
    held = world.record(key).properties
    present = world.record(target[0]).properties.get(target[1], "") if target else ""
    match told["type"]:
        case "STATIC_VALUE":
            return str(told["staticValue"])
        case "OBJECT_PROPERTY":
            return held.get(told["propertyName"], "")
        case "FIELD_DATA":
            return outputs.get(str(told["actionId"]), {}).get(told["dataKey"], "")
        case "TIMESTAMP":
            return iso(world.now)
        case "INCREMENT":
            return f"{float(present or 0) + float(told['incrementAmount']):g}"
        case "RELATIVE_DATETIME":
            delay = told["timeDelay"]
            strategy = {"zoneId": (delay.get("timeZoneStrategy") or {}).get("timeZoneId")}
            zone = points.zone_of(strategy) if strategy["zoneId"] else world.zone
            return iso(calendars.due(world.now, delay, zone))
        case "STATIC_APPEND_VALUE":
            return _appended(present, str(told["staticAppendValue"]))
        case "APPEND_OBJECT_PROPERTY":
            return _appended(present, held.get(told["appendPropertyName"], ""))
    raise NotRun(f"values of the type {told['type']} are not run")


def moment(told: dict[str, Any], key: Key, outputs: Outputs, world: World) -> datetime | None:
    """A value as a moment: epoch milliseconds, or a date of the record; None where the record has none."""
    text = value(told, key, outputs, world)
    if text.lstrip("-").isdigit():
        return datetime.fromtimestamp(int(text) / 1000, world.zone)
    return points.moment(text, world.zone)


def text(told: str, key: Key, outputs: Outputs, world: World) -> str:
    """A subject or body with its tokens filled in. NotRun for a token that the engine cannot fill."""

    def filled(token: re.Match[str]) -> str:
        source, name = token.group(1), token.group(2)
        if source == "enrolled_object":
            return world.record(key).properties.get(name, "")
        if source == "action_outputs":
            action_id, _, data_key = name.removeprefix("action_output_").partition(".")
            return outputs.get(action_id, {}).get(data_key, "")
        raise NotRun(f"the token {token.group(0)} is not run")

    return _TOKEN.sub(filled, told)


def _appended(held: str, more: str) -> str:
    return ";".join(dict.fromkeys(part for part in (*held.split(";"), *more.split(";")) if part))
