"""Workflow bodies to judge, made of nested lists of steps: a dict is an action, a list of lists is a branch."""

from __future__ import annotations

from typing import Any

from provisioner.model.keys import Key, Ref

Step = dict[str, Any] | list[Any]
DEALS = Key("pipeline", "deals/sales")
LEADS = Key("pipeline", "leads/queue")


def stage(name: str, pipeline: Key = DEALS) -> Ref:
    return Ref(pipeline.part(name))


def action(type_id: str, **fields: Any) -> dict[str, Any]:
    return {"type": "SINGLE_CONNECTION", "actionTypeId": type_id, "actionTypeVersion": 0, "fields": fields}


def delay(minutes: int) -> dict[str, Any]:
    return action("0-1", delta=str(minutes), time_unit="MINUTES")


def write(name: str, value: Any, association: int = 0) -> dict[str, Any]:
    fields = {"property_name": name, "value": {"type": "STATIC_VALUE", "staticValue": value}}
    if association:
        fields["association"] = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": association}
    return action("0-5", **fields)


def stamp(name: str = "core_seen_at") -> dict[str, Any]:
    value = {"type": "TIMESTAMP", "timestampType": "EXECUTION_TIME"}
    return action("0-5", property_name=name, value=value)


def mail(type_id: str = "0-8", **to: Any) -> dict[str, Any]:
    recipients = to or {"owner_properties": ["hubspot_owner_id"]}
    return action(type_id, subject="About {{ enrolled_object.dealname }}", body="Please look.", **recipients)


def task(value: Any = None) -> dict[str, Any]:
    owner = value or {"type": "OBJECT_PROPERTY", "propertyName": "hubspot_owner_id"}
    return action("0-3", subject="Look", owner_assignment={"type": "CUSTOM", "value": owner})


def rotate(*, overwrite: bool) -> dict[str, Any]:
    users = [Ref(Key("user", "rep@example.com"))]
    name = "hubspot_owner_id"
    return action("0-11", user_ids=users, target_property=name, overwrite_current_owner=str(overwrite).lower())


def create(object_type_id: str, **properties: Any) -> dict[str, Any]:
    given = [
        {"targetProperty": name, "value": {"type": "STATIC_VALUE", "staticValue": value}}
        for name, value in properties.items()
    ]
    return action("0-14", object_type_id=object_type_id, properties=given)


def equals(name: str, *values: Any) -> dict[str, Any]:
    operation = {"operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": list(values)}
    return {"filterType": "PROPERTY", "property": name, "operation": operation}


def is_true(name: str) -> dict[str, Any]:
    return {"filterType": "PROPERTY", "property": name, "operation": {"operator": "IS_EQUAL_TO", "value": True}}


def all_of(*filters: Any, inside: tuple[Any, ...] = ()) -> dict[str, Any]:
    branch = {"filterBranchType": "AND", "filterBranchOperator": "AND"}
    return {**branch, "filters": list(filters), "filterBranches": list(inside)}


def any_of(*branches: Any) -> dict[str, Any]:
    return {"filterBranchType": "OR", "filterBranchOperator": "OR", "filters": [], "filterBranches": list(branches)}


def enrolment(*filters: Any, re_enrol: bool = False) -> dict[str, Any]:
    return {"type": "LIST_BASED", "shouldReEnroll": re_enrol, "listFilterBranch": any_of(all_of(*filters))}


PIPELINE_NAME = {"deals": "pipeline", "leads": "hs_pipeline"}
TYPE_ID = {"contacts": "0-1", "companies": "0-2", "deals": "0-3", "leads": "0-136"}


def body(
    *steps: Step, object_type: str = "deals", pipeline: Key | None = DEALS, filters: tuple[Any, ...] = (), **more: Any
) -> dict[str, Any]:
    """A flow whose actions are numbered in reading order. ``pipeline`` None leaves the pipeline filter out."""
    bound = () if pipeline is None else (equals(PIPELINE_NAME[object_type], Ref(pipeline)),)
    actions: list[dict[str, Any]] = []
    _append(list(steps), actions)
    return {
        "objectTypeId": TYPE_ID[object_type],
        "startActionId": "1",
        "actions": actions,
        "enrollmentCriteria": enrolment(*bound, *filters),
        "timeWindows": [],
        **more,
    }


def _append(steps: list[Step], actions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Adds a chain of steps and returns the connection to its first one."""
    if not steps:
        return None
    number = str(len(actions) + 1)
    first, rest = steps[0], steps[1:]
    made: dict[str, Any] = {"actionId": number}
    actions.append(made)
    if isinstance(first, list):
        ways = [{"branchName": "way", "filterBranch": any_of(all_of()), **_to(_append(way, actions))} for way in first]
        made |= {"type": "LIST_BRANCH", "listBranches": ways}
        default = _append(rest, actions)
        made |= {"defaultBranch": default} if default else {}
    else:
        made |= {**first, **_to(_append(rest, actions))}
    return {"edgeType": "STANDARD", "nextActionId": number}


def _to(connection: dict[str, Any] | None) -> dict[str, Any]:
    return {"connection": connection} if connection else {}
