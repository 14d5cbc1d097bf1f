"""Endpoints of property groups."""

from __future__ import annotations

from provisioner.localportal import access
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.groups import refusals, rules, state
from provisioner.localportal.wire import Ask, Reply, no_content, results


def listed(ask: Ask) -> Reply:
    """GET every group."""
    return results(state.listed(ask.db, ask.object.id))


def read(ask: Ask) -> Reply:
    """GET one group."""
    return _one(ask, ask.params["group"], 200)


def create(ask: Ask) -> Reply:
    """POST a new group."""
    return _one(ask, rules.create(ask), 201)


def change(ask: Ask) -> Reply:
    """PATCH a group."""
    rules.change(ask, ask.params["group"])
    return _one(ask, ask.params["group"], 200)


def archive(ask: Ask) -> Reply:
    """DELETE a group."""
    rules.archive(ask, ask.params["group"])
    return no_content()


def _one(ask: Ask, name: str, status: int) -> Reply:
    text = state.read(ask.db, ask.object.id, name)
    if text is None:
        raise refusals.unknown(name)
    return Reply(status, text)


_READ, _WRITE, _DENIED = access.schema_read, access.schema_write, access.cannot_view_schema
ROUTES = (
    Route("GET", "properties", "{object}/groups", listed, _READ, denied=_DENIED),
    Route("POST", "properties", "{object}/groups", create, _WRITE, writes=True),
    Route("GET", "properties", "{object}/groups/{group}", read, _READ, denied=_DENIED),
    Route("PATCH", "properties", "{object}/groups/{group}", change, _WRITE, writes=True),
    Route("DELETE", "properties", "{object}/groups/{group}", archive, _WRITE, writes=True),
)
