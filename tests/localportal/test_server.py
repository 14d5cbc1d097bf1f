"""The server: start, stop, loopback, light import, threads, and two processes on one file."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3

from provisioner import localportal
from provisioner.localportal import embedded, store

GROUPS = "/crm/v3/properties/deals/groups"
HEADERS = {"Authorization": "Bearer pat-local-embedded", "Accept": "application/json"}


def ask(portal, method, path, body=None):
    with urllib3.PoolManager(retries=False) as pool:
        data = None if body is None else json.dumps(body).encode()
        answer = pool.request(method, portal.base_url + path, body=data, headers=HEADERS, timeout=10)
        return answer.status, answer.data


def test_importing_the_package_loads_no_server():
    code = (
        "import sys, provisioner.localportal, provisioner.localportal.store;"
        "print([name for name in ('starlette', 'uvicorn', 'anyio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_embedded_portal_keeps_its_file_and_its_settings(tmp_path):
    path = tmp_path / "deep" / "local.db"
    with embedded(path, honour_ids=False, portal_id=1_000_555) as portal:
        assert portal.portal_id == 1_000_555
        assert ask(portal, "POST", GROUPS, {"name": "core", "label": "Core"})[0] == 201
    with embedded(path) as portal:
        assert portal.portal_id == 1_000_555
        assert ask(portal, "GET", f"{GROUPS}/core")[0] == 200
    assert store.dump(path)["settings"]["honour_ids"] is False


@pytest.mark.parametrize("name", ["a.db", None])
def test_an_unknown_setting_is_refused_before_the_start(tmp_path, monkeypatch, name):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with pytest.raises(ValueError, match="colour"), embedded(tmp_path / name if name else None, colour=1):
        pass
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_temporary_portal_leaves_nothing_and_stops_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with embedded() as portal:
        assert portal.base_url.startswith("http://127.0.0.1:")
        portal.stop()
        with pytest.raises(urllib3.exceptions.HTTPError):
            ask(portal, "GET", GROUPS)
    assert list(tmp_path.iterdir()) == []


def test_a_hanging_request_does_not_hold_up_the_stop():
    def hang():
        with pytest.raises(urllib3.exceptions.HTTPError):
            ask(portal, "GET", GROUPS)

    with embedded() as portal:
        ask(portal, "POST", "/_portal/faults", {"kind": "timeout", "seconds": 60})
        thread = threading.Thread(target=hang)
        thread.start()
        while not json.loads(ask(portal, "GET", "/_portal/connections")[1])["accepted"] > 2:
            continue
    thread.join(timeout=5)
    assert not thread.is_alive()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "example.com", ""])  # noqa: S104  that is what is refused
def test_only_loopback_is_served(tmp_path, host):
    with pytest.raises(ValueError, match="loopback"):
        localportal.serve(tmp_path / "a.db", host=host)
    assert list(tmp_path.iterdir()) == []


def test_serve_blocks_until_it_is_stopped(tmp_path):
    ready: list[localportal.LocalPortal] = []
    up = threading.Event()

    def on_ready(portal):
        ready.append(portal)
        up.set()

    thread = threading.Thread(target=localportal.serve, args=(tmp_path / "a.db", "localhost", 0, on_ready))
    thread.start()
    assert up.wait(10)
    assert ask(ready[0], "GET", GROUPS)[0] == 200
    ready[0].stop()
    thread.join(timeout=5)
    assert not thread.is_alive()


def test_twelve_threads_at_once(hub):
    def make(number):
        status = hub.post(GROUPS, {"name": f"g{number}", "label": f"G{number}"}).status
        return status, hub.get("/crm/v3/properties/deals").status

    hub.delete("/_portal/requests")
    with ThreadPoolExecutor(12) as threads:
        assert set(threads.map(make, range(60))) == {(201, 200)}
    found = [one["displayOrder"] for one in hub.get(GROUPS).body["results"]]
    assert found == list(range(63)), "no two writers saw the same state"
    assert hub.get("/_portal/connections").body["api"] <= 13


WRITER = """
import json, sys, urllib3
from pathlib import Path
from provisioner.localportal import embedded
with embedded(Path(sys.argv[1])) as portal, urllib3.PoolManager() as pool:
    headers = {"Authorization": f"Bearer {portal.token}"}
    for number in range(25):
        body = json.dumps({"name": f"{sys.argv[2]}{number}", "label": "G"}).encode()
        answer = pool.request("POST", portal.base_url + "/crm/v3/properties/deals/groups", body=body, headers=headers)
        assert answer.status == 201, answer.data
"""


def test_two_processes_share_one_file(tmp_path):
    path = tmp_path / "local.db"
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], stderr=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    orders = [group["displayOrder"] for group in store.dump(path)["groups"]["deals"]]
    assert orders == list(range(53))


def test_a_killed_process_leaves_what_was_answered(tmp_path):
    path = tmp_path / "local.db"
    code = WRITER.replace(
        "    for number in range(25):", "    for number in range(10**6):\n        print(number, flush=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path), "k"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            if int(line) == 5:
                break
        process.kill()
    process.wait()
    names = {group["name"] for group in store.dump(path)["groups"]["deals"]}
    assert {f"k{number}" for number in range(5)} <= names


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, -signal.SIGTERM)])
def test_signals_stop_the_serving_at_once(tmp_path, number, code):
    program = (
        "import sys; from pathlib import Path; from provisioner.localportal import serve\n"
        "serve(Path(sys.argv[1]), on_ready=lambda portal: print(portal.base_url, flush=True))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "a.db")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("http://127.0.0.1:")
    process.send_signal(number)
    process.communicate(timeout=10)
    assert process.returncode in (code, -number)


def test_a_file_of_another_layout_is_refused(tmp_path):
    path = tmp_path / "local.db"
    store.open(path).close()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(ValueError, match="another version"):
        store.dump(path)


def test_the_store_works_without_a_server(tmp_path):
    path = tmp_path / "local.db"
    planted = store.seed(path, deals=3, leads=1, seed=2, until="2026-06-30")
    assert sum(planted["stages"]["deals"].values()) == 3
    dumped = store.dump(path, hubspot_defined=False)
    store.reset(path, keep_defaults=False)
    assert store.dump(path)["pipelines"].keys() == {"contacts", "companies"}
    store.load(path, dumped)
    assert store.dump(path, hubspot_defined=False) == dumped
