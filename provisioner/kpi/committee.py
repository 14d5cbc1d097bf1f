"""Who decides at the customer: how many contacts a deal has, and whether a decision maker is among them."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict

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
        self._known: dict[str, bool] = {}
        self._contacts: set[int] = set()

    def _is_wanted(self, label: str) -> bool:
        if label not in self._known:
            self._known[label] = folded(label) in self._wanted
        return self._known[label]

    def _contact(self, record: Record) -> None:
        if any(self._is_wanted(role) for role in text(record["properties"], ROLE).split(";")):
            self._contacts.add(int(record["id"]))

    def is_labelled(self, deal: Deal) -> bool:
        """Whether one of its contacts bears a decision maker's label; HubSpot shows the label, or a name of its own."""
        return any(self._is_wanted(label) for _, label in associations(deal.record, *_ASSOCIATION))

    def has(self, contact: int) -> bool:
        return contact in self._contacts


class Undecided:
    """Deals whose decision maker can be known only when the contacts have been read, by owner: eight bytes an id."""

    def __init__(self) -> None:
        self._held: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))

    def add(self, owner: str, contacts: tuple[str, ...]) -> None:
        self._held[owner].extend([len(contacts), *map(int, contacts)])

    def settled(self, deciders: Deciders) -> Counter[str]:
        """How many of them have a decision maker after all, by owner."""
        found: Counter[str] = Counter()
        for owner, held in self._held.items():
            numbers = iter(held)
            for length in numbers:
                contacts = [next(numbers) for _ in range(length)]
                found[owner] += any(map(deciders.has, contacts))
        return found


def contacts(deal: Deal) -> tuple[str, ...]:
    return associated(deal.record, *_ASSOCIATION)


def is_broad(deal: Deal, context: Context) -> bool:
    """At least two contacts; in the centre one."""
    held = whole(deal.properties.get("num_associated_contacts"))
    count = len(contacts(deal)) if held is None else held
    return count >= (1 if context.mode_of(deal.pipeline) == CENTRE else 2)
