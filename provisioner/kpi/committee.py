"""Who decides at the customer: how many contacts a deal has, and whether a decision maker is among them."""

from __future__ import annotations

from collections import Counter

from provisioner.kpi.context import CENTRE, Context
from provisioner.kpi.deals import Deal
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.shelf import Shelf
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Record, associated, associations, text, whole
from provisioner.model.labels import folded

ROLE = "b2b_buying_role"
NEEDS = (
    Need("deals", (Rows.OPEN,), (("num_associated_contacts",),), associations=("contacts",)),
    Need("contacts", (Rows.OF_DEALS,), (), (ROLE,), can_miss=True),
)
_SETTLED = """
SELECT owner, count(DISTINCT deal) FROM undecided JOIN deciders USING (contact) WHERE kpi = ? GROUP BY owner
"""
_ASSOCIATION = ("contacts", "contacts_unlabeled")


class Deciders(Tally):
    """Contacts that are decision makers by their own property, for portals without association labels."""

    def __init__(self, gathering: Pass) -> None:
        self.takes = {"contacts": self._contact}
        self._wanted = {folded(label) for label in gathering.context.settings.decision_maker}
        self._known: dict[str, bool] = {}
        self._shelf = gathering.tally(Shelf)
        self._put = self._shelf.table("deciders", "contact INTEGER PRIMARY KEY")
        self._put_undecided = self._shelf.table("undecided", "kpi TEXT", "owner TEXT", "deal TEXT", "contact INTEGER")

    def _is_wanted(self, label: str) -> bool:
        if label not in self._known:
            self._known[label] = folded(label) in self._wanted
        return self._known[label]

    def _contact(self, record: Record) -> None:
        if any(self._is_wanted(role) for role in text(record["properties"], ROLE).split(";")):
            self._shelf.add(self._put, (int(record["id"]),))

    def is_labelled(self, deal: Deal) -> bool:
        """Whether one of its contacts bears a decision maker's label; HubSpot shows the label, or a name of its own."""
        return any(self._is_wanted(label) for _, label in associations(deal.record, *_ASSOCIATION))

    def wait(self, kpi: str, deal: Deal, contacts: tuple[str, ...]) -> None:
        """A deal of which a KPI can know only when the contacts have been read whether it has a decision maker."""
        for contact in contacts:
            self._shelf.add(self._put_undecided, (kpi, deal.owner, deal.id, int(contact)))

    def settled(self, kpi: str) -> Counter[str]:
        """How many of the deals that wait have a decision maker after all, by owner."""
        return Counter(dict(self._shelf.rows(_SETTLED, kpi)))


def contacts(deal: Deal) -> tuple[str, ...]:
    return associated(deal.record, *_ASSOCIATION)


def is_broad(deal: Deal, context: Context) -> bool:
    """At least two contacts; in the centre one."""
    held = whole(deal.properties.get("num_associated_contacts"))
    count = len(contacts(deal)) if held is None else held
    return count >= (1 if context.mode_of(deal.pipeline) == CENTRE else 2)
