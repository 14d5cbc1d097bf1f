"""Reads what is asked of one object type into the store: a full reading, its continuation, or only what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from provisioner.kpi.texts import Text, filled, said
from provisioner.measuring import filters, paging
from provisioner.measuring.export_files import Unfit
from provisioner.measuring.exports import Exporter, Wish, instead
from provisioner.measuring.paging import Page
from provisioner.measuring.scans import EXPORT, LIST, SEARCH, Ask, Groups, Ledger, Scan
from provisioner.measuring.store import Store
from provisioner.model.errors import BadAnswer, Exchange
from provisioner.model.events import Progress, Watch
from provisioner.model.portal import FileReader

_LAG = timedelta(minutes=10)
"""How far back a run looks for changes before the last one: the search index lags."""

_SKEW = timedelta(minutes=1)
"""The same within one run, whose list showed everything that was written before it."""

_FEW_AT_MOST = 5
"""Records by which the count of the search index may lag behind, or one of a hundred where that is more."""

_LONGEST_QUERY = 6_000
"""Characters of property names in a list's address; beyond some 8 KB HubSpot answers 414."""

_RESUMED = said("a reading that had been stopped went on", "קריאה שנעצרה נמשכה")
_CHANGES = said("only what changed since the last reading", "רק מה שהשתנה מאז הקריאה הקודמת")
_PART = said(
    "{wanted} of {everything:# record is|# records are} needed, found by search, {page} a page",
    "נדרשות {wanted} מתוך {everything:רשומה אחת|# רשומות}, בחיפוש, {page} בדף",
)
_WHOLE = said(
    "{wanted} of {everything:# record is|# records are} needed, so all are listed, {page} a page",
    "נדרשות {wanted} מתוך {everything:רשומה אחת|# רשומות}, ולכן כולן נקראות ברשימה, {page} בדף",
)
_FEW = said(
    "{everything:the one record fits|all # records fit} into one page",
    "{everything:הרשומה האחת נכנסת|כל # הרשומות נכנסות} בדף אחד",
)
_TOO_LONG = said(
    "the names of the properties are too long for the address of a list",
    "שמות המאפיינים ארוכים מדי לכתובת של רשימה",
)
_EXPORTED = said(
    "{number:# record is|# records are} needed, so HubSpot exported {number:it|them} to a file, as it is asked to "
    "from {least} on",
    "{number:נדרשת רשומה אחת|נדרשות # רשומות}, ולכן HubSpot ייצאה {number:אותה|אותן} לקובץ, כפי שמבוקש מ-{least} ומעלה",
)
_FEWER = said(
    "with the file there {kept:was # record|were # records} of the {there} that the portal counts",
    "עם הקובץ {kept:הייתה רשומה אחת|היו # רשומות} מתוך {there} שהפורטל סופר",
)
_DISAGREED = said(
    "all of it again, since what was kept did not agree with the portal; {why}",
    "הכול מחדש, כי מה שנשמר לא התאים לפורטל; {why}",
)


@dataclass(slots=True)
class ObjectReader:
    """Reads one object type after another; each method leaves the store whole, whenever it is stopped.

    From ``export_from`` records on an object type of which nothing is kept is exported.
    """

    portal: FileReader
    store: Store
    ledger: Ledger
    watch: Watch
    exporter: Exporter
    export_from: int

    def keep(self, ask: Ask) -> None:
        """Bring the store to what is asked: go on with what was begun, or refresh it, or read all of it."""
        held = self.store.scan(ask.object_type, archived=False)
        if held is None or not held.covers(ask):
            self._afresh(_widened(ask, held))
            return
        if held.done and held.way == LIST and held.total <= paging.LISTED:
            self._afresh(held.ask)
            return
        if not held.done:
            self._told(held, _RESUMED)
            self._scan(held)
        else:
            self._told(held, _CHANGES)
        self._refresh(held)

    def keep_archived(self, ask: Ask, since: datetime) -> None:
        """Archived records, as they were listed at ``since`` or later. Of those that were kept nobody went there after
        that without being missed: see ``_gone``."""
        held = self.store.scan(ask.object_type, archived=True)
        fits = held is not None and held.covers(ask) and held.began >= since
        if held is not None and held.done and fits:
            return
        scan = held if held is not None and fits else Scan(_widened(ask, held), LIST, self.portal.moment)
        if scan is not held:
            self.store.begin(scan)
        self._scan(scan)

    # A full reading

    def _afresh(self, ask: Ask) -> None:
        """What fits into one page of a list needs no counts, and cannot change while it is read."""
        began = self.portal.moment
        pages = paging.listed(self.portal, ask.object_type, ask.properties)
        first = next(pages) if _fits(ask) else None
        if first is not None and not first.cursor:
            self._few(Scan(_whole(ask), LIST, began, done=True, total=len(first.records)), first)
            return
        scan = self._chosen(ask, began)
        self.store.begin(scan)
        if scan.total >= self.export_from and self._exported(scan, first):
            return
        if first is not None and scan.way == LIST:
            scan = replace(scan, cursor=first.cursor)
            self.store.keep(scan, first.records)
        self._scan(scan)
        # What is left after these two is younger than the search index, and the next run finds it.
        self._changed(replace(scan, done=True), _SKEW)
        if not self._agrees(scan):
            self._check_number(scan)

    def _exported(self, scan: Scan, first: Page | None) -> bool:
        """Whether an export gave all the records. The scan stays that of a list or of searches, so that a run that dies
        goes on with those from the beginning, over the rows that it kept."""
        object_type, how = scan.ask.object_type, self.ledger.how[scan.ask.object_type]
        listed = first if first is not None and scan.way == LIST else next(iter(self._pages(scan)))
        tell = _Pace(object_type, scan.total, 0, self.watch)
        tell(0)
        try:
            for batch in self.exporter.records(Wish(scan.ask, _groups(scan.ask), scan.total, listed.records)):
                self.store.keep(scan, batch)
                tell(len(batch))
            self._complete(scan)
        except Unfit as refusal:
            how["why"] = dict(instead(how["why"], refusal.why))
            self.store.begin(scan)
            return False
        self.store.mark(replace(scan, done=True))
        how |= {"way": EXPORT, "why": dict(filled(_EXPORTED, number=scan.total, least=self.export_from))}
        return True

    def _complete(self, scan: Scan) -> None:
        """Read what changed since the export began; Unfit when there are still fewer records than the portal counts."""
        for _ in range(2):
            self._changed(scan, _LAG)
            if self._agrees(scan):
                return
        there = paging.count(self.portal, scan.ask.object_type, _groups(scan.ask))
        kept = self.store.count(scan.ask.object_type)
        if kept < there:
            raise Unfit(filled(_FEWER, kept=kept, there=there))

    def _few(self, scan: Scan, page: Page) -> None:
        self.store.begin(scan)
        self.store.keep(scan, page.records)
        self._told(scan, filled(_FEW, everything=scan.total))

    def _chosen(self, ask: Ask, began: datetime) -> Scan:
        """The way that takes less time: searches give two hundred a page, but only five a second."""
        everything = paging.count(self.portal, ask.object_type)
        needed = paging.count(self.portal, ask.object_type, _groups(ask)) if ask.shape else everything
        dearer = 3 if paging.too_long(ask.properties, _groups(ask)) else 2
        if _fits(ask) and needed * dearer >= everything:
            # What is listed is everything, so later runs may ask for more of it.
            scan = Scan(_whole(ask), LIST, began, total=everything)
            self._told(scan, filled(_WHOLE, wanted=needed, everything=everything, page=paging.LISTED))
        else:
            scan = Scan(ask, SEARCH, began, total=needed)
            why = filled(_PART, wanted=needed, everything=everything, page=paging.SEARCHED)
            self._told(scan, why if _fits(ask) else _TOO_LONG)
        return scan

    def _told(self, scan: Scan, why: Text) -> None:
        """Set down how the object type was read; "records" and "changed" follow when it is done."""
        self.ledger.how[scan.ask.object_type] = {"way": scan.way, "why": dict(why)}

    def _scan(self, scan: Scan) -> None:
        """From the cursor to the end, each page kept with the cursor behind it."""
        object_type, archived = scan.ask.object_type, scan.ask.archived
        done = self.store.count(object_type, archived=archived)
        tell = _Pace(object_type, scan.total, done, self.watch)
        for page in self._pages(scan):
            scan = replace(scan, cursor=page.cursor or scan.cursor, done=not page.cursor)
            self.store.keep(scan, page.records)
            tell(len(page.records))

    def _pages(self, scan: Scan) -> Iterator[Page]:
        ask = scan.ask
        if scan.way == SEARCH:
            return paging.searched(self.portal, ask.object_type, ask.properties, _groups(ask), scan.cursor)
        return paging.listed(self.portal, ask.object_type, ask.properties, scan.cursor, archived=ask.archived)

    # What changed since

    def _refresh(self, held: Scan) -> None:
        began = self.portal.moment
        if self._changed(held, _LAG) and self._agrees(held):
            self.store.mark(replace(held, done=True, began=began))
            return
        self._afresh(held.ask)
        how = self.ledger.how[held.ask.object_type]
        how["why"] = dict(filled(_DISAGREED, why=how["why"]))

    def _changed(self, held: Scan, overlap: timedelta) -> bool:
        """Read again what changed since the scan began; False when reading all of it is no dearer."""
        ask = held.ask
        after = {
            "propertyName": filters.modified(ask.object_type),
            "operator": "GTE",
            "value": filters.milliseconds(held.began - overlap),
        }
        groups, seen = filters.both(_groups(ask), after), 0
        for page in paging.searched(self.portal, ask.object_type, ask.properties, groups):
            if page.total + seen > max(paging.SEARCHED, self.store.count(ask.object_type)):
                return False
            self.store.put(ask.object_type, page.records)
            self.ledger.changed += _newer(page, held.began)
            seen += len(page.records)
        how = self.ledger.how.setdefault(ask.object_type, {})
        how["changed"] = how.get("changed", 0) + seen
        return True

    def _agrees(self, held: Scan) -> bool:
        """Whether as many records are kept as the portal counts; those that were archived since are let go."""
        there = paging.count(self.portal, held.ask.object_type, _groups(held.ask))
        surplus = self.store.count(held.ask.object_type) - there
        if surplus > 0:
            self._gone(held, surplus)
        return self.store.count(held.ask.object_type) == there

    def _check_number(self, scan: Scan) -> None:
        """A few records that were archived just now may still be counted; of more nobody knows what they are.

        BadAnswer for more; the few are set down, for people to know.
        """
        object_type = scan.ask.object_type
        there, kept = paging.count(self.portal, object_type, _groups(scan.ask)), self.store.count(object_type)
        if there - kept > max(_FEW_AT_MOST, there // 100):
            self.store.begin(scan)
            raise BadAnswer(
                f"GET records of {object_type}: the portal counts {there} of them and gave {kept}",
                Exchange("GET", f"records of {object_type}", 200),
                fix="run again: figures of a part would be wrong",
            )
        if there > kept:
            self.ledger.lacking[object_type] = there - kept

    def _gone(self, held: Scan, surplus: int) -> None:
        """Look for the records that went among the archived ones, as long as that is cheaper than reading all."""
        object_type = held.ask.object_type
        archived = self.store.scan(object_type, archived=True)
        before, most = self.store.count(object_type), max(2, held.total // paging.LISTED // 4)
        if archived is not None:
            self.store.begin(replace(archived, cursor="", done=False, began=self.portal.moment))
        properties = archived.ask.properties if archived else ()
        for number, page in enumerate(paging.listed(self.portal, object_type, properties, archived=True), 1):
            self.store.bury(object_type, [int(one["id"]) for one in page.records])
            if archived is not None:
                again = replace(archived, cursor=page.cursor or archived.cursor, done=not page.cursor)
                self.store.keep(again, page.records)
            elif number >= most or before - self.store.count(object_type) >= surplus:
                return


class _Pace:
    """Tells a watcher how many records are read, how many remain, and how fast it goes."""

    def __init__(self, what: str, total: int, done: int, watch: Watch) -> None:
        self._what, self._total, self._done, self._watch = what, total, done, watch
        self._from, self._started = done, time.monotonic()

    def __call__(self, more: int) -> None:
        self._done += more
        spent = time.monotonic() - self._started
        rate = (self._done - self._from) / spent if spent > 0 else 0.0
        self._watch(Progress(self._what, self._done, max(0, self._total - self._done), rate))


def pace(what: str, total: int, watch: Watch) -> Callable[[int], None]:
    return _Pace(what, total, 0, watch)


def _groups(ask: Ask) -> Groups:
    return filters.groups(ask.shape, ask.since, ask.until)


def _whole(ask: Ask) -> Ask:
    return replace(ask, shape=(), since=None, until=None)


def _fits(ask: Ask) -> bool:
    """Whether the names of the properties fit into the address of a list."""
    return sum(map(len, ask.properties)) + len(ask.properties) <= _LONGEST_QUERY


def _widened(ask: Ask, held: Scan | None) -> Ask:
    """The properties of the last reading too, so that two blueprints on one portal do not undo each other's work."""
    return replace(ask, properties=ask.properties | held.ask.properties) if held else ask


def _newer(page: Page, began: datetime) -> int:
    """How many of these records changed after the reading began, by the portal's own clock."""
    stamp = f"{began:%Y-%m-%dT%H:%M:%S}.{began.microsecond // 1000:03}Z"
    return sum(str(one.get("updatedAt") or "") > stamp for one in page.records)
