"""The one door to HubSpot: opens a portal, and checks who answers before anything else is read."""

from __future__ import annotations

import threading
from typing import TypeVar

from provisioner.gateway.doors import Patience, ReadDoor, WriteDoor
from provisioner.gateway.transport import Transport
from provisioner.model.errors import BadAnswer, Exchange, Refused
from provisioner.model.events import Watch, unwatched
from provisioner.model.portal import Account, Target

__all__ = ["CONNECTIONS", "Patience", "ReadDoor", "WriteDoor", "open_reader", "open_writer"]

_Door = TypeVar("_Door", bound=ReadDoor)

CONNECTIONS = 12
"""Threads that speak to a portal at once; six cost one more round trip on a plan, more gain nothing."""


def open_reader(
    target: Target,
    watch: Watch = unwatched,
    *,
    patience: Patience | None = None,
    cancelled: threading.Event | None = None,
) -> ReadDoor:
    """A door that only reads, to the portal that the target pins. Raises Refused for another portal's token."""
    patience = patience or Patience()
    door = ReadDoor(_transport(target, patience), watch, patience, cancelled or threading.Event())
    return _checked(door, target)


def open_writer(
    target: Target,
    watch: Watch = unwatched,
    *,
    patience: Patience | None = None,
    cancelled: threading.Event | None = None,
) -> WriteDoor:
    """A door that reads and writes; otherwise as ``open_reader``."""
    patience = patience or Patience()
    door = WriteDoor(_transport(target, patience), watch, patience, cancelled or threading.Event())
    return _checked(door, target)


def _transport(target: Target, patience: Patience) -> Transport:
    return Transport(target.base_url, target.token, connections=CONNECTIONS, read_seconds=patience.answer)


def _checked(door: _Door, target: Target) -> _Door:
    try:
        door.account = _account(door)
        _check_pin(door.account, target)
    except BaseException:
        door.close()
        raise
    return door


def _check_pin(account: Account, target: Target) -> None:
    if target.portal_id is not None and account.portal_id != target.portal_id:
        raise Refused(
            f"the token belongs to portal {account.portal_id}, but {target.name} is pinned to {target.portal_id}",
            fix=f"put the token of portal {target.portal_id} into the environment, or correct portal_id",
        )


def _account(door: ReadDoor) -> Account:
    answer = door.get("account", {})
    try:
        return Account(
            int(answer["portalId"]),
            str(answer.get("accountType", "")),
            str(answer.get("timeZone", "")),
            str(answer.get("companyCurrency", "")),
            tuple(str(code) for code in answer.get("additionalCurrencies") or ()),
        )
    except (KeyError, TypeError, ValueError):
        message = "GET account info: the answer names no portal id"
        raise BadAnswer(message, Exchange("GET", "account info", 200), fix="check base_url") from None
