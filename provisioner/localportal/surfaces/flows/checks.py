"""What HubSpot takes as a flow's definition: the envelope, its calendar, and who enrols. Everything else is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from provisioner.localportal.objects import BY_ID
from provisioner.localportal.refusal import Refusal
from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.flows import actions, filters, graph, refusals
from provisioner.localportal.surfaces.flows.printing import CONTACT, PLATFORM

Refuse = Callable[[str], Refusal]
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
MONTHS = ("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER",
          "DECEMBER")  # fmt: skip
_SCHEDULES = {
    "DAILY": (), "WEEKLY": ("daysOfWeek",), "MONTHLY_SPECIFIC_DAYS": ("daysOfMonth",),
    "MONTHLY_RELATIVE_DAYS": ("monthlyRelativeDays",), "YEARLY": ("month", "dayOfMonth"),
    "PROPERTY_BASED": ("dateProperty", "daysDelta", "yearly"),
}  # fmt: skip
_CRITERIA: dict[str, dict[str, type]] = {
    "LIST_BASED": {"listFilterBranch": dict, "reEnrollmentTriggersFilterBranches": list, "shouldReEnroll": bool,
                   "unEnrollObjectsNotMeetingCriteria": bool},
    "EVENT_BASED": {"eventFilterBranches": list, "listMembershipFilterBranches": list, "shouldReEnroll": bool},
    "MANUAL": {"shouldReEnroll": bool},
    "DATASET": {"datasetId": int, "shouldReEnroll": bool},
}  # fmt: skip
_OWN_KEYS = {
    CONTACT: ("suppressionFilterBranch",),
    PLATFORM: ("goalFilterBranch", "eventAnchor", "unEnrollmentSetting"),
}
MOST_ACTIONS = 500


def kind(sent: dict[str, Any]) -> None:
    """The flow's type must fit its object type (seen by several), and both must be ones that HubSpot has."""
    if sent["type"] not in (CONTACT, PLATFORM):
        raise refusals.bad_create(f"type {sent['type']!r} is not a type of flow")
    if sent["flowType"] not in ("WORKFLOW", "ACTION_SET", "UNKNOWN"):
        raise refusals.bad_create(f"flowType {sent['flowType']!r} is not one")
    if (sent["type"] == CONTACT) != (sent["objectTypeId"] == "0-1"):
        raise refusals.wrong_type(str(sent["objectTypeId"]))
    if sent["objectTypeId"] not in BY_ID:
        raise refusals.bad_create(f"objectTypeId {sent['objectTypeId']!r} is no object type of this portal")


def definition(sent: dict[str, Any], settings: Settings, refuse: Refuse) -> None:
    """Refuse a definition that HubSpot would not take; `refuse` makes the 400 of this request."""
    _envelope(sent, refuse)
    _calendar(sent, refuse)
    if sent.get("suppressionFilterBranch") == {}:
        raise refusals.internal("an empty suppressionFilterBranch: leave it out")
    if any(unit == "YEARS" for unit in _units(sent)):
        raise refusals.internal("the time unit YEARS")
    for key in ("suppressionFilterBranch", "goalFilterBranch"):
        if sent.get(key) is not None:
            filters.root(sent[key], key, refuse)
    _criteria(sent.get("enrollmentCriteria"), refuse)
    _schedule(sent.get("enrollmentSchedule"), settings, refuse)
    for action in sent["actions"]:
        actions.check(action, refuse)
        if action.get("actionTypeId") in settings.failing_action_types:
            raise refusals.internal(f"the switch failing_action_types holds {action['actionTypeId']}")
    graph.check(sent, settings, refuse)


def _envelope(sent: dict[str, Any], refuse: Refuse) -> None:
    if not isinstance(sent["isEnabled"], bool):
        raise refuse("isEnabled must be true or false")
    listed = sent["actions"]
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed) or len(listed) > MOST_ACTIONS:
        raise refuse(f"actions must be a list of at most {MOST_ACTIONS} actions")
    for key in ("name", "description", "startActionId", "uuid"):
        if not isinstance(sent.get(key) or "", str):
            raise refuse(f"{key} must be text")
    custom = sent.get("customProperties") or {}
    if not isinstance(custom, dict) or not all(isinstance(value, str) for value in custom.values()):
        raise refuse("customProperties must map text to text")
    for key in _OWN_KEYS[sent["type"]]:
        if sent.get(key) is not None:
            raise refuse(f"a {sent['type']} has no {key}")
    lists = sent.get("suppressionListIds") or []
    if not isinstance(lists, list) or not all(isinstance(one, int) for one in lists):
        raise refuse("suppressionListIds must be integers")


def _calendar(sent: dict[str, Any], refuse: Refuse) -> None:
    windows, blocked = sent.get("timeWindows") or [], sent.get("blockedDates") or []
    if not isinstance(windows, list) or not isinstance(blocked, list):
        raise refuse("timeWindows and blockedDates must be lists")
    for window in windows:
        if not isinstance(window, dict) or window.get("day") not in DAYS:
            raise refuse(f"timeWindows: {window!r} has no day of the week")
        for key in ("startTime", "endTime"):
            if window.get(key) is not None:
                time_of_day(window[key], f"timeWindows: {key}", refuse)
    for one in blocked:
        if not isinstance(one, dict) or one.get("month") not in MONTHS or not _between(one.get("dayOfMonth"), 1, 31):
            raise refuse(f"blockedDates: {one!r} is no date")
        if one.get("year") is not None and not _between(one["year"], 1970, 9999):
            raise refuse(f"blockedDates: {one!r} has no year")


def time_of_day(told: Any, where: str, refuse: Refuse) -> None:
    """`{hour, minute}`, both integers in range."""
    fits = isinstance(told, dict) and _between(told.get("hour"), 0, 23) and _between(told.get("minute"), 0, 59)
    if not fits:
        raise refuse(f"{where} must be an hour and a minute")


def _criteria(told: Any, refuse: Refuse) -> None:
    if told is None:
        return
    needed = _CRITERIA.get(str(told.get("type"))) if isinstance(told, dict) else None
    if needed is None:
        raise refuse("enrollmentCriteria: no such type")
    for key, wanted in needed.items():
        if not isinstance(told.get(key), wanted):
            raise refuse(f"enrollmentCriteria: {key} is missing or of the wrong type")
    if "listFilterBranch" in told:
        filters.root(told["listFilterBranch"], "listFilterBranch", refuse)
    if told.get("refinementCriteria") is not None:
        filters.root(told["refinementCriteria"], "refinementCriteria", refuse)
    for branch in told.get("reEnrollmentTriggersFilterBranches") or ():
        filters.branch(branch, "reEnrollmentTriggersFilterBranches", refuse)
    for branch in told.get("listMembershipFilterBranches") or ():
        filters.branch(branch, "listMembershipFilterBranches", refuse)
    if told["type"] == "EVENT_BASED":
        filters.events(told["eventFilterBranches"], "eventFilterBranches", refuse)


def _schedule(told: Any, settings: Settings, refuse: Refuse) -> None:
    if told is None:
        return
    if not isinstance(told, dict) or told.get("type") not in _SCHEDULES:
        raise refuse("enrollmentSchedule: no such type")
    if told["type"] != "PROPERTY_BASED" and not settings.recurring_schedules_enabled:
        raise refusals.no_schedules()
    time_of_day(told.get("timeOfDay"), "enrollmentSchedule: timeOfDay", refuse)
    if missing := [key for key in _SCHEDULES[told["type"]] if told.get(key) in (None, [])]:
        raise refuse(f"enrollmentSchedule: {', '.join(missing)} is missing")
    if not set(told.get("daysOfWeek") or ()) <= set(DAYS):
        raise refuse("enrollmentSchedule: daysOfWeek must be days of the week")


def _units(node: Any) -> Iterator[str]:
    """Every time unit in a body."""
    if isinstance(node, list):
        for one in node:
            yield from _units(one)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("timeUnit", "time_unit") and isinstance(value, str):
                yield value
            yield from _units(value)


def _between(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
