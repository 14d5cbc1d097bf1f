"""The enquiries of the period, when somebody first tried to reach them, and the deals that came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from provisioner.kpi import leads
from provisioner.kpi.deals import Deal
from provisioner.kpi.leads import Leads
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.shelf import STAMPS_A_DAY, Shelf, stamp
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Record, associated, instant, text

ENGAGEMENTS = ("calls", "emails", "meetings", "communications")
_OUTREACH = ("hs_first_outreach_date", "hs_sa_first_engagement_date")
_DAY = timedelta(days=1)

DEALS = Need("deals", (Rows.CREATED_SINCE,), (("createdate",),), ("core_source_lead_id", "pipeline"), can_miss=True)
NEEDS = (
    leads.LEADS,
    leads.CONTACTS,
    DEALS,
    Need("leads", (Rows.ENTERED,), associations=("deals",), variant="leads", can_miss=True),
)
BY_SOURCE = tuple(Need(kind, (Rows.ENTERED,), (leads.SOURCES,), variant=kind) for kind in ("leads", "contacts"))
"""For a KPI that leaves out our own outreach: without a source nobody could tell it."""
FIRST_CONTACT = (
    Need("leads", (Rows.ENTERED,), (("hs_object_source_label",), ("hs_primary_contact_id",)), variant="leads"),
    Need("contacts", (Rows.ENTERED,), (("hs_object_source_label",),), variant="contacts"),
    Need("contacts", (Rows.OF_LEADS, Rows.MERGED), (), (*_OUTREACH, "hs_merged_object_ids"), variant="leads",
         can_miss=True),
    *(Need(kind, (Rows.OF_LEADS,), (("hs_timestamp",),), ("hs_email_direction",), associations=("leads", "contacts"),
           variant="exact") for kind in ENGAGEMENTS),
)  # fmt: skip


OUTBOUND = "outbound"

_PRESENT = """
UPDATE enquiries SET present = (SELECT fresh FROM merged WHERE old = present)
WHERE present IN (SELECT old FROM merged WHERE old <> fresh)
"""
"""A merge makes a new record, and the old ids stay written on leads."""

_FIRST_DEAL = """
UPDATE enquiries SET deal_at = (SELECT min(made) FROM (
    SELECT d.made FROM deals d WHERE d.lead = enquiries.id AND d.made >= enquiries.entered
    UNION ALL SELECT d.made FROM deals_of o JOIN deals d ON d.id = o.deal
        WHERE o.lead = enquiries.id AND d.made >= enquiries.entered
    UNION ALL SELECT enquiries.first_deal WHERE enquiries.first_deal >= enquiries.entered
))
"""
_ONLY_OLDER = """
UPDATE enquiries SET counted = 0 WHERE deal_at IS NULL AND (
    first_deal IS NOT NULL OR id IN (SELECT lead FROM deals_of)
) AND id NOT IN (SELECT o.lead FROM deals_of o JOIN deals d ON d.id = o.deal WHERE d.made IS NULL)
"""
"""Every deal since the period began was read, so one that is associated and was not read, or a first deal from before
the entry, is older than the lead."""
_INDEXES = ("deals (lead)", "deals_of (lead)", "engaged (record)")

_ENGAGED = """(SELECT min(moment) FROM engaged g
    WHERE g.record IN (? || '/' || e.id, 'contacts/' || e.present) AND g.moment >= e.entered)"""
_IN_ORDER = f"""
SELECT CASE present WHEN '' THEN 'lead ' || id ELSE present END, entered, coalesce(engaged, attempt, outreach),
    CASE WHEN engaged IS NOT NULL THEN 'hs_timestamp' WHEN attempt IS NOT NULL THEN attempt_from
        ELSE ifnull(name, '') END,
    deal_at, counted, source, owner, is_open
FROM (
    SELECT e.*, o.moment AS outreach, o.name, {_ENGAGED} AS engaged
    FROM enquiries e LEFT JOIN outreach o ON o.contact = e.present AND o.moment >= e.entered - {STAMPS_A_DAY}
    WHERE NOT e.is_imported
)
ORDER BY present, CASE present WHEN '' THEN id END, entered, id
"""  # noqa: S608 - words and marks of our own; values are bound
"""An outreach of a day or more before the lead was about an earlier enquiry of the same person; a later one made it."""


class Enquiry(NamedTuple):
    """A lead with its first attempt (``attempt_from``: where that is known from) and its first deal after entry.

    ``person`` is the contact under its present id. Moments are stamps. ``counted``: HubSpot counts a deal on it.
    """

    person: str
    entered: int
    attempt: int | None
    attempt_from: str
    deal_at: int | None
    counted: bool
    source: str
    owner: str
    is_open: bool


class Conversions(NamedTuple):
    """How many enquiries have a deal: within the window, and ever. ``n`` are the enquiries; ``undated`` are those with
    a deal by HubSpot's count that no date is known of."""

    n: int = 0
    within: int = 0
    ever: int = 0
    undated: int = 0


class Cell(NamedTuple):
    """The enquiries of one source and owner, spam and duplicates apart."""

    source: str
    owner: str
    is_junk: bool
    found: Conversions


class Cohort(Tally):
    """Shelves the enquiries that entered in the period, a few values each; deals only by lead and by moment.

    ``taken`` is how many rows there are so far: as long as it stays, so do the answers.
    """

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.settings = self.context.settings
        self.excluded: Counter[str] = Counter()
        self._leads, self._shelf = gathering.tally(Leads), gathering.tally(Shelf)
        self._put = self._tables()
        self.taken, self._settled_at = 0, 0
        self.takes: dict[str, Callable[[Any], None]] = {"deals": self._deal, "contacts": self._contact}
        self.takes[self.settings.lead_source] = self._lead if self.settings.lead_source == "leads" else self._as_lead
        if self.settings.exact_first_contact:
            self.takes |= dict.fromkeys(ENGAGEMENTS, self._engagement)

    def _tables(self) -> dict[str, str]:
        """The statements that add rows, by table."""
        columns = {
            "enquiries": ("id TEXT", "entered", "attempt", "attempt_from", "contact TEXT", "present TEXT", "owner TEXT",
                          "source TEXT", "is_open", "is_junk", "is_imported", "counted", "first_deal", "deal_at"),
            "deals": ("id TEXT PRIMARY KEY", "lead TEXT", "made"),
            "deals_of": ("lead TEXT", "deal TEXT"),
            "merged": ("old TEXT PRIMARY KEY", "fresh TEXT"),
            "outreach": ("contact TEXT PRIMARY KEY", "moment", "name"),
            "engaged": ("record TEXT", "moment"),
        }  # fmt: skip
        return {name: self._shelf.table(name, *held) for name, held in columns.items()}

    def _add(self, table: str, *row: Any) -> None:
        self.taken += 1
        self._shelf.add(self._put[table], row)

    def _lead(self, record: Record) -> None:
        if record.get("archived"):
            return
        found = self._leads.read(record)
        if not self.context.counts("leads", found.pipeline):
            return
        if found.entered is None:
            self.excluded["no_entry_time"] += 1
        elif self.context.period.has(found.entered):
            self._add(
                "enquiries", found.id, stamp(found.entered), _stamped(found.attempt), found.attempt_from, found.contact,
                found.contact, found.owner, found.source, found.is_open, found.is_junk, found.is_imported,
                bool(found.deals), _stamped(found.first_deal), None,
            )  # fmt: skip
            for deal in found.deal_ids:
                self._add("deals_of", found.id, deal)

    def _as_lead(self, record: Record) -> None:
        self._contact(record)
        self._lead(record)

    def _deal(self, deal: Deal) -> None:
        if deal.record.get("archived") or (deal.created and deal.created < self.context.period.start):
            return
        self._add("deals", deal.id, text(deal.properties, "core_source_lead_id") or None, _stamped(deal.created))

    def _contact(self, record: Record) -> None:
        if record.get("archived"):
            return
        held = record["properties"]
        for old in text(held, "hs_merged_object_ids").replace(",", ";").split(";"):
            if old.strip():
                self._add("merged", old.strip(), str(record["id"]))
        found = ((name, instant(held.get(name))) for name in _OUTREACH)
        if first := next(((name, moment) for name, moment in found if moment), None):
            self._add("outreach", str(record["id"]), stamp(first[1]), first[0])

    def _engagement(self, record: Record) -> None:
        moment = instant(record["properties"].get("hs_timestamp"))
        incoming = text(record["properties"], "hs_email_direction") == "INCOMING_EMAIL"
        if moment and not incoming and not record.get("archived"):
            for name in ("leads", "contacts"):
                for found in associated(record, name):
                    self._add("engaged", f"{name}/{found}", stamp(moment))

    def _settled(self) -> Shelf:
        """The shelf, with what the records say of each other written on the enquiries."""
        if self._settled_at != self.taken:
            for columns in _INDEXES:
                self._shelf.change(f"CREATE INDEX IF NOT EXISTS by_{columns.partition(' ')[0]} ON {columns}")
            self._shelf.change("UPDATE enquiries SET present = contact")
            merges = int(next(self._shelf.rows("SELECT count(*) FROM merged"))[0])
            for _ in range(merges):  # a longer chain than this goes round in a circle
                if not self._shelf.change(_PRESENT):
                    break
            self._shelf.change(_FIRST_DEAL)
            if self._reads_deals:
                self._shelf.change(_ONLY_OLDER)
            self._settled_at = self.taken
        return self._shelf

    def enquiries(self) -> Iterator[Enquiry]:
        """Every enquiry of the period but imports, those of a person one after another, the earliest first."""
        return map(Enquiry._make, self._settled().rows(_IN_ORDER, self.settings.lead_source))

    def imported(self) -> int:
        return self._number("is_imported")

    def kept(self) -> int:
        """How many enquiries ``enquiries`` tells."""
        return self._number("NOT is_imported")

    def _number(self, condition: str) -> int:
        return int(next(self._shelf.rows(f"SELECT count(*) FROM enquiries WHERE {condition}"))[0])  # noqa: S608 - words and marks of our own; values are bound

    @property
    def _reads_deals(self) -> bool:
        lacking = self.context.lacking.get("deals", frozenset())
        return "deals" not in self.context.unreadable and "createdate" not in lacking

    @property
    def is_dated(self) -> bool:
        """Whether deals can be told from older ones: no lead has a deal by HubSpot's count without one being dated."""
        sql = "SELECT count(deal_at), coalesce(sum(counted), 0) FROM enquiries"
        dated, counted = next(self._settled().rows(sql))
        return bool(dated) or not counted

    @property
    def is_provisional(self) -> bool:
        """Whether the youngest enquiry may still become a deal in time."""
        return self.context.now < self.context.period.end + self.settings.lead_window_days * _DAY

    @property
    def window(self) -> int:
        """How long after its entry a lead may become a deal, in stamps."""
        return self.settings.lead_window_days * STAMPS_A_DAY

    def has_deal(self, enquiry: Enquiry, *, dated: bool) -> bool:
        """Whether a deal was made of it within the window; by HubSpot's count alone where no deal has a date."""
        if not dated:
            return bool(enquiry.counted)
        return enquiry.deal_at is not None and enquiry.deal_at <= enquiry.entered + self.window

    def cells(self, *, dated: bool) -> list[Cell]:
        """Every enquiry of the period, duplicates and imports too."""
        sums = (
            "sum(ifnull(deal_at <= entered + ?, 0)), count(deal_at), sum(counted AND deal_at IS NULL)"
            if dated
            else "sum(counted), sum(counted), 0 * ?"
        )
        sql = f"SELECT source, owner, is_junk, count(*), {sums} FROM enquiries GROUP BY 1, 2, 3"  # noqa: S608 - words and marks of our own; values are bound
        return [
            Cell(source, owner, bool(is_junk), Conversions(*found))
            for source, owner, is_junk, *found in self._settled().rows(sql, self.window)
        ]


def together(cells: list[Cell]) -> Conversions:
    return Conversions(*map(sum, zip(*(one.found for one in cells), strict=True))) if cells else Conversions()


def grouped(cells: list[Cell], by: Callable[[Cell], str]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for one in cells:
        found.setdefault(by(one), []).append(one)
    return dict(sorted(found.items()))


def inbound(cells: list[Cell]) -> list[Cell]:
    return [one for one in cells if one.source != OUTBOUND]


def _stamped(moment: datetime | None) -> int | None:
    return None if moment is None else stamp(moment)
