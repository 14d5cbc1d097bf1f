"""Refusals of associations. The statuses are documented; most of the words are not."""

from __future__ import annotations

from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.refusal import Refusal


def unknown_type(type_id: Any, one: ObjectType, other: ObjectType) -> Refusal:
    """An association type that does not exist between the two object types."""
    return Refusal(400, f"Association type id {type_id} doesn't exist between {one.singular} and {other.singular}")


def no_plain_type(one: ObjectType, other: ObjectType) -> Refusal:
    """Two object types that this portal has no plain association for."""
    return Refusal(400, f"There is no default association between {one.singular} and {other.singular}")


def unknown_record(kind: ObjectType, record_id: str) -> Refusal:
    """An end that is not there, or is in the recycle bin."""
    return Refusal(404, f"{kind.title} {record_id} does not exist", "OBJECT_NOT_FOUND", context={"id": [record_id]})


def none_found(one: ObjectType, other: ObjectType, record_id: str) -> Refusal:
    """A record of a batch read that has no associations of the kind: one entry of the 207's errors."""
    message = f"No {other.singular} is associated with {one.singular} {record_id}."
    return Refusal(404, message, "OBJECT_NOT_FOUND", "crm.associations.NO_ASSOCIATIONS_FOUND")


def bad_field(what: str) -> Refusal:
    """A body of the wrong shape."""
    return Refusal(400, f"Invalid input JSON: {what}")


def bad_page(most: int) -> Refusal:
    """A page that HubSpot would not give."""
    return Refusal(400, f"limit must be between 1 and {most}, and after a cursor of an earlier answer")
