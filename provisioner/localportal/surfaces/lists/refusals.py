"""Refusals of lists. The taken name is reported by several; of the others the status is what is known.

What the local portal found wrong with filters stands under `localPortalReason`, for people.
"""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def unknown(list_id: str) -> Refusal:
    """A list that is not there, or is deleted."""
    return Refusal(404, f"List does not exist with ID {list_id}.", "OBJECT_NOT_FOUND")


def unknown_name(name: str) -> Refusal:
    """No list of this name and object type."""
    return Refusal(404, f"List does not exist with name {name}.", "OBJECT_NOT_FOUND")


def name_taken(name: str) -> Refusal:
    """A second list of one name: names are unique in the account."""
    message = f"A list with the name '{name}' already exists."
    return Refusal(400, message, "VALIDATION_ERROR", "ILS.DUPLICATE_LIST_NAMES")


def not_an_id(name: str) -> Refusal:
    """An object type by name, or one that is not there: lists take ids (documented)."""
    return Refusal(400, f"Invalid object type id: {name}")


def bad_field(field: str, wanted: str) -> Refusal:
    """A field of the wrong JSON type or value."""
    return Refusal(400, f"Invalid input JSON: {field} must be {wanted}")


def bad_filters(reason: str) -> Refusal:
    """Filters that HubSpot would not take."""
    return Refusal(400, "The filter branch of the list is not valid", extra={"localPortalReason": reason})


def only_dynamic(list_id: str) -> Refusal:
    """New filters for a list that is not dynamic (documented)."""
    return Refusal(400, f"The filters of list {list_id} cannot be changed: it is not DYNAMIC")


def too_many(count: int, most: int) -> Refusal:
    """A search page above HubSpot's."""
    return Refusal(400, f"count must be between 1 and {most}, not {count}")


def not_served(what: str) -> Refusal:
    """Something real that this portal does not have; loud, so that nobody builds on its silence."""
    return Refusal(400, f"The local portal does not serve {what}; its README lists what it does.",
                   "LOCAL_PORTAL_UNSUPPORTED")  # fmt: skip
