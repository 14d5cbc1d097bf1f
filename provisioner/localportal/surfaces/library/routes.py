"""Endpoints of the object library."""

from __future__ import annotations

from provisioner.localportal import access
from provisioner.localportal.objects import OBJECTS, ObjectType
from provisioner.localportal.refusal import Refusal
from provisioner.localportal.surface import Route
from provisioner.localportal.wire import Ask, Reply, answer


def enablement(ask: Ask) -> Reply:
    """GET whether each object type is switched on, by its id."""
    return answer(200, {"enablementByObjectTypeId": {kind.id: _enabled(ask, kind) for kind in OBJECTS}})


def enablement_of(ask: Ask) -> Reply:
    """GET whether one object type is switched on; what HubSpot says to an unknown id is not known, 404 is assumed."""
    kind = next((one for one in OBJECTS if one.id == ask.params["type"]), None)
    if kind is None:
        raise Refusal(404, f"Unknown object type: {ask.params['type']}", "OBJECT_NOT_FOUND")
    return answer(200, {"enablement": _enabled(ask, kind)})


def _enabled(ask: Ask, kind: ObjectType) -> bool:
    return kind.plural != "leads" or ask.settings.leads_enabled


# HubSpot lists the scopes that open it: 80 of records, and none of schemas.
ROUTES = (
    Route("GET", "object-library", "enablement", enablement, access.any_records_read),
    Route("GET", "object-library", "enablement/{type}", enablement_of, access.any_records_read),
)
