"""Endpoints of association labels."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.labels import rules, state
from provisioner.localportal.surfaces.labels.defined import BY_PAIR
from provisioner.localportal.wire import Ask, Reply, answer, no_content


def listed(ask: Ask) -> Reply:
    """GET every type of one direction of a pair, HubSpot's first. Internal names are not told (seen live)."""
    from_id, to_id = rules.ends(ask)
    shipped = BY_PAIR.get((from_id, to_id), ())
    found = [_printed(ask, "HUBSPOT_DEFINED", one.type_id, from_id, to_id, one.label) for one in shipped]
    for label in state.of_pair(ask.db, from_id, to_id):
        for type_id, start, end, text in label.directions():
            if (start, end) == (from_id, to_id):
                found.append(_printed(ask, "USER_DEFINED", type_id, start, end, text))
    return answer(200, {"results": found})


def create(ask: Ask) -> Reply:
    """POST a label: 200 (not 201) with one result for each direction."""
    made = rules.create(ask, rules.ends(ask))
    return answer(200, {"results": [_printed(ask, "USER_DEFINED", *one) for one in made.directions()]})


def change(ask: Ask) -> Reply:
    """PUT new texts."""
    rules.change(ask, rules.ends(ask))
    return no_content()


def delete(ask: Ask) -> Reply:
    """DELETE a label, both directions."""
    rules.delete(ask, rules.ends(ask))
    return no_content()


def _printed(ask: Ask, category: str, type_id: int, from_id: str, to_id: str, label: str | None) -> dict[str, Any]:
    """One type. The two object types are null (seen live) unless the switch tells them."""
    shown = ask.settings.label_object_types_shown
    return {
        "category": category,
        "typeId": type_id,
        "label": label,
        "fromObjectTypeId": from_id if shown else None,
        "toObjectTypeId": to_id if shown else None,
    }


ROUTES = (
    Route("GET", "associations", "{object}/{to}/labels", listed, access.associations),
    Route("POST", "associations", "{object}/{to}/labels", create, access.associations, writes=True),
    Route("PUT", "associations", "{object}/{to}/labels", change, access.associations, writes=True),
    Route("DELETE", "associations", "{object}/{to}/labels/{type}", delete, access.associations, writes=True),
)
