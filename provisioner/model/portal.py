"""Portals: where one lives, who it says it is, and the doors through which kinds speak to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # importing pathlib takes a tenth of the time in which validate is done
    from datetime import datetime
    from pathlib import Path

Json = Any
Query = Sequence[tuple[str, str]]
Parts = Mapping[str, str]


class Secret:
    """An access token that never shows itself: not in text, not in a repr, not in a traceback's locals."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __bool__(self) -> bool:
        return bool(self._value)


@dataclass(frozen=True, slots=True)
class Target:
    """A portal as the project file names it.

    ``portal_id`` None means: not pinned. ``targets`` is the file of the portal's own KPI targets, None without one.
    """

    name: str
    token: Secret
    base_url: str = "https://api.hubapi.com"
    portal_id: int | None = None
    environment: str = "production"
    protected: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    targets: Path | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Who answers, from account info: id, type (STANDARD, SANDBOX, DEVELOPER_TEST, APP_DEVELOPER), zone, currency.

    ``other_currencies``: codes of those that deals may have beside the company's own.
    """

    portal_id: int
    account_type: str
    time_zone: str
    currency: str
    other_currencies: tuple[str, ...] = ()


class Reader(Protocol):
    """The read-only door. ``endpoint`` names a row of the gateway's path table, ``parts`` fill its template.

    Both raise a PortalError. The answer is plain JSON, None for an empty body.
    """

    @property
    def moment(self) -> datetime:
        """The time by the portal's clock."""
        ...

    def get(self, endpoint: str, parts: Parts, query: Query = ()) -> Json: ...

    def ask(self, endpoint: str, parts: Parts, body: Json, query: Query = ()) -> Json:
        """A POST that only reads: a search, a batch read."""
        ...

    def rest(self, times: float) -> None:
        """Wait so many of the pauses that this portal is given. Raises Interrupted as soon as the run is stopped."""
        ...


class FileReader(Reader, Protocol):
    """A reading door that also fetches files."""

    def download(self, link: str, into: IO[bytes], most: int) -> None:
        """Write the file behind a link that the portal gave into an empty file; no token is sent. Raises PortalError,
        also for more than ``most`` bytes."""
        ...


class Writer(Reader, Protocol):
    """The door that writes; only ``apply`` opens it."""

    def send(self, endpoint: str, parts: Parts, body: Json = None, query: Query = ()) -> Json:
        """A write. Raises OutcomeUnknown when it may or may not have happened; it is never resent by itself."""
        ...
