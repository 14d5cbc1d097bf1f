"""Records as the wire has them."""

from __future__ import annotations

from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.surfaces.records import history
from provisioner.localportal.surfaces.records.history import Held
from provisioner.localportal.surfaces.records.state import Record


def wanted(kind: ObjectType, asked: list[str], known: set[str]) -> list[str]:
    """The properties to print: those asked for that exist (others are silently left out), or the default set."""
    names = asked or list(kind.defaults)
    return sorted({name for name in names if name in known} | {kind.created, kind.modified, "hs_object_id"})


def with_history(found: Record, printed: dict[str, Any], names: list[str], held: Held) -> dict[str, Any]:
    """A printed record with what the named properties held before, newest first."""
    return printed | {"propertiesWithHistory": history.printed(found, names, held)}


def record(found: Record, names: list[str] | None) -> dict[str, Any]:
    """A record with the named properties, null where unset; None prints every property that is set."""
    values = found.properties if names is None else {name: found.properties.get(name) for name in names}
    printed = {
        "id": str(found.id),
        "properties": dict(sorted(values.items())),
        "createdAt": found.created_at,
        "updatedAt": found.updated_at,
        "archived": found.archived,
    }
    return printed | ({"archivedAt": found.archived_at} if found.archived else {})
