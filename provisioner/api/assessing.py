"""Assess an existing portal, before the way of selling is decided or changed."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provisioner.api.portals import door_to
from provisioner.model.advice import Answers
from provisioner.model.assessment import Assessment, Difference
from provisioner.model.events import Watch, unwatched
from provisioner.model.portal import Target

if TYPE_CHECKING:
    from provisioner.gateway import Patience


def assessed(
    target: Target, *, now: datetime | None = None, watch: Watch = unwatched, patience: Patience | None = None
) -> Assessment:
    """What a portal's records answer, read through the door that cannot write. ``now`` ends what is looked at.

    Raises Refused for another portal's token, PortalError where the portal refuses more than a scope or a product.
    """
    from provisioner import assessing
    from provisioner.gateway import CONNECTIONS

    cancelled = threading.Event()
    door = door_to(to_write=False)(target, watch, patience=patience, cancelled=cancelled)
    try:
        found = assessing.assess(door, target.name, door.account, now or datetime.now(UTC), threads=CONNECTIONS)
        return replace(found, reads=door.reads)
    finally:
        cancelled.set()
        door.close()


def completed(given: Answers, assessment: Assessment) -> tuple[Answers, tuple[Difference, ...]]:
    """The answers given, with those left open as they were measured, and where the two differ."""
    from provisioner import assessing

    return assessing.merged(given, assessment)


def advised(assessment: Assessment, mode: str, differences: tuple[Difference, ...] = ()) -> Assessment:
    """The assessment beside the mode that was advised: what to think of before a pipeline is re-aimed."""
    from provisioner import assessing

    return replace(assessing.with_advice(assessment, mode), differences=differences)
