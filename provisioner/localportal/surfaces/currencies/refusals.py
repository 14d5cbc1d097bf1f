"""Refusals of currencies. The statuses are documented; the words are not."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def unknown_rate(rate_id: str) -> Refusal:
    """A rate that is not there."""
    return Refusal(404, f"Exchange rate {rate_id} does not exist", "OBJECT_NOT_FOUND")


def bad_page(most: int) -> Refusal:
    """A page that HubSpot would not give."""
    return Refusal(400, f"limit must be between 1 and {most}, and after a cursor of an earlier answer")
