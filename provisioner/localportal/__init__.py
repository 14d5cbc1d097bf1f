"""A HubSpot-compatible portal of our own: a real HTTP server on loopback, with its state in a SQLite file.

It shares nothing with the code it judges: it imports nothing else of this project. Importing this module loads no
server; Starlette and uvicorn are loaded by the first `embedded` or `serve`. What it does and does not do: README.md
beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class LocalPortal:
    """A running local portal. `base_url` has no trailing slash; `stop` returns when the port is closed."""

    base_url: str
    token: str
    portal_id: int
    stop: Callable[[], None] = field(repr=False, compare=False)


@contextmanager
def embedded(db: Path | None = None, **settings: object) -> Iterator[LocalPortal]:
    """Run a local portal in a daemon thread of this process, on 127.0.0.1 and a free port.

    `db` is the portal's file, made when it is missing; None is a temporary file that goes with the portal.
    `settings` are written into the portal before it answers; an unknown name or value is a ValueError.
    """
    import provisioner.localportal.server as server

    portal = server.start(db, settings)
    try:
        yield portal
    finally:
        portal.stop()


def rehearse(
    portal: Path | LocalPortal,
    start: datetime | str,
    until: datetime | str,
    events: Sequence[Mapping[str, Any]] = (),
    flows: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """Run the portal's flows over its records on a virtual clock, and tell what would happen.

    The portal itself stays as it is.

    `portal` is the file of a portal, or a running one. Moments are ISO-8601 with their offset, or aware datetimes.
    `events` are `{at, create: {object, properties, associations?, as?}}`, `{at, set: {record, properties}}` and
    `{at, switch: {flow, on}}`; a record is told by the name that `as` gave it, or as `deals/40000000001`. `flows` runs
    just these ids, switched on or not; else those run that are switched on. README.md beside this file tells the
    entries of the answer. ValueError for a moment or an event that cannot be.
    """
    import json

    wanted = {"start": str(start), "until": str(until), "events": list(events), "flows": flows and list(flows)}
    told: dict[str, Any] = json.loads(json.dumps(wanted, default=str))
    if isinstance(portal, LocalPortal):
        from provisioner.localportal import remote

        return remote.rehearse(portal.base_url, told)
    from provisioner.localportal import store

    return store.rehearse(portal, **told)


def serve(
    db: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    on_ready: Callable[[LocalPortal], None] | None = None,
    **settings: object,
) -> None:
    """Run a local portal in this thread until it is stopped (Ctrl-C, SIGTERM or the `stop` given to `on_ready`).

    A host that is not loopback is a ValueError: the portal has no protection worth the name.
    """
    import provisioner.localportal.server as server

    server.run(db, host, port, on_ready, settings)
