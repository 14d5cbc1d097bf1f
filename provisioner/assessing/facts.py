"""What is read of a portal before anything is made of it: counts and samples, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provisioner.model.advice import Text
from provisioner.model.portal import Account
from provisioner.tier import Room


@dataclass(frozen=True, slots=True)
class Closed:
    """Something that the portal did not tell. ``scopes`` would have opened it, any one of them; ``forbidden`` is True
    where a scope or the product is missing."""

    why: Text
    scopes: tuple[str, ...] = ()
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """Active owners that are persons, and owners that were archived in the last twelve months."""

    active: int
    departed: int


@dataclass(frozen=True, slots=True)
class Enquiries:
    """New records of ``object_type`` in the last 30 and 90 days."""

    object_type: str
    last_30: int
    last_90: int


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the records of the last 90 days came from, by the property that tells.

    ``offline`` counts what HubSpot calls offline sources, which says only that a person, an import or an integration
    made the record.
    """

    object_type: str
    property: str
    campaigns: int
    relations: int
    offline: int = 0


@dataclass(frozen=True, slots=True)
class Deal:
    """A won deal: its pipeline, its days from creation to close, the contacts on it, its amount."""

    pipeline: str
    closed: datetime | None
    days: float | None
    people: int | None
    amount: float | None


@dataclass(frozen=True, slots=True)
class Won:
    """The deals won in the last twelve months: how many, and the latest of them.

    ``days`` and ``people`` are the medians of all, where the latest are not all of them; ``first`` is when the first of
    all was closed.
    """

    total: int
    latest: tuple[Deal, ...]
    first: datetime | None = None
    days: float | None = None
    people: float | None = None

    @property
    def whole(self) -> bool:
        return len(self.latest) >= self.total


@dataclass(frozen=True, slots=True)
class Lane:
    """A pipeline with counts of its records; None is not told. ``won`` are the latest deals won in it, of ``total``."""

    object_type: str
    id: str
    label: str
    stages: int
    records: int | None = None
    open: int | None = None
    no_owner: int | None = None
    no_next_step: int | None = None
    total: int = 0
    won: tuple[Deal, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it. ``leads`` is whether the account has the leads object switched on, ``labels`` whether associations can
    have labels there (None: not told); ``unread`` counts pipelines that were left out, there being too many."""

    account: Account
    now: datetime
    leads: bool | Closed
    room: Room | Closed
    labels: bool | None
    team: Team | Closed
    enquiries: Enquiries | Closed
    sources: Sources | Closed
    won: Won | Closed
    lanes: tuple[Lane, ...]
    unread: int = 0
