"""Large object types are read by an export, where one may be had and where it tells what the list tells."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from provisioner import gateway
from provisioner.gateway import Patience
from provisioner.measuring import exports
from provisioner.measuring.scans import Ask
from provisioner.model.errors import Interrupted
from tests.measuring import sales
from tests.measuring.exported import FILE, NUMBER, STATUS, exported, how, told, told_as_listed
from tests.support.portals import Steered

pytestmark = pytest.mark.usefixtures("no_looking_back")


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
