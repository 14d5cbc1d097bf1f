"""The enquiries of the period, when somebody first tried to reach them, and the deals that came of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from provisioner.kpi import leads
from provisioner.kpi.deals import Deal
from provisioner.kpi.leads import Lead
from provisioner.kpi.needs import Need, Rows
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
FIRST_CONTACT = (
    Need("contacts", (Rows.OF_LEADS, Rows.MERGED), (), (*_OUTREACH, "hs_merged_object_ids"), variant="leads",
         can_miss=True),
    *(Need(kind, (Rows.OF_LEADS,), (("hs_timestamp",),), ("hs_email_direction",), associations=("leads", "contacts"),
           variant="exact") for kind in ENGAGEMENTS),
)  # fmt: skip


class Enquiry(NamedTuple):
    """A lead with its first attempt (``attempt_from``: where that is known from) and its first deal after entry."""

    lead: Lead
    entered: datetime
    attempt: datetime | None
    attempt_from: str
    deal_at: datetime | None


@dataclass(frozen=True, slots=True)
class Conversions:
    """How many of some enquiries have a deal: within the window, and ever. ``n`` are the enquiries."""

    n: int = 0
    within: int = 0
    ever: int = 0


class Cohort(Tally):
    """Keeps the enquiries that entered in the period, a few values each; deals only by lead and by moment."""

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.settings = self.context.settings
        self.excluded: Counter[str] = Counter()
        self._leads: list[Lead] = []
        self._deals_of: defaultdict[str, tuple[datetime, ...]] = defaultdict(tuple)
        self._deal_made: dict[str, datetime] = {}
        self._merged: dict[str, str] = {}
        self._outreach: dict[str, tuple[datetime, str]] = {}
        self._engaged: defaultdict[str, list[datetime]] = defaultdict(list)
        self.takes: dict[str, Callable[[Any], None]] = {"deals": self._deal, "contacts": self._contact}
        self.takes[self.settings.lead_source] = self._lead if self.settings.lead_source == "leads" else self._as_lead
        if self.settings.exact_first_contact:
            self.takes |= dict.fromkeys(ENGAGEMENTS, self._engagement)

    def _lead(self, record: Record) -> None:
        found = leads.lead(record, self.context, self.settings.lead_source)
        if record.get("archived") or not self.context.counts("leads", found.pipeline):
            return
        if found.entered is None:
            self.excluded["no_entry_time"] += 1
        elif self.context.period.has(found.entered):
            self._leads.append(found)

    def _as_lead(self, record: Record) -> None:
        self._contact(record)
        self._lead(record)

    def _deal(self, deal: Deal) -> None:
        if deal.record.get("archived") or deal.created is None or deal.created < self.context.period.start:
            return
        self._deal_made[deal.id] = deal.created
        if lead := text(deal.properties, "core_source_lead_id"):
            self._deals_of[lead] += (deal.created,)

    def _contact(self, record: Record) -> None:
        held = record["properties"]
        for old in text(held, "hs_merged_object_ids").replace(",", ";").split(";"):
            if old.strip():
                self._merged[old.strip()] = str(record["id"])
        name = next((name for name in _OUTREACH if held.get(name)), "")
        if moment := instant(held.get(name)):
            self._outreach[str(record["id"])] = moment, name

    def _engagement(self, record: Record) -> None:
        moment = instant(record["properties"].get("hs_timestamp"))
        incoming = text(record["properties"], "hs_email_direction") == "INCOMING_EMAIL"
        if moment and not incoming and not record.get("archived"):
            for name in ("leads", "contacts"):
                for found in associated(record, name):
                    self._engaged[f"{name}/{found}"].append(moment)

    def enquiries(self) -> Iterator[Enquiry]:
        """Every enquiry of the period, duplicates and imports too."""
        for lead in self._leads:
            assert lead.entered is not None  # noqa: S101  no other was kept
            attempt, attempt_from = self._attempt(lead, lead.entered)
            yield Enquiry(lead, lead.entered, attempt, attempt_from, self._first_deal(lead, lead.entered))

    def contact_of(self, lead: Lead) -> str:
        """The contact's present id: a merge makes a new record, and the old ids stay written on leads."""
        found = lead.contact
        while found in self._merged and self._merged[found] != found:
            found = self._merged[found]
        return found

    def _attempt(self, lead: Lead, entered: datetime) -> tuple[datetime | None, str]:
        if self.settings.exact_first_contact:
            keys = (f"{self.settings.lead_source}/{lead.id}", f"contacts/{self.contact_of(lead)}")
            after = [moment for key in keys for moment in self._engaged.get(key, ()) if moment >= entered]
            if after:
                return min(after), "hs_timestamp"
        if lead.attempt:
            return lead.attempt, lead.attempt_from
        moment, name = self._outreach.get(self.contact_of(lead), (None, ""))
        # An outreach from before the lead was about an earlier enquiry of the same person.
        return (moment, name) if moment and moment >= entered else (None, "")

    def _first_deal(self, lead: Lead, entered: datetime) -> datetime | None:
        found = [
            *self._deals_of.get(lead.id, ()),
            *(self._deal_made[one] for one in lead.deal_ids if one in self._deal_made),
        ]
        found += [lead.first_deal] if lead.first_deal else []
        return min((moment for moment in found if moment >= entered), default=None)

    @property
    def is_dated(self) -> bool:
        """Whether deals can be told from older ones: no lead has a deal by HubSpot's count without one being dated."""
        found = list(self.enquiries())
        return any(one.deal_at for one in found) or not any(one.lead.deals for one in found)

    @property
    def is_provisional(self) -> bool:
        """Whether the youngest enquiry may still become a deal in time."""
        return self.context.now < self.context.period.end + self.settings.lead_window_days * _DAY

    def has_deal(self, enquiry: Enquiry, *, dated: bool) -> bool:
        """Whether a deal was made of it within the window; by HubSpot's count alone where no deal has a date."""
        if not dated:
            return bool(enquiry.lead.deals)
        window = self.settings.lead_window_days * _DAY
        return enquiry.deal_at is not None and enquiry.deal_at <= enquiry.entered + window

    def conversions(self, enquiries: Iterable[Enquiry], *, dated: bool) -> Conversions:
        held = list(enquiries)
        within = sum(self.has_deal(one, dated=dated) for one in held)
        ever = sum(one.deal_at is not None if dated else bool(one.lead.deals) for one in held)
        return Conversions(len(held), within, ever)


def grouped(enquiries: Iterable[Enquiry], by: Callable[[Enquiry], str]) -> Mapping[str, list[Enquiry]]:
    found: defaultdict[str, list[Enquiry]] = defaultdict(list)
    for one in enquiries:
        found[by(one)].append(one)
    return dict(sorted(found.items()))


def is_outbound(enquiry: Enquiry) -> bool:
    return enquiry.lead.source == "outbound"
