"""Conditions as HubSpot's filter branches, and back: a root OR whose branches are ANDs that hold the filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from provisioner.automation.conditions import (
    After,
    All,
    AnyOf,
    AtLeast,
    Before,
    Between,
    Condition,
    Is,
    Known,
    Linked,
    Moment,
    NoneYet,
    OneOf,
    OtherCondition,
    Unknown,
)
from provisioner.automation.objects import BY_TYPE_ID, OBJECTS
from provisioner.model.portal import Json


def branch(any_of: AnyOf, zone: str) -> Json:
    """The OR branch for these conditions; dates are meant in the time zone ``zone``."""
    return _branch("OR", [], [all_branch(each, zone) for each in any_of])


def all_branch(all_of: All, zone: str) -> Json:
    """The AND branch for conditions that must hold together."""
    linked = [_linked(each, zone) for each in all_of if isinstance(each, Linked)]
    return _branch("AND", [_filter(each, zone) for each in all_of if not isinstance(each, Linked)], linked)


def _branch(kind: str, filters: list[Json], branches: list[Json]) -> Json:
    return {"filterBranchType": kind, "filterBranchOperator": kind, "filters": filters, "filterBranches": branches}


def _linked(linked: Linked, zone: str) -> Json:
    return all_branch(linked.all, zone) | {
        "filterBranchType": "ASSOCIATION",
        "objectTypeId": OBJECTS[linked.object_type].type_id,
        "associationTypeId": linked.association,
        "associationCategory": "HUBSPOT_DEFINED",
        "operator": "IN_LIST",
    }


def _filter(condition: Condition, zone: str) -> Json:
    if isinstance(condition, OtherCondition):
        return condition.filter
    return _property(condition.property, _ENCODE[type(condition)](condition, zone))  # type: ignore[union-attr]  # OtherCondition has gone above


def _property(name: str, operation: Json) -> Json:
    return {"filterType": "PROPERTY", "property": name, "operation": operation}


def _operation(kind: str, operator: str, *, empty: bool = False, **fields: Any) -> Json:
    return {"operationType": kind, "operator": operator, "includeObjectsWithNoValueSet": empty, **fields}


def _one_of(each: OneOf, _: str) -> Json:
    # An enumeration has no IS_NOT_EQUAL_TO: HubSpot refuses it.
    operator = "IS_NONE_OF" if each.none else "IS_ANY_OF"
    return _operation("ENUMERATION", operator, empty=each.none, values=list(each.values))


def _number(operator: str, value: float, *, empty: bool) -> Json:
    return _operation("NUMBER", operator, empty=empty, value=value)


def _time(operator: str, moment: Moment, zone: str) -> Json:
    return _operation(
        "TIME_POINT",
        operator,
        type="TIME_POINT",
        timePoint=_point(moment, zone),
        endpointBehavior="EXCLUSIVE",
        propertyParser="VALUE",
    )


def _range(each: Between, zone: str) -> Json:
    return _operation(
        "TIME_RANGED",
        "IS_BETWEEN",
        type="TIME_RANGED",
        lowerBoundTimePoint=_point(each.first, zone),
        upperBoundTimePoint=_point(each.last, zone),
        lowerBoundEndpointBehavior="INCLUSIVE",
        upperBoundEndpointBehavior="INCLUSIVE",
        propertyParser="VALUE",
    )


def _point(moment: Moment, zone: str) -> Json:
    where = {"timezoneSource": "CUSTOM", "zoneId": zone}
    if moment.day:
        return {"timeType": "DATE", "year": moment.day.year, "month": moment.day.month, "day": moment.day.day, **where}
    point = {"timeType": "INDEXED", "indexReference": {"referenceType": moment.base}, **where}
    offset = {unit: each for unit, each in (("days", moment.days), ("hours", moment.hours)) if each}
    return point | {"offset": offset} if offset else point


_ENCODE: Mapping[type, Callable[[Any, str], Json]] = {
    Known: lambda _, __: _operation("ALL_PROPERTY", "IS_KNOWN"),
    Unknown: lambda _, __: _operation("ALL_PROPERTY", "IS_UNKNOWN"),
    OneOf: _one_of,
    Is: lambda each, _: _operation("BOOL", "IS_EQUAL_TO", value=each.value),
    AtLeast: lambda each, _: _number("IS_GREATER_THAN_OR_EQUAL_TO", each.number, empty=False),
    NoneYet: lambda _, __: _number("IS_EQUAL_TO", 0, empty=True),
    Before: lambda each, zone: _time("IS_BEFORE", each.moment, zone),
    After: lambda each, zone: _time("IS_AFTER", each.moment, zone),
    Between: _range,
}


def any_of(read: Json) -> AnyOf:
    """The conditions of an OR branch; a filter that no template writes stays as it is."""
    return tuple(all_of(each) for each in read.get("filterBranches", ()))


def all_of(read: Json) -> All:
    """The conditions of an AND branch."""
    own = tuple(_condition(each) for each in read.get("filters", ()))
    return own + tuple(_nested(each) for each in read.get("filterBranches", ()))


def _nested(read: Json) -> Condition:
    object_type = BY_TYPE_ID.get(read.get("objectTypeId", ""))
    if read.get("filterBranchType") != "ASSOCIATION" or object_type is None:
        return OtherCondition(read)
    return Linked(object_type, read.get("associationTypeId", 0), all_of(read))


def _condition(read: Json) -> Condition:
    operation = read.get("operation", {})
    decode = _DECODE.get((operation.get("operationType"), operation.get("operator")))
    found = decode(read.get("property", ""), operation) if decode else None
    return found or OtherCondition(read)


def _moment(point: Json) -> Moment | None:
    if point.get("timeType") == "DATE":
        return Moment("DATE", day=date(point["year"], point["month"], point["day"]))
    base = point.get("indexReference", {}).get("referenceType")
    offset = point.get("offset", {})
    if base not in ("NOW", "TODAY") or set(offset) - {"days", "hours"}:
        return None
    return Moment(base, offset.get("days", 0), offset.get("hours", 0))


def _read_time(make: Callable[[str, Moment], Condition]) -> Callable[[str, Json], Condition | None]:
    def read(name: str, operation: Json) -> Condition | None:
        moment = _moment(operation.get("timePoint", {}))
        return make(name, moment) if moment else None

    return read


def _read_range(name: str, operation: Json) -> Condition | None:
    first, last = (_moment(operation.get(f"{side}BoundTimePoint", {})) for side in ("lower", "upper"))
    return Between(name, first, last) if first and last else None


def _read_zero(name: str, operation: Json) -> Condition | None:
    return NoneYet(name) if operation.get("value") == 0 and operation.get("includeObjectsWithNoValueSet") else None


_DECODE: Mapping[tuple[str, str], Callable[[str, Json], Condition | None]] = {
    ("ALL_PROPERTY", "IS_KNOWN"): lambda name, _: Known(name),
    ("ALL_PROPERTY", "IS_UNKNOWN"): lambda name, _: Unknown(name),
    ("ENUMERATION", "IS_ANY_OF"): lambda name, each: OneOf(name, tuple(each.get("values", ()))),
    ("ENUMERATION", "IS_NONE_OF"): lambda name, each: OneOf(name, tuple(each.get("values", ())), none=True),
    ("BOOL", "IS_EQUAL_TO"): lambda name, each: Is(name, bool(each.get("value"))),
    ("NUMBER", "IS_GREATER_THAN_OR_EQUAL_TO"): lambda name, each: AtLeast(name, each.get("value", 0)),
    ("NUMBER", "IS_EQUAL_TO"): _read_zero,
    ("TIME_POINT", "IS_BEFORE"): _read_time(Before),
    ("TIME_POINT", "IS_AFTER"): _read_time(After),
    ("TIME_RANGED", "IS_BETWEEN"): _read_range,
}
