"""Plan to Run: carries out what a plan says, proves each write, and never sends a create twice without looking."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from provisioner import order, stale
from provisioner.kinds.base import Kind, Made
from provisioner.model.errors import Interrupted, OutcomeUnknown, PortalError
from provisioner.model.events import Finished, Started, Stopping, Watch
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change
from provisioner.model.portal import Json, Parts, Query, Writer
from provisioner.model.resource import Resource
from provisioner.model.run import Outcome, Result

ATTEMPTS = 3
"""How often a write of unknown outcome is looked up and, where it did not happen, sent again."""

READ_LAG = (0.0, 0.3, 0.7, 1.5)
"""Seconds to look again for a write whose answer was lost: reads follow writes within 0.25 to 0.7 s (seen live)."""

NEW_PARENT_SECONDS = 60.0
"""A create is sometimes refused when what it needs was made moments ago (seen live); until then it is tried again."""

FOUND_BY_READING = "the answer was lost; found by reading back"
NEVER_TOLD = "the portal never told whether it happened; run again"

STOPPED = "stopped before it was known whether it happened; run again"

Remember = Callable[[Mapping[Key, str]], None]


@dataclass(slots=True)
class Execution:
    """One plan being carried out. ``ids`` grows as resources are made; ``remember`` keeps ids that are not ours.

    ``under_way`` are the keys of changes that were begun: without an outcome, nobody knows how they ended.
    """

    portal: Writer
    kinds: Mapping[str, Kind]
    ids: dict[Key, str]
    watch: Watch
    remember: Remember
    cancelled: threading.Event
    pause: float = 1.0
    outcomes: dict[Key, Outcome] = field(default_factory=dict)
    made_at: dict[Key, float] = field(default_factory=dict)
    under_way: set[Key] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    bug: Exception | None = None


def carry_out(execution: Execution, changes: Sequence[Change], *, threads: int) -> list[Outcome]:
    """Every change in order; what waits for a failed one is skipped, independent ones go on.

    A KeyboardInterrupt ends it after the requests that are under way: what was not begun is reported so. So does an
    error of our own, which stays in ``execution.bug``: what was done must be told in any case.
    """
    waves = order.waves(changes, execution_lane(execution.kinds), lambda change: execution.kinds[change.key.kind].BATCH)
    try:
        with ThreadPoolExecutor(threads) as pool:
            for wave in waves:
                tasks = [pool.submit(_lane, execution, lane) for lane in order.lanes(wave).values()]
                try:
                    for task in tasks:
                        task.result()
                except BaseException as error:
                    execution.cancelled.set()
                    if isinstance(error, KeyboardInterrupt):
                        execution.watch(Stopping())
                    raise
    except (KeyboardInterrupt, Interrupted):
        execution.cancelled.set()
    except Exception as error:
        execution.bug = error
    return [execution.outcomes.get(change.key) or _unfinished(execution, change) for change in changes]


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
                _ended(execution, change, Result.SKIPPED, f"waits for {blocker}, which was not made")
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

    def get(self, endpoint: str, parts: Parts, query: Query = ()) -> Json:
        return self._door.get(endpoint, parts, query)

    def ask(self, endpoint: str, parts: Parts, body: Json) -> Json:
        return self._door.ask(endpoint, parts, body)

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
            _create(execution, changes)
        elif changes[0].action is Action.UPDATE:
            _update(execution, changes[0])
        else:
            _archive(execution, changes[0])
    except Interrupted:
        if not door.sent:
            execution.under_way.difference_update(change.key for change in changes)
        raise
    except PortalError as error:
        for change in changes:
            if change.key not in execution.outcomes:
                _ended(execution, change, Result.FAILED, _reason(error))


def _reason(error: PortalError) -> str:
    fix = f"; {error.fix}" if error.fix else ""
    case = f" [correlation id {error.exchange.correlation_id}]" if error.exchange.correlation_id else ""
    return f"{error.message}{fix}{case}"


def _ended(execution: Execution, change: Change, result: Result, detail: str = "") -> None:
    outcome = Outcome(change, result, detail)
    with execution.lock:
        execution.outcomes[change.key] = outcome
    execution.watch(Finished(outcome))


# Creating


def _create(execution: Execution, changes: Sequence[Change]) -> None:
    kind = execution.kinds[changes[0].key.kind]
    if changes[0].action is Action.RESTORE and _gone_from_archive(execution, kind, changes[0]):
        return
    waiting = list(changes)
    for attempt in range(ATTEMPTS):
        try:
            results = kind.create(execution.portal, waiting, execution.ids)
        except OutcomeUnknown as error:
            waiting = _settle(execution, kind, waiting, error, last=attempt == ATTEMPTS - 1)
        except PortalError as error:
            if not _parent_is_new(execution, waiting, error) or attempt == ATTEMPTS - 1:
                raise
            _rest(execution, attempt)
        else:
            waiting = _take(execution, kind, waiting, results, last=attempt == ATTEMPTS - 1)
            if waiting:
                _rest(execution, attempt)
        if not waiting:
            return


def _gone_from_archive(execution: Execution, kind: Kind, change: Change) -> bool:
    found = kind.look(execution.portal, [change], execution.ids).get(change.key)
    if found is not None and found.archived:
        return False
    _ended(execution, change, Result.FAILED, stale.moved(change, found) or f"{change.key} is no longer in the archive")
    return True


def _settle(
    execution: Execution, kind: Kind, changes: Sequence[Change], error: PortalError, *, last: bool
) -> list[Change]:
    """After a create of unknown outcome: what the portal has is done, the rest is returned to be sent again."""
    found: dict[Key, Resource] = {}
    for seconds in READ_LAG:
        _wait(execution, seconds * execution.pause)
        looked = kind.look(execution.portal, changes, execution.ids)
        found = {key: each for key, each in looked.items() if not (each.archived or each.facts.get("unfinished"))}
        if all(change.key in found for change in changes):
            break
    left = []
    for change in changes:
        if change.key in found:
            ids = {key: each.id or "" for key, each in found.items() if key.whole == change.key.whole}
            _made(execution, kind, change, ids, FOUND_BY_READING)
        elif last:
            _ended(execution, change, Result.FAILED, _reason(error))
        else:
            left.append(change)
    return left


def _take(
    execution: Execution, kind: Kind, changes: Sequence[Change], results: Sequence[Made], *, last: bool
) -> list[Change]:
    """Book what a batch made; return what may be refused only because its parent is moments old."""
    again = []
    for change, made in zip(changes, results, strict=True):
        if not made.refusal:
            _made(execution, kind, change, {change.key: made.id, **made.parts})
        elif not last and _has_new_parent(execution, change):
            again.append(change)
        else:
            _ended(execution, change, Result.FAILED, made.refusal)
    return again


def _made(execution: Execution, kind: Kind, change: Change, ids: Mapping[Key, str], detail: str = "") -> None:
    strange = {key: id_ for key, id_ in ids.items() if id_ and id_ != kind.own_id(key)}
    with execution.lock:
        execution.ids.update({key: id_ for key, id_ in ids.items() if id_})
        execution.made_at[change.key] = time.monotonic()
        if strange:
            detail = "; ".join(filter(None, (detail, _recorded(execution, strange))))
    _ended(execution, change, Result.DONE, detail)


def _recorded(execution: Execution, strange: Mapping[Key, str]) -> str:
    """Keep ids that the portal chose itself. The resource is made in any case, so a full disk is only told."""
    named = ", ".join(f"{key}: {id_}" for key, id_ in strange.items())
    try:
        execution.remember(strange)
    except OSError as error:
        return f"the portal gave ids of its own, which could not be recorded ({error}): add ids: {{{named}}} by hand"
    return "the portal gave ids of its own, which are recorded"


def _parent_is_new(execution: Execution, changes: Sequence[Change], error: PortalError) -> bool:
    return error.exchange.status in (400, 404) and any(_has_new_parent(execution, change) for change in changes)


def _has_new_parent(execution: Execution, change: Change) -> bool:
    since = time.monotonic() - NEW_PARENT_SECONDS
    return any(execution.made_at.get(key, since) > since for key in change.waits_for)


def _rest(execution: Execution, attempt: int) -> None:
    _wait(execution, (1 + attempt) * execution.pause)


def _wait(execution: Execution, seconds: float) -> None:
    if execution.cancelled.wait(seconds):
        raise Interrupted("stopped")


# Changing and archiving


def _update(execution: Execution, change: Change) -> None:
    kind = execution.kinds[change.key.kind]
    unsure = False
    for live in _looks(execution, kind, change):
        if unsure and stale.arrived(change, live):
            _ended(execution, change, Result.DONE, FOUND_BY_READING)
            return
        # After a lost answer the values may be half ours: they are absolute, so they are simply sent again.
        problem = "" if unsure and live else stale.moved(change, live)
        if live is None or problem:
            _ended(execution, change, Result.FAILED, f"stale: {problem}")
            return
        try:
            answered = kind.update(execution.portal, change, live, execution.ids)
        except OutcomeUnknown:
            unsure = True
            continue
        _prove(execution, kind, change, answered)
        return
    _ended(execution, change, Result.FAILED, NEVER_TOLD)


def _prove(execution: Execution, kind: Kind, change: Change, answered: Resource | None) -> None:
    if kind.ECHOES or (answered is not None and not stale.arrived(change, answered)):
        live = kind.look(execution.portal, [change], execution.ids).get(change.key)
        if not stale.arrived(change, live):
            _ended(execution, change, Result.FAILED, "HubSpot answered that it is changed, but a read shows otherwise")
            return
    _ended(execution, change, Result.DONE)


def _archive(execution: Execution, change: Change) -> None:
    kind = execution.kinds[change.key.kind]
    sent = False
    for live in _looks(execution, kind, change):
        if live is None:
            _ended(execution, change, Result.DONE, "" if sent else "it was gone already")
            return
        if problem := stale.moved(change, live) or _occupied(execution, kind, live):
            _ended(execution, change, Result.FAILED, f"stale: {problem}")
            return
        try:
            kind.archive(execution.portal, change, execution.ids)
        except OutcomeUnknown:
            sent = True
            continue
        gone = change.key not in kind.look(execution.portal, [change], execution.ids)
        detail = "" if gone else "HubSpot answered that it is gone, but a read still shows it"
        _ended(execution, change, Result.DONE if gone else Result.FAILED, detail)
        return
    _ended(execution, change, Result.FAILED, NEVER_TOLD)


def _occupied(execution: Execution, kind: Kind, live: Resource) -> str:
    records = kind.records(execution.portal, live)
    return f"{records:,} records stand in {live.key} now" if records else ""


def _looks(execution: Execution, kind: Kind, change: Change) -> Iterator[Resource | None]:
    """The live resource before each attempt; a second look leaves the portal time to show the first write."""
    for attempt in range(ATTEMPTS):
        _wait(execution, READ_LAG[-1] * execution.pause if attempt else 0)
        yield kind.look(execution.portal, [change], execution.ids).get(change.key)
