"""One tree of errors; each names its exit code, and carries its evidence as fields.

ProvisionerError
├── InvalidInput           3    blueprint or project file invalid, with findings
├── Refused                4    refused for safety: stale plan, hazard, wrong portal, protected portal
├── Interrupted            130  a person stopped it
├── Broken                 70   an error of our own in the middle of a run, with the run so far
└── PortalError            1    the portal refused or could not be reached
    ├── Unreachable             no connection, no answer in time (for a read)
    ├── BadAnswer               an answer that is not HubSpot's: HTML, an empty body, broken JSON
    ├── Unauthorized            401, and Cloudflare's 530 for a token of the wrong form
    ├── Forbidden               403, with the scopes that would do
    ├── NotFound                404
    ├── Conflict                409
    ├── Throttled               429 that patience did not outlast, or the daily limit
    └── OutcomeUnknown          a write that may or may not have happened
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provisioner.model.findings import Finding

if TYPE_CHECKING:  # plans and runs are no part of what validate loads
    from provisioner.model.run import Run


class ProvisionerError(Exception):
    """``str()`` is one or two sentences for the person who must act; ``fix`` is what to do next."""

    exit_code = 1

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class InvalidInput(ProvisionerError):
    exit_code = 3

    def __init__(self, message: str, *, findings: tuple[Finding, ...] = (), fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.findings = findings


class Refused(ProvisionerError):
    exit_code = 4


class Interrupted(ProvisionerError):
    exit_code = 130


class Broken(ProvisionerError):
    """An error of our own while a plan was carried out; ``run`` tells what was done before it."""

    exit_code = 70

    def __init__(self, cause: Exception, run: Run) -> None:
        super().__init__(f"{type(cause).__name__}: {cause}")
        self.cause = cause
        self.run = run


@dataclass(frozen=True, slots=True)
class Exchange:
    """The evidence of a refused request. ``subcategory`` and ``category`` are HubSpot's words, empty when absent."""

    method: str
    path: str
    status: int = 0
    category: str = ""
    subcategory: str = ""
    correlation_id: str = ""
    scopes: tuple[str, ...] = ()
    context: dict[str, list[str]] = field(default_factory=dict)


class PortalError(ProvisionerError):
    def __init__(self, message: str, exchange: Exchange, *, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.exchange = exchange


class Unreachable(PortalError):
    """No connection or no answer in time, for a request that changes nothing."""


class BadAnswer(PortalError):
    """An answer that HubSpot's API does not give."""


class Unauthorized(PortalError):
    """The token is not known to the portal."""


class Forbidden(PortalError):
    """A scope or a product is missing."""


class NotFound(PortalError):
    """What the path names does not exist."""


class Conflict(PortalError):
    """It exists already."""


class Throttled(PortalError):
    """The rate limit outlasted our patience."""


class OutcomeUnknown(PortalError):
    """The write was sent and the answer does not tell whether it happened: read back, then decide."""
