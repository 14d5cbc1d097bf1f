"""Merging two records: a new one takes the place of both, and their ids find it."""

from __future__ import annotations

from provisioner.localportal.surfaces.records import history, refusals, state
from provisioner.localportal.surfaces.records.associations import rules as associations
from provisioner.localportal.surfaces.records.associations import state as links
from provisioner.localportal.surfaces.records.associations.state import Link
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import Ask

MERGED = ("contacts", "companies", "deals", "tickets")


def merge(ask: Ask, primary: Record, other: Record) -> Record:
    """The merged record: the primary's values where it has them, the earlier creation, what either was joined to."""
    kind = ask.object
    if kind.plural not in MERGED or primary.id == other.id:
        raise refusals.cannot_merge(kind.title)
    new_id = state.next_id(ask.db, kind)
    gone = [part for one in (primary, other) for part in one.properties.get("hs_merged_object_ids", "").split(";")]
    ids = ";".join(dict.fromkeys([*filter(None, gone), str(primary.id), str(other.id)]))
    born = min(filter(None, (one.properties.get(kind.created) for one in (primary, other))), default=ask.stamp)
    values = other.properties | primary.properties | {kind.created: born, "hs_merged_object_ids": ids}
    values |= {"hs_object_id": str(new_id), kind.modified: ask.stamp}
    merged = Record(new_id, values, min(primary.created_at, other.created_at), ask.stamp, frozenset({kind.modified}))
    state.put(ask.db, kind, merged)
    held = history.read(ask.db, kind, other.id) | history.read(ask.db, kind, primary.id)
    if held:
        history.put(ask.db, kind, new_id, held)
    _move(ask, (primary.id, other.id), new_id)
    return state.read(ask.db, kind, str(new_id)) or merged


def _move(ask: Ask, old: tuple[int, ...], new_id: int) -> None:
    """What the old records were joined to belongs to the new one; then they are gone."""
    ends = [(ask.object.id, new_id)]
    for one in old:
        start = (ask.object.id, one)
        for link in links.around(ask.db, start):
            links.remove(ask.db, start, link.end)
            associations.join(ask.db, Link((ask.object.id, new_id), link.end, link.category, link.type_id))
            ends.append(link.end)
        state.merged(ask.db, ask.object, one, new_id)
    associations.settle(ask.db, ends, ask.stamp)
