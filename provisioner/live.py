"""A portal to a State: every list once, all of them at the same time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from provisioner.kinds.base import Kind
from provisioner.model.errors import PortalError
from provisioner.model.events import Reading, Watch
from provisioner.model.keys import Key
from provisioner.model.portal import Account, Json, Parts, Query, Reader
from provisioner.model.resource import Resource
from provisioner.model.state import Known, State

_Told = TypeVar("_Told")


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


@dataclass(slots=True)
class Remembering:
    """A reading door that asks everything once, whoever asks again, and gives the same answer or error each time.

    For a portal that is read in two steps: what the first step has read costs the second nothing. ``reads`` counts what
    went through.
    """

    door: Reader
    _known: dict[str, Future[Json]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def reads(self) -> int:
        return len(self._known)

    @property
    def moment(self) -> datetime:
        return self.door.moment

    def get(self, endpoint: str, parts: Parts, query: Query = ()) -> Json:
        return self._once([endpoint, parts, list(query)], lambda: self.door.get(endpoint, parts, query))

    def ask(self, endpoint: str, parts: Parts, body: Json, query: Query = ()) -> Json:
        return self._once([endpoint, parts, body, list(query)], lambda: self.door.ask(endpoint, parts, body, query))

    def rest(self, times: float) -> None:
        self.door.rest(times)

    def _once(self, question: Json, ask: Callable[[], Json]) -> Json:
        name = json.dumps(question, sort_keys=True, default=dict)
        with self._lock:
            mine = name not in self._known
            answer = self._known.setdefault(name, Future())
        if mine:
            try:
                answer.set_result(ask())
            except BaseException as error:
                answer.set_exception(error)
        return answer.result()


def ahead(
    portal: Remembering,
    known: Known,
    kinds: Sequence[Kind],
    questions: Mapping[str, Callable[[Reader], _Told]],
    *,
    held_back: Collection[str],
    threads: int,
) -> dict[str, _Told]:
    """Answer questions about the portal, and read beside them the lists that are needed whatever the answers are.

    ``held_back`` are the object types that wait for the answers. What a list says, also that it is refused, comes up
    again when it is read in earnest; what a question raises is raised.
    """
    nothing = Known({}, (), known.ids, known.sections)
    pool = ThreadPoolExecutor(threads)
    try:
        asked = {name: pool.submit(question, portal) for name, question in questions.items()}
        lists = [
            pool.submit(_listed, kind, portal, scope, nothing)
            for kind in kinds
            for scope in kind.scopes(known)
            if scope not in held_back
        ]
        answers = {name: each.result() for name, each in asked.items()}
        for each in lists:
            each.result()
        return answers
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _listed(kind: Kind, portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    with suppress(PortalError):
        return list(kind.live(portal, scope, known))
    return ()
