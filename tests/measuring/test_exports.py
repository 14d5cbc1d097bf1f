"""Large object types are read by an export, where one may be had and where it tells what the list tells."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from provisioner import gateway
from provisioner.gateway import Patience
from provisioner.localportal.surfaces.exports import files
from provisioner.measuring import export_files, exports, reader
from provisioner.measuring.export_files import Table, Unfit
from provisioner.measuring.scans import Ask
from provisioner.model.errors import Interrupted
from tests.measuring import sales
from tests.support.portals import Steered

STATUS, FILE = "/tasks/[0-9]+/status", "/exports/files/"
NUMBER = 130


@pytest.fixture(autouse=True)
def _no_looking_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records made a moment ago would all be read again as changed, and hide what the file said."""
    monkeypatch.setattr(reader, "_LAG", reader.timedelta(0))
    monkeypatch.setattr(reader, "_SKEW", reader.timedelta(0))
    monkeypatch.setattr(exports, "_PATIENCE", 60)


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    sales.set_up(portal, "b2b")
    sales.deals(portal, NUMBER - 30, dealname='Of "A", B\nand C', hs_next_step="Call")
    sales.deals(portal, 20, "won", amount="1234.56")
    sales.deals(portal, 10, "lost")
    portal.settings(export_times="iso")
    sales.pass_a_second()
    portal.forget_requests()
    return portal


def exported(portal: Steered, folder: Path, **order: Any) -> dict[str, Any]:
    return sales.measured(portal, folder / "exported", export_from=NUMBER, **order)


def how(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["cost"]["how"]["deals"]
    return found


def told_as_listed(portal: Steered, folder: Path) -> str:
    """Measure with an export that cannot serve: the figures are right, by the list. Why not by an export."""
    document = exported(portal, folder)
    found = document["kpis"]
    assert (found["K6"]["numerator"], found["K6"]["denominator"]) == (20, 30)
    assert (found["K10"]["value"], found["K19"]["n"]) == (1234.56, NUMBER - 30)
    assert (how(document)["way"], how(document)["records"]) == ("list", NUMBER)
    before, _, why = how(document)["why"]["en"].partition("; no export: ")
    assert before == f"{NUMBER} of {NUMBER} records are needed, so all are listed, 100 a page"
    assert "ללא ייצוא" in how(document)["why"]["he"]
    return str(why)


def test_an_export_tells_what_the_list_tells(b2b: Steered, tmp_path: Path) -> None:
    document, listed = exported(b2b, tmp_path), sales.measured(b2b, tmp_path / "listed")
    assert document["kpis"] == listed["kpis"]
    assert (how(document)["way"], how(document)["records"], how(document)["changed"]) == ("export", NUMBER, 0)
    assert f"from {NUMBER} on" in how(document)["why"]["en"]
    assert how(listed)["way"] == "list"


def test_an_export_costs_a_handful_of_requests(b2b: Steered, tmp_path: Path) -> None:
    """Start, two looks at the status, the details, the file; of the list only the page that it is held against."""
    document = exported(b2b, tmp_path)
    assert document["cost"]["by"]["export"] == 5
    lists = [one for one in sales.lines(b2b, "/objects/2026-09/deals") if "archived" not in one]
    assert len(lists) == 1
    assert document["cost"]["requests"] == len(b2b.requests())


def test_what_is_kept_is_not_exported_again(b2b: Steered, tmp_path: Path) -> None:
    first = exported(b2b, tmp_path)
    deal = sales.deal(b2b, "won", 700)
    b2b.forget_requests()
    second = exported(b2b, tmp_path)
    assert not sales.lines(b2b, "/export/async")
    assert second["kpis"]["K6"]["numerator"] == first["kpis"]["K6"]["numerator"] + 1, deal
    assert how(second)["records"] == NUMBER + 1


def test_below_the_threshold_nothing_is_exported(b2b: Steered, tmp_path: Path) -> None:
    document = sales.measured(b2b, tmp_path, export_from=NUMBER + 1)
    assert how(document)["way"] == "list"
    assert "export" not in how(document)["why"]["en"]
    assert not sales.lines(b2b, "/export/async")


def test_a_part_that_is_searched_for_is_exported_as_a_part(portal: Steered, tmp_path: Path) -> None:
    sales.set_up(portal, "call_center")
    sales.calls(portal, 500, "2020-03-10T10:00:00Z")
    sales.calls(portal, 210, f"{sales.MONTH}-05T10:00:00Z")
    portal.settings(export_times="iso")
    sales.pass_a_second()
    document = sales.measured(portal, tmp_path / "exported", "call_center", export_from=200)
    listed = sales.measured(portal, tmp_path / "listed", "call_center")
    assert document["kpis"] == listed["kpis"]
    found = document["cost"]["how"]["calls"]
    assert (found["way"], found["records"]) == ("export", 210)


def test_what_changed_since_the_export_began_is_read_again(
    b2b: Steered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is of the moment before a deal was won; what is told is of after it."""
    deal = sales.deal(b2b, "qualified", 900)
    sales.pass_a_second()

    fetched = exports.Exporter._made

    def then_won(*given: Any) -> int | None:
        told_rows = fetched(*given)
        sales.change(b2b, deal, dealstage="b2b_new_business_won")
        return told_rows

    monkeypatch.setattr(exports.Exporter, "_made", then_won)
    document = exported(b2b, tmp_path)
    assert (how(document)["way"], how(document)["changed"]) == ("export", 1)
    assert document["kpis"]["K6"]["numerator"] == 21


def test_a_stopped_run_ends_at_once_and_leaves_no_file(b2b: Steered, tmp_path: Path) -> None:
    b2b.settings(export_pending_reads=1000)
    cancelled = threading.Event()
    door = gateway.open_reader(b2b.target(), patience=Patience(pause=60), cancelled=cancelled)
    b2b.forget_requests()
    wish = exports.Wish(Ask("deals", frozenset({"amount"})), (), NUMBER, ())
    with ThreadPoolExecutor(1) as pool, closing(door):
        done = pool.submit(list, exports.Exporter(door, tmp_path).records(wish))
        b2b.wait_for_requests(2)
        cancelled.set()
        with pytest.raises(Interrupted):
            done.result(timeout=5)
    assert not list(tmp_path.iterdir())


# Where no export can be had


def test_without_the_scope_the_list_is_read(b2b: Steered, tmp_path: Path) -> None:
    held = b2b.settings()["tokens"]
    scopes = [
        *(f"crm.objects.{kind}.read" for kind in ("deals", "contacts", "companies", "leads", "owners", "custom")),
        "crm.schemas.deals.read", "sales-email-read",
    ]  # fmt: skip
    b2b.settings(tokens=dict.fromkeys(held or [b2b.token], scopes))
    assert told_as_listed(b2b, tmp_path) == "the token lacks the scope crm.export"


def test_at_the_limit_of_a_day_the_list_is_read(b2b: Steered, tmp_path: Path) -> None:
    b2b.settings(export_pending_reads=0)
    body = {"exportType": "VIEW", "exportName": "x", "objectType": "0-3", "format": "CSV", "language": "EN",
            "objectProperties": ["amount"], "exportInternalValuesOptions": []}  # fmt: skip
    for _ in range(30):
        assert b2b.call("POST", "/crm/v3/exports/export/async", body)[0] == 202
    assert "30 in 24 hours" in told_as_listed(b2b, tmp_path)
    assert len(sales.lines(b2b, "/export/async")) == 31


def told(**fields: Any) -> dict[str, Any]:
    moment = "2026-05-01T09:00:00Z"
    return {"status": "COMPLETE", "startedAt": moment, "completedAt": moment} | fields


@pytest.mark.parametrize(
    ("path", "fault", "why"),
    [
        (STATUS, {"kind": "status", "status": 500, "times": 0}, "HubSpot did not make or give the file"),
        (STATUS, {"kind": "status", "status": 200, "body": told(status="CANCELED")}, "HubSpot ended it as CANCELED"),
        (STATUS, {"kind": "status", "status": 200, "body": told(numErrors=3, result="x")}, "HubSpot met 3 errors"),
        (STATUS, {"kind": "status", "status": 200, "body": told()}, "no link"),
        (STATUS, {"kind": "status", "status": 200, "times": 0, "body": told(status="PROCESSING")}, "within an hour"),
        (STATUS, {"kind": "status", "status": 200, "times": 0, "body": told(result="http://a.b/c")}, "not HTTPS"),
        ("/export/[0-9]+$", {"kind": "status", "status": 200, "body": {"exportState": "FAILED"}}, "ended it as FAILED"),
        ("/export/[0-9]+$", {"kind": "status", "status": 200, "body": {"exportState": "PENDING_APPROVAL"}}, "approval"),
        ("/export/[0-9]+$", {"kind": "status", "status": 200, "body": {"exportState": "DONE", "recordCount": 131}},
         "130 rows, and HubSpot exported 131"),
        ("/export/async$", {"kind": "status", "status": 502, "times": 1}, "HubSpot did not make or give the file"),
        (FILE, {"kind": "status", "status": 404, "times": 0}, "the answer is 404"),
        (FILE, {"kind": "drop", "times": 0}, "HubSpot did not make or give the file"),
    ],
)  # fmt: skip
def test_an_export_that_fails(b2b: Steered, tmp_path: Path, path: str, fault: dict[str, Any], why: str) -> None:
    b2b.fault(path=path, **fault)
    assert why in told_as_listed(b2b, tmp_path)


def test_a_start_of_which_nothing_is_known_is_not_sent_again(b2b: Steered, tmp_path: Path) -> None:
    b2b.fault("done_then_drop", path="/export/async$")
    assert "HubSpot did not make or give the file" in told_as_listed(b2b, tmp_path)
    assert len(sales.lines(b2b, "/export/async")) == 1


def test_a_link_that_expired_is_asked_for_anew(b2b: Steered, tmp_path: Path) -> None:
    b2b.fault("status", path=FILE, status=403)
    assert how(exported(b2b, tmp_path))["way"] == "export"


# Files that do not serve


def altered(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Let every file of an export be another one."""
    made = files.made

    def other(*given: Any) -> tuple[str, bytes]:
        name, body = made(*given)
        return name, change(body)

    monkeypatch.setattr(files, "made", other)


def packed(body: bytes, *names: str) -> bytes:
    """The file in a zip, cut into so many tables."""
    head, *rows = body.splitlines(keepends=True)
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, name in enumerate(names):
            archive.writestr(name, head + b"".join(rows[at :: len(names)]))
    return room.getvalue()


TABLE = Table(frozenset({"amount", "dealname"}), "hs_lastmodifieddate", 1_500)
BODY = (
    b"Record ID,amount,dealname,hs_lastmodifieddate\r\n"
    b'7,1000,"Of ""A"", B\r\nand C",2026-05-01T09:00:00.5Z\r\n'
    b"8,,,2026-05-01T09:00:01Z\r\n"
)


def read(body: bytes, table: Table = TABLE) -> list[Any]:
    return [one for batch in export_files.records(io.BytesIO(body), table) for one in batch]


@pytest.mark.parametrize("change", [bytes, lambda body: b"\xef\xbb\xbf" + body, lambda body: packed(body, "a.csv")])
def test_rows_are_records(change: Any) -> None:
    """What is empty is no value."""
    assert read(change(BODY)) == [
        {"id": "7", "properties": {"amount": "1000", "dealname": 'Of "A", B\r\nand C'},
         "updatedAt": "2026-05-01T09:00:00.5Z"},
        {"id": "8", "properties": {}, "updatedAt": "2026-05-01T09:00:01Z"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (BODY[: BODY.index(b"and C")], "cannot be read as a table"),
        (BODY[:-12], "times without their seconds"),
        (BODY + b"9,5\r\n", "cannot be read as a table"),
        (BODY + b"x,5,,2026-05-01T09:00:01Z\r\n", "cannot be read as a table"),
        (BODY.replace(b"09:00:01Z", b"09:00"), "times without their seconds"),
        (BODY.replace(b"T09:00:01Z", b" 09:00:01"), "times without their seconds"),
        (BODY.replace(b",amount,", b",Amount,"), "lacks the columns amount"),
        (BODY.replace(b"Record ID", b"Deal"), "lacks the columns Record ID"),
        (b"", "lacks the columns"),
        (b"<html>Sign in</html>", "lacks the columns"),
        (b"\xff\xfe" + BODY, "cannot be read as a table"),
        (b"PK nonsense", "cannot be read as a table"),
    ],
)
def test_a_file_that_does_not_serve(body: bytes, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        read(body)


@pytest.mark.parametrize("change", [lambda body: packed(body, "a.csv")[:-40], lambda body: packed(body, "a.txt")])
def test_an_archive_that_does_not_serve(change: Any) -> None:
    with pytest.raises(Unfit, match="cannot be read as a table"):
        read(change(BODY))


def test_an_archive_with_a_broken_part() -> None:
    whole = packed(BODY * 50, "a.csv")
    at = len(whole) // 4
    with pytest.raises(Unfit):
        read(whole[:at] + bytes(8) + whole[at + 8 :])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda body: body.partition(b"\n")[0] + b"\n", "0 rows, and HubSpot exported 130"),
        (lambda body: body.replace(b",1000,", b',"1,000",'), "the file tells amount otherwise than the list does"),
    ],
)
def test_a_file_that_tells_other_things(
    b2b: Steered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Any, why: str
) -> None:
    altered(monkeypatch, change)
    assert why in told_as_listed(b2b, tmp_path)


def test_a_short_file_of_which_no_count_is_told(b2b: Steered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer records than the portal counts are never taken for all of them."""
    altered(monkeypatch, lambda body: body[: body.rindex(b"\n", 0, -1) + 1])
    b2b.fault("status", path="/export/[0-9]+$", status=200, body={"exportState": "DONE"})
    assert f"{NUMBER - 1} records of the {NUMBER}" in told_as_listed(b2b, tmp_path)


def test_times_without_seconds_do_not_serve(b2b: Steered, tmp_path: Path) -> None:
    b2b.settings(export_times="local_minutes")
    assert "times without their seconds" in told_as_listed(b2b, tmp_path)


@pytest.mark.parametrize("names", [["a.csv", "b.csv", "c.csv"]])
def test_zipped_files(b2b: Steered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str]) -> None:
    altered(monkeypatch, lambda body: packed(body, *names))
    document, listed = exported(b2b, tmp_path), sales.measured(b2b, tmp_path / "listed")
    assert how(document)["way"] == "export"
    assert document["kpis"] == listed["kpis"]


def test_more_rows_than_records_end_the_reading() -> None:
    """A small file may unpack into any number of rows."""
    rows = b"hs_object_id,hs_lastmodifieddate\n" + b"1,2026-05-01T09:00:00Z\n" * 5_000
    with pytest.raises(Unfit, match="more rows"):
        read(rows, Table(frozenset(), "hs_lastmodifieddate", 1_500))


def test_a_line_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "_LONGEST_LINE", 100)
    rows = b"hs_object_id,hs_lastmodifieddate\n" + b"1,2026-05-01T09:00:00Z" * 50
    with pytest.raises(Unfit):
        read(rows, Table(frozenset(), "hs_lastmodifieddate", 9))


# The link


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
