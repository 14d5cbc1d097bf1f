"""Reading a portal's workflows, and the people and teams that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provisioner.automation import canonical
from provisioner.kinds import base, workflow_bodies
from provisioner.model.errors import Forbidden, NotFound
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change
from provisioner.model.portal import Json, Reader
from provisioner.model.resource import Resource
from provisioner.model.state import Known

NAME = "workflow"
BATCH_READ = 100
"""Workflows in a batch read."""

NEEDED = "Workflows need the scope automation, and a Professional or Enterprise subscription of any hub."


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    """``scope`` is ``workflows`` or ``owners``. What only a rule needs is no error where none needs it."""
    if scope == "owners":
        return list(_people(portal))
    try:
        return [Resource(Key(NAME, f"@{raw['id']}"), {}, facts={"raw": raw}) for raw in _flows(portal)]
    except Forbidden as error:
        if not any(key.kind == NAME for key in known.desired):
            return []
        raise _with_a_way_out(error) from None


def _with_a_way_out(error: Forbidden) -> Forbidden:
    fix = "add the scope or upgrade the portal, or leave `automation:` out of the blueprint for it"
    return Forbidden(f"{error.message} {NEEDED}", error.exchange, fix=fix)


def _flows(portal: Reader) -> Iterator[Json]:
    """Every workflow in full: one list, then batches, since the list tells neither description nor actions."""
    ids = [str(each["id"]) for each in base.pages(portal, "flows")]
    for start in range(0, len(ids), BATCH_READ):
        yield from _batch(portal, ids[start : start + BATCH_READ])


def _batch(portal: Reader, ids: Sequence[str]) -> list[Json]:
    inputs = [{"type": "FLOW_ID", "flowId": each} for each in ids]
    try:
        found: list[Json] = portal.ask("flows.read", {}, {"inputs": inputs})["results"]
    except NotFound:
        # Some portals have no batch read (reported): then one by one.
        found = [raw for each in ids if (raw := _flow(portal, each)) is not None]
    return found


def _flow(portal: Reader, id_: str) -> Json:
    try:
        return portal.get("flow", {"flow": id_})
    except (NotFound, Forbidden):
        return None  # deleted meanwhile, or of a sort that HubSpot does not show through its API


def _people(portal: Reader) -> Iterator[Resource]:
    """Owners, by e-mail: each is an owner id for records and a user id for messages, and the two differ."""
    for raw in base.pages(portal, "owners"):
        email = str(raw.get("email") or "")
        if email and not raw.get("archived"):
            yield _person("owner", email, str(raw["id"]))
            if raw.get("userId"):
                yield _person("user", email, str(raw["userId"]))


def _person(kind: str, name: str, id_: str) -> Resource:
    return Resource(Key(kind, name), {}, name, id=id_, facts={"comes_with_portal": True})


def named(live: Sequence[Resource], ids: base.Ids, known: Known) -> list[Resource]:
    """Workflows as read, with the portal's ids turned into words and under the keys of their marks."""
    words = workflow_bodies.words(ids)
    found = []
    for each in live:
        if each.key.kind != NAME:
            found.append(each)
            continue
        read = workflow_bodies.live_resource(each.facts["raw"], words)
        wanted = known.desired.get(read.key)
        found.append(workflow_bodies.as_rule(read, wanted) if wanted and "context" in wanted.facts else read)
    return _unique(found)


def _unique(found: Sequence[Resource]) -> list[Resource]:
    """Two workflows with one mark: the second, a copy made by hand, is nobody's."""
    seen: set[Key] = set()
    resources = []
    for each in found:
        resources.append(replace(each, key=Key(NAME, f"@{each.id}")) if each.key in seen else each)
        seen.add(each.key)
    return resources


# Looking just before and just after a write


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    found = {}
    words = workflow_bodies.words(ids)
    for change in changes:
        raw = by_mark(portal, change) if change.action is Action.CREATE else _by_id(portal, ids[change.key])
        if raw is not None:
            live = workflow_bodies.live_resource(raw, words)
            found[change.key] = told(change, replace(live, key=change.key))
    return found


def _by_id(portal: Reader, id_: str) -> Json:
    try:
        return portal.get("flow", {"flow": id_})
    except NotFound:
        return None


def by_mark(portal: Reader, change: Change) -> Json:
    """A create whose answer was lost is found among the workflows that bear its name, by its mark."""
    name = change.spec["name"]
    ids = [str(each["id"]) for each in base.pages(portal, "flows") if each.get("name") == name]
    for raw in _batch(portal, ids) if ids else ():
        if workflow_bodies.key_of(raw) == change.key:
            return raw
    return None


def told(change: Change, live: Resource) -> Resource:
    """A rule's fields follow from its body, and the fingerprint tells whether that is the body seen before, or the one
    wanted after; of any other it also says where it differs."""
    hexes = live.spec["fingerprint"]
    diffs = {diff.path: diff for diff in change.fields}
    known = diffs.get(("fingerprint",))
    arrived = known is not None and hexes == known.after
    spec: dict[str, Any] = {}
    for diff in change.fields:
        _put(spec, diff.path, diff.after if arrived else diff.before)
    if known is not None and not arrived and hexes != known.before and ("body",) in diffs:
        moved = canonical.differing(workflow_bodies.unpacked(diffs[("body",)].before or "{}"), live.facts["body"])
        hexes = f"{hexes} ({', '.join(moved)} edited)" if moved else hexes
    return replace(live, spec=spec | {"fingerprint": hexes, "on": live.spec["on"]})


def _put(spec: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for name in path[:-1]:
        held = spec.get(name)
        spec[name] = spec = dict(held) if isinstance(held, Mapping) else {}
    spec[path[-1]] = value
