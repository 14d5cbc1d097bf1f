"""HubSpot-defined properties that every portal is born with: a believable part of the real set, by object type.

Each line of a table is `name | label | type/fieldType | class | value=Label;value=Label`. The class says what may be
done with the definition (as public dumps of real portals show them):

W  written by users; definition read-only          R  written by HubSpot; definition read-only, no dates
O  as W, but options may be edited                 L  as W, and options are locked
E  definition and options may be edited            F  may not be archived, definition may be edited
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.surfaces.properties.defined import (
    calls,
    companies,
    contacts,
    deals,
    goals,
    leads,
    tasks,
    tickets,
)

TABLES = {
    "deals": ("dealinformation", deals.TABLE),
    "contacts": ("contactinformation", contacts.TABLE),
    "companies": ("companyinformation", companies.TABLE),
    "tickets": ("ticketinformation", tickets.TABLE),
    "leads": ("lead_information", leads.TABLE),
    "tasks": ("task", tasks.TABLE),
    "calls": ("call", calls.TABLE),
    "goal_targets": ("goal_target_information", goals.TABLE),
}

_CLASSES: dict[str, dict[str, bool]] = {
    "W": {"archivable": True, "readOnlyDefinition": True, "readOnlyValue": False},
    "R": {"archivable": True, "readOnlyDefinition": True, "readOnlyValue": True},
    "O": {"archivable": True, "readOnlyDefinition": True, "readOnlyOptions": False, "readOnlyValue": False},
    "L": {"archivable": True, "readOnlyDefinition": True, "readOnlyOptions": True, "readOnlyValue": False},
    "E": {"archivable": True, "readOnlyDefinition": False, "readOnlyOptions": False, "readOnlyValue": False},
    "F": {"archivable": False, "readOnlyDefinition": False, "readOnlyValue": False},
}
_DATES = {"createdAt": "2020-06-30T15:57:37.247Z", "updatedAt": "2024-02-12T09:41:05.113Z"}


def group_of(object_type: ObjectType) -> str:
    """The group that an object type's HubSpot-defined properties are in."""
    return TABLES[object_type.plural][0] if object_type.plural in TABLES else f"{object_type.singular}information"


def definitions(object_type: ObjectType) -> Iterator[dict[str, Any]]:
    """The HubSpot-defined properties of an object type, as a read of the real API prints them."""
    group = group_of(object_type)
    _, table = TABLES.get(object_type.plural, ("", _plain(object_type)))
    for line in table.strip().splitlines():
        name, label, kind, letter, options = (part.strip() for part in line.split("|"))
        yield definition(name, label, kind, letter, group, options)


def _plain(object_type: ObjectType) -> str:
    """The few properties that every object type has."""
    lines = [
        f"{object_type.created} | Create date | datetime/date | R |",
        f"{object_type.modified} | Last modified date | datetime/date | R |",
        "hs_object_id | Record ID | number/number | R |",
        "hubspot_owner_id | Owner | enumeration/select | W |",
    ]
    if object_type.stage:
        lines.append("hs_pipeline | Pipeline | enumeration/select | W |")
        lines.append("hs_pipeline_stage | Stage | enumeration/select | W |")
    lines += [f"{name} | {name.capitalize()} | string/text | W |" for name in object_type.defaults]
    return "\n".join(lines)


def definition(name: str, label: str, kind: str, letter: str, group: str, options: str = "") -> dict[str, Any]:
    """One HubSpot-defined property: `hubspotDefined` true, no `archived` key and no user ids, as seen live."""
    type_, _, field_type = kind.partition("/")
    listed = [
        {"label": text, "value": value, "displayOrder": order, "hidden": False}
        for order, (value, _, text) in enumerate(part.partition("=") for part in options.split(";") if part)
    ]
    owner = {"referencedObjectType": "OWNER"} if name.endswith("owner_id") else {}
    return {
        **(_DATES if letter != "R" else {}),
        "name": name,
        "label": label,
        "type": type_,
        "fieldType": field_type,
        "description": "",
        "groupName": group,
        "options": listed,
        **owner,
        "displayOrder": -1,
        "calculated": field_type.startswith("calculation_"),
        "externalOptions": type_ == "enumeration" and not listed,
        "hasUniqueValue": name == "hs_object_id",
        "hidden": False,
        "hubspotDefined": True,
        "modificationMetadata": _CLASSES[letter],
        "formField": letter in "WEF",
        "dataSensitivity": "non_sensitive",
    }
