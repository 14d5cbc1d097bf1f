"""Whether the world moved since a plan was made: what a change saw against what is there now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from provisioner.model.keys import Order
from provisioner.model.plan import Action, Change
from provisioner.model.resource import Resource


def moved(change: Change, live: Resource | None, archived: Resource | None = None) -> str:
    """What moved, in a sentence for the reader; empty when the change may go ahead as planned."""
    name = str(change.key)
    match change.action:
        case Action.CREATE if live is not None:
            return f"{name} has been created meanwhile"
        case Action.RESTORE if live is not None:
            return f"{name} has been restored meanwhile"
        case Action.RESTORE if archived is None:
            return f"{name} is no longer in the archive"
        case Action.CREATE | Action.RESTORE:
            return ""
    if live is None:
        return f"{name} is gone"
    for diff in change.fields:
        now = value_at(live.spec, diff.path)
        if not _as_seen(diff.before, now):
            return f"{name}: {'.'.join(diff.path)} was {shown(diff.before)} and is {shown(now)} now"
    return ""


def arrived(change: Change, live: Resource | None) -> bool:
    """True when the portal has what an update, or a create with all its fields, asked for."""
    if live is None:
        return False
    return all(_as_seen(diff.after, value_at(live.spec, diff.path)) for diff in change.fields)


def value_at(spec: Any, path: Sequence[str]) -> Any:
    """The value at a path of names; None where the path leads nowhere."""
    for step in path:
        if not isinstance(spec, Mapping):
            return None
        spec = spec.get(step)
    return spec


def _as_seen(seen: Any, now: Any) -> bool:
    if isinstance(seen, Mapping) and isinstance(now, Mapping):
        return all(_as_seen(value, now.get(name)) for name, value in seen.items())
    if isinstance(seen, Order) and isinstance(now, Order):
        return seen.agrees_with(now)
    return bool(seen == now)


def shown(value: Any) -> str:
    if isinstance(value, Order):
        return ", ".join(value)
    return "nothing" if value is None else str(value)
