"""What an account has room for, since HubSpot names no tier: objects, pipelines and labels, each by its own list."""

from __future__ import annotations

from typing import NamedTuple

from provisioner.automation.objects import OBJECTS
from provisioner.model.errors import Forbidden, NotFound
from provisioner.model.portal import Reader

LEADS, DEALS, CONTACTS = (OBJECTS[name].type_id for name in ("leads", "deals", "contacts"))


class Room(NamedTuple):
    """Deal pipelines: how many the account may have, and has beside HubSpot's own one, which is not counted."""

    limit: int
    usage: int

    @property
    def free(self) -> int:
        return max(0, self.limit - self.usage)


def leads_object(portal: Reader) -> bool:
    """Whether the account has the leads object, by HubSpot's object library.

    Where that does not tell, lead pipelines are asked for; Forbidden is raised when they are refused as well, which may
    mean a missing object or a missing scope.
    """
    try:
        enabled = portal.get("object_library", {})["enablementByObjectTypeId"].get(LEADS)
    except (Forbidden, NotFound):
        enabled = None
    if isinstance(enabled, bool):
        return enabled
    try:
        portal.get("pipelines", {"object": "leads"})
    except NotFound:
        return False
    return True


def deal_pipelines(portal: Reader) -> Room | None:
    """The room for deal pipelines; None when the answer does not speak of deals. Raises Forbidden and NotFound."""
    for row in portal.get("limits.pipelines", {}).get("hubspotDefinedObjectTypes") or ():
        limit, usage = row.get("limit"), row.get("usage")
        if row.get("objectTypeId") == DEALS and isinstance(limit, int) and isinstance(usage, int):
            return Room(limit, usage)
    return None


def association_labels(portal: Reader) -> bool | None:
    """Whether associations of deals and contacts can have labels; None when the answer leaves it open, as it does
    where nobody has made one yet. A refusal that names no scope means the product; one that does is raised."""
    try:
        answer = portal.get("limits.labels", {}, [("fromObjectTypeId", DEALS), ("toObjectTypeId", CONTACTS)])
    except Forbidden as error:
        if error.exchange.scopes:
            raise
        return False
    limits = [row.get("limit") for row in answer.get("results") or ()]
    return any(limits) if limits else None
