"""The link to the file of an export: another host gets no token, and redirects end somewhere safe."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.measuring import sales
from tests.measuring.exported import NUMBER, STATUS, altered, exported, how, told, told_as_listed
from tests.support.portals import Steered

pytestmark = pytest.mark.usefixtures("no_looking_back")


@pytest.fixture
def elsewhere() -> Iterator[Any]:
    """Another server, which holds a file and notes what it was sent. ``moved``: where it says that the file is."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.seen.append(dict(self.headers))
            if server.moved:
                self.send_response(302)
                self.send_header("Location", server.moved)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(server.body) + server.lacking))
            self.end_headers()
            self.wfile.write(server.body)

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.seen, server.body, server.moved, server.lacking = [], b"", "", 0
    server.link = f"http://localhost:{server.server_address[1]}/file.csv?signature=secret"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def placed(portal: Steered, elsewhere: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the file of the deals lie on the other server, as it is now."""
    altered(monkeypatch, lambda body: elsewhere.__setattr__("body", body) or body)
    assert how(sales.measured(portal, folder / "before", export_from=NUMBER))["way"] == "export"
    elsewhere.seen.clear()
    portal.fault("status", path=STATUS, status=200, times=0, body=told(result=elsewhere.link))


def test_a_link_to_another_host_gets_no_token(
    b2b: Steered, elsewhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed(b2b, elsewhere, monkeypatch, tmp_path)
    seen: list[Any] = []
    document = exported(b2b, tmp_path, watch=seen.append)
    assert how(document)["way"] == "export"
    assert len(elsewhere.seen) == 1
    assert "Authorization" not in elsewhere.seen[0]
    assert b2b.token not in json.dumps(elsewhere.seen)
    assert "signature" not in repr(seen)


def test_a_file_that_ends_early(b2b: Steered, elsewhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed(b2b, elsewhere, monkeypatch, tmp_path)
    elsewhere.lacking = 10
    assert "HubSpot did not make or give the file" in told_as_listed(b2b, tmp_path)


@pytest.mark.parametrize("to", ["http://192.0.2.1/file", "/file.csv"])
def test_redirects_end_somewhere_safe(
    b2b: Steered, elsewhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    placed(b2b, elsewhere, monkeypatch, tmp_path)
    elsewhere.moved = to
    found = told_as_listed(b2b, tmp_path)
    assert "not HTTPS" in found or "one address to the next" in found
    assert "signature" not in found
