"""The call centre's leads, the people behind them and the calls: rows, without any decision about the figures."""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.localportal.seeds import people
from provisioner.localportal.seeds.measured.books import deal_past, deal_values, touched
from provisioner.localportal.seeds.measured.calendars import DAY, HOUR, MINUTE, iso
from provisioner.localportal.seeds.measured.frame import Dice, Frame
from provisioner.localportal.seeds.measured.shapes import Deal
from provisioner.localportal.seeds.measured.tables import CC_LEADS
from provisioner.localportal.seeds.measured.writer import Past, Writer
from provisioner.localportal.surfaces.pipelines.stage_properties import CUMULATIVE, ENTERED, EXITED, LATEST
from provisioner.localportal.surfaces.records.associations.types import shipped

_FLAGS = {"NEW": "hs_lead_is_new", "IN_PROGRESS": "hs_lead_is_in_progress", "QUALIFIED": "hs_lead_is_qualified",
          "UNQUALIFIED": "hs_lead_is_disqualified"}  # fmt: skip
_PRIMARY_CONTACT = shipped("0-136")[578]


@dataclass(slots=True)
class Lead:
    """A lead as it is decided. `entry` is when the enquiry came, `created` when the record was made.

    `tried` is the first attempt to reach the person; `stamped` says that the centre's own stamp tells it too.
    """

    id: int
    contact: int
    entry: int
    created: int
    stage: str
    owner: str
    source: str
    tried: int | None = None
    stamped: bool = True
    reason: str = ""
    imported: bool = False
    next_at: int | None = None
    deals: int = 0
    first_deal: int | None = None
    handoff: tuple[tuple[int, str], ...] = ()
    replaced: tuple[int, ...] = ()


class Centre:
    """Writes leads, contacts and deals."""

    def __init__(self, dice: Dice, frame: Frame, writer: Writer) -> None:
        self._dice, self._frame, self._writer = dice, frame, writer
        self._behind: dict[int, int] = {}

    def new_lead(self, entry: int, created: int, stage: str, owner: str, source: str) -> Lead:
        """A lead with a person of its own, not written yet."""
        lead_id, contact_id = self._writer.new_id("leads"), self._writer.new_id("contacts")
        return Lead(lead_id, contact_id, entry, created, stage, owner, source)

    def lead(self, deal: Deal) -> None:
        """The lead that a deal came from, from before the period."""
        entry = min(deal.created, self._frame.start) - self._dice.second(HOUR, 20 * DAY)
        lead = self.new_lead(entry, entry, "qualified", deal.owner, "referral")
        lead.tried, lead.deals, lead.first_deal = entry + 5 * MINUTE, 1, deal.created
        self.write(lead)
        self.person(lead)
        self.expect(lead)
        deal.lead, deal.source = (lead.id, entry), lead.source

    def expect(self, lead: Lead) -> None:
        """A deal of this lead comes next, for the same person."""
        self._behind = {lead.id: lead.contact}

    def deal(self, deal: Deal) -> int:
        """Write a deal, joined to its lead and to the lead's person."""
        deal_id = self._writer.new_id("deals")
        values = deal_values(deal, self._dice)
        joined = deal.lead is not None and not deal.archived
        values["num_associated_contacts"] = "1" if joined else ""
        changed = touched(deal, self._frame.now)
        self._writer.put("deals", deal_id, values, changed, past=deal_past(deal), archived=deal.archived)
        if deal.lead is not None and joined:
            self._writer.join(("leads", deal.lead[0]), ("deals", deal_id))
            self._writer.join(("deals", deal_id), ("contacts", self._behind[deal.lead[0]]))
        return deal_id

    def write(self, lead: Lead) -> None:
        """Write a lead, joined to its person."""
        stage = CC_LEADS.stage(lead.stage)
        tried = iso(lead.tried) if lead.tried is not None else ""
        is_open = stage.mark in ("NEW", "IN_PROGRESS")
        values = {
            "hs_lead_name": f"Enquiry {lead.id}",
            "hs_lead_type": "NEW_BUSINESS",
            "hs_createdate": iso(lead.created),
            "core_lead_entry_at": iso(lead.entry) if lead.entry != lead.created else "",
            "core_lead_source": lead.source,
            "hs_pipeline": CC_LEADS.id,
            "hs_pipeline_stage": stage.id,
            "hubspot_owner_id": lead.owner,
            "cc_first_attempt_at": tried if lead.stamped else "",
            "hs_lead_first_outreach_date": tried,
            "cc_attempt_count": "1" if tried else "",
            "cc_disqualify_reason": lead.reason,
            "cc_next_call_at": iso(lead.next_at) if lead.next_at else "",
            "notes_next_activity_date": iso(lead.next_at) if lead.next_at else "",
            "hs_primary_contact_id": str(lead.contact),
            "hs_lead_associated_deals_count": str(lead.deals) if lead.deals else "",
            "hs_object_source_label": "IMPORT" if lead.imported else "INTEGRATION",
            "core_handoff_status": lead.handoff[-1][1] if lead.handoff else "",
            "core_handoff_at": iso(lead.handoff[0][0]) if lead.handoff else "",
            "hs_lead_is_open": "true" if is_open else "false",
            "hs_lead_is_open_v2": "true" if is_open else "false",
            **{flag: "true" if stage.mark == mark else "false" for mark, flag in _FLAGS.items()},
            **self._stage_values(lead, stage.id),
        }
        changed = max(self._entered(lead), *(at for at, _ in lead.handoff)) if lead.handoff else self._entered(lead)
        self._writer.put("leads", lead.id, values, changed, past=self._past(lead, stage.id))
        self._writer.join(("leads", lead.id), ("contacts", lead.contact), _PRIMARY_CONTACT)

    def _entered(self, lead: Lead) -> int:
        """When the lead came into its stage: at once, or with the first attempt."""
        return lead.created if lead.tried is None else max(lead.created + MINUTE, lead.tried)

    def _stage_values(self, lead: Lead, stage_id: str) -> dict[str, str]:
        first, entered = CC_LEADS.stage("new").id, self._entered(lead)
        at = iso(entered)
        values = {"hs_v2_time_in_current_stage": at, "hs_v2_date_entered_current_stage": at, ENTERED + stage_id: at}
        if entered == lead.created:
            return values
        spent = str(entered - lead.created)
        values |= {EXITED + first: at, LATEST + first: spent, CUMULATIVE + first: spent}
        return values | {ENTERED + first: iso(lead.created)}

    def _past(self, lead: Lead, stage_id: str) -> Past:
        told: dict[str, list[tuple[int, str]]] = {}
        if (entered := self._entered(lead)) != lead.created:
            told["hs_pipeline_stage"] = [(lead.created, CC_LEADS.stage("new").id), (entered, stage_id)]
        if lead.handoff:
            told["core_handoff_status"] = list(lead.handoff)
            told["core_handoff_at"] = [(lead.handoff[0][0], iso(lead.handoff[0][0]))]
        return told

    def merge_person(self, lead: Lead) -> None:
        """The person behind a new lead came of a merge: two contacts are gone, and their ids find the third."""
        other = self._writer.new_id("contacts")
        lead.replaced, lead.contact = (lead.contact, other), self._writer.new_id("contacts")

    def person(self, lead: Lead) -> None:
        """Write the person behind a lead."""
        contact_id = lead.contact
        values = {
            "firstname": people.FIRST_NAMES[contact_id % len(people.FIRST_NAMES)],
            "lastname": people.LAST_NAMES[contact_id % len(people.LAST_NAMES)],
            "email": f"caller{contact_id}@example.com",
            "phone": f"+97250{contact_id % 10**7:07d}",
            "lifecyclestage": "opportunity" if lead.deals else "lead",
            "createdate": iso(min(lead.entry, lead.created)),
            "hs_first_outreach_date": iso(lead.tried) if lead.tried is not None else "",
            "num_associated_deals": str(lead.deals) if lead.deals else "",
            "first_deal_created_date": iso(lead.first_deal) if lead.first_deal is not None else "",
            "hs_merged_object_ids": ";".join(map(str, lead.replaced)),
            "hs_object_source_label": "IMPORT" if lead.imported else "INTEGRATION",
        }
        self._writer.put("contacts", contact_id, values, self._entered(lead))
        if lead.replaced:
            self._writer.merged("contacts", list(lead.replaced), contact_id)
