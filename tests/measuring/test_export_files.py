"""Files of an export: rows are records, and a file that tells other things than the list does not serve."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from provisioner.measuring import export_files
from provisioner.measuring.export_files import Table, Unfit
from tests.measuring import sales
from tests.measuring.exported import NUMBER, altered, exported, how, told_as_listed
from tests.support.portals import Steered

pytestmark = pytest.mark.usefixtures("no_looking_back")


def packed(body: bytes, *names: str) -> bytes:
    """The file in a zip, cut into so many tables."""
    # By records, not by lines: a name may hold a line break.
    head, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, name in enumerate(names):
            table = io.StringIO(newline="")
            csv.writer(table).writerows([head, *rows[at :: len(names)]])
            archive.writestr(name, table.getvalue())
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
