"""The schema of one object type: the only place where the internal names of association labels are told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.objects import BY_ID
from provisioner.localportal.settings import moment
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.labels import state
from provisioner.localportal.surfaces.labels.defined import BY_PAIR, Defined
from provisioner.localportal.surfaces.labels.state import Label
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.wire import Ask, Reply, answer


def read(ask: Ask) -> Reply:
    """GET a schema; `includePropertyDefinitions` and `includeAssociationDefinitions` leave their part out."""
    kind = ask.object
    defined = properties.listed(ask.db, kind.id, False, "non_sensitive")
    with_properties = ask.flag("includePropertyDefinitions", True)
    with_associations = ask.flag("includeAssociationDefinitions", True)
    schema = {
        "id": kind.id,
        "objectTypeId": kind.id,
        "name": kind.singular.upper(),
        "fullyQualifiedName": kind.singular.upper(),
        "labels": {"singular": kind.title, "plural": kind.titles},
        "properties": [json.loads(text) for text in defined] if with_properties else [],
        "associations": _associations(ask, kind.id) if with_associations else [],
        "requiredProperties": [],
        "searchableProperties": [],
        "secondaryDisplayProperties": [],
        "archived": False,
    }
    return answer(200, schema)


def _associations(ask: Ask, object_id: str) -> list[dict[str, Any]]:
    """Every type that begins or ends at the object type, with its name once it is known here."""
    shipped = [one for pair, types in BY_PAIR.items() if object_id in pair for one in types]
    found = [_printed(one.type_id, one.from_id, one.to_id, _name(one)) for one in shipped]
    for label in state.every(ask.db):
        if object_id in (label.from_id, label.to_id):
            name = label.name if _is_told(ask, label) else ""
            found += [_printed(type_id, start, end, name) for type_id, start, end, _ in label.directions()]
    return found


def _is_told(ask: Ask, label: Label) -> bool:
    """A new label's name is told some minutes after the create only (seen live: about five)."""
    lag = timedelta(seconds=ask.settings.label_name_lag_s)
    return not label.created_at or ask.now >= moment(label.created_at) + lag


def _name(one: Defined) -> str:
    """HubSpot's own names; of the plain ones the pattern is known, of the others it is a guess."""
    pair = f"{BY_ID[one.from_id].singular}_TO_{BY_ID[one.to_id].singular}".upper()
    return f"{pair}_{(one.label or 'unlabeled').upper().replace(' ', '_')}"


def _printed(type_id: int, from_id: str, to_id: str, name: str) -> dict[str, Any]:
    printed = {"id": str(type_id), "fromObjectTypeId": from_id, "toObjectTypeId": to_id}
    return printed | ({"name": name} if name else {})


ROUTES = (Route("GET", "schemas", "{object}", read, access.oauth),)
