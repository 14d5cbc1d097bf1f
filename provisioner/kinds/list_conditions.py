"""One condition of a list, in three forms: as a blueprint says it, as a plan compares it, and as HubSpot's filter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from provisioner.automation.conditions import (
    After,
    AtLeast,
    Before,
    Between,
    Condition,
    Is,
    Known,
    Moment,
    OneOf,
    OtherCondition,
    Unknown,
)
from provisioner.model.portal import Json

_BAR = " | "
_SAID: Mapping[str, Callable[[Any], str]] = {
    "known": lambda value: "known" if value else "empty",
    "is": lambda value: "yes" if value else "no",
    "any_of": lambda value: f"one of {_listed(value)}",
    "none_of": lambda value: f"none of {_listed(value)}",
    "at_least": lambda value: f"at least {_number(value)}",
    "at_most": lambda value: f"at most {_number(value)}",
    "before": lambda value: f"before {value}",
    "after": lambda value: f"after {value}",
    "between": lambda value: f"from {value[0]} to {value[1]}",
    "this": lambda value: f"this {value}",
}


def said(written: Mapping[str, Any]) -> str:
    """A condition of a blueprint as a plan compares it: ``at least 3``."""
    ((word, value),) = written.items()
    return _SAID[word](value)


def _listed(values: Any) -> str:
    return _BAR.join(sorted(str(each).lower() if isinstance(each, bool) else str(each) for each in values))


def _number(value: Any) -> str:
    return str(int(value)) if float(value).is_integer() else str(float(value))


def condition(name: str, told: str) -> Condition:
    """What ``said`` gave, as a condition on the property ``name``."""
    if told in _BARE:
        return _BARE[told](name)
    words = told.split(" ")
    match words:
        case ["one", "of", *_]:
            return OneOf(name, tuple(told.removeprefix("one of ").split(_BAR)))
        case ["none", "of", *_]:
            return OneOf(name, tuple(told.removeprefix("none of ").split(_BAR)), none=True)
        case ["at", "least", number]:
            return AtLeast(name, _plain(number))
        case ["at", "most", number]:
            return _other(name, "NUMBER", "IS_LESS_THAN_OR_EQUAL_TO", empty=True, value=_plain(number))
        case ["before", moment]:
            return Before(name, _moment(moment))
        case ["after", moment]:
            return After(name, _moment(moment))
        case ["from", first, "to", last]:
            return Between(name, _moment(first), _moment(last))
        case _:
            unit = words[-1].upper()
            return _other(name, "CALENDAR_DATE", "IN_THIS_TIME_UNIT", empty=False, timeUnit=unit, timeUnitCount=1)


_BARE: Mapping[str, Callable[[str], Condition]] = {
    "known": Known,
    "empty": Unknown,
    "yes": lambda name: Is(name, True),
    "no": lambda name: Is(name, False),
}


def _other(name: str, kind: str, operator: str, *, empty: bool, **fields: Any) -> OtherCondition:
    operation = {"operationType": kind, "operator": operator, "includeObjectsWithNoValueSet": empty, **fields}
    return OtherCondition({"filterType": "PROPERTY", "property": name, "operation": operation})


def _plain(number: str) -> float:
    return float(number) if "." in number else int(number)


def _moment(told: str) -> Moment:
    if told[0].isdigit():
        return Moment("DATE", day=date.fromisoformat(told))
    base, sign, rest = re.match(r"(now|today)([+-]?)(.*)", told).groups()  # type: ignore[union-attr]  # it fits MOMENT
    amount = int(f"{sign}{rest[:-1]}") if rest else 0
    days, hours = (amount, 0) if rest.endswith("d") else (0, amount)
    return Moment(base.upper(), days, hours)


def read(each: Condition) -> tuple[str, str] | None:
    """(property, what ``said`` would give) of a live condition; None for one that no blueprint writes."""
    match each:
        case Known(name):
            return name, "known"
        case Unknown(name):
            return name, "empty"
        case Is(name, answer):
            return name, "yes" if answer else "no"
        case OneOf(name, values, none):
            return name, f"{'none' if none else 'one'} of {_listed(values)}"
        case AtLeast(name, number):
            return name, f"at least {_number(number)}"
        case Before(name, moment):
            return name, f"before {_shown(moment)}"
        case After(name, moment):
            return name, f"after {_shown(moment)}"
        case Between(name, first, last):
            return name, f"from {_shown(first)} to {_shown(last)}"
        case OtherCondition(raw):
            return _read_other(raw)
    return None


def _shown(moment: Moment) -> str:
    if moment.day:
        return moment.day.isoformat()
    amount = f"{moment.days:+}d" if moment.days else f"{moment.hours:+}h" if moment.hours else ""
    return f"{moment.base.lower()}{amount}"


def _read_other(raw: Json) -> tuple[str, str] | None:
    operation = raw.get("operation") or {}
    match operation:
        case {"operator": "IS_LESS_THAN_OR_EQUAL_TO", "value": int() | float() as number}:
            return str(raw.get("property")), f"at most {_number(number)}"
        case {"operator": "IN_THIS_TIME_UNIT", "timeUnit": str(unit)}:
            return str(raw.get("property")), f"this {unit.lower()}"
    return None
