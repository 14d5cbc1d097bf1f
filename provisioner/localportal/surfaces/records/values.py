"""Property values on the wire: what a write may set, and the text that is stored for it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from provisioner.localportal.wire import iso

LONGEST_TEXT = 65_536


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that does not fit, with HubSpot's code for it."""

    name: str
    code: str
    message: str


def stored(definition: Mapping[str, Any] | None, name: str, value: Any, before: str) -> str | Problem:
    """The text to store for a value that was sent; `""` clears. `before` is the old text, for `;`-appends."""
    if definition is None or definition.get("archived"):
        return Problem(name, "PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist')
    if definition["modificationMetadata"]["readOnlyValue"]:
        return Problem(name, "READ_ONLY_VALUE", f'"{name}" is a read only property; its value cannot be set.')
    if isinstance(value, list | dict):
        return Problem(name, "INVALID_VALUE", f"Cannot deserialize the value of {name}: it must be text")
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if not text:
        return ""
    match definition["type"]:
        case "number":
            return text if number(text) is not None else Problem(name, "INVALID_LONG", f"{text} was not a valid long.")
        case "date":
            day = as_date(text)
            return day or Problem(name, "INVALID_DATE", f"{text} was not a valid date.")
        case "datetime":
            moment = as_datetime(text)
            return moment or Problem(name, "INVALID_DATE", f"{text} was not a valid datetime.")
        case "bool" | "enumeration":
            return _chosen(definition, name, text, before)
    if len(text) > LONGEST_TEXT:
        return Problem(name, "VALUE_TOO_LONG", f"The value of {name} is longer than {LONGEST_TEXT} characters")
    return text


def number(text: str) -> float | None:
    """The number in a text, None when there is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def as_date(text: str) -> str | None:
    """A date as it is stored, from an ISO day or from milliseconds at midnight UTC."""
    if re.fullmatch(r"-?\d+", text):
        moment = datetime.fromtimestamp(int(text) / 1000, UTC)
        return moment.date().isoformat() if moment.time().isoformat() == "00:00:00" else None
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def as_datetime(text: str) -> str | None:
    """A moment as it is stored, from ISO-8601 or from milliseconds."""
    if re.fullmatch(r"-?\d+", text):
        return iso(datetime.fromtimestamp(int(text) / 1000, UTC))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return iso(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))


def _chosen(definition: Mapping[str, Any], name: str, text: str, before: str) -> str | Problem:
    """One of the options, or with checkboxes several joined by `;`; a leading `;` adds to what is there."""
    if definition["externalOptions"]:
        return text
    allowed = [option["value"] for option in definition["options"]]
    wanted = text.strip(";").split(";") if definition["fieldType"] == "checkbox" else [text]
    for value in wanted:
        if value not in allowed:
            listed = ", ".join(allowed)
            return Problem(name, "INVALID_OPTION", f"{value} was not one of the allowed options: [{listed}]")
    if definition["fieldType"] != "checkbox":
        return text
    kept = before.split(";") if text.startswith(";") and before else []
    return ";".join(dict.fromkeys(kept + wanted))
