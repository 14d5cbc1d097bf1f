"""Association types that HubSpot ships, from its table of association type ids: the sales objects with each other."""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.localportal.objects import resolve


@dataclass(frozen=True, slots=True)
class Defined:
    """One direction of a pair. The plain association has no label; those that have one are HubSpot's own."""

    from_id: str
    to_id: str
    type_id: int
    label: str | None = None


# (from, to): type ids, the plain association first, then those with a label of HubSpot's.
_TYPES: dict[tuple[str, str], tuple[tuple[int, str | None], ...]] = {
    ("contacts", "companies"): ((279, None), (1, "Primary"), (931, "Billing Contact")),
    ("companies", "contacts"): ((280, None), (2, "Primary"), (930, "Billing Contact")),
    ("contacts", "deals"): ((4, None),),
    ("deals", "contacts"): ((3, None),),
    ("companies", "deals"): ((342, None), (6, "Primary")),
    ("deals", "companies"): ((341, None), (5, "Primary")),
    ("contacts", "contacts"): ((449, None),),
    ("companies", "companies"): ((450, None), (13, "Child Company"), (14, "Parent Company")),
    ("deals", "deals"): ((451, None),),
    ("tickets", "tickets"): ((452, None),),
    ("contacts", "tickets"): ((15, None),),
    ("tickets", "contacts"): ((16, None),),
    ("companies", "tickets"): ((340, None), (25, "Primary")),
    ("tickets", "companies"): ((339, None), (26, "Primary")),
    ("deals", "tickets"): ((27, None),),
    ("tickets", "deals"): ((28, None),),
    ("leads", "contacts"): ((608, None), (578, "Primary")),
    ("contacts", "leads"): ((609, None), (579, "Primary")),
    ("leads", "companies"): ((610, None), (580, "Primary")),
    ("companies", "leads"): ((611, None), (581, "Primary")),
    ("leads", "deals"): ((1037, None), (582, "Primary")),
    ("deals", "leads"): ((1038, None), (583, "Primary")),
    ("calls", "contacts"): ((194, None),),
    ("contacts", "calls"): ((193, None),),
    ("calls", "companies"): ((182, None),),
    ("companies", "calls"): ((181, None),),
    ("calls", "deals"): ((206, None),),
    ("deals", "calls"): ((205, None),),
    ("calls", "leads"): ((597, None),),
    ("leads", "calls"): ((596, None),),
    ("tasks", "contacts"): ((204, None),),
    ("contacts", "tasks"): ((203, None),),
    ("tasks", "companies"): ((192, None),),
    ("companies", "tasks"): ((191, None),),
    ("tasks", "deals"): ((216, None),),
    ("deals", "tasks"): ((215, None),),
    ("tasks", "leads"): ((647, None),),
    ("leads", "tasks"): ((646, None),),
}

BY_PAIR: dict[tuple[str, str], tuple[Defined, ...]] = {
    (resolve(first).id, resolve(second).id): tuple(
        Defined(resolve(first).id, resolve(second).id, type_id, label) for type_id, label in types
    )
    for (first, second), types in _TYPES.items()
}
