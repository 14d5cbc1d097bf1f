"""Refusals of account information."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def unknown_token() -> Refusal:
    """Introspection of a token that the portal does not know; the exact body is not known."""
    return Refusal(401, "The token is invalid, expired or revoked.", "INVALID_AUTHENTICATION")
