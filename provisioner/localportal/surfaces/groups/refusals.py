"""Refusals of property groups."""

from __future__ import annotations

import uuid

from provisioner.localportal.refusal import Refusal
from provisioner.localportal.wire import compact


def unknown(name: str) -> Refusal:
    """A group that is not there, or was archived."""
    return Refusal(404, f"Property group '{name}' does not exist", "OBJECT_NOT_FOUND")


def exists(name: str, status: int) -> Refusal:
    """A second active group of one name; 409 is reported, the exact body is not known."""
    message = f"A property group named '{name}' already exists."
    return Refusal(status, message, "CONFLICT", "PropertyGroupError.GROUP_ALREADY_EXISTS")


def bad_field(field: str, wanted: str) -> Refusal:
    """A field of the wrong kind; the exact body is not known."""
    return Refusal(400, f"Property group {field} must be {wanted}")


def has_active_properties() -> Refusal:
    """HubSpot puts a whole JSON error, as text, into the message (seen live)."""
    inner = {
        "status": "error",
        "message": "Can't delete or purge a group with active properties",
        "correlationId": str(uuid.uuid4()),
        "category": "VALIDATION_ERROR",
        "subCategory": "PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES",
    }
    return Refusal(400, compact(inner))
