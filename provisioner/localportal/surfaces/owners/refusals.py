"""Refusals of owners."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def unknown(owner_id: str) -> Refusal:
    """An owner that is not there."""
    return Refusal(404, f"Owner {owner_id} does not exist", "OBJECT_NOT_FOUND")


def bad_page() -> Refusal:
    """A page that HubSpot would not give; the exact body is not known."""
    return Refusal(400, "limit must be between 1 and 500, and after a cursor of an earlier answer")
