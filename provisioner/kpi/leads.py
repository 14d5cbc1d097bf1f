"""An enquiry as the KPIs see it: a lead, or a contact in portals without leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from provisioner.kpi.context import Context
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Properties, Record, associated, first_text, instant, text, truth, whole

ENTRY = ("core_lead_entry_at", "hs_createdate")
CREATED = ("createdate",)
REASONS = ("hs_lead_disqualification_reason", "cc_disqualify_reason")
JUNK = frozenset({"spam", "duplicate"})
SOURCES = ("core_lead_source", "hs_lead_source")
_OPEN = ("hs_lead_is_open", "hs_lead_is_open_v2")
_ATTEMPTS: Mapping[str, tuple[str, ...]] = {
    "leads": ("cc_first_attempt_at", "hs_lead_first_outreach_date"),
    "contacts": ("cc_first_attempt_at", "hs_first_outreach_date", "hs_sa_first_engagement_date"),
}
_DEALS: Mapping[str, str] = {"leads": "hs_lead_associated_deals_count", "contacts": "num_associated_deals"}
_CLOSED_STATUS = frozenset({"UNQUALIFIED"})
"""Values of ``hs_lead_status`` that end an enquiry, where contacts stand for leads."""

LEADS = Need(
    "leads",
    (Rows.ENTERED,),
    (ENTRY, ("hs_pipeline",)),
    (*_ATTEMPTS["leads"], *SOURCES, *REASONS, *_OPEN, "hs_pipeline_stage", "hubspot_owner_id",
     "hs_primary_contact_id", "hs_object_source_label", "hs_lead_associated_deals_count"),
    variant="leads",
)  # fmt: skip
CONTACTS = Need(
    "contacts",
    (Rows.ENTERED,),
    (("createdate",),),
    ("core_lead_entry_at", *_ATTEMPTS["contacts"], *SOURCES, *REASONS, "hs_lead_status", "hubspot_owner_id",
     "hs_object_source_label", "num_associated_deals", "first_deal_created_date", "hs_merged_object_ids"),
    variant="contacts",
)  # fmt: skip


class Lead(NamedTuple):
    """One enquiry. ``deals`` is HubSpot's count, None where it has none."""

    id: str
    entered: datetime | None
    created: datetime | None
    attempt: datetime | None
    attempt_from: str
    contact: str
    owner: str
    source: str
    pipeline: str
    is_open: bool
    is_junk: bool
    is_imported: bool
    deals: int | None
    first_deal: datetime | None
    deal_ids: tuple[str, ...]


class Leads(Tally):
    """Reads a record of ``leads`` or ``contacts`` once for all who ask for it one after another."""

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.object_type = self.context.settings.lead_source
        self._labels = {label.upper() for label in self.context.settings.excluded_sources}
        self._record: Record | None = None
        self._lead: Lead

    def read(self, record: Record) -> Lead:
        if record is not self._record:
            self._record, self._lead = record, self._read(record)
        return self._lead

    def _read(self, record: Record) -> Lead:
        held, is_lead = record["properties"], self.object_type == "leads"
        created = instant(first_text(held, ENTRY[1:] + CREATED if is_lead else CREATED))
        attempt, attempt_from = self._attempt(held)
        return Lead(
            id=str(record["id"]),
            entered=instant(held.get("core_lead_entry_at")) or created,
            created=created,
            attempt=attempt,
            attempt_from=attempt_from,
            contact=text(held, "hs_primary_contact_id") if is_lead else str(record["id"]),
            owner=text(held, "hubspot_owner_id"),
            source=first_text(held, SOURCES) or "unknown",
            pipeline=text(held, "hs_pipeline"),
            is_open=_is_open(record, self.context, self.object_type),
            is_junk=any(text(held, name).casefold() in JUNK for name in REASONS),
            is_imported=text(held, "hs_object_source_label").upper() in self._labels,
            deals=whole(held.get(_DEALS[self.object_type])),
            first_deal=instant(held.get("first_deal_created_date")),
            deal_ids=associated(record, "deals"),
        )

    def _attempt(self, held: Properties) -> tuple[datetime | None, str]:
        for name in _ATTEMPTS[self.object_type]:
            if moment := instant(held.get(name)):
                return moment, name
        return None, ""


def _is_open(record: Record, context: Context, object_type: str) -> bool:
    held = record["properties"]
    if object_type == "contacts":
        return text(held, "hs_lead_status").upper() not in _CLOSED_STATUS
    flags = [flag for name in _OPEN if (flag := truth(held.get(name))) is not None]
    if flags:
        return any(flags)
    stage = context.stages.get(("leads", text(held, "hs_pipeline_stage")))
    return stage is None or stage.outcome == "open"
