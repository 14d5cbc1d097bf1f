"""What a flow names must be there: properties, stages, pipelines, people, flows. A switch turns the check off."""

from __future__ import annotations

from collections.abc import Callable

from provisioner.localportal.objects import BY_ID
from provisioner.localportal.refusal import Refusal
from provisioner.localportal.surfaces.flows import references, refusals, state
from provisioner.localportal.surfaces.flows.references import Reference
from provisioner.localportal.surfaces.people import state as owners
from provisioner.localportal.surfaces.people import teams
from provisioner.localportal.surfaces.pipelines import state as pipelines
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.wire import Ask

Refuse = Callable[[str], Refusal]


def check(ask: Ask, sent: dict[str, object], refuse: Refuse) -> None:
    """Refuse sensitive properties always, and unknown names unless the switch lets them pass (reported both ways)."""
    for one in sorted(set(references.of(sent)), key=lambda found: (found.kind, found.object_id, found.name)):
        if one.kind in ("property", "token"):
            _sensitive(ask, one, refuse)
        if ask.settings.flows_check_references and not _is_there(ask, one):
            raise refuse(f"this portal has no {one.kind} {one.name}{f' of {one.object_id}' if one.object_id else ''}")


def _sensitive(ask: Ask, one: Reference, refuse: Refuse) -> None:
    definition = properties.read(ask.db, one.object_id, one.name) or {}
    match definition.get("dataSensitivity"):
        case "sensitive" if ask.scopes is not None and not any("sensitive" in scope for scope in ask.scopes):
            raise refusals.sensitive(one.name)
        case "highly_sensitive":
            raise refuse(f"property {one.name} is highly sensitive and cannot be used in a flow")


def _is_there(ask: Ask, one: Reference) -> bool:
    match one.kind:
        case "property":
            definition = properties.read(ask.db, one.object_id, one.name)
            return definition is not None and not definition.get("archived")
        case "stage":
            return pipelines.stage_holder(ask.db, one.object_id, one.name) is not None
        case "pipeline":
            kind = BY_ID[one.object_id]
            return pipelines.pipeline(ask.db, kind.id, one.name) is not None
        case "owner":
            return any(owner["id"] == one.name for owner in owners.users(ask.db).values())
        case "user":
            return one.name in owners.users(ask.db)
        case "team":
            return teams.read(ask.db, one.name) is not None
        case "flow":
            return state.read(ask.db, one.name) is not None
    return True
