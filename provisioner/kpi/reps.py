"""Who worked: active reps of the period, by their calls and by the records that they own."""

from __future__ import annotations

from collections import Counter

from provisioner.kpi.deals import Deal
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Record, instant, text

CALLS = Need("calls", (Rows.HAPPENED,), (("hs_timestamp",), ("hubspot_owner_id",)))
OPEN_DEALS = Need("deals", (Rows.OPEN,), (("hs_is_closed",), ("hubspot_owner_id",)), ("createdate", "pipeline"))


class Activity(Tally):
    """Owners with a logged call in the period, an open deal made before its end, or a deal won in it."""

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"calls": self._call, "deals": self._deal}
        self._owners: Counter[str] = Counter()

    def _call(self, record: Record) -> None:
        if record.get("archived"):
            return
        if self.context.period.has(instant(record["properties"].get("hs_timestamp"))):
            self._owners[text(record["properties"], "hubspot_owner_id")] += 1

    def _deal(self, deal: Deal) -> None:
        end = self.context.period.end
        was_open = deal.is_open and deal.in_scope and (deal.created is None or deal.created < end)
        if was_open or (deal.is_won and self.context.period.has(deal.closed) and deal.closed_here()):
            self._owners[deal.owner] += 1

    def reps(self) -> tuple[str, ...]:
        """Ids of the active reps."""
        return tuple(sorted(owner for owner in self._owners if owner and self.context.is_rep(owner)))
