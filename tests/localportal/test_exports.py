"""Exports: started, waited for, fetched by a link that does not last."""

from __future__ import annotations

import io
import zipfile

import pytest

EXPORTS = "/crm/v3/exports/export"
ASKED = {
    "exportType": "VIEW", "exportName": "deals", "objectType": "0-3", "format": "CSV", "language": "EN",
    "objectProperties": ["dealname", "dealtype", "createdate", "nonsense"], "exportInternalValuesOptions": [],
    "associatedObjectType": [],
}  # fmt: skip


@pytest.fixture
def exported(hub):
    """Starts an export, waits for it, and fetches the file."""
    hub.switch(clock="2026-05-01T09:00:30Z", time_zone="Asia/Jerusalem")
    for name, kind in (("A", "newbusiness"), ("B, Ltd", "existingbusiness")):
        hub.made("/crm/v3/objects/deals", {"properties": {"dealname": name, "dealtype": kind}})

    def run(**fields):
        started = hub.post(f"{EXPORTS}/async", ASKED | fields)
        assert started.status == 202, started.text
        path = f"{EXPORTS}/async/tasks/{started.body['id']}/status"
        while (told := hub.get(path).body)["status"] != "COMPLETE":
            assert "result" not in told
        return hub.pool.request("GET", told["result"])

    return run


def test_a_file_of_labels(exported):
    lines = exported().data.decode().splitlines()
    assert lines[0] == "Record ID,Deal Name,Deal Type,Create Date"
    assert lines[1:] == [
        "40000000001,A,New Business,2026-05-01 12:00", '40000000002,"B, Ltd",Existing Business,2026-05-01 12:00',
    ]  # fmt: skip


def test_internal_names_and_values_of_some_records(hub, exported):
    hub.switch(export_times="iso")
    one = {"propertyName": "dealname", "operator": "EQ", "value": "a"}
    wanted = {"filterGroups": [{"filters": [one]}], "filters": [], "sorts": []}
    answer = exported(exportInternalValuesOptions=["NAMES", "VALUES"], publicCrmSearchRequest=wanted)
    assert answer.data.decode().splitlines() == [
        "hs_object_id,dealname,dealtype,createdate", "40000000001,A,newbusiness,2026-05-01T09:00:30.000Z",
    ]  # fmt: skip


def test_large_files_are_zipped(hub, exported):
    inputs = [{"properties": {"dealname": "x" * 30_000}} for _ in range(70)]
    hub.made("/crm/v3/objects/deals/batch/create", {"inputs": inputs})
    answer = exported()
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.read(packed.namelist()[0]).count(b"\n") == 73


@pytest.mark.usefixtures("exported")
def test_one_at_a_time_thirty_a_day_and_links_that_expire(hub):
    hub.switch(export_pending_reads=2)
    started = hub.post(f"{EXPORTS}/async", ASKED).body
    assert hub.post(f"{EXPORTS}/async", ASKED).status == 429
    path = f"{EXPORTS}/async/tasks/{started['id']}/status"
    assert [hub.get(path).body["status"] for _ in range(3)] == ["PENDING", "PENDING", "COMPLETE"]
    link = hub.get(path).body["result"]
    told = hub.get(f"{EXPORTS}/{started['id']}").body
    assert (told["exportState"], told["recordCount"]) == ("DONE", 2)
    hub.switch(clock="2026-05-01T09:06:00Z", export_pending_reads=0)
    assert hub.pool.request("GET", link).status == 403
    statuses = [hub.post(f"{EXPORTS}/async", ASKED).status for _ in range(30)]
    assert statuses == [202] * 29 + [429]


@pytest.mark.parametrize(
    "fields",
    [{"exportName": ""}, {"exportType": "LIST"}, {"format": "XLSX"}, {"objectProperties": "dealname"},
     {"objectType": "nonsense"}, {"publicCrmSearchRequest": {"sorts": ["nonsense"]}}],
)  # fmt: skip
def test_what_is_refused(hub, fields):
    assert hub.post(f"{EXPORTS}/async", ASKED | fields).status == 400


def test_it_needs_its_scope(hub):
    hub.switch(tokens={"pat-local-embedded": ["crm.objects.deals.read"]})
    refused = hub.post(f"{EXPORTS}/async", ASKED)
    assert refused.status == 403
    assert refused.body["errors"][0]["context"]["requiredGranularScopes"] == ["crm.export"]
