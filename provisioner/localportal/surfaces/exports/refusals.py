"""Refusals of exports. The limits are documented; the answers are not."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def unknown(export_id: str) -> Refusal:
    """An export that is not there."""
    return Refusal(404, f"Export {export_id} does not exist", "OBJECT_NOT_FOUND")


def too_many(most: int) -> Refusal:
    """More exports in a day than HubSpot makes."""
    return Refusal(429, f"At most {most} exports may be started in 24 hours", "RATE_LIMITS")


def under_way() -> Refusal:
    """A second export while one is being made."""
    return Refusal(429, "Another export is being made; start this one when it is done", "RATE_LIMITS")


def expired() -> Refusal:
    """A link that was good for five minutes."""
    return Refusal(403, "The link has expired", "EXPIRED")


def bad_field(field: str, wanted: str) -> Refusal:
    """A field of the request that HubSpot would not take."""
    return Refusal(400, f"Invalid input JSON: {field} must be {wanted}")
