"""The ASGI application: HTTP in, `Portal.answer` on a worker thread, HTTP out; and the control surface beside it."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Executor
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from provisioner.localportal.control import Control
from provisioner.localportal.journal import Entry, Journal
from provisioner.localportal.portal import Outcome, Portal
from provisioner.localportal.wire import Call, Reply

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Dropped:
    """An ASGI answer that closes the connection without a word."""

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        """Close the transport and wait until the server has noticed, so that it sends nothing itself."""
        scope["state"]["transport"].close()
        while (await receive())["type"] != "http.disconnect":
            continue


def build(portal: Portal, journal: Journal, control: Control, workers: Executor) -> Starlette:
    """The application over one portal; `workers` carry the requests out, so that SQLite never holds the event loop up.

    Starlette's own thread pool would do the same, but its first use loads a library for 20 ms.
    """

    async def api(request: Request) -> Response:
        call = await _call(request)
        started = time.time()
        outcome = await asyncio.get_running_loop().run_in_executor(workers, portal.answer, call)
        if outcome.wait:
            await asyncio.sleep(outcome.wait)
        journal.add(_entry(call, outcome, started), outcome.unknown)
        return _response(outcome.reply)

    async def steer(request: Request) -> Response:
        call = await _call(request)
        return _response(await asyncio.get_running_loop().run_in_executor(workers, control.answer, call))

    return Starlette(
        routes=[
            Route("/_portal/{command:path}", steer, methods=METHODS),
            Route("/{path:path}", api, methods=METHODS),
        ]
    )


async def _call(request: Request) -> Call:
    query = request.url.query
    return Call(
        method=request.method,
        path=request.scope["raw_path"].decode("ascii"),
        query_text=query,
        query=tuple(parse_qsl(query, keep_blank_values=True)),
        headers=dict(request.headers),
        body=await request.body(),
        connection=request.scope["state"]["connection"],
    )


def _entry(call: Call, outcome: Outcome, started: float) -> Entry:
    status = outcome.reply.status if outcome.reply else 0
    return Entry(call, status, started, time.time() - started)


def _response(reply: Reply | None) -> Response:
    if reply is None:
        return Dropped()  # type: ignore[return-value]  # an ASGI application too, and no more is asked of it
    body = reply.data or reply.body
    media_type = reply.media_type if body else None
    return Response(body or b"", reply.status, reply.headers, media_type)
