"""The deals that were won: how many, how long they took, how many people and how much money stood behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from provisioner.assessing import asking
from provisioner.assessing.asking import moment, number, where
from provisioner.assessing.facts import Deal, Won
from provisioner.model.portal import Json, Reader

_EXACT, _WHOLE, _PEOPLE = "hs_days_to_close_raw", "days_to_close", "num_associated_contacts"
NAMES = ("pipeline", "createdate", "closedate", _EXACT, _WHOLE, _PEOPLE, "amount", "amount_in_home_currency")
_DAY = 86_400


def won(portal: Reader, since: datetime) -> Won:
    """One search; where there are more deals than it shows, up to five more for the medians of all."""
    filters = of_won(since)
    total, rows = asking.sample(portal, "deals", filters, NAMES, "closedate")
    latest = tuple(map(deal, rows))
    if len(latest) >= total:
        return Won(total, latest, min((each.closed for each in latest if each.closed), default=None))
    has_days = next((name for name in (_EXACT, _WHOLE) if any(row.get(name) not in (None, "") for row in rows)), "")
    return Won(
        total,
        latest,
        asking.first(portal, "deals", filters, "closedate"),
        asking.middle(portal, "deals", filters, has_days) if has_days else None,
        asking.middle(portal, "deals", [*filters, where(_PEOPLE, "GT", 0)], _PEOPLE),
    )


def of_won(since: datetime, *also: Json) -> Sequence[Json]:
    """The filters for deals won since then."""
    return [where("hs_is_closed_won", "EQ", "true"), where("closedate", "GTE", since), *also]


def deal(row: Json) -> Deal:
    """A won deal from its properties. Where HubSpot's own count of its days is empty, its dates give them."""
    created, closed = moment(row.get("createdate")), moment(row.get("closedate"))
    days = number(row.get(_EXACT))
    days = number(row.get(_WHOLE)) if days is None else days
    if days is None and created and closed:
        days = max(0.0, (closed - created).total_seconds() / _DAY)
    amount = number(row.get("amount_in_home_currency"))
    people = number(row.get(_PEOPLE))
    return Deal(
        str(row.get("pipeline") or ""),
        closed,
        days,
        None if people is None else int(people),
        number(row.get("amount")) if amount is None else amount,
    )
