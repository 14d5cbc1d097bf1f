"""Whether a value fits an operation of a filter. An operation that is not run raises NotRun, never False."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from provisioner.localportal.engine import calendars, points
from provisioner.localportal.engine.problems import NotRun

Operation = dict[str, Any]
_STEP = timedelta(seconds=1)
_EMPTY = {"IS_KNOWN": False, "IS_NOT_BLANK": False, "IS_UNKNOWN": True, "IS_BLANK": True}


class Subject(Protocol):
    """What a filter may ask about a record."""

    @property
    def now(self) -> datetime:
        """The moment of asking."""

    def value(self, name: str) -> str | None:
        """A property's value as it is stored; None or "" where it has none."""

    def updated(self, name: str) -> datetime | None:
        """When a property was set last."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One operation on one property of one record."""

    operation: Operation
    name: str
    subject: Subject

    @property
    def text(self) -> str:
        return self.subject.value(self.name) or ""

    def time(self, parser: str = "") -> datetime | None:
        """The value as a moment, or the moment when it was set."""
        kind = parser or str(self.operation.get("propertyParser", "VALUE"))
        return _read(self.subject, self.name, kind, self.operation)


def holds(operation: Operation, name: str, subject: Subject) -> bool:
    """Whether the record's property fits the operation."""
    case, kind, operator = _Case(operation, name, subject), operation["operationType"], operation["operator"]
    if kind == "ALL_PROPERTY":
        return _EMPTY[operator] is (case.text == "")
    if "_EVER_" in operator or "_NEVER_" in operator:
        raise NotRun(f"the operator {operator} is not run: the portal keeps no history of values")
    if not case.text and kind not in ("ROLLING_PROPERTY_UPDATED", "COMPARATIVE_PROPERTY_UPDATED"):
        return bool(operation.get("includeObjectsWithNoValueSet"))
    if kind not in _HOLDS:
        raise NotRun(f"the operation {kind} is not run")
    return _HOLDS[kind](case, operator)


def turns(operation: Operation, name: str, subject: Subject) -> Iterator[datetime]:
    """Moments to come at which the answer may be another although the record stays as it is."""
    case = _Case(operation, name, subject)
    kind = operation["operationType"]
    value = case.time("UPDATED_AT" if kind == "ROLLING_PROPERTY_UPDATED" else "") if kind in TIMED else None
    if value is None:
        return
    match kind:
        case "TIME_POINT":
            yield from points.turns(operation["timePoint"], value, subject.now)
        case "TIME_RANGED":
            for key in ("lowerBoundTimePoint", "upperBoundTimePoint"):
                yield from points.turns(operation[key], value, subject.now)
        case "ROLLING_DATE_RANGE" | "ROLLING_PROPERTY_UPDATED":
            span = timedelta(days=operation["numberOfDays"])
            yield from (one for one in (value - span + _STEP, value + _STEP, value + span + _STEP) if one > subject.now)


def _read(subject: Subject, name: str, parser: str, operation: Operation) -> datetime | None:
    match parser:
        case "VALUE":
            told = operation.get("timePoint") or operation.get("lowerBoundTimePoint") or {"zoneId": "UTC"}
            return points.moment(subject.value(name), points.zone_of(told))
        case "UPDATED_AT":
            return subject.updated(name)
    raise NotRun(f"the property parser {parser} is not run")


def _bool(case: _Case, operator: str) -> bool:
    same = (case.text == "true") is case.operation["value"]
    return same is (operator == "IS_EQUAL_TO")


def _enumeration(case: _Case, operator: str) -> bool:
    held, wanted = set(case.text.strip(";").split(";")), set(case.operation["values"])
    match operator:
        case "IS_ANY_OF":
            return bool(held & wanted)
        case "IS_NONE_OF":
            return not held & wanted
        case "IS_EXACTLY":
            return held == wanted
        case "IS_NOT_EXACTLY":
            return held != wanted
        case "CONTAINS_ALL":
            return held >= wanted
    return not held >= wanted


def _text(case: _Case, operator: str) -> bool:
    """Text is compared without regard to letters' case; several values are alternatives."""
    held = case.text.casefold()
    wanted = [str(one).casefold() for one in case.operation.get("values", [case.operation.get("value")])]
    match operator:
        case "IS_EQUAL_TO" | "CONTAINS_EXACTLY":
            return held in wanted
        case "CONTAINS":
            return any(one in held for one in wanted)
        case "STARTS_WITH":
            return held.startswith(tuple(wanted))
        case "ENDS_WITH":
            return held.endswith(tuple(wanted))
        case "IS_NOT_EQUAL_TO" | "DOES_NOT_CONTAIN_EXACTLY":
            return held not in wanted
        case "DOES_NOT_CONTAIN":
            return not any(one in held for one in wanted)
    raise NotRun(f"the operator {operator} is not run on text")


def _number(case: _Case, operator: str) -> bool:
    held, wanted = _float(case.text), float(case.operation["value"])
    match operator:
        case "IS_EQUAL_TO":
            return held == wanted
        case "IS_NOT_EQUAL_TO":
            return held != wanted
        case "IS_GREATER_THAN":
            return held > wanted
        case "IS_GREATER_THAN_OR_EQUAL_TO":
            return held >= wanted
        case "IS_LESS_THAN":
            return held < wanted
    return held <= wanted


def _number_ranged(case: _Case, operator: str) -> bool:
    inside = float(case.operation["lowerBound"]) <= _float(case.text) <= float(case.operation["upperBound"])
    return inside is (operator == "IS_BETWEEN")


def _time_point(case: _Case, operator: str) -> bool:
    point, _ = _point(case, "timePoint")
    value = case.time()
    if value is None or point is None:
        return bool(case.operation.get("includeObjectsWithNoValueSet"))
    inclusive = case.operation.get("endpointBehavior") == "INCLUSIVE"
    if value == point:
        return inclusive
    return value < point if operator == "IS_BEFORE" else value > point


def _time_ranged(case: _Case, operator: str) -> bool:
    lower, _ = _point(case, "lowerBoundTimePoint")
    upper, whole = _point(case, "upperBoundTimePoint")
    value = case.time()
    if value is None or lower is None or upper is None:
        return bool(case.operation.get("includeObjectsWithNoValueSet"))
    after = value >= lower if case.operation.get("lowerBoundEndpointBehavior") == "INCLUSIVE" else value > lower
    if case.operation.get("upperBoundEndpointBehavior") != "INCLUSIVE":
        below = value < upper
    else:
        below = value < _day_after(case, upper) if whole else value <= upper
    return (after and below) is (operator == "IS_BETWEEN")


def _day_after(case: _Case, upper: datetime) -> datetime:
    """A day that is included is included to its end."""
    zone = points.zone_of(case.operation["upperBoundTimePoint"])
    return calendars.delayed(upper, 1, "DAYS", zone)


def _point(case: _Case, key: str) -> tuple[datetime | None, bool]:
    def read(name: str, parser: str) -> datetime | None:
        return _read(case.subject, name, parser, case.operation)

    return points.resolve(case.operation[key], case.subject.now, read)


def _rolling(case: _Case, operator: str) -> bool:
    value, span, now = case.time(), timedelta(days=case.operation["numberOfDays"]), case.subject.now
    if value is None:
        return bool(case.operation.get("includeObjectsWithNoValueSet"))
    match operator:
        case "IS_LESS_THAN_X_DAYS_AGO":
            return now - span < value <= now
        case "IS_MORE_THAN_X_DAYS_AGO":
            return value < now - span
        case "IS_LESS_THAN_X_DAYS_FROM_NOW":
            return now <= value < now + span
    return value > now + span


def _updated(case: _Case, operator: str) -> bool:
    value = case.time("UPDATED_AT")
    recent = value is not None and value > case.subject.now - timedelta(days=case.operation["numberOfDays"])
    return recent is (operator == "UPDATED_IN_LAST_X_DAYS")


def _compared(case: _Case, operator: str) -> bool:
    parser = "VALUE" if case.operation["operationType"] == "COMPARATIVE_DATE" else "UPDATED_AT"
    value = case.time(parser)
    other = _read(case.subject, case.operation["comparisonPropertyName"], parser, case.operation)
    if value is None or other is None:
        return bool(case.operation.get("includeObjectsWithNoValueSet"))
    return value < other if operator == "IS_BEFORE" else value > other


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


TIMED = frozenset({"TIME_POINT", "TIME_RANGED", "ROLLING_DATE_RANGE", "ROLLING_PROPERTY_UPDATED"})
_HOLDS = {
    "BOOL": _bool, "ENUMERATION": _enumeration, "STRING": _text, "MULTISTRING": _text, "NUMBER": _number,
    "NUMBER_RANGED": _number_ranged, "TIME_POINT": _time_point, "TIME_RANGED": _time_ranged,
    "ROLLING_DATE_RANGE": _rolling, "ROLLING_PROPERTY_UPDATED": _updated, "COMPARATIVE_DATE": _compared,
    "COMPARATIVE_PROPERTY_UPDATED": _compared,
}  # fmt: skip
