"""uvicorn around the portal: in a thread of this process, or in the foreground. Loopback only."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from provisioner.localportal import LocalPortal, app, store
from provisioner.localportal.control import Control
from provisioner.localportal.database import Database
from provisioner.localportal.journal import Journal
from provisioner.localportal.portal import Portal
from provisioner.localportal.surface import Router
from provisioner.localportal.surfaces import SURFACES


def start(db: Path | None, settings: Mapping[str, object]) -> LocalPortal:
    """A portal in a daemon thread, answering when this returns."""
    folder = Path(tempfile.mkdtemp(prefix="local-portal-")) if db is None else None
    try:
        database = store.open(folder / "portal.db" if folder else Path(str(db)), settings)
    except BaseException:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    server, portal = _server(database, _listen("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, name="local-portal", daemon=True)

    def stop() -> None:
        server.stop()
        thread.join(timeout=10)
        database.close()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)

    thread.start()
    server.ready.wait(timeout=10)
    return LocalPortal(portal.base_url, portal.token, portal.portal_id, stop)


def run(
    db: Path,
    host: str,
    port: int,
    on_ready: Callable[[LocalPortal], None] | None,
    settings: Mapping[str, object],
) -> None:
    """A portal in this thread; returns when it is stopped."""
    with contextlib.closing(_listen(host, port)) as listener, contextlib.closing(store.open(db, settings)) as database:
        server, portal = _server(database, listener)
        server.on_ready = (lambda: on_ready(portal)) if on_ready else None
        server.run()


class Connection(H11Protocol):
    """uvicorn's HTTP/1.1 protocol; tells the application which connection it is on, and lets it close that."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # a TCP connection has this transport
        """Number the connection."""
        journal: Journal = self.config.app.state.journal  # type: ignore[union-attr]  # uvicorn allows other applications; this is ours
        self.app_state = {**self.app_state, "connection": journal.connected(), "transport": transport}
        # Without it an answer in two pieces waits for the client's delayed acknowledgement, 40 ms a time.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)


class Server(uvicorn.Server):
    """uvicorn's server without its polling: it starts, says so, and stops at once when told."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, workers: ThreadPoolExecutor) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.on_ready: Callable[[], None] | None = None
        self._listener = listener
        self._workers = workers
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until `stop`; when this returns, no request is under way any more."""
        try:
            super().run(sockets or [self._listener])
        finally:
            self._workers.shutdown()

    def stop(self) -> None:
        """End the serving; may be called from any thread, and twice."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopped.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal stops the server; uvicorn raises it again afterwards."""
        super().handle_exit(sig, frame)
        self.stop()

    async def main_loop(self) -> None:
        """Wait for the stop; everything else happens in the protocol."""
        self._loop = asyncio.get_running_loop()
        self.ready.set()
        if self.on_ready:
            self.on_ready()
        await self._stopped.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002  uvicorn calls it
        """Close the port and every connection, hanging requests included."""
        for server in self.servers:
            server.close()
        for task in tuple(self.server_state.tasks):
            task.cancel()
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


def _server(database: Database, listener: socket.socket) -> tuple[Server, LocalPortal]:
    journal = Journal()
    workers = ThreadPoolExecutor(24, thread_name_prefix="local-portal")
    application = app.build(Portal(database, Router(SURFACES)), journal, Control(database, journal), workers)
    application.state.journal = journal
    for name in ("uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    options: dict[str, Any] = {"log_config": None, "access_log": False, "lifespan": "off", "ws": "none"}
    options |= {"loop": "asyncio", "http": Connection, "server_header": False, "timeout_keep_alive": 75}
    options["date_header"] = False  # each answer bears the portal's own time, which may stand still
    server = Server(uvicorn.Config(application, **options), listener, workers)
    return server, _portal(database, listener, server.stop)


def _portal(database: Database, listener: socket.socket, stop: Callable[[], None]) -> LocalPortal:
    host, port = listener.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    switches = store.settings_of(database)
    return LocalPortal(f"http://{name}:{port}", next(iter(switches.tokens)), switches.portal_id, stop)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket on loopback; ValueError for any other host."""
    address = "127.0.0.1" if host == "localhost" else host
    try:
        loopback = ipaddress.ip_address(address).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ValueError(f"the local portal listens on loopback only; {host} is not a loopback address")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, port), family=family, backlog=512)
