"""What HubSpot counts over a record's associations and writes into the record by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from provisioner.localportal.objects import BY_ID
from provisioner.localportal.surfaces.records import state as records
from provisioner.localportal.surfaces.records.associations import state
from provisioner.localportal.surfaces.records.associations.state import Key

CONTACT, COMPANY, DEAL, LEAD = "0-1", "0-2", "0-3", "0-136"


def _count(to_object: str) -> Callable[[sqlite3.Connection, Key], str]:
    def count(db: sqlite3.Connection, key: Key) -> str:
        return str(len(state.far_ids(db, key, to_object)) or "")

    return count


def _primary(to_object: str, type_id: int) -> Callable[[sqlite3.Connection, Key], str]:
    def first(db: sqlite3.Connection, key: Key) -> str:
        return next(map(str, state.far_ids(db, key, to_object, (type_id,))), "")

    return first


def _first_deal(db: sqlite3.Connection, key: Key) -> str:
    times = [
        found.properties.get("createdate", "")
        for one in state.far_ids(db, key, DEAL)
        if (found := records.read(db, BY_ID[DEAL], str(one)))
    ]
    return min(filter(None, times), default="")


# Object type id -> property -> how it follows from the associations; "" leaves it unset.
ROLLUPS: dict[str, dict[str, Callable[[sqlite3.Connection, Key], str]]] = {
    CONTACT: {"num_associated_deals": _count(DEAL), "first_deal_created_date": _first_deal},
    COMPANY: {"num_associated_deals": _count(DEAL), "num_associated_contacts": _count(CONTACT)},
    DEAL: {"num_associated_contacts": _count(CONTACT)},
    LEAD: {
        "hs_lead_associated_deals_count": _count(DEAL),
        "hs_primary_contact_id": _primary(CONTACT, 578),
        "hs_primary_company_id": _primary(COMPANY, 580),
    },
}


def refresh(db: sqlite3.Connection, key: Key, stamp: str) -> None:
    """Write what follows from a record's associations; the record counts as modified when any of it changed."""
    kind = BY_ID.get(key[0])
    found = records.read(db, kind, str(key[1])) if kind and key[0] in ROLLUPS else None
    if kind is None or found is None:
        return
    counted = {name: how(db, key) for name, how in ROLLUPS[key[0]].items()}
    after = {name: text for name, text in (found.properties | counted).items() if text}
    if after != found.properties:
        records.put(db, kind, records.touched(kind, found, after, stamp))
