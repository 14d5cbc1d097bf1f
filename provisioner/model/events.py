"""Events that long work reports to a watcher while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from provisioner.model.plan import Change
from provisioner.model.run import Outcome


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of the portal is about to be read, such as ``property of deals``."""

    what: str


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP exchange, without headers or bodies: what ``--verbose`` shows. ``status`` 0 means no answer."""

    method: str
    path: str
    status: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The portal asked for patience."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Started:
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Stopping:
    """A person stopped the run: nothing new is begun, and what is under way is brought to its end."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long reading is: records done and remaining (0 where nobody knows), and records a second."""

    what: str
    done: int
    remaining: int
    rate: float


Event = Reading | Request | Waiting | Started | Finished | Stopping | Progress
Watch = Callable[[Event], None]


def unwatched(_: Event) -> None:
    """The watcher that looks away."""
