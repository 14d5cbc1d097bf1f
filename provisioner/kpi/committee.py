"""Who decides at the customer: how many contacts a deal has, and whether a decision maker is among them."""

from __future__ import annotations

from provisioner.kpi.context import CENTRE, Context
from provisioner.kpi.deals import Deal
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Record, associated, associations, text, whole
from provisioner.model.labels import folded

ROLE = "b2b_buying_role"
NEEDS = (
    Need("deals", (Rows.OPEN,), (("num_associated_contacts",),), associations=("contacts",)),
    Need("contacts", (Rows.OF_DEALS,), (), (ROLE,), can_miss=True),
)
_ASSOCIATION = ("contacts", "contacts_unlabeled")


class Deciders(Tally):
    """Contacts that are decision makers by their own property, for portals without association labels."""

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.takes = {"contacts": self._contact}
        self._wanted = {folded(label) for label in gathering.context.settings.decision_maker}
        self._contacts: set[str] = set()

    def _contact(self, record: Record) -> None:
        if self._wanted.intersection(folded(role) for role in text(record["properties"], ROLE).split(";")):
            self._contacts.add(str(record["id"]))

    def any_of(self, contacts: tuple[str, ...]) -> bool:
        return not self._contacts.isdisjoint(contacts)


def is_labelled(deal: Deal) -> bool:
    """Whether one of its contacts bears a decision maker's label; HubSpot shows the label, or its own name for it."""
    wanted = {folded(label) for label in deal.context.settings.decision_maker}
    return any(folded(label) in wanted for _, label in associations(deal.record, *_ASSOCIATION))


def contacts(deal: Deal) -> tuple[str, ...]:
    return associated(deal.record, *_ASSOCIATION)


def is_broad(deal: Deal, context: Context) -> bool:
    """At least two contacts; in the centre one."""
    held = whole(deal.properties.get("num_associated_contacts"))
    count = len(contacts(deal)) if held is None else held
    return count >= (1 if context.mode_of(deal.pipeline) == CENTRE else 2)
