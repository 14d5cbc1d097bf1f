"""Open a portal, and read it as kinds see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.model.errors import InvalidInput
from provisioner.model.events import Watch
from provisioner.model.keys import Key
from provisioner.model.portal import Target
from provisioner.model.state import Known, State

if TYPE_CHECKING:  # the HubSpot client costs 100 ms to import, which validate and --help never pay
    from provisioner.gateway import ReadDoor
    from provisioner.kinds.base import Kind


def door_to(*, to_write: bool) -> Callable[..., ReadDoor]:
    """What opens a door to a portal; asking for it loads the HubSpot client."""
    from provisioner import gateway

    return gateway.open_writer if to_write else gateway.open_reader


def read(door: ReadDoor, known: Known, watch: Watch) -> State:
    from provisioner import live
    from provisioner.gateway import CONNECTIONS

    return live.read(door, door.account, known, list(kinds_by_name().values()), watch, threads=CONNECTIONS)


def ids_of(target: Target, door: ReadDoor, folder: Path) -> dict[Key, str]:
    """The ids pinned for this portal; those of the project file before those that were remembered."""
    from provisioner.blueprint import pinned

    named = pinned.remembered(folder).get(str(door.account.portal_id), {}) | dict(target.ids)
    try:
        return {Key.parse(key): id_ for key, id_ in named.items()}
    except ValueError as error:
        fix = f"write keys like pipeline:deals/cc_sales, or restore {pinned.FILE} from git"
        raise InvalidInput(
            f"the ids of portal {door.account.portal_id} hold something that is {error}", fix=fix
        ) from None


def live_ids(state: State) -> dict[Key, str]:
    return {key: each.id or "" for key, each in state.resources.items()}


def kinds_by_name() -> dict[str, Kind]:
    from provisioner.kinds import KINDS

    return {kind.NAME: kind for kind in KINDS}
