"""How won deals are shared between reps, where the targets say that HubSpot's deal splits count."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.kpi.context import Context
from provisioner.kpi.deals import Deal
from provisioner.kpi.values import Record
from provisioner.measuring import facts, paging
from provisioner.measuring.scans import Ledger
from provisioner.measuring.store import Store
from provisioner.model.errors import PortalError
from provisioner.model.portal import Reader

SPLITS = "deal_splits"


def splits(portal: Reader, store: Store, ledger: Ledger, context: Context) -> Iterator[list[Record]]:
    """The splits of the deals won in the period, in batches; they are read anew each time.

    What may not be read is set down, and the deals then count for their owners alone.
    """
    if not context.settings.deal_splits or SPLITS in ledger.unreadable:
        return
    for batch in store.told("deals", ()):
        won = [deal.id for deal in (Deal(one, context) for one in batch) if _counts(deal)]
        for at in range(0, len(won), paging.BATCH):
            inputs = [{"id": one} for one in won[at : at + paging.BATCH]]
            try:
                yield portal.ask("splits.read", {}, {"inputs": inputs})["results"]
            except PortalError as error:
                ledger.unreadable[SPLITS] = facts.refused(error)
                return


def _counts(deal: Deal) -> bool:
    return deal.in_scope and deal.is_won and deal.context.period.has(deal.closed)
