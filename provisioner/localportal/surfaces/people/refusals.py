"""Refusals of owners, users and teams. The statuses are documented; the words are not."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def unknown(owner_id: str) -> Refusal:
    """An owner that is not there."""
    return Refusal(404, f"Owner {owner_id} does not exist", "OBJECT_NOT_FOUND")


def unknown_user(user_id: str) -> Refusal:
    """A user that is not there, or was removed."""
    return Refusal(404, f"User {user_id} does not exist", "OBJECT_NOT_FOUND")


def unknown_team(team_id: str) -> Refusal:
    """A team that is not there."""
    return Refusal(404, f"Team {team_id} does not exist", "OBJECT_NOT_FOUND")


def not_a_user(user_id: str) -> Refusal:
    """A member that is no user of the portal."""
    return Refusal(400, f"User {user_id} is not a user of this portal")


def team_name_taken(name: str) -> Refusal:
    """A second team of the same name."""
    return Refusal(400, f"A team with the name {name} already exists")


def bad_parent(team_id: str) -> Refusal:
    """A parent that is no team, or lies below the team itself."""
    return Refusal(400, f"Team {team_id} cannot be the parent of this team")


def bad_field(field: str, wanted: str) -> Refusal:
    """A field of the wrong JSON type or value."""
    return Refusal(400, f"Invalid input JSON: {field} must be {wanted}")


def bad_page(most: int) -> Refusal:
    """A page that HubSpot would not give."""
    return Refusal(400, f"limit must be between 1 and {most}, and after a cursor of an earlier answer")


def no_such_version() -> Refusal:
    """An address of teams that this account does not answer; the body is not known."""
    return Refusal(404, "", None, bare=True)
