"""Who decides at the customer, for the naive reference of the B2B KPIs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provisioner.kpi.context import Context
from tests.kpi.oracle.b2b_reading import Record, Streams, number, text


def contacts_of(deal: Record) -> Decimal:
    """As HubSpot counts them, else those that the associations name."""
    counted = number(text(deal, "num_associated_contacts"))
    return Decimal(len(associated(deal, "contacts"))) if counted is None else counted


def has_decision_maker(deal: Record, streams: Streams, where: Context) -> bool:
    """By the label of the association, else by the role that stands on the contact."""
    wanted = where.settings.decision_maker
    roles = {one["id"]: text(one, "b2b_buying_role") for one in streams.get("contacts", []) if not one.get("archived")}
    for link in associated(deal, "contacts"):
        labels = [kind.get("label") for kind in link["associationTypes"]]
        if any(label in wanted for label in labels):
            return True
        if any(role in wanted for role in roles.get(str(link["toObjectId"]), "").split(";")):
            return True
    return False


def associated(deal: Record, other: str) -> list[Any]:
    return list(deal.get("associations", {}).get(other, {}).get("results", []))
