"""A portal that answers at once, from bytes made beforehand: ``python benchmarks/still_portal.py ANSWERS.json [MS]``.

Prints its port. ``MS`` is how long each answer is held back. ``GET /counts`` tells requests and connections since the
last time it was asked. What it has no answer for is a 404, which fails the run that asked.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from pathlib import Path
from typing import Any

COUNTS = "/counts"


class Portal(asyncio.Protocol):
    """One connection; requests come one after the other, as from any client that waits for its answer."""

    answers: dict[str, bytes] = {}  # noqa: RUF012 - shared by all connections, filled once
    seconds = 0.0
    requests = 0
    connections = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.waiting = b""
        Portal.connections += 1

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        head, end, body = self.waiting.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self.waiting = b""
        path = head.split(b" ", 2)[1].decode()
        if path == COUNTS:
            Portal.connections -= 1
            self._send(_reply(json.dumps({"requests": Portal.requests, "connections": Portal.connections})))
            Portal.requests = Portal.connections = 0
            return
        Portal.requests += 1
        answer = self.answers.get(path) or _reply(json.dumps({"message": f"no answer for {path}"}), "404 Not Found")
        asyncio.get_running_loop().call_later(self.seconds, self._send, answer)

    def _send(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def _reply(text: str, status: str = "200 OK") -> bytes:
    body = gzip.compress(text.encode(), 6)
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json;charset=utf-8\r\nContent-Encoding: gzip\r\n"
        "X-HubSpot-RateLimit-Max: 190\r\nX-HubSpot-RateLimit-Interval-Milliseconds: 10000\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def serve(answers: Path, milliseconds: float) -> None:
    """Answer until the process is ended."""
    Portal.answers = {path: _reply(json.dumps(body)) for path, body in json.loads(answers.read_text("utf-8")).items()}
    Portal.seconds = milliseconds / 1000
    server = await asyncio.get_running_loop().create_server(Portal, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))
