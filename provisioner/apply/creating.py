"""Creating and restoring: never sent twice without looking, booked one by one, ids of the portal's own kept."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from provisioner import stale
from provisioner.apply.execution import ATTEMPTS, FOUND_BY_READING, READ_LAG, Execution, reason
from provisioner.kinds.base import NUMBERED, Kind, Made
from provisioner.model.errors import OutcomeUnknown, PortalError
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change
from provisioner.model.resource import Resource
from provisioner.model.run import Result

NEW_PARENT_SECONDS = 60.0
"""A create is sometimes refused when what it needs was made moments ago (seen live); until then it is tried again."""

RECORDED = "the portal gave ids of its own, which are recorded"


def create(execution: Execution, changes: Sequence[Change]) -> None:
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
    execution.ended(change, Result.FAILED, stale.moved(change, found) or f"{change.key} is no longer in the archive")
    return True


def _settle(
    execution: Execution, kind: Kind, changes: Sequence[Change], error: PortalError, *, last: bool
) -> list[Change]:
    """After a create of unknown outcome: what the portal has is done, the rest is returned to be sent again."""
    found: dict[Key, Resource] = {}
    for seconds in READ_LAG:
        execution.wait(seconds)
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
            execution.ended(change, Result.FAILED, reason(error))
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
            execution.ended(change, Result.FAILED, made.refusal)
    return again


def _made(execution: Execution, kind: Kind, change: Change, ids: Mapping[Key, str], detail: str = "") -> None:
    strange = {key: id_ for key, id_ in ids.items() if id_ and id_ != (kind.own_id(key) or id_)}
    with execution.lock:
        execution.ids.update({key: id_ for key, id_ in ids.items() if id_})
        execution.made_at[change.key] = time.monotonic()
        if strange:
            told = _recorded(execution, strange)
            quiet = told == RECORDED and kind.own_id(change.key) == NUMBERED
            detail = detail if quiet else "; ".join(filter(None, (detail, told)))
    execution.ended(change, Result.DONE, detail)


def _recorded(execution: Execution, strange: Mapping[Key, str]) -> str:
    """Keep ids that the portal chose itself. The resource is made in any case, so a full disk is only told."""
    named = ", ".join(f"{key}: {id_}" for key, id_ in strange.items())
    try:
        execution.remember(strange)
    except OSError as error:
        return f"the portal gave ids of its own, which could not be recorded ({error}): add ids: {{{named}}} by hand"
    return RECORDED


def _parent_is_new(execution: Execution, changes: Sequence[Change], error: PortalError) -> bool:
    return error.exchange.status in (400, 404) and any(_has_new_parent(execution, change) for change in changes)


def _has_new_parent(execution: Execution, change: Change) -> bool:
    since = time.monotonic() - NEW_PARENT_SECONDS
    return any(execution.made_at.get(key, since) > since for key in change.waits_for)


def _rest(execution: Execution, attempt: int) -> None:
    execution.wait(1 + attempt)
