"""Pipelines as they stand, with counts of their records: how many, how many open, and how many of those unattended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from provisioner.assessing import asking, deals
from provisioner.assessing.asking import count, number, told, where
from provisioner.assessing.facts import Closed, Lane, Won
from provisioner.model.portal import Json, Reader

MOST = 20
"""Pipelines of one object that are looked into; each takes up to five searches, and HubSpot answers five a second."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """The pipelines of one object; ``unread`` are those beyond the number that is looked into."""

    lanes: tuple[Lane, ...]
    unread: int = 0


def of_deals(portal: Reader, since: datetime, won: Won | Closed) -> Lanes:
    """The deal pipelines. ``won`` are the deals won since then, which serve where they are all of them."""
    pipelines = _listed(portal, "deals")
    return Lanes(tuple(_of_deals(portal, raw, since, won) for raw in pipelines[:MOST]), max(0, len(pipelines) - MOST))


def of_leads(portal: Reader) -> Lanes:
    """The lead pipelines. What a lead waits for next is an activity, since leads have no next step of their own."""
    pipelines = _listed(portal, "leads")
    return Lanes(tuple(_of_leads(portal, raw) for raw in pipelines[:MOST]), max(0, len(pipelines) - MOST))


def _listed(portal: Reader, object_type: str) -> list[Json]:
    found = portal.get("pipelines", {"object": object_type})["results"]
    return sorted(found, key=lambda each: (each["displayOrder"], str(each["id"])))


def _of_deals(portal: Reader, raw: Json, since: datetime, won: Won | Closed) -> Lane:
    # A deal stage of probability 0 or 1 is an end (HubSpot's pipelines guide).
    ahead = [number((stage.get("metadata") or {}).get("probability")) not in (0.0, 1.0) for stage in raw["stages"]]
    lane = Lane("deals", str(raw["id"]), str(raw["label"]), sum(ahead))
    mine = where("pipeline", "EQ", lane.id)
    unplanned = [where("notes_next_activity_date", "NOT_HAS_PROPERTY"), where("hs_next_step", "NOT_HAS_PROPERTY")]
    lane = _counted(portal, lane, mine, where("hs_is_closed", "EQ", "false"), unplanned)
    if not lane.records or isinstance(won, Closed):
        return lane
    if won.whole:
        own = tuple(each for each in won.latest if each.pipeline == lane.id)
        return replace(lane, total=len(own), won=own)
    total, rows = asking.sample(portal, "deals", deals.of_won(since, mine), deals.NAMES, "closedate")
    return replace(lane, total=total, won=tuple(map(deals.deal, rows)))


def _of_leads(portal: Reader, raw: Json) -> Lane:
    lane = Lane("leads", str(raw["id"]), str(raw["label"]), len(raw["stages"]))
    mine = where("hs_pipeline", "EQ", lane.id)
    unplanned = [where("notes_next_activity_date", "NOT_HAS_PROPERTY")]
    # Portals differ in which of the two they have.
    for name in ("hs_lead_is_open", "hs_lead_is_open_v2"):
        found = _counted(portal, lane, mine, where(name, "EQ", "true"), unplanned)
        if found.open is not None:
            break
    return found


def _counted(portal: Reader, lane: Lane, mine: Json, is_open: Json, unplanned: Sequence[Json]) -> Lane:
    """The lane with its counts; what the portal does not tell stays unknown, and an empty one is not asked further."""

    def counted(*filters: Json) -> int | None:
        found = told(lane.object_type, lambda: count(portal, lane.object_type, mine, *filters))
        return None if isinstance(found, Closed) else found

    records = counted()
    if not records:
        return replace(lane, records=records, open=records, no_owner=records, no_next_step=records)
    opened = counted(is_open)
    if not opened:
        return replace(lane, records=records, open=opened, no_owner=opened, no_next_step=opened)
    ownerless = counted(is_open, where("hubspot_owner_id", "NOT_HAS_PROPERTY"))
    return replace(lane, records=records, open=opened, no_owner=ownerless, no_next_step=counted(is_open, *unplanned))
