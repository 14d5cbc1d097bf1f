"""Portals in processes of their own: the still one that answers from bytes, and the local portal of the product."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench import TOKEN, Bench


@dataclass(frozen=True, slots=True)
class Server:
    """A portal that answers at ``url``."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"Connection": "close", "Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
            return json.loads(gzip.decompress(content) if packed else content) if content else None
        finally:
            connection.close()


@contextmanager
def still(bench: Bench, count: int, state: str, milliseconds: int = 0) -> Iterator[Server]:
    """Prepared answers to a blueprint of ``count``; ``state`` is ``filled`` or ``empty``."""
    answers = bench.inputs(count) / f"{state}.json"
    with _running(
        bench.script("still_portal.py", str(answers), str(milliseconds)), bench.installed.variables
    ) as server:
        yield server


@contextmanager
def local(bench: Bench, name: str, **settings: Any) -> Iterator[Server]:
    """The product's own local portal with its switches; its file is new."""
    switches = [part for key, value in settings.items() for part in ("--set", f"{key}={json.dumps(value)}")]
    db = str(bench.folder / f"{name}.db")
    arguments = (bench.installed.provisioner, "portal", "serve", "--db", db, *switches)
    tokens = ["--set", f"tokens={json.dumps({TOKEN: None})}"]
    with _running((*arguments, *tokens), bench.installed.variables | {"PYTHONUNBUFFERED": "1"}) as server:
        yield server


@contextmanager
def _running(arguments: Sequence[str], variables: Mapping[str, str]) -> Iterator[Server]:
    process = subprocess.Popen(arguments, env=variables, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r"(\d+)\s*$", line)
        if not found:
            raise RuntimeError(f"{' '.join(arguments)} told no port: {line!r}")
        yield Server(int(found[1]))
    finally:
        process.terminate()
        process.communicate()
