"""How records of a scenario are associated: HubSpot's own types, by the two object types."""

from __future__ import annotations

from collections.abc import Mapping

TYPES: Mapping[tuple[str, str], int] = {
    ("leads", "contacts"): 578,
    ("deals", "contacts"): 3,
    ("deals", "companies"): 341,
    ("contacts", "companies"): 279,
}
"""(of the new record, of the one that is there): HubSpot's id of the association type (its published table)."""


def wired(type_id: int, name: str) -> dict[str, object]:
    """An association as the wire has it, to a record by its name in the scenario."""
    return {
        "to": {"id": name},
        "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}],
    }
