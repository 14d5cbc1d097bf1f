"""Plan to Run: carries out what a plan says, proves each write, and never sends a create twice without looking."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime

from provisioner import order
from provisioner.apply import changing, creating
from provisioner.apply.execution import Execution, reason
from provisioner.kinds.base import Kind
from provisioner.model.errors import Interrupted, OutcomeUnknown, PortalError
from provisioner.model.events import Started, Stopping
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change
from provisioner.model.portal import Json, Parts, Query, Writer
from provisioner.model.run import Outcome, Result

__all__ = ["Execution", "carry_out"]

STOPPED = "stopped before it was known whether it happened; run again"

ATTENTION = 0.1
"""Seconds. Whoever waits without end does not hear a signal that another thread of the process received."""


def carry_out(execution: Execution, changes: Sequence[Change], *, threads: int) -> list[Outcome]:
    """Every change in order; what waits for a failed one is skipped, independent ones go on.

    A KeyboardInterrupt ends it after the requests that are under way: what was not begun is reported so. So does an
    error of our own, which stays in ``execution.bug``: what was done must be told in any case.
    """
    begun = threading.Event()
    try:
        with ThreadPoolExecutor(1) as conductor:
            try:
                task = conductor.submit(_conduct, execution, changes, threads, begun)
                begun.set()
                while not task.done():
                    wait([task], timeout=ATTENTION)
                task.result()
            except BaseException as error:
                execution.cancelled.set()
                begun.set()
                if isinstance(error, KeyboardInterrupt):
                    execution.watch(Stopping())
                raise
    except (KeyboardInterrupt, Interrupted):
        execution.cancelled.set()
    except Exception as error:
        execution.bug = error
    return [execution.outcomes.get(change.key) or _unfinished(execution, change) for change in changes]


def _conduct(execution: Execution, changes: Sequence[Change], threads: int, begun: threading.Event) -> None:
    """Hand out the lanes, wave by wave. In a thread of its own: a signal strikes the main thread wherever it is, and a
    pool that is struck while it starts a thread forgets that thread, so that nobody would wait for its request."""
    begun.wait()
    waves = order.waves(changes, execution_lane(execution.kinds), lambda change: execution.kinds[change.key.kind].BATCH)
    with ThreadPoolExecutor(threads) as pool:
        for wave in waves:
            tasks = [pool.submit(_lane, execution, lane) for lane in order.lanes(wave).values()]
            try:
                for task in tasks:
                    task.result()
            except BaseException:
                execution.cancelled.set()
                raise


def _unfinished(execution: Execution, change: Change) -> Outcome:
    if change.key in execution.under_way:
        return Outcome(change, Result.FAILED, STOPPED)
    return Outcome(change, Result.NOT_STARTED)


def execution_lane(kinds: Mapping[str, Kind]) -> Callable[[Change], str]:
    return lambda change: kinds[change.key.kind].lane(change)


def _lane(execution: Execution, units: Sequence[order.Unit]) -> None:
    for unit in units:
        if execution.cancelled.is_set():
            return
        ready = []
        for change in unit.changes:
            if blocker := _blocker(execution, change):
                execution.ended(change, Result.SKIPPED, f"waits for {blocker}, which was not made")
            else:
                ready.append(change)
        if ready:
            execution.under_way.update(change.key for change in ready)
            execution.watch(Started(tuple(ready)))
            _unit(execution, ready)


def _blocker(execution: Execution, change: Change) -> Key | None:
    for key in change.waits_for:
        outcome = execution.outcomes.get(key)
        if outcome is not None and outcome.result is not Result.DONE:
            return key
    return None


class _Noting:
    """The door of one unit, which notes whether anything was sent that may have changed the portal."""

    def __init__(self, door: Writer) -> None:
        self._door = door
        self.sent = False

    @property
    def moment(self) -> datetime:
        return self._door.moment

    def get(self, endpoint: str, parts: Parts, query: Query = ()) -> Json:
        return self._door.get(endpoint, parts, query)

    def ask(self, endpoint: str, parts: Parts, body: Json, query: Query = ()) -> Json:
        return self._door.ask(endpoint, parts, body, query)

    def rest(self, times: float) -> None:
        self._door.rest(times)

    def send(self, endpoint: str, parts: Parts, body: Json = None, query: Query = ()) -> Json:
        try:
            answer = self._door.send(endpoint, parts, body, query)
        except OutcomeUnknown:
            self.sent = True
            raise
        self.sent = True
        return answer


def _unit(execution: Execution, changes: Sequence[Change]) -> None:
    door = _Noting(execution.portal)
    execution = replace(execution, portal=door)
    try:
        if changes[0].action in (Action.CREATE, Action.RESTORE):
            creating.create(execution, changes)
        elif changes[0].action is Action.UPDATE:
            changing.update(execution, changes[0])
        else:
            changing.archive(execution, changes[0])
    except Interrupted:
        if not door.sent:
            execution.under_way.difference_update(change.key for change in changes)
        raise
    except PortalError as error:
        for change in changes:
            if change.key not in execution.outcomes:
                execution.ended(change, Result.FAILED, reason(error))
