"""What a workflow does, step by step: the nouns between a rule and HubSpot's actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from provisioner.automation.conditions import AnyOf, Enrolment, Id
from provisioner.automation.objects import OWNER
from provisioner.model.portal import Json


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, or who takes over: the record's owner, or users and teams (user and team ids, not owner ids)."""

    owner: bool = False
    users: tuple[Id, ...] = ()
    teams: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A fixed value; also an option, a stage or a pipeline."""

    value: Id


@dataclass(frozen=True, slots=True)
class CopyOf:
    property: str


@dataclass(frozen=True, slots=True)
class Now:
    """The moment at which the step runs."""


@dataclass(frozen=True, slots=True)
class Plus:
    """The present number and so many more."""

    number: int


@dataclass(frozen=True, slots=True)
class Later:
    """So many minutes or days after the moment at which the step runs."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class OtherValue:
    value: Json = field(hash=False)


Value: TypeAlias = Text | CopyOf | Now | Plus | Later | OtherValue


@dataclass(frozen=True, slots=True)
class Wait:
    """``unit`` is MINUTES or DAYS: hours and weeks are only claimed to work."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Until the date in a property, ``minutes`` earlier; later where that is negative."""

    property: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """When a task is due: so long after now, on one of these weekdays, at this hour and minute."""

    number: int
    unit: str
    days: tuple[str, ...] = ()
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task for the owner of the record. ``kind`` is TODO or CALL."""

    kind: str
    subject: str
    text: str
    priority: str
    due: Due
    owner: str = OWNER


@dataclass(frozen=True, slots=True)
class Mail:
    """A message by e-mail inside the company."""

    to: Recipient
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Set:
    property: str
    value: Value


@dataclass(frozen=True, slots=True)
class Rotate:
    """Hand the record to the next of these people. Without ``overwrite`` only where nobody owns it."""

    to: Recipient
    overwrite: bool


@dataclass(frozen=True, slots=True)
class Create:
    """A new record with these values."""

    object_type: str
    properties: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """``name`` is at most 50 characters: HubSpot answers longer ones with a server error."""

    name: str
    when: AnyOf
    then: Steps


@dataclass(frozen=True, slots=True)
class Choose:
    """The first branch that holds; always the last of its steps, since workflows are trees here."""

    branches: tuple[Branch, ...]
    otherwise: Steps = ()
    otherwise_name: str = ""


@dataclass(frozen=True, slots=True)
class ByValue:
    """One branch for each value of a property; always the last of its steps."""

    property: str
    branches: tuple[tuple[Id, Steps], ...]
    otherwise: Steps = ()
    otherwise_name: str = ""


@dataclass(frozen=True, slots=True)
class OtherStep:
    """An action that no template writes, as the portal gave it, without its place in the tree.

    ``branches``: where it leads, by name, when it is a branch of a kind that no template uses.
    """

    action: Json = field(hash=False)
    branches: tuple[tuple[str, Steps], ...] = ()


Step: TypeAlias = Wait | WaitUntil | Task | Mail | Set | Rotate | Create | Choose | ByValue | OtherStep
Steps: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """A workflow in words. ``windows`` and ``closed`` are HubSpot's time windows and blocked dates, as they stand."""

    object_type: str
    name: str
    description: str
    enrolment: Enrolment
    steps: Steps
    zone: str
    windows: tuple[Json, ...] = field(default=(), hash=False)
    closed: tuple[Json, ...] = field(default=(), hash=False)
