"""The transport against a server that speaks HTTP badly."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import socket
import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from provisioner import gateway
from provisioner.gateway.transport import NoAnswer, NotSent, Transport
from provisioner.model.errors import OutcomeUnknown, Unreachable
from provisioner.model.portal import Secret, Target
from tests.support.running import HASTY

PATH = "/crm/pipelines/2026-09/deals"


def answer(body: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {size}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


ACCOUNT = answer(b'{"portalId": 1, "accountType": "STANDARD"}')


class Scripted:
    """A server that gives these bytes to one request after the other, whatever is asked."""

    def __init__(self, replies: Sequence[bytes]) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._replies = iter(replies)
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection:
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, StopIteration):
            while first_line := _request(connection):
                self.asked.append(first_line)
                reply = next(self._replies)
                connection.sendall(reply)
                if b"Connection: close" in reply or not reply.startswith(b"HTTP/1.1"):
                    return

    def close(self) -> None:
        self._listener.close()


def _request(connection: socket.socket) -> str:
    """Read one request, body and all; its first line, empty when the client hung up."""
    with connection.makefile("rb") as lines:
        written = itertools.takewhile(lambda line: line.strip(), iter(lines.readline, b""))
        head = [line.decode("latin-1").strip() for line in written]
        if not head:
            return ""
        sizes = [line.partition(":")[2] for line in head if line.lower().startswith("content-length:")]
        lines.read(int(sizes[0]) if sizes else 0)
        return head[0]


@contextlib.contextmanager
def transport(*replies: bytes) -> Iterator[tuple[Transport, Scripted]]:
    server = Scripted(replies)
    opened = Transport(server.url, Secret("pat-eu1-0123456789"), connections=2, read_seconds=0.3)
    try:
        yield opened, server
    finally:
        opened.close()
        server.close()


def test_answer_comes_as_it_was_sent() -> None:
    with transport(answer(b'{"a": 1}', "200 OK", "X-Told: yes"), answer(b"no", "404 Not Found")) as (opened, server):
        found = opened.exchange("GET", PATH, [("archived", "true")], None)
        assert (found.status, found.body, found.headers["x-told"]) == (200, b'{"a": 1}', "yes")
        found = opened.exchange("PATCH", PATH, (), {"label": "מכירות"})
        assert (found.status, found.body) == (404, b"no")
    assert server.asked == [f"GET {PATH}?archived=true HTTP/1.1", f"PATCH {PATH} HTTP/1.1"]


def test_compressed_answer_is_unpacked() -> None:
    with transport(answer(gzip.compress(b'{"a": 1}'), "200 OK", "Content-Encoding: gzip")) as (opened, _):
        assert opened.exchange("GET", PATH, (), None).body == b'{"a": 1}'


def test_second_answer_to_one_request_is_never_taken_for_the_next() -> None:
    twice = answer(b'{"first": 1}') + answer(b'{"stray": 1}')
    with transport(twice, answer(b'{"second": 1}')) as (opened, _):
        assert opened.exchange("GET", PATH, (), None).body == b'{"first": 1}'
        time.sleep(0.05)
        assert opened.exchange("GET", PATH, (), None).body == b'{"second": 1}'


BAD: dict[str, bytes] = {
    "cut in the body": answer(b'{"results": [', "200 OK", "Connection: close", length=500),
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "broken compression": answer(b"not gzip", "200 OK", "Content-Encoding: gzip", "Connection: close"),
    "broken chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n{}\r\n",
    "endless heads": answer(b"{}", "200 OK", *(f"X-{number}: a" for number in range(200)), "Connection: close"),
    "a head without end": answer(b"{}", "200 OK", "X-Long: " + "a" * 70_000, "Connection: close"),
}


@pytest.mark.parametrize("name", BAD)
def test_half_an_answer_is_none(name: str) -> None:
    with transport(BAD[name]) as (opened, _), pytest.raises(NoAnswer):
        opened.exchange("POST", PATH, (), {})


@pytest.mark.parametrize("name", BAD)
def test_half_an_answer_leaves_a_write_open_and_a_read_to_be_repeated(name: str) -> None:
    replies = [ACCOUNT, BAD[name]]
    server = Scripted(replies)
    door = gateway.open_writer(Target("bad", Secret("pat-eu1-0123456789"), server.url), patience=HASTY)
    with pytest.raises(OutcomeUnknown):
        door.send("pipelines.create", {"object": "deals"}, {})
    assert len(server.asked) == 2
    door.close()
    server.close()
    server = Scripted([ACCOUNT, BAD[name], answer(b'{"results": []}')])
    door = gateway.open_writer(Target("bad", Secret("pat-eu1-0123456789"), server.url), patience=HASTY)
    assert door.get("pipelines", {"object": "deals"}) == {"results": []}
    door.close()
    server.close()


def test_silence_ends_after_its_time() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    opened = Transport(url, Secret("pat-eu1-0123456789"), connections=1, read_seconds=0.2)
    started = time.monotonic()
    with pytest.raises(NoAnswer, match="no answer in time"):
        opened.exchange("GET", PATH, (), None)
    assert time.monotonic() - started < 2
    opened.close()
    listener.close()


def test_closed_port_is_not_sent(free_port: int) -> None:
    opened = Transport(f"http://127.0.0.1:{free_port}", Secret("pat-eu1-0123456789"), connections=1, read_seconds=1)
    with pytest.raises(NotSent, match="refused"):
        opened.exchange("POST", PATH, (), {})
    opened.close()


def test_https_that_is_none_says_so() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def speak_plainly() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    connection.recv(65536)

    threading.Thread(target=speak_plainly, daemon=True).start()
    url = f"https://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(Unreachable, match="could not be reached"):
        gateway.open_reader(Target("bad", Secret("pat-eu1-0123456789"), url), patience=HASTY)
    listener.close()


def test_body_that_is_not_utf8_is_still_an_answer_of_its_status() -> None:
    with transport(answer("é".encode("latin-1"))) as (opened, _):
        assert opened.exchange("GET", PATH, (), None).status == 200
