"""Endpoints of property definitions. `locale` is accepted and changes nothing; so is `properties`."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.refusal import Refusal, required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.properties import checks, refusals, rules, state
from provisioner.localportal.wire import Ask, Reply, batch, compact, no_content, results


def listed(ask: Ask) -> Reply:
    """GET the active properties, or with `archived` only the archived ones; of one sensitivity, sorted by name."""
    return results(state.listed(ask.db, ask.object.id, ask.flag("archived"), _sensitivity(ask)))


def read(ask: Ask) -> Reply:
    """GET one property; an archived one only with `archived`. A single read does not mind the sensitivity."""
    definition = state.read(ask.db, ask.object.id, ask.params["name"])
    if definition is None or definition.get("archived", False) != ask.flag("archived"):
        raise refusals.unknown(ask.params["name"])
    return Reply(200, compact(definition))


def create(ask: Ask) -> Reply:
    """POST a property: 201 with `Location`."""
    body = ask.json()
    text = rules.create(ask, body)
    place = f"http://{ask.call.headers.get('host', 'localhost')}{ask.call.path.rstrip('/')}/{body['name']}"
    return Reply(201, text, {"Location": place})


def change(ask: Ask) -> Reply:
    """PATCH a property."""
    return Reply(200, rules.change(ask, ask.params["name"]))


def archive(ask: Ask) -> Reply:
    """DELETE a property."""
    rules.archive(ask, ask.params["name"])
    return no_content()


def create_many(ask: Ask) -> Reply:
    """POST up to 100 properties: 201, or 207 when some were refused.

    A formula may name only what was there before the batch: that it may name a neighbour is nowhere said.
    """
    inputs = ask.inputs()
    held = state.types(ask.db, ask.object.id)
    created: list[str] = []
    errors: list[dict[str, Any]] = []
    for body in inputs:
        try:
            created.append(rules.create(ask, body, held))
        except Refusal as refusal:
            errors.append(refusal.in_batch(_named(ask, str(body.get("name", "")))))
    return batch(201, created, errors, ask.stamp)


def read_many(ask: Ask) -> Reply:
    """POST names to read: 200, or 207 when some were not found."""
    body, found, errors = ask.json(), [], []
    archived, sensitivity = body.get("archived", False) is True, body.get("dataSensitivity") or "non_sensitive"
    for name in _names(ask):
        definition = state.read(ask.db, ask.object.id, name)
        if rules.visible(definition, archived, sensitivity):
            found.append(compact(definition))
        else:
            errors.append(refusals.unknown(name).in_batch(_named(ask, name)))
    return batch(200, found, errors, ask.stamp)


def archive_many(ask: Ask) -> Reply:
    """POST names to archive: 204 whatever the state of each."""
    for name in _names(ask):
        rules.archive_quietly(ask, name)
    return no_content()


def _names(ask: Ask) -> list[str]:
    inputs = ask.inputs()
    if any(not isinstance(item.get("name"), str) for item in inputs):
        raise required_fields(["name"])
    return [item["name"] for item in inputs]


def _named(ask: Ask, name: str) -> dict[str, list[str]]:
    """The context of a batch error. Whether HubSpot names the input there is not known, hence the switch."""
    return {"name": [name]} if ask.settings.batch_errors_name_inputs else {}


def _sensitivity(ask: Ask) -> str:
    wanted = ask.one("dataSensitivity", "non_sensitive")
    if wanted not in checks.SENSITIVITIES:
        raise refusals.invalid(f"dataSensitivity is not valid: {wanted}")
    return wanted


_READ, _WRITE, _DENIED = access.schema_read, access.schema_write, access.cannot_view_schema
ROUTES = (
    Route("GET", "properties", "{object}", listed, _READ, denied=_DENIED),
    Route("POST", "properties", "{object}", create, _WRITE, writes=True),
    Route("POST", "properties", "{object}/batch/create", create_many, _WRITE, writes=True),
    Route("POST", "properties", "{object}/batch/read", read_many, _READ, denied=_DENIED),
    Route("POST", "properties", "{object}/batch/archive", archive_many, _WRITE, writes=True),
    Route("GET", "properties", "{object}/{name}", read, _READ, denied=_DENIED),
    Route("PATCH", "properties", "{object}/{name}", change, _WRITE, writes=True),
    Route("DELETE", "properties", "{object}/{name}", archive, _WRITE, writes=True),
)
