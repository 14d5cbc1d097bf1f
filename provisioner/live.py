"""A portal to a State: every list once, all of them at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from provisioner.kinds.base import Kind
from provisioner.model.events import Reading, Watch
from provisioner.model.keys import Key
from provisioner.model.portal import Account, Reader
from provisioner.model.resource import Resource
from provisioner.model.state import Known, State


def read(portal: Reader, account: Account, known: Known, kinds: Sequence[Kind], watch: Watch, *, threads: int) -> State:
    """Read what the blueprint asks about; one chain of requests for each kind and object type, side by side."""
    pool = ThreadPoolExecutor(threads)
    try:
        chains = []
        for kind in kinds:
            for scope in kind.scopes(known):
                watch(Reading(f"{kind.NAME} of {scope}"))
                chains.append(pool.submit(kind.live, portal, scope, known))
        found = [resource for chain in chains for resource in chain.result()]
    finally:
        # After the first error, or Ctrl-C, nobody waits for answers that nobody will read.
        pool.shutdown(wait=False, cancel_futures=True)
    ids = {each.key: each.id for each in found if each.id and not each.archived}
    found = [each for kind in kinds for each in kind.named([one for one in found if _of(one, kind)], ids, known)]
    resources: dict[Key, Resource] = {}
    archived: dict[Key, Resource] = {}
    for resource in found:
        (archived if resource.archived else resources)[resource.key] = resource
    return State(account, resources, archived)


def _of(resource: Resource, kind: Kind) -> bool:
    return resource.key.kind in (kind.NAME, *kind.BRINGS)
