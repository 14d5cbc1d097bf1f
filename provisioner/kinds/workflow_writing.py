"""Writing workflows: created switched off, replaced as a whole under their revision, switched on only when asked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence

from provisioner.automation import canonical, marker, references
from provisioner.kinds import base, workflow_bodies, workflow_reading
from provisioner.model.errors import Exchange, NotFound, OutcomeUnknown, PortalError
from provisioner.model.keys import Key
from provisioner.model.plan import Change
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Resource

READY = "COMPLETE"
LOOKS = 5
"""How often to look for what was written, each time after a longer rest: HubSpot needs a moment to finish a workflow,
and takes no changes before."""

_NOT_IN_PUT = frozenset(
    "id createdAt updatedAt dataSources flowType objectTypeId crmObjectCreationStatus nextAvailableActionId".split()
)
"""HubSpot refuses these in a replacement (its automation guide)."""


def create(portal: Writer, change: Change, ids: base.Ids) -> base.Made:
    """Make the workflow switched off, and switch it on where that is asked for, once HubSpot stores what was sent.

    A create whose answer was lost is looked for here: making it again would make a second one, since neither ids nor
    names keep HubSpot from that.
    """
    body = _body(change.key, change.spec["body"], change.spec["fingerprint"], ids) | {"isEnabled": False}
    id_ = _sent(portal, change, body)
    try:
        _finish(portal, id_, change, body, ids)
    except PortalError as error:
        # With the evidence of the create no status is left by which it might be sent again.
        message = f"workflow {id_} is made, and not switched on: {error.message}"
        raise PortalError(message, _CREATED, fix=AGAIN) from None
    return base.Made(id_)


def _finish(portal: Writer, id_: str, change: Change, body: Json, ids: base.Ids) -> None:
    stored = _ready(portal, id_)
    live = workflow_bodies.live_resource(stored, workflow_bodies.words(ids))
    if live.spec["fingerprint"] != change.spec["fingerprint"]:
        raise PortalError("HubSpot stored it otherwise than it was sent", Exchange("GET", f"workflow {id_}"))
    if change.spec.get("on"):
        _switch_on(portal, id_, stored, body)


AGAIN = "plan again: it is found by its mark"
_CREATED = Exchange("POST", "flows", 201)


def _sent(portal: Writer, change: Change, body: Json) -> str:
    try:
        return str(portal.send("flows.create", {}, body)["id"])
    except OutcomeUnknown:
        for times in range(LOOKS):
            portal.rest(times)
            if (found := workflow_reading.by_mark(portal, change)) is not None:
                return str(found["id"])
        raise


def _switch_on(portal: Writer, id_: str, stored: Json, body: Json) -> None:
    """Replace it by itself, switched on. Whether that happened is read, since the answer repeats the request."""
    for times in range(LOOKS):
        wanted = _replacement(stored, body | {"isEnabled": True}, stored["actions"])
        with contextlib.suppress(OutcomeUnknown):
            portal.send("flow.replace", {"flow": id_}, wanted)
        portal.rest(times)
        stored = portal.get("flow", {"flow": id_})
        if stored["isEnabled"]:
            return
    raise PortalError("HubSpot does not switch it on", Exchange("PUT", f"workflow {id_}"))


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> None:
    """Replace the workflow, keeping what the change does not name: whether it is on, and the ids of its actions.

    Raises PortalError, saying what changed, when somebody wrote it after ``live`` was read.
    """
    raw = live.facts["raw"]
    body, actions = raw, raw.get("actions", [])
    if "body" in change.spec:
        body = _body(change.key, change.spec["body"], change.spec["fingerprint"], ids)
        body, actions = with_kept_ids(body, raw)
    body = body | {"isEnabled": change.spec.get("on", raw["isEnabled"])}
    try:
        portal.send("flow.replace", {"flow": live.id or ""}, _replacement(raw, body, actions))
    except OutcomeUnknown:
        raise
    except PortalError as error:
        # HubSpot answers 400 or 409 to a revision that is not the newest (both reported).
        if error.exchange.status in (400, 409) and (moved := _moved(portal, live, ids)):
            raise PortalError(moved, error.exchange, fix="plan again, and look at it again") from None
        raise


def _moved(portal: Reader, live: Resource, ids: base.Ids) -> str:
    """What somebody else changed since ``live`` was read; empty when its revision is still the newest."""
    raw = portal.get("flow", {"flow": live.id or ""})
    if str(raw["revisionId"]) == str(live.facts["raw"]["revisionId"]):
        return ""
    now = workflow_bodies.live_resource(raw, workflow_bodies.words(ids))
    told = canonical.differing(live.facts["body"], now.facts["body"])
    if now.spec["on"] != live.spec["on"]:
        told.append("switched on" if now.spec["on"] else "switched off")
    what = ", ".join(told) or "nothing that shows"
    return f"stale: somebody changed {live.key} meanwhile ({what}); nothing was written"


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


def _ready(portal: Reader, id_: str) -> Json:
    """The workflow as stored, once HubSpot has finished making it; a read may lag behind the write."""
    for times in range(LOOKS):
        portal.rest(times)
        with contextlib.suppress(NotFound):
            raw = portal.get("flow", {"flow": id_})
            if raw.get("crmObjectCreationStatus") in (None, READY):
                return raw
    raise PortalError("HubSpot has not finished making it", Exchange("GET", f"workflow {id_}"))


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
