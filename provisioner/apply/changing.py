"""Changing and archiving: looked at just before, proved just after."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from provisioner import stale
from provisioner.apply.execution import ATTEMPTS, FOUND_BY_READING, NEVER_TOLD, READ_LAG, Execution
from provisioner.kinds.base import Kind
from provisioner.model.counts import counted
from provisioner.model.errors import NotFound, OutcomeUnknown
from provisioner.model.plan import Change
from provisioner.model.resource import Resource
from provisioner.model.run import Result


def update(execution: Execution, change: Change) -> None:
    kind = execution.kinds[change.key.kind]
    unsure = False
    for live in _looks(execution, kind, change):
        if unsure and stale.arrived(change, live):
            execution.ended(change, Result.DONE, FOUND_BY_READING)
            return
        # After a lost answer the values may be half ours: they are absolute, so they are simply sent again.
        problem = "" if unsure and live else stale.moved(change, live)
        if live is None or problem:
            execution.ended(change, Result.FAILED, f"stale: {problem}")
            return
        try:
            answered = kind.update(execution.portal, change, live, execution.ids)
        except OutcomeUnknown:
            unsure = True
            continue
        _prove(execution, kind, change, answered)
        return
    execution.ended(change, Result.FAILED, NEVER_TOLD)


def _prove(execution: Execution, kind: Kind, change: Change, answered: Resource | None) -> None:
    told = answered is not None and stale.arrived(change, answered)
    doubtful = kind.ECHOES or (answered is not None and not told)
    if not doubtful or _shows(execution, kind, change, lambda live: stale.arrived(change, live)):
        execution.ended(change, Result.DONE)
    else:
        execution.ended(change, Result.FAILED, "HubSpot answered that it is changed, but a read shows otherwise")


def _shows(execution: Execution, kind: Kind, change: Change, wanted: Callable[[Resource | None], bool]) -> bool:
    """Whether a read shows what was written, now or within the lag that reads have."""
    for seconds in READ_LAG:
        execution.wait(seconds)
        if wanted(kind.look(execution.portal, [change], execution.ids).get(change.key)):
            return True
    return False


def archive(execution: Execution, change: Change) -> None:
    kind = execution.kinds[change.key.kind]
    sent = False
    for live in _looks(execution, kind, change):
        if live is None:
            execution.ended(change, Result.DONE, "" if sent else "it was gone already")
            return
        if problem := stale.moved(change, live) or _occupied(execution, kind, live):
            execution.ended(change, Result.FAILED, f"stale: {problem}")
            return
        try:
            kind.archive(execution.portal, change, execution.ids)
        except OutcomeUnknown:
            sent = True
            continue
        except NotFound:
            execution.ended(change, Result.DONE, "it was gone already")
            return
        gone = _shows(execution, kind, change, lambda live: live is None)
        detail = "" if gone else "HubSpot answered that it is gone, but a read still shows it"
        execution.ended(change, Result.DONE if gone else Result.FAILED, detail)
        return
    execution.ended(change, Result.FAILED, NEVER_TOLD)


def _occupied(execution: Execution, kind: Kind, live: Resource) -> str:
    records = kind.records(execution.portal, live)
    return f"{counted(records, 'record stands', 'records stand')} in {live.key} now" if records else ""


def _looks(execution: Execution, kind: Kind, change: Change) -> Iterator[Resource | None]:
    """The live resource before each attempt; a second look leaves the portal time to show the first write."""
    for attempt in range(ATTEMPTS):
        execution.wait(READ_LAG[-1] if attempt else 0)
        yield kind.look(execution.portal, [change], execution.ids).get(change.key)
