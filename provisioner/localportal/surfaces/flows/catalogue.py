"""The built-in action types: their names, and the fields that each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

OLD_STATIC_LIST, TASK = "0-13", "0-3"


@dataclass(frozen=True, slots=True)
class ActionType:
    """One action type. Of `one_of` at least one field must be there; without `needed` the fields are not known."""

    id: str
    name: str
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


_TO = ("user_ids", "team_ids", "owner_properties")
_TYPES = (
    ActionType("0-1", "Delay for a set amount of time", ("delta", "time_unit"), ("time_of_day",)),
    ActionType("0-2", "Delay until event happens"),
    ActionType(
        TASK, "Create task", ("task_type", "subject"),
        ("body", "priority", "due_time", "associations", "use_explicit_associations", "owner_assignment"),
    ),
    ActionType("0-4", "Send email", ("content_id",)),
    ActionType("0-5", "Set property value", ("property_name", "value"), ("association",)),
    ActionType("0-8", "Send internal email notification", ("subject", "body"), _TO, _TO),
    ActionType("0-9", "Send in-app notification", ("subject", "body", "delivery_method"), _TO, _TO),
    ActionType(
        "0-11", "Rotate record to owner", ("target_property", "overwrite_current_owner"), ("user_ids", "team_ids"),
        ("user_ids", "team_ids"),
    ),
    ActionType(
        "0-14", "Create record", ("object_type_id", "properties"), ("associations", "use_explicit_associations"),
    ),
    ActionType("0-15", "Enroll in another workflow", ("flow_id",)),
    ActionType("0-18", "Salesforce task"),
    ActionType("0-19", "Salesforce campaign"),
    ActionType("0-23", "Send internal marketing email", ("email_content_id", "recipient_emails")),
    ActionType("0-25", "Copy property", ("source_property", "target_property"), ("target_object",)),
    ActionType("0-28", "Delay until a day or time"),
    ActionType("0-29", "Delay until event happens", ("event_filter_branches", "expiration_minutes")),
    ActionType("0-30", "Manage ads audience"),
    ActionType("0-31", "Set marketing contact status"),
    ActionType("0-33", "Format data"),
    ActionType("0-35", "Delay until a date", ("date",), ("delta", "time_unit", "time_of_day")),
    ActionType("0-18224765", "Delete record"),
    ActionType("0-63189541", "Create associations"),
    ActionType("0-61139476", "Create association label"),
    ActionType("0-61139484", "Update association label"),
    ActionType("0-73444249", "Remove association label"),
    ActionType("0-43347357", "Set communication subscription status"),
    ActionType("0-44475148", "Assign conversation owner"),
    ActionType("0-46510720", "Enroll in sequence"),
    ActionType("0-4702372", "Remove from sequence"),
    ActionType("0-63809083", "Add to static list", ("listId", "targetObject")),
    ActionType("0-63863438", "Remove from static list", ("listId", "targetObject")),
    ActionType("0-169425243", "Create note", ("note_body",), ("pin_note",)),
    ActionType("0-261589386", "Increase or decrease property value"),
    ActionType("0-199186210", "Send survey"),
    ActionType("0-40900952", "Send SMS"),
    ActionType("0-25085031", "Send WhatsApp message"),
)  # fmt: skip
TYPES = {one.id: one for one in _TYPES}
_JSON = {"user_ids", "team_ids", "owner_properties", "value", "association", "due_time", "associations", "date",
         "owner_assignment", "properties", "event_filter_branches", "time_of_day", "recipient_emails"}  # fmt: skip


def definitions(object_type_id: str) -> list[dict[str, Any]]:
    """The action types as the betas tell them, for one object type."""
    return [_definition(one, object_type_id or "0-1") for one in _TYPES]


def _definition(one: ActionType, object_type_id: str) -> dict[str, Any]:
    fields = [
        {
            "fieldDefinitionType": "SIMPLE",
            "name": name,
            "label": name.replace("_", " ").capitalize(),
            "type": "json" if name in _JSON else "string",
            "isRequired": name in one.needed,
        }
        for name in dict.fromkeys(one.needed + one.optional)
    ]
    return {
        "actionTypeId": one.id,
        "actionName": one.name,
        "groupId": "crm",
        "objectTypeIds": [object_type_id],
        "inputFieldDefinitions": fields,
    }
