"""What a KPI needs from a portal, said as data, so that a reader can take the union of all and read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from provisioner.kpi.context import Context


class Rows(StrEnum):
    """Which records of an object type. The periods are half-open; "trailing" is ``Context.trailing()``."""

    ALL = "all"
    OPEN = "open"
    ENTERED = "entered in the period"
    CREATED = "created in the period"
    CREATED_SINCE = "created since the period began"
    CLOSED = "closed in the period"
    CLOSED_TRAILING = "closed in the 12 months before the period"
    CLOSED_TWO_YEARS = "closed in the 24 months before the end of the period"
    OPEN_AT_START = "created before the period began and open then"
    IN_STAGE_SINCE = "in any stage at some time since the period began"
    HAPPENED = "with hs_timestamp in the period"
    OF_LEADS = "associated with the leads that are read"
    MERGED = "with hs_merged_object_ids"
    OF_DEALS = "associated with the deals that are read, or named by their core_source_lead_id"


@dataclass(frozen=True, slots=True)
class Need:
    """Records of one object type.

    Of each group in ``any_of`` the portal must have at least one property, else the KPI is not available. ``optional``
    properties are used where they are there. ``stage_times`` asks for the portal's ``entered`` or ``cumulative``
    property of every stage. ``history`` and ``associations`` need batch reads. ``archived``: deleted ones as well.
    ``variant`` limits the need to a setting: ``leads``, ``contacts``, ``exact``, ``splits``. ``can_miss``: without
    these records the KPI is still measured, by less exact means.
    """

    object_type: str
    rows: tuple[Rows, ...]
    any_of: tuple[tuple[str, ...], ...] = ()
    optional: tuple[str, ...] = ()
    stage_times: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    associations: tuple[str, ...] = ()
    archived: bool = False
    variant: str = ""
    can_miss: bool = False

    @property
    def properties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(name for group in self.any_of for name in group), *self.optional]))


OWNERS = Need("owners", (Rows.ALL,))
"""For a KPI that asks who works here and who has left: without the owners it would take everybody for neither."""


def in_force(needs: Iterable[Need], variants: frozenset[str]) -> Iterator[Need]:
    return (need for need in needs if not need.variant or need.variant in variants)


def unmet(needs: Iterable[Need], context: Context) -> str:
    """Why these needs cannot be met, as a code of ``reasons``; empty when they can."""
    for need in in_force(needs, context.settings.variants):
        if need.can_miss:
            continue
        if any(what in context.unreadable for what in _read_for(need)):
            return "no_scope"
        if not context.has_pipelines(need.object_type):
            return "no_pipeline"
        lacking = context.lacking.get(need.object_type, frozenset())
        if any(lacking.issuperset(group) for group in need.any_of):
            return "no_property"
    return ""


def _read_for(need: Need) -> Iterator[str]:
    """Everything that must be readable: the records, their associations (``deals/contacts``) and past values."""
    yield need.object_type
    yield from (f"{need.object_type}/{target}" for target in need.associations)
    if need.history:
        yield f"{need.object_type}#history"
