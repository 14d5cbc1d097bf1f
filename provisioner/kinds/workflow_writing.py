"""Writing workflows: created switched off, replaced as a whole under their revision, switched on only when asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provisioner.automation import canonical, marker, references
from provisioner.kinds import base, workflow_bodies
from provisioner.model.errors import Exchange, PortalError
from provisioner.model.keys import Key
from provisioner.model.plan import Change
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Resource

READY = "COMPLETE"
LOOKS = 5
"""How often to look whether HubSpot has finished making a workflow; it takes no changes before."""

_NOT_IN_PUT = frozenset(
    "id createdAt updatedAt dataSources flowType objectTypeId crmObjectCreationStatus nextAvailableActionId".split()
)
"""HubSpot refuses these in a replacement (its automation guide)."""


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:
    change = changes[0]
    spec = change.spec
    body = _body(change.key, spec["body"], spec["fingerprint"], ids) | {"isEnabled": False}
    answer = portal.send("flows.create", {}, body)
    id_ = str(answer["id"])
    stored = ready(portal, id_)
    found = workflow_bodies.live_resource(stored, ids, None)
    if found.spec["fingerprint"] != spec["fingerprint"]:
        return [base.Made(refusal=f"HubSpot stored workflow {id_} otherwise than it was sent; it is switched off")]
    if spec.get("on"):
        portal.send("flow.replace", {"flow": id_}, _replacement(stored, body | {"isEnabled": True}, stored["actions"]))
    return [base.Made(id_)]


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> None:
    """Replace the workflow, keeping what the change does not name: whether it is on, and the ids of its actions."""
    raw = live.facts["raw"]
    spec = change.spec
    body = raw
    actions = raw.get("actions", [])
    if "body" in spec:
        body = _body(change.key, spec["body"], spec["fingerprint"], ids)
        body, actions = with_kept_ids(body, raw)
    body = body | {"isEnabled": spec.get("on", raw["isEnabled"])}
    portal.send("flow.replace", {"flow": ids[change.key]}, _replacement(raw, body, actions))


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:
    portal.send("flow.delete", {"flow": ids[change.key]})


def _body(key: Key, packed: str, fingerprint: str, ids: base.Ids) -> Json:
    try:
        body = references.resolved(workflow_bodies.unpacked(packed), ids)
    except KeyError as error:
        message = f"{key}: this portal has no {error.args[0]}"
        raise PortalError(message, Exchange("", ""), fix="plan again") from None
    return body | {"description": marker.marked(body.get("description", ""), key.address, fingerprint)}


def _replacement(raw: Json, body: Json, actions: Sequence[Json]) -> Json:
    kept = {name: value for name, value in body.items() if name not in _NOT_IN_PUT}
    return kept | {"type": raw["type"], "revisionId": str(raw["revisionId"]), "actions": list(actions)}


def ready(portal: Reader, id_: str) -> Json:
    """The workflow as stored, once HubSpot has finished making it."""
    raw: Json = None
    for _ in range(LOOKS):
        raw = portal.get("flow", {"flow": id_})
        if raw.get("crmObjectCreationStatus") in (None, READY):
            return raw
    message = f"HubSpot has not finished making workflow {id_}; it is switched off"
    raise PortalError(message, Exchange("GET", f"workflow {id_}"), fix="apply again in a minute")


def with_kept_ids(body: Json, raw: Json) -> tuple[Json, list[Json]]:
    """The new body with the action ids of the old one wherever an action stays in its place; others get fresh ids.

    Records that wait in an action keep their place, and HubSpot takes no id twice.
    """
    new = {each["actionId"]: each for each in body.get("actions", ())}
    old = {each["actionId"]: each for each in raw.get("actions", ())}
    ids = dict(_pairs(body.get("startActionId"), raw.get("startActionId"), new, old))
    following = int(raw.get("nextAvailableActionId") or max(map(int, old), default=0) + 1)
    for index, each in enumerate(id_ for id_ in new if id_ not in ids):
        ids[each] = str(following + index)
    renamed = canonical.renamed(body, ids)
    return renamed, renamed["actions"]


def _pairs(
    new_id: str | None, old_id: str | None, new: Mapping[str, Json], old: Mapping[str, Json]
) -> Iterator[tuple[str, str]]:
    """(new id, old id) of the actions that do the same in the same place of both trees."""
    waiting = [(new_id, old_id)]
    while waiting:
        one, other = waiting.pop()
        if one is None or other is None or one not in new or other not in old:
            continue
        if any(new[one].get(each) != old[other].get(each) for each in ("type", "actionTypeId")):
            continue
        yield one, other
        waiting += zip(canonical.targets(new[one]), canonical.targets(old[other]), strict=False)
