"""Deals as records: their values, their past, and the accounts and people that they belong to."""

from __future__ import annotations

from array import array

from provisioner.localportal.seeds import people
from provisioner.localportal.seeds.measured.calendars import DAY, iso
from provisioner.localportal.seeds.measured.frame import Dice, Frame
from provisioner.localportal.seeds.measured.shapes import Deal, closing_values, money_values, stage_values
from provisioner.localportal.seeds.measured.writer import Past, Writer
from provisioner.localportal.surfaces.records.associations import types

_A_COMPANY = 4
_NEVER = 2**62


def deal_values(deal: Deal, dice: Dice) -> dict[str, str]:
    """A deal's values as the portal shows them now."""
    stage, due = deal.last.stage, deal.dues[-1][1]
    closed = stage.mark in ("1.0", "0.0")
    created = iso(deal.created)
    return {
        "dealname": f"{dice.choice(people.FIRMS)} - {dice.choice(people.WARES)}",
        "createdate": created,
        "hs_createdate": created,
        "pipeline": deal.last.pipeline.id,
        "dealstage": stage.id,
        "dealtype": "existingbusiness" if deal.existing else "newbusiness",
        "hubspot_owner_id": deal.owner,
        "hubspot_owner_assigneddate": created if deal.owner else "",
        "hs_is_closed": "true" if closed else "false",
        "hs_is_closed_won": "true" if deal.won else "false",
        "hs_is_closed_lost": "true" if closed and not deal.won else "false",
        "hs_deal_stage_probability": stage.mark,
        "hs_closed_won_date": iso(deal.last.at) if deal.won else "",
        "hs_manual_forecast_category": deal.categories[-1][1] if deal.categories else "",
        "hs_next_step": deal.next_step,
        "notes_next_activity_date": iso(deal.next_at) if deal.next_at else "",
        "core_loss_reason": deal.loss,
        "core_lead_source": deal.source,
        "core_source_lead_id": str(deal.lead[0]) if deal.lead else "",
        "hs_object_source_label": "CRM_UI",
        **money_values(deal.money, stage.mark, deal.won),
        **closing_values(deal.created, due),
        **stage_values(deal),
    }


def deal_past(deal: Deal) -> Past:
    """What the deal held before, of the properties that did not stay as they were at creation."""
    told: dict[str, list[tuple[int, str]]] = {
        "dealstage": [(move.at, move.stage.id) for move in deal.moves],
        "closedate": [(at, iso(due) if due else "") for at, due in deal.dues],
        "hs_manual_forecast_category": list(deal.categories),
        "amount": [(at, money_values(money, "0.5", won=False).get("amount", "")) for at, money in deal.amounts],
        "pipeline": [(move.at, move.pipeline.id) for move in deal.moves],
    }
    told["pipeline"] = [
        row for place, row in enumerate(told["pipeline"]) if place == 0 or row[1] != told["pipeline"][place - 1][1]
    ]
    if told["amount"][-1][1]:
        told["amount_in_home_currency"] = [
            (at, money_values(money, "0.5", won=False).get("amount_in_home_currency", "")) for at, money in deal.amounts
        ]
    return {name: rows for name, rows in told.items() if len(rows) > 1 or (rows and rows[0][0] != deal.created)}


def touched(deal: Deal, now: int) -> int:
    """When the deal was changed last."""
    changes = [deal.moves[-1].at, *(one[-1][0] for one in (deal.dues, deal.categories, deal.amounts) if one)]
    return min(now, max(changes))


class Accounts:
    """The B2B side: companies with four people each, of whom the first decides."""

    def __init__(self, dice: Dice, frame: Frame, writer: Writer, decider: types.Type, companies: int) -> None:
        self._dice, self._frame, self._writer, self._decider = dice, frame, writer, decider
        self._companies = [writer.new_id("companies") for _ in range(companies)]
        self._people = [writer.new_id("contacts") for _ in range(companies * _A_COMPANY)]
        self._company_deals, self._person_deals = array("l", [0] * companies), array("l", [0] * len(self._people))
        self._first = array("q", [_NEVER] * len(self._people))

    def lead(self, deal: Deal) -> None:
        """Deals of account managers come from no lead."""

    def deal(self, deal: Deal) -> int:
        """Write a deal with its company and its people."""
        deal_id, place = self._writer.new_id("deals"), self._dice.whole(0, len(self._companies) - 1)
        values = deal_values(deal, self._dice)
        values["num_associated_contacts"] = str(deal.contacts) if deal.contacts else ""
        past = deal_past(deal)
        self._writer.put("deals", deal_id, values, touched(deal, self._frame.now), past=past, archived=deal.archived)
        if deal.archived:
            return deal_id
        self._company_deals[place] += 1
        self._writer.join(("deals", deal_id), ("companies", self._companies[place]))
        first = 0 if deal.decider else 1
        for seat in range(first, first + deal.contacts):
            person = place * _A_COMPANY + seat
            self._person_deals[person] += 1
            self._first[person] = min(self._first[person], deal.created)
            kinds = (self._decider,) if seat == 0 else ()
            self._writer.join(("deals", deal_id), ("contacts", self._people[person]), *kinds)
        return deal_id

    def finish(self) -> None:
        """Write the companies and the people, with what HubSpot counts of them."""
        born = self._frame.start - 700 * DAY
        stamp = iso(born)
        for place, company in enumerate(self._companies):
            name = f"{people.FIRMS[place % len(people.FIRMS)]} {place + 1}"
            counted = {
                "num_associated_contacts": str(_A_COMPANY),
                "num_associated_deals": _some(self._company_deals[place]),
            }
            self._writer.put("companies", company, {"name": name, "createdate": stamp, **counted}, born)
            for seat in range(_A_COMPANY):
                self._person(place * _A_COMPANY + seat, company, seat, born)

    def _person(self, place: int, company: int, seat: int, born: int) -> None:
        first_deal = self._first[place]
        values = {
            "firstname": people.FIRST_NAMES[place % len(people.FIRST_NAMES)],
            "lastname": people.LAST_NAMES[place % len(people.LAST_NAMES)],
            "email": f"buyer{self._people[place]}@example.com",
            "b2b_buying_role": "decision_maker" if seat == 0 else "influencer",
            "createdate": iso(born),
            "num_associated_deals": _some(self._person_deals[place]),
            "first_deal_created_date": iso(first_deal) if first_deal < _NEVER else "",
        }
        self._writer.put("contacts", self._people[place], values, born)
        self._writer.join(("contacts", self._people[place]), ("companies", company))


def _some(count: int) -> str:
    return str(count) if count else ""
