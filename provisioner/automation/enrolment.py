"""Enrolment as HubSpot wants it, and back: by state (list), or at a moment (event)."""

from __future__ import annotations

from provisioner.automation import filters
from provisioner.automation.conditions import (
    All,
    Changed,
    Enrolment,
    Known,
    OneOf,
    OtherEnrolment,
    Unknown,
    WhenEvent,
    WhenTrue,
)
from provisioner.model.portal import Json

PROPERTY_CHANGED = "4-655002"
"""HubSpot's event "a property value changed", with the event properties hs_name and hs_value (seen in real exports)."""


def criteria(enrolment: Enrolment, zone: str) -> Json:
    """``enrollmentCriteria`` of a workflow."""
    match enrolment:
        case WhenTrue(who, again):
            return {
                "type": "LIST_BASED",
                "shouldReEnroll": bool(again),
                "unEnrollObjectsNotMeetingCriteria": False,
                "listFilterBranch": filters.branch(who, zone),
                "reEnrollmentTriggersFilterBranches": [_trigger(each, zone) for each in again],
            }
        case WhenEvent(events, provided, again):
            refined = {"refinementCriteria": filters.branch(provided, zone)} if provided else {}
            return {
                "type": "EVENT_BASED",
                "shouldReEnroll": again,
                "eventFilterBranches": [_event(each) for each in events],
                "listMembershipFilterBranches": [],
                **refined,
            }
        case OtherEnrolment(given):
            return given


def _trigger(again: Changed | All, zone: str) -> Json:
    if isinstance(again, Changed):
        return filters.all_branch((), zone) | {"filters": _change(again)}
    return filters.all_branch(again, zone)


def _event(changed: Changed) -> Json:
    return {
        "filterBranchType": "UNIFIED_EVENTS",
        "filterBranchOperator": "AND",
        "eventTypeId": PROPERTY_CHANGED,
        "operator": "HAS_COMPLETED",
        "filters": _change(changed),
        "filterBranches": [],
    }


def _change(changed: Changed) -> list[Json]:
    name = {"operationType": "STRING", "operator": "IS_EQUAL_TO", "includeObjectsWithNoValueSet": False}
    wanted = OneOf("hs_value", changed.to) if changed.to else (Unknown if changed.cleared else Known)("hs_value")
    return [
        {"filterType": "PROPERTY", "property": "hs_name", "operation": name | {"value": changed.property}},
        *filters.all_branch((wanted,), "")["filters"],
    ]


def read(given: Json) -> Enrolment:
    """The enrolment in words; what no template writes stays as it is."""
    match given:
        case {"type": "LIST_BASED"}:
            again = [_read_trigger(each) for each in given.get("reEnrollmentTriggersFilterBranches", ())]
            found = WhenTrue(filters.any_of(given.get("listFilterBranch", {})), tuple(again))
            return found if bool(again) == given.get("shouldReEnroll") else OtherEnrolment(given)
        case {"type": "EVENT_BASED", "eventFilterBranches": events, "listMembershipFilterBranches": []}:
            changes = [_read_change(each) for each in events if each.get("eventTypeId") == PROPERTY_CHANGED]
            known = tuple(each for each in changes if each)
            provided = filters.any_of(given.get("refinementCriteria", {}))
            if len(known) == len(events):
                return WhenEvent(known, provided, bool(given.get("shouldReEnroll")))
    return OtherEnrolment(given)


def _read_trigger(given: Json) -> Changed | All:
    return _read_change(given) or filters.all_of(given)


def _read_change(given: Json) -> Changed | None:
    match given.get("filters", ()):
        case [{"property": "hs_name", "operation": {"value": str(name)}}, value]:
            match filters.all_of({"filters": [value]}):
                case (OneOf("hs_value", values, False),):
                    return Changed(name, values)
                case (Known("hs_value"),):
                    return Changed(name)
                case (Unknown("hs_value"),):
                    return Changed(name, cleared=True)
    return None
