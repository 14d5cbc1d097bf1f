"""What must be true of a record: the conditions that rules are made of, before they are filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from provisioner.model.keys import Ref
from provisioner.model.portal import Json

Id: TypeAlias = str | Ref
"""An id of the portal, in words until the portal is known; also the plain value of an option."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: ``NOW`` or ``TODAY`` moved by days or hours, or a day."""

    base: str = "NOW"
    days: int = 0
    hours: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    property: str


@dataclass(frozen=True, slots=True)
class Unknown:
    property: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is one of these; ``none`` turns it round, and an empty value then passes too."""

    property: str
    values: tuple[Id, ...]
    none: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """A yes-or-no property has this value."""

    property: str
    value: bool


@dataclass(frozen=True, slots=True)
class AtLeast:
    property: str
    number: float


@dataclass(frozen=True, slots=True)
class NoneYet:
    """A count that is 0 or was never made."""

    property: str


@dataclass(frozen=True, slots=True)
class Before:
    property: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class After:
    property: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Between:
    property: str
    first: Moment
    last: Moment


@dataclass(frozen=True, slots=True)
class Linked:
    """The record is associated with one of another object for which all of these hold."""

    object_type: str
    association: int
    all: All


@dataclass(frozen=True, slots=True)
class OtherCondition:
    """A filter that no template writes, as the portal gave it."""

    filter: Json = field(hash=False)


Condition: TypeAlias = (
    Known | Unknown | OneOf | Is | AtLeast | NoneYet | Before | After | Between | Linked | OtherCondition
)
All: TypeAlias = tuple[Condition, ...]
AnyOf: TypeAlias = tuple[All, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """The moment at which a property takes one of these values; any value when none is named; ``cleared``: empty."""

    property: str
    to: tuple[Id, ...] = ()
    cleared: bool = False


@dataclass(frozen=True, slots=True)
class WhenTrue:
    """Enrol while any of these holds. ``again``: a record comes back when one of these happens or turns true."""

    who: AnyOf
    again: tuple[Changed | All, ...] = ()


@dataclass(frozen=True, slots=True)
class WhenEvent:
    """Enrol at any of these moments, provided that any of these holds. ``again``: every time, not only the first."""

    events: tuple[Changed, ...]
    provided: AnyOf
    again: bool = True


@dataclass(frozen=True, slots=True)
class OtherEnrolment:
    """An enrolment that no template writes, as the portal gave it."""

    criteria: Json = field(hash=False)


Enrolment: TypeAlias = WhenTrue | WhenEvent | OtherEnrolment
