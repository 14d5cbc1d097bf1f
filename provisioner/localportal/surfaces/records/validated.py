"""The validation rules of properties, kept by record writes through the API; workflows are not asked."""

from __future__ import annotations

from typing import Any

from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.records import refusals, values
from provisioner.localportal.surfaces.records.values import Problem
from provisioner.localportal.surfaces.validations import state as validations
from provisioner.localportal.surfaces.validations.values import broken
from provisioner.localportal.wire import Ask


def check(ask: Ask, body: dict[str, Any]) -> dict[str, Any]:
    """The body, refused when a value that it writes breaks a rule; values that are not written are not looked at."""
    sent = body.get("properties")
    if not ask.settings.validations_bind_writes or not isinstance(sent, dict):
        return body
    held, problems = validations.of_object(ask.db, ask.object.id), []
    for name in sorted(set(held) & set(sent)):
        text = values.stored(properties.read(ask.db, ask.object.id, name), name, sent[name], "")
        if isinstance(text, str) and (found := broken(held[name], text)):
            problems.append(Problem(name, *found))
    if problems:
        raise refusals.invalid_values(problems, ask.settings.portal_id)
    return body
