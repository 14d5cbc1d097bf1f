"""The file of an export: CSV, alone or zipped, read row by row from the disk into records."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from provisioner.kpi.texts import Text, filled, said
from provisioner.measuring.scans import Record

_BATCH = 1_000
_LONGEST_LINE = 8_000_000
"""Characters. A file that was packed to grow is cut there, and a row that was cut does not fit its headings."""

_IDS = ("Record ID", "hs_object_id")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")

_BROKEN = said("the file cannot be read as a table ({why})", "לא ניתן לקרוא את הקובץ כטבלה ({why})")
_COLUMNS = said("the file lacks the columns {names}", "בקובץ חסרות העמודות {names}")
_TIMES = said(
    "the file tells times without their seconds or zone, and figures are measured to the second",
    "הזמנים בקובץ נמסרים בלי שניות או אזור זמן, והמדידה היא בדיוק של שנייה",
)
_MANY = said("the file has more rows than the portal counts records", "בקובץ יש יותר שורות ממספר הרשומות בפורטל")
_SECRET = said("the file is locked with a password", "הקובץ נעול בסיסמה")


class Unfit(Exception):
    """An export that figures cannot be measured by; ``why`` for people."""

    def __init__(self, why: Text) -> None:
        super().__init__(why["en"])
        self.why = why


@dataclass(frozen=True, slots=True)
class Table:
    """What the file must hold: these properties by their internal names, and when each record last changed.

    ``most`` is how many rows it may have.
    """

    properties: Collection[str]
    modified: str
    most: int

    def columns(self) -> list[str]:
        """The properties to ask for; the id stands in a column of its own."""
        return sorted({*self.properties, self.modified} - {"hs_object_id"})


def records(file: IO[bytes], table: Table) -> Generator[list[Record], None, None]:
    """The records of the file, in batches, as the list would tell them. Raises Unfit, maybe after some batches."""
    number = 0
    try:
        for part in _parts(file):
            for batch in _batches(part, table):
                number += len(batch)
                if number > table.most:
                    raise Unfit(_MANY)
                yield batch
    except (csv.Error, UnicodeDecodeError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise Unfit(filled(_BROKEN, why=type(error).__name__)) from None
    except RuntimeError:
        raise Unfit(_SECRET) from None


def _parts(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The tables in the file; HubSpot zips large ones, and a very large one may be in several pieces."""
    file.seek(0)
    if file.read(2) != b"PK":
        file.seek(0)
        yield file
        return
    with zipfile.ZipFile(file) as packed:
        names = [name for name in packed.namelist() if name.lower().endswith(".csv")]
        if not names:
            raise zipfile.BadZipFile
        for name in sorted(names):
            with packed.open(name) as one:
                yield one


def _batches(part: IO[bytes], table: Table) -> Iterator[list[Record]]:
    text = io.TextIOWrapper(part, "utf-8-sig", newline="")
    try:
        yield from _read(text, table)
    finally:
        # Whoever opened the file closes it.
        text.detach()


def _read(text: IO[str], table: Table) -> Iterator[list[Record]]:
    rows = csv.reader(iter(lambda: text.readline(_LONGEST_LINE), ""), strict=True)
    headings = next(rows, [])
    key, places = _places(headings, table)
    found: list[Record] = []
    for row in rows:
        if len(row) != len(headings) or not (row[key].isascii() and row[key].isdigit()):
            raise csv.Error
        found.append(_record(row, key, places, table))
        if len(found) == _BATCH:
            yield found
            found = []
    if found:
        yield found


def _places(headings: Sequence[str], table: Table) -> tuple[int, Mapping[str, int]]:
    """Where the id stands, and where each property."""
    by_name = {name: at for at, name in enumerate(headings)}
    key = next((by_name[name] for name in _IDS if name in by_name), None)
    lacking = [name for name in table.columns() if name not in by_name]
    if key is None or lacking:
        raise Unfit(filled(_COLUMNS, names=", ".join(lacking or _IDS[:1])))
    return key, {name: by_name[name] for name in table.columns()}


def _record(row: Sequence[str], key: int, places: Mapping[str, int], table: Table) -> Record:
    changed = row[places[table.modified]]
    if not _INSTANT.fullmatch(changed):
        raise Unfit(_TIMES)
    held = {name: row[at] for name, at in places.items() if name in table.properties and row[at]}
    if "hs_object_id" in table.properties:
        held["hs_object_id"] = row[key]
    return {"id": row[key], "properties": held, "updatedAt": changed}
