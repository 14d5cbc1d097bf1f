"""Search: filters to SQL, with HubSpot's caps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.records import refusals, state, values
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import Ask, iso

MOST_GROUPS, MOST_FILTERS, MOST_IN_ALL, MOST_A_PAGE, MOST_RESULTS, LONGEST_QUERY = 5, 6, 18, 200, 10_000, 3_000

# Properties that stand in a column of their own, whatever the object type.
_BESIDE = {"hubspot_owner_id": "owner", "hs_is_closed": "closed", "hs_is_closed_won": "won"}
Condition = tuple[str, list[Any]]
_SIGNS = {"EQ": "=", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}


def run(ask: Ask, body: dict[str, Any]) -> tuple[int, list[Record], int]:
    """(total, records of the page, offset of the page); 400 for what HubSpot would not take."""
    limit, offset = _page(body)
    where, order = condition(ask, ask.object, body)
    total, records = state.found(ask.db, ask.object, where, order, (offset, limit))
    return total, records, offset


def condition(ask: Ask, kind: ObjectType, body: dict[str, Any]) -> tuple[Condition, str]:
    """(which records a search means, in which order)."""
    types = properties.types(ask.db, kind.id)
    conditions = [_groups(kind, body.get("filterGroups") or [], types, ask.settings.neq_matches_empty)]
    if ask.settings.search_lag_s:
        indexed = ask.now - timedelta(seconds=ask.settings.search_lag_s)
        conditions.append(("updated_at <= ?", [iso(indexed)]))
    if query := body.get("query"):
        conditions.append(_query(kind, str(query)))
    texts, parameters = [one[0] for one in conditions], [one for part in conditions for one in part[1]]
    return (" AND ".join(texts), parameters), _order(kind, body.get("sorts") or [], types)


def _page(body: dict[str, Any]) -> tuple[int, int]:
    limit, after = body.get("limit", 10), str(body.get("after") or "0")
    if isinstance(limit, bool) or not isinstance(limit, int) or not 0 <= limit <= MOST_A_PAGE:
        raise refusals.bad_request(f"limit must be between 0 and {MOST_A_PAGE}")
    if not after.isdigit():
        raise refusals.bad_request(f"after is not valid: {after}")
    if int(after) + limit > MOST_RESULTS:
        raise refusals.bad_request(f"The total of after and limit must not exceed {MOST_RESULTS}")
    if not isinstance(body.get("properties") or [], list):
        raise refusals.bad_request("Invalid input JSON: properties must be a list")
    return limit, int(after)


def _groups(
    kind: ObjectType, groups: list[dict[str, Any]], types: dict[str, str], neq_matches_empty: bool
) -> Condition:
    filters = [group.get("filters") or [] for group in groups]
    most = max(map(len, filters), default=0)
    if len(groups) > MOST_GROUPS or most > MOST_FILTERS or sum(map(len, filters)) > MOST_IN_ALL:
        raise refusals.bad_request(
            f"At most {MOST_GROUPS} filter groups, {MOST_FILTERS} filters a group and {MOST_IN_ALL} filters are allowed"
        )
    if not groups:
        return "1", []
    alternatives, parameters = [], []
    for group in filters:
        conditions = [_filter(kind, one, types, neq_matches_empty) for one in group]
        alternatives.append("(" + (" AND ".join(text for text, _ in conditions) or "1") + ")")
        parameters += [value for _, found in conditions for value in found]
    return "(" + " OR ".join(alternatives) + ")", parameters


def _filter(kind: ObjectType, wanted: dict[str, Any], types: dict[str, str], neq_matches_empty: bool) -> Condition:
    name, operator = str(wanted.get("propertyName", "")), str(wanted.get("operator", ""))
    if name.startswith("associations."):
        raise refusals.not_served("association filters")
    if name not in types:
        raise refusals.bad_request(f"There was a problem with the request: property '{name}' does not exist")
    column, convert = _column(kind, name, types[name])
    unset = f"OR {column} IS NULL" if neq_matches_empty else ""
    if operator in _SIGNS:
        return f"{column} {_SIGNS[operator]} ?", [convert(_value(wanted, "value"))]
    match operator:
        case "NEQ":
            return f"({column} <> ? {unset})", [convert(_value(wanted, "value"))]
        case "BETWEEN":
            return f"{column} BETWEEN ? AND ?", [convert(_value(wanted, "value")), convert(_value(wanted, "highValue"))]
        case "HAS_PROPERTY":
            return f"{column} IS NOT NULL", []
        case "NOT_HAS_PROPERTY":
            return f"{column} IS NULL", []
        case "IN" | "NOT_IN":
            return _among(wanted, column, convert, types[name] == "string", operator, unset)
        case "CONTAINS_TOKEN" | "NOT_CONTAINS_TOKEN":
            sign = "NOT " if operator.startswith("NOT") else ""
            return f"{sign}has_token({column}, ?)", [str(_value(wanted, "value"))]
    raise refusals.bad_request(f"operator is not valid: {operator}")


def _among(
    wanted: dict[str, Any], column: str, convert: Callable[[Any], Any], is_text: bool, operator: str, unset: str
) -> Condition:
    """IN and NOT_IN. On text properties the values must come in lower case: others match nothing (documented)."""
    listed = wanted.get("values")
    if not isinstance(listed, list) or not listed:
        raise refusals.bad_request(f"{operator} needs a list of values")
    marks = ", ".join("?" * len(listed))
    found = [str(value) if is_text else convert(value) for value in listed]
    if operator == "IN":
        return f"{column} IN ({marks})", found
    return f"({column} NOT IN ({marks}) {unset})", found


def _column(kind: ObjectType, name: str, type_: str) -> tuple[str, Callable[[Any], Any]]:
    """How a property is compared: numbers as numbers, times as stored, options exactly, text without case.

    What stands in a column of its own, with an index over it, is read from there.
    """
    if name == "hs_object_id":
        return "id", _number
    beside = {kind.modified: "updated_at", kind.created: "born", kind.moment: "moment", kind.stage: "stage"}
    beside |= {kind.pipeline: "pipeline", **_BESIDE}
    column = beside.get(name) or f"json_extract(properties, '$.\"{name}\"')"
    match type_:
        case "number":
            return f"CAST({column} AS REAL)", _number
        case "datetime":
            return column, lambda value: values.as_datetime(str(value)) or _bad(value)
        case "date":
            return column, lambda value: values.as_date(str(value)) or _bad(value)
        case "string":
            return f"lower({column})", lambda value: str(value).lower()
    return column, lambda value: str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: Any) -> float:
    number = values.number(str(value))
    return _bad(value) if number is None else number


def _bad(value: Any) -> Any:
    raise refusals.bad_request(f"the filter value is not valid: {value}")


def _value(wanted: dict[str, Any], field: str) -> Any:
    if wanted.get(field) is None:
        raise refusals.bad_request(f"operator {wanted.get('operator')} needs {field}")
    return wanted[field]


def _query(kind: ObjectType, query: str) -> Condition:
    if len(query) > LONGEST_QUERY:
        raise refusals.bad_request(f"query must be at most {LONGEST_QUERY} characters")
    names = kind.defaults or ("hs_object_id",)
    clause = " OR ".join(f"json_extract(properties, '$.\"{name}\"') LIKE ?" for name in names)
    return f"({clause})", [f"%{query}%"] * len(names)


def _order(kind: ObjectType, sorts: list[Any], types: dict[str, str]) -> str:
    """One sort at most, as text (`-name` descends) or as `{propertyName, direction}`; ties by id."""
    if len(sorts) > 1:
        raise refusals.bad_request("Only one sort is allowed")
    if not sorts:
        return "id"
    sort = sorts[0]
    if isinstance(sort, dict):
        name, down = str(sort.get("propertyName", "")), sort.get("direction") == "DESCENDING"
    else:
        name, down = str(sort).lstrip("-"), str(sort).startswith("-")
    if name not in types:
        raise refusals.bad_request(f"There was a problem with the request: property '{name}' does not exist")
    column, _ = _column(kind, name, types[name])
    return f"{column} {'DESC' if down else 'ASC'}, id"
