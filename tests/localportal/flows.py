"""Bodies of flows for the tests: small ones that HubSpot would take."""

from __future__ import annotations

from typing import Any

FLOWS = "/automation/v4/flows"


def prop(name: str, kind: str, operator: str, **more: Any) -> dict[str, Any]:
    """A filter on a property."""
    operation = {"operationType": kind, "operator": operator, "includeObjectsWithNoValueSet": False, **more}
    return {"filterType": "PROPERTY", "property": name, "operation": operation}


def known(name: str) -> dict[str, Any]:
    return prop(name, "ALL_PROPERTY", "IS_KNOWN")


def unknown(name: str) -> dict[str, Any]:
    return prop(name, "ALL_PROPERTY", "IS_UNKNOWN")


def any_of(name: str, *values: str) -> dict[str, Any]:
    return prop(name, "ENUMERATION", "IS_ANY_OF", values=list(values))


def before(name: str, reference: str = "NOW", zone: str = "Asia/Jerusalem", **offset: int) -> dict[str, Any]:
    return prop(name, "TIME_POINT", "IS_BEFORE", type="TIME_POINT", timePoint=indexed(reference, zone, **offset))


def indexed(reference: str = "NOW", zone: str = "Asia/Jerusalem", **offset: int) -> dict[str, Any]:
    told: dict[str, Any] = {"timeType": "INDEXED", "indexReference": {"referenceType": reference}, "zoneId": zone}
    return told | ({"offset": offset} if offset else {})


def every(*filters: dict[str, Any], branches: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """Criteria that ask for all of the filters."""
    return {"filterBranchType": "OR", "filterBranchOperator": "OR", "filters": [],
            "filterBranches": [both(*filters, branches=branches)]}  # fmt: skip


def both(*filters: dict[str, Any], branches: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"filterBranchType": "AND", "filterBranchOperator": "AND", "filters": list(filters),
            "filterBranches": list(branches)}  # fmt: skip


def event(*filters: dict[str, Any], type_id: str = "4-655002") -> dict[str, Any]:
    return {"filterBranchType": "UNIFIED_EVENTS", "filterBranchOperator": "AND", "eventTypeId": type_id,
            "operator": "HAS_COMPLETED", "filters": list(filters), "filterBranches": []}  # fmt: skip


def changed(name: str, *values: str) -> dict[str, Any]:
    """The event of a property taking one of the values, or any."""
    value = any_of("hs_value", *values) if values else known("hs_value")
    return event(prop("hs_name", "STRING", "IS_EQUAL_TO", value=name), value)


def listed(*filters: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Enrolment of records that meet all of the filters."""
    return {"type": "LIST_BASED", "listFilterBranch": every(*filters), "shouldReEnroll": False,
            "reEnrollmentTriggersFilterBranches": [], "unEnrollObjectsNotMeetingCriteria": False} | more  # fmt: skip


def on(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Enrolment by events."""
    return {"type": "EVENT_BASED", "eventFilterBranches": list(events), "listMembershipFilterBranches": [],
            "shouldReEnroll": True} | more  # fmt: skip


def act(action_id: int, type_id: str, following: int | None = None, /, **fields: Any) -> dict[str, Any]:
    """An action with one way on."""
    made: dict[str, Any] = {"type": "SINGLE_CONNECTION", "actionId": str(action_id), "actionTypeId": type_id,
                            "actionTypeVersion": 0, "fields": fields}  # fmt: skip
    return made | ({"connection": to(following)} if following else {})


def to(action_id: int) -> dict[str, Any]:
    return {"edgeType": "STANDARD", "nextActionId": str(action_id)}


def delay(action_id: int, following: int | None = None, minutes: int = 5) -> dict[str, Any]:
    return act(action_id, "0-1", following, delta=str(minutes), time_unit="MINUTES")


def mail(action_id: int, following: int | None = None, **more: Any) -> dict[str, Any]:
    fields = {"owner_properties": ["hubspot_owner_id"], "subject": "S", "body": "B"} | more
    return act(action_id, "0-8", following, **fields)


def put(action_id: int, name: str, value: Any, following: int | None = None) -> dict[str, Any]:
    told = value if isinstance(value, dict) else {"type": "STATIC_VALUE", "staticValue": value}
    return act(action_id, "0-5", following, property_name=name, value=told)


def branch(action_id: int, then: int | None, otherwise: int | None, *filters: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = {"branchName": "Yes", "filterBranch": every(*filters)}
    made: dict[str, Any] = {"type": "LIST_BRANCH", "actionId": str(action_id), "listBranches": [first]}
    if then:
        first["connection"] = to(then)
    return made | ({"defaultBranch": to(otherwise), "defaultBranchName": "No"} if otherwise else {})


def flow(*actions: dict[str, Any], enrol: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A flow over deals; its first action starts it."""
    body = {
        "type": "PLATFORM_FLOW", "objectTypeId": "0-3", "flowType": "WORKFLOW", "name": "F", "isEnabled": False,
        "actions": list(actions), "timeWindows": [], "blockedDates": [], "customProperties": {}, "dataSources": [],
    }  # fmt: skip
    if actions:
        body["startActionId"] = actions[0]["actionId"]
        body["nextAvailableActionId"] = str(max(int(one["actionId"]) for one in actions) + 1)
    return body | ({"enrollmentCriteria": enrol} if enrol else {}) | more


def of_contacts(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A flow over contacts."""
    own = {"type": "CONTACT_FLOW", "objectTypeId": "0-1", "suppressionListIds": [], "canEnrollFromSalesforce": False}
    return flow(*actions, **(own | more))


def replacement(found: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The body of a PUT that keeps everything but the changes; a change to None leaves the field out."""
    left_out = ("id", "flowType", "objectTypeId", "dataSources", "createdAt", "updatedAt", "crmObjectCreationStatus",
                "nextAvailableActionId")  # fmt: skip
    body = {key: value for key, value in found.items() if key not in left_out} | changes
    return {key: value for key, value in body.items() if value is not None}
