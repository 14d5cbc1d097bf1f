"""Refusals of association labels. The cap is seen live; of the others the status is what is known."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def unavailable() -> Refusal:
    """An account without the product; status and body are not published."""
    message = "Custom association labels need a Professional or Enterprise subscription."
    return Refusal(403, message, "FORBIDDEN")


def cap_reached(limit: int, one: str, other: str) -> Refusal:
    """Too many labels between two object types: HTTP 437 (seen live)."""
    return Refusal(437, f"No more than {limit} association types are allowed between {one} and {other}")


def name_taken(name: str) -> Refusal:
    """A second label of the same internal name anywhere in the account."""
    return Refusal(400, f"Association definition named {name} already exists for portal")


def label_taken(label: str, one: str, other: str) -> Refusal:
    """A second label of the same text in the same direction of a pair."""
    return Refusal(400, f"Association definition label {label} already exists on ObjectType pair {one}-{other}")


def bad_name(name: str) -> Refusal:
    """An internal name that HubSpot would not take: hyphens, or a digit at the beginning (documented)."""
    return Refusal(400, f"Association definition name {name} is not valid: no hyphens, and no digit at the beginning")


def bad_field(field: str, wanted: str) -> Refusal:
    """A field of the wrong JSON type or value."""
    return Refusal(400, f"Invalid input JSON: {field} must be {wanted}")


def unknown(type_id: object, status: int = 400) -> Refusal:
    """A type id that is no label of this pair."""
    category = "OBJECT_NOT_FOUND" if status == 404 else "VALIDATION_ERROR"
    return Refusal(status, f"Unable to find association type {type_id}", category)


def hubspots(type_id: int) -> Refusal:
    """A change to a type that HubSpot ships; the body is not known."""
    return Refusal(400, f"Association type {type_id} is defined by HubSpot and cannot be changed")
