"""Association types: what a type id means, what the other end sees, and which type is the plain one of a pair."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from provisioner.localportal.surfaces.labels import state as labels
from provisioner.localportal.surfaces.labels.defined import BY_PAIR

SHIPPED, OWN = "HUBSPOT_DEFINED", "USER_DEFINED"
CATEGORIES = (SHIPPED, OWN, "INTEGRATOR_DEFINED", "WORK")
# Types that point at records of the same object type from both sides, each seen from the other end as its partner.
_PARTNERS = {13: 14, 14: 13}
# Further plain types of HubSpot's table: tasks and tickets.
_PLAIN = {("0-27", "0-5"): 230, ("0-5", "0-27"): 229}


@dataclass(frozen=True, slots=True)
class Type:
    """One direction of an association type; `label` is None for the plain one of a pair."""

    from_id: str
    to_id: str
    category: str
    type_id: int
    label: str | None = None


def plain(from_id: str, to_id: str) -> Type | None:
    """The type without a label that every pair of HubSpot's table has."""
    if listed := BY_PAIR.get((from_id, to_id)):
        return Type(from_id, to_id, SHIPPED, listed[0].type_id)
    if (from_id, to_id) in _PLAIN:
        return Type(from_id, to_id, SHIPPED, _PLAIN[from_id, to_id])
    return None


def shipped(from_id: str) -> dict[int, Type]:
    """HubSpot's own types from one object type, by id."""
    found = {
        one.type_id: Type(from_id, to_id, SHIPPED, one.type_id, one.label)
        for (first, to_id), listed in BY_PAIR.items()
        if first == from_id
        for one in listed
    }
    extra = {number: Type(*pair, SHIPPED, number) for pair, number in _PLAIN.items() if pair[0] == from_id}
    return found | extra


def own(db: sqlite3.Connection, from_id: str) -> dict[int, Type]:
    """The portal's own labels from one object type, by type id."""
    return {
        type_id: Type(first, second, OWN, type_id, label)
        for held in labels.every(db)
        for type_id, first, second, label in held.directions()
        if first == from_id
    }


def find(db: sqlite3.Connection, from_id: str, category: str, type_id: int) -> Type | None:
    """The type that an association names, None when the portal does not know it."""
    return (shipped(from_id) if category == SHIPPED else own(db, from_id)).get(type_id)


def inverse(db: sqlite3.Connection, one: Type) -> Type | None:
    """The same type as the other end has it."""
    if one.category == OWN:
        for held in labels.every(db):
            if one.type_id in (held.type_id, held.inverse_id):
                other = held.inverse_id if one.type_id == held.type_id else held.type_id
                return own(db, one.to_id).get(other)
        return None
    if one.label is None:
        return plain(one.to_id, one.from_id)
    if one.type_id in _PARTNERS:
        return shipped(one.to_id)[_PARTNERS[one.type_id]]
    return next((back for back in shipped(one.to_id).values() if _mirrors(one, back)), None)


def _mirrors(one: Type, back: Type) -> bool:
    return back.to_id == one.from_id and back.label == one.label


def printed(db: sqlite3.Connection, from_id: str) -> dict[tuple[str, int], str | None]:
    """(category, type id) -> label, of every type from one object type."""
    known = [*shipped(from_id).values(), *own(db, from_id).values()]
    return {(one.category, one.type_id): one.label for one in known}
