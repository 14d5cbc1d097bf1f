"""How property groups behave."""

from __future__ import annotations

from typing import Any

from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surfaces.groups import refusals, state
from provisioner.localportal.wire import Ask


def create(ask: Ask) -> str:
    """Add a group; without a display order it gets the next free number (seen live). Returns its name."""
    body = ask.json()
    if missing := [field for field in ("name", "label") if not body.get(field)]:
        raise required_fields(missing)
    _check(body)
    name = body["name"]
    if state.exists(ask.db, ask.object.id, name):
        raise refusals.exists(name, ask.settings.duplicate_group_status)
    order = body.get("displayOrder")
    state.insert(
        ask.db, ask.object.id, name, body["label"], state.next_order(ask.db, ask.object.id) if order is None else order
    )
    return str(name)


def change(ask: Ask, name: str) -> None:
    """Change label and display order; everything else in the body is ignored."""
    body = ask.json()
    if not state.exists(ask.db, ask.object.id, name):
        raise refusals.unknown(name)
    _check(body)
    state.update(ask.db, ask.object.id, name, body.get("label"), body.get("displayOrder"))


def archive(ask: Ask, name: str) -> None:
    """Remove a group; refused while an active property is in it."""
    if not state.exists(ask.db, ask.object.id, name):
        raise refusals.unknown(name)
    if state.has_active_properties(ask.db, ask.object.id, name):
        raise refusals.has_active_properties()
    state.delete(ask.db, ask.object.id, name)


def _check(body: dict[str, Any]) -> None:
    for field in ("name", "label"):
        if field in body and not isinstance(body[field], str | None):
            raise refusals.bad_field(field, "text")
    order = body.get("displayOrder")
    if isinstance(order, bool) or not isinstance(order, int | None):
        raise refusals.bad_field("displayOrder", "a whole number")
