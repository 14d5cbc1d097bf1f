"""Filter branches and operations that HubSpot takes; the operators stand in its events specification."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provisioner.localportal.refusal import Refusal

Refuse = Callable[[str], Refusal]

_SAME = "IS_EQUAL_TO IS_NOT_EQUAL_TO"
_TEXT = f"{_SAME} CONTAINS DOES_NOT_CONTAIN STARTS_WITH ENDS_WITH"
_EVER = "HAS_EVER_BEEN_EQUAL_TO HAS_NEVER_BEEN_EQUAL_TO"
OPERATORS = {
    name: frozenset(told.split())
    for name, told in {
        "ALL_PROPERTY": "IS_KNOWN IS_UNKNOWN IS_BLANK IS_NOT_BLANK",
        "BOOL": f"{_SAME} {_EVER}",
        "ENUMERATION": "IS_ANY_OF IS_NONE_OF IS_EXACTLY IS_NOT_EXACTLY CONTAINS_ALL DOES_NOT_CONTAIN_ALL "
        "HAS_EVER_BEEN_ANY_OF HAS_NEVER_BEEN_ANY_OF HAS_EVER_BEEN_EXACTLY HAS_NEVER_BEEN_EXACTLY "
        "HAS_EVER_CONTAINED_ALL HAS_NEVER_CONTAINED_ALL",
        "STRING": f"{_TEXT} {_EVER} HAS_EVER_CONTAINED HAS_NEVER_CONTAINED",
        "MULTISTRING": f"{_TEXT} CONTAINS_EXACTLY DOES_NOT_CONTAIN_EXACTLY",
        "NUMBER": f"{_SAME} IS_GREATER_THAN IS_GREATER_THAN_OR_EQUAL_TO IS_LESS_THAN IS_LESS_THAN_OR_EQUAL_TO {_EVER}",
        "NUMBER_RANGED": "IS_BETWEEN IS_NOT_BETWEEN",
        "TIME_POINT": "IS_BEFORE IS_AFTER",
        "TIME_RANGED": "IS_BETWEEN IS_NOT_BETWEEN",
        "RANGED_DATE": "IS_BETWEEN IS_NOT_BETWEEN",
        "ROLLING_DATE_RANGE": "IS_LESS_THAN_X_DAYS_AGO IS_MORE_THAN_X_DAYS_AGO IS_LESS_THAN_X_DAYS_FROM_NOW "
        "IS_MORE_THAN_X_DAYS_FROM_NOW",
        "ROLLING_PROPERTY_UPDATED": "UPDATED_IN_LAST_X_DAYS NOT_UPDATED_IN_LAST_X_DAYS",
        "CALENDAR_DATE": "IN_LAST_TIME_UNIT IN_LAST_TIME_UNIT_SO_FAR IN_THIS_TIME_UNIT IN_THIS_TIME_UNIT_SO_FAR "
        "IN_NEXT_TIME_UNIT",
        "COMPARATIVE_STRING": _TEXT,
        "COMPARATIVE_DATE": "IS_BEFORE IS_AFTER",
        "COMPARATIVE_PROPERTY_UPDATED": "IS_BEFORE IS_AFTER",
        "DATETIME": "IS_EQUAL_TO IS_BEFORE IS_AFTER IS_BEFORE_DATE IS_AFTER_DATE",
        "DATE": "EQUAL BEFORE AFTER",
    }.items()
}
_NEEDED: dict[str, dict[str, tuple[type, ...]]] = {
    "BOOL": {"value": (bool,)},
    "ENUMERATION": {"values": (list,)},
    "STRING": {"value": (str,)},
    "MULTISTRING": {"values": (list,)},
    "NUMBER": {"value": (int, float)},
    "NUMBER_RANGED": {"lowerBound": (int,), "upperBound": (int,)},
    "TIME_POINT": {"timePoint": (dict,), "type": (str,)},
    "TIME_RANGED": {"lowerBoundTimePoint": (dict,), "upperBoundTimePoint": (dict,), "type": (str,)},
    "ROLLING_DATE_RANGE": {"numberOfDays": (int,), "requiresTimeZoneConversion": (bool,)},
    "ROLLING_PROPERTY_UPDATED": {"numberOfDays": (int,)},
    "CALENDAR_DATE": {"timeUnit": (str,)},
    "COMPARATIVE_STRING": {"comparisonPropertyName": (str,)},
    "COMPARATIVE_DATE": {"comparisonPropertyName": (str,)},
    "COMPARATIVE_PROPERTY_UPDATED": {"comparisonPropertyName": (str,)},
}
_TIME_POINTS = {
    "INDEXED": ("indexReference", "zoneId"),
    "DATE": ("day", "month", "year", "zoneId"),
    "PROPERTY_REFERENCED": ("property", "referenceType", "zoneId"),
}
_REFERENCES = ("NOW", "TODAY", "WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR")
_BRANCHES = ("OR", "AND", "NOT_ALL", "NOT_ANY", "RESTRICTED", "UNIFIED_EVENTS", "ASSOCIATION")
_NEEDED_BY_BRANCH = {
    "UNIFIED_EVENTS": ("eventTypeId", "operator"),
    "ASSOCIATION": ("objectTypeId", "associationTypeId", "associationCategory", "operator"),
}
EVENTS = frozenset({
    "4-655002", "4-1463224", "4-1639801", "4-1733817", "4-1741072", "4-1720599", "4-1724222", "4-665536", "4-666440",
    "4-666288", "4-665538", "4-1466013", "4-1466014", "4-1753168", "4-675777", "4-96000",
})  # fmt: skip
OTHER_FILTERS = ("IN_LIST", "ASSOCIATION", "CONSTANT", "FORM_SUBMISSION", "FORM_SUBMISSION_ON_PAGE", "PAGE_VIEW", "CTA",
                 "EVENT", "EMAIL_EVENT", "EMAIL_SUBSCRIPTION", "COMMUNICATION_SUBSCRIPTION", "UNIFIED_EVENTS",
                 "INTEGRATION_EVENT", "WEBINAR", "PRIVACY", "ADS_SEARCH", "ADS_TIME", "SURVEY_MONKEY",
                 "SURVEY_MONKEY_VALUE")  # fmt: skip
MOST_FILTERS = 250


def root(told: Any, where: str, refuse: Refuse) -> None:
    """Criteria of records: an OR without filters of its own that holds only ANDs."""
    branch(told, where, refuse)
    children = told.get("filterBranches") or []
    if told["filterBranchType"] != "OR" or told.get("filters") or not children:
        raise refuse(f"{where}: the root must be an OR without filters that holds ANDs")
    if any(child["filterBranchType"] != "AND" for child in children):
        raise refuse(f"{where}: only ANDs may stand in the root")
    if count(told) > MOST_FILTERS:
        raise refuse(f"{where}: more than {MOST_FILTERS} filters")


def events(told: Any, where: str, refuse: Refuse) -> None:
    """Events that enrol or end a wait: at least one, each flat and of a known type."""
    if not isinstance(told, list) or not told:
        raise refuse(f"{where}: at least one event is needed")
    for one in told:
        branch(one, where, refuse)
        if one["filterBranchType"] != "UNIFIED_EVENTS" or one.get("filterBranches"):
            raise refuse(f"{where}: an event is a UNIFIED_EVENTS branch without branches inside")


def branch(told: Any, where: str, refuse: Refuse) -> None:
    """One branch with everything in it."""
    if not isinstance(told, dict) or told.get("filterBranchType") not in _BRANCHES:
        raise refuse(f"{where}: {told!r:.80} is no filter branch")
    kind = told["filterBranchType"]
    if missing := [key for key in _NEEDED_BY_BRANCH.get(kind, ()) if told.get(key) is None]:
        raise refuse(f"{where}: a branch {kind} without {', '.join(missing)}")
    if kind == "UNIFIED_EVENTS" and told["eventTypeId"] not in EVENTS:
        raise refuse(f"{where}: no event {told['eventTypeId']}")
    for child in told.get("filterBranches") or ():
        branch(child, where, refuse)
    for one in told.get("filters") or ():
        _filter(one, where, refuse)


def count(told: dict[str, Any]) -> int:
    """How many filters a branch holds, those of its branches included."""
    return len(told.get("filters") or ()) + sum(count(child) for child in told.get("filterBranches") or ())


def _filter(told: Any, where: str, refuse: Refuse) -> None:
    kind = told.get("filterType") if isinstance(told, dict) else None
    if kind in OTHER_FILTERS:
        return
    if kind != "PROPERTY" or not isinstance(told.get("property"), str):
        raise refuse(f"{where}: {told!r:.80} is no filter")
    operation = told.get("operation")
    if not isinstance(operation, dict) or operation.get("operationType") not in OPERATORS:
        raise refuse(f"{where}: {told['property']}: no such operationType")
    _operation(operation, f"{where}: {told['property']}", refuse)


def _operation(told: dict[str, Any], where: str, refuse: Refuse) -> None:
    kind = told["operationType"]
    if told.get("operator") not in OPERATORS[kind]:
        raise refuse(f"{where}: {kind} has no operator {told.get('operator')}")
    for key, wanted in _NEEDED.get(kind, {}).items():
        value = told.get(key)
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            raise refuse(f"{where}: {key} is missing or of the wrong type")
    if kind in ("ENUMERATION", "MULTISTRING") and not all(isinstance(one, str) for one in told["values"]):
        raise refuse(f"{where}: values must be texts")
    for key in ("timePoint", "lowerBoundTimePoint", "upperBoundTimePoint"):
        if key in told:
            _time_point(told[key], f"{where}: {key}", refuse)


def _time_point(told: dict[str, Any], where: str, refuse: Refuse) -> None:
    needed = _TIME_POINTS.get(str(told.get("timeType")))
    if needed is None:
        raise refuse(f"{where}: no timeType {told.get('timeType')}")
    if missing := [key for key in needed if told.get(key) is None]:
        raise refuse(f"{where}: {', '.join(missing)} is missing")
    if told["timeType"] == "INDEXED" and told["indexReference"].get("referenceType") not in _REFERENCES:
        raise refuse(f"{where}: no such reference")
