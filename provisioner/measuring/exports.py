"""Exports: a large object type read from a file that HubSpot makes of it, held against records that it lists.

What such a file looks like is published nowhere in detail. So it counts only as far as it agrees with records that were
read one page before; else the records are read without it.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from provisioner.kinds.base import TYPE_IDS
from provisioner.kpi.texts import Text, filled, said
from provisioner.kpi.values import instant
from provisioner.measuring import export_files, filters
from provisioner.measuring.export_files import Table, Unfit
from provisioner.measuring.scans import Ask, Groups, Record
from provisioner.model.errors import Forbidden, PortalError, Throttled
from provisioner.model.portal import FileReader, Json

_LARGEST = 16 * 2**30
"""Bytes of one file: some ten million records with sixty properties."""

_PATIENCE, _LONGEST_REST, _DETAILS_EVERY = 7_200, 20, 5
"""In pauses of the door, of half a second: an hour in all, at most ten seconds between two looks."""

_ENDED = frozenset({"FAILED", "CANCELED", "CONFLICT", "DELETED"})
_ROWS_TO_SPARE = 10_000
"""Records that may have come since the portal counted them."""

_NO_SCOPE = said("the token lacks the scope {scopes}", "לאסימון חסרה ההרשאה {scopes}")
_NO_MORE = said(
    "HubSpot starts no further export now: one at a time, 30 in 24 hours",
    "HubSpot אינה מתחילה כעת ייצוא נוסף: אחד בכל פעם, 30 ב-24 שעות",
)
_REFUSED = said("HubSpot did not make or give the file ({why})", "HubSpot לא יצרה או לא מסרה את הקובץ ({why})")
_STATE = said("HubSpot ended it as {state}", "HubSpot סיימה אותו במצב {state}")
_APPROVAL = said("it waits for somebody's approval in HubSpot", "הוא ממתין לאישור ב-HubSpot")
_SLOW = said("HubSpot did not finish the file within an hour", "HubSpot לא סיימה את הקובץ בתוך שעה")
_ERRORS = said(
    "HubSpot met {number:# error|# errors} in making it",
    "HubSpot נתקלה {number:בשגיאה אחת|ב-# שגיאות} ביצירתו",
)
_DISK = said("the file could not be kept on the disk ({why})", "לא ניתן היה לשמור את הקובץ בדיסק ({why})")
_SHORT = said(
    "the file has {rows:# row|# rows}, and HubSpot exported {told}",
    "בקובץ {rows:שורה אחת|# שורות}, ו-HubSpot ייצאה {told}",
)
_OTHERWISE = said("the file tells {name} otherwise than the list does", "הקובץ מוסר את {name} אחרת מן הרשימה")
_NOTHING = said(
    "the file agrees with none of the records that were listed", "הקובץ אינו תואם אף אחת מן הרשומות שנקראו ברשימה"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """The records that are wanted: of which filters, how many the portal counts, and some of them as it lists them."""

    ask: Ask
    groups: Groups
    number: int
    specimen: Sequence[Record]


@dataclass(slots=True)
class Exporter:
    """Makes one export after the other, since HubSpot makes one at a time. ``folder``: where a file may lie."""

    portal: FileReader
    folder: Path
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def records(self, wish: Wish) -> Iterator[list[Record]]:
        """All the records in batches. Raises Unfit when they must be read in another way, maybe after some batches."""
        table = Table(wish.ask.properties, filters.modified(wish.ask.object_type), wish.number + _ROWS_TO_SPARE)
        try:
            with tempfile.TemporaryFile(dir=self.folder) as file:
                told = self._made(wish, table, file)
                with closing(export_files.records(file, table)) as batches:
                    yield from _checked(batches, wish, told)
        except Forbidden as error:
            raise Unfit(filled(_NO_SCOPE, scopes=" or ".join(error.exchange.scopes) or "crm.export")) from None
        except Throttled:
            raise Unfit(_NO_MORE) from None
        except PortalError as error:
            raise Unfit(filled(_REFUSED, why=error.message)) from None
        except OSError as error:
            raise Unfit(filled(_DISK, why=error.strerror or type(error).__name__)) from None

    def _made(self, wish: Wish, table: Table, file: IO[bytes]) -> int | None:
        """Have the file made, and fetch it; how many records HubSpot says are in it, None where it does not say."""
        with self._turn:
            started = str(self.portal.ask("exports.start", {}, _body(wish, table))["id"])
            link = self._link(started)
            details = self._details(started)
        try:
            self.portal.download(link, file, _LARGEST)
        except PortalError:
            # A link is good for five minutes only; another look at the status gives a new one.
            self.portal.download(self._link(started), file, _LARGEST)
        told = details.get("recordCount")
        return told if isinstance(told, int) else None

    def _link(self, started: str) -> str:
        """Wait until the file is made; where it is."""
        rested, pause, looks = 0, 1, 0
        while True:
            told = self.portal.get("exports.status", {"export": started})
            looks += 1
            if told["status"] == "COMPLETE":
                return _result(told)
            if told["status"] == "CANCELED":
                raise Unfit(filled(_STATE, state="CANCELED"))
            if looks % _DETAILS_EVERY == 0:
                self._details(started)
            if rested >= _PATIENCE:
                raise Unfit(_SLOW)
            self.portal.rest(pause)
            rested, pause = rested + pause, min(pause * 2, _LONGEST_REST)

    def _details(self, started: str) -> Json:
        """The status knows neither failures nor approvals; these details do."""
        details = self.portal.get("exports.details", {"export": started})
        if details["exportState"] in _ENDED:
            raise Unfit(filled(_STATE, state=details["exportState"]))
        if details["exportState"] == "PENDING_APPROVAL":
            raise Unfit(_APPROVAL)
        return details


def _body(wish: Wish, table: Table) -> Json:
    """Internal names and values, so that neither the portal's language nor its labels matter."""
    return {
        "exportType": "VIEW",
        "exportName": f"provisioner measure {wish.ask.object_type}",
        "objectType": TYPE_IDS.get(wish.ask.object_type, wish.ask.object_type),
        "objectProperties": table.columns(),
        "format": "CSV",
        "language": "EN",
        "associatedObjectType": [],
        "includeLabeledAssociations": False,
        "includePrimaryDisplayPropertyForAssociatedObjects": False,
        "exportInternalValuesOptions": ["NAMES", "VALUES"],
        "overrideAssociatedObjectsPerDefinitionPerRowLimit": False,
        "publicCrmSearchRequest": {
            "filters": [],
            "filterGroups": [{"filters": list(group)} for group in wish.groups],
            "sorts": [],
        },
    }


def _result(told: Json) -> str:
    if told.get("numErrors"):
        raise Unfit(filled(_ERRORS, number=told["numErrors"]))
    if not told.get("result"):
        raise Unfit(filled(_REFUSED, why="no link"))
    return str(told["result"])


def _checked(batches: Iterator[list[Record]], wish: Wish, told: int | None) -> Iterator[list[Record]]:
    """The same batches; Unfit when they differ from what was listed, or when rows are missing at the end."""
    listed = {str(one["id"]): one for one in wish.specimen}
    rows, alike = 0, 0
    for batch in batches:
        rows += len(batch)
        alike += sum(_alike(listed[one["id"]], one, wish.ask) for one in batch if one["id"] in listed)
        yield batch
    if told is not None and rows != told:
        raise Unfit(filled(_SHORT, rows=rows, told=told))
    if not alike:
        raise Unfit(_NOTHING)


def _alike(listed: Record, row: Record, ask: Ask) -> bool:
    """Whether the two are of one moment and so prove something; Unfit when they then differ."""
    if instant(listed.get("updatedAt")) != instant(row["updatedAt"]):
        return False
    for name in sorted(ask.properties):
        if (listed["properties"].get(name) or "") != row["properties"].get(name, ""):
            raise Unfit(filled(_OTHERWISE, name=name))
    return True


def instead(why: Text, refusal: Text) -> Text:
    """Why records were read as they were, and why not by an export."""
    return filled(said("{why}; no export: {refusal}", "{why}; ללא ייצוא: {refusal}"), why=why, refusal=refusal)
