"""A portal to Facts: a few lists and counts, each chain of requests beside the others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from provisioner import tier
from provisioner.assessing import deals, incoming, lanes, texts
from provisioner.assessing.asking import moment, told
from provisioner.assessing.facts import Closed, Facts, Team
from provisioner.kinds.base import pages
from provisioner.model.portal import Account, Json, Reader
from provisioner.tier import Room

YEAR = timedelta(days=365)


def read(portal: Reader, account: Account, now: datetime, *, threads: int) -> Facts:
    """All facts of a portal up to ``now``. Raises a PortalError for all but a missing scope, product or property."""
    pool = ThreadPoolExecutor(threads)
    try:
        room = pool.submit(told, "pipeline limits", lambda: _room(portal))
        labels = pool.submit(told, "label limits", lambda: tier.association_labels(portal))
        team = pool.submit(told, "owners", lambda: _team(portal, now))
        coming = pool.submit(incoming.read, portal, now)
        since = now - YEAR
        won = pool.submit(told, "deals", lambda: deals.won(portal, since))
        # Waits for the deals in its own thread; they were begun before it, so also a pool of one gets to the end.
        deal_lanes = pool.submit(lambda: told("deal pipelines", lambda: lanes.of_deals(portal, since, won.result())))
        found = [each for each in (coming.result().lanes, deal_lanes.result()) if not isinstance(each, Closed)]
        return Facts(
            account,
            now,
            coming.result().leads,
            room.result(),
            _open(labels.result()),
            team.result(),
            coming.result().enquiries,
            coming.result().sources,
            won.result(),
            tuple(lane for each in found for lane in each.lanes),
            sum(each.unread for each in found),
        )
    finally:
        # After the first error, or Ctrl-C, nobody waits for answers that nobody will read.
        pool.shutdown(wait=False, cancel_futures=True)


def _room(portal: Reader) -> Room | Closed:
    return tier.deal_pipelines(portal) or Closed(texts.filled("not_there", what=texts.THINGS["pipeline limits"]))


def _open(labels: bool | Closed | None) -> bool | None:
    return None if isinstance(labels, Closed) else labels


def _team(portal: Reader, now: datetime) -> Team:
    active = sum(_is_person(owner) for owner in pages(portal, "owners"))
    gone = [owner for owner in pages(portal, "owners", ("archived", "true")) if _is_person(owner)]
    # An archived owner is changed no more, so its last change is about when it left.
    left = [when for owner in gone if (when := moment(owner.get("updatedAt"))) and when > now - YEAR]
    return Team(active, len(left))


def _is_person(owner: Json) -> bool:
    """Queues are owners too (HubSpot's owners API)."""
    return bool(owner.get("type") != "QUEUE")
