"""What provisioner does, as plain functions: the one place where reading, comparing and carrying out meet."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner import __version__, stale
from provisioner.model.errors import Broken, InvalidInput, ProvisionerError, Refused
from provisioner.model.events import Watch, unwatched
from provisioner.model.findings import Finding, Severity, has_errors
from provisioner.model.keys import Key
from provisioner.model.plan import BlueprintLine, Plan, PortalLine
from provisioner.model.plan_document import from_document
from provisioner.model.portal import Target
from provisioner.model.resource import Resource
from provisioner.model.run import Run
from provisioner.model.state import Known, State

if TYPE_CHECKING:  # the HubSpot client costs 100 ms to import, which validate and --help never pay
    from provisioner.gateway import Patience, ReadDoor, WriteDoor
    from provisioner.kinds.base import Kind
    from provisioner.model.blueprint import Blueprint


LARGEST_PLAN = 100_000_000
"""Bytes; a plan of 10,000 properties has about 10,000,000."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with the open door it was made through, ready to be carried out.

    ``folder`` is where ids that a portal chose itself are remembered.
    """

    plan: Plan
    door: ReadDoor
    ids: Mapping[Key, str]
    folder: Path
    cancelled: threading.Event = field(default_factory=threading.Event)


@contextmanager
def planned(
    blueprint: Path,
    target: Target,
    *,
    folder: Path = Path(),
    watch: Watch = unwatched,
    patience: Patience | None = None,
    to_write: bool = False,
) -> Iterator[Prepared]:
    """Compare a blueprint with a portal, reading only. With ``to_write`` the door can carry the plan out afterwards.

    Raises InvalidInput for a bad blueprint, Refused for another portal's token, PortalError for what the portal says.
    """
    from provisioner.blueprint import load

    cancelled = threading.Event()
    # Its import comes before the blueprint, not beside it: sharing the processor, the two would end at the same late
    # moment, and only then would the portal be asked.
    opened = _door(to_write=to_write)
    with ThreadPoolExecutor(1) as pool:
        # The portal answers while the blueprint is read: both take a tenth of a second.
        opening = pool.submit(opened, target, watch, patience=patience, cancelled=cancelled)
        try:
            wanted, findings = load.load(str(blueprint), target.parameters)
            if wanted is None or has_errors(findings):
                raise InvalidInput(f"{blueprint} is not valid", findings=findings)
        except BaseException:
            cancelled.set()
            opening.add_done_callback(lambda opened: None if opened.exception() else opened.result().close())
            raise
        door = opening.result()
    try:
        known = Known(wanted.resources, wanted.retirements, _ids(target, door, folder))
        state = _read(door, known, watch)
        plan = _plan(door, wanted, known, state, target, findings)
        yield Prepared(plan, door, _live_ids(state), folder, cancelled)
    finally:
        cancelled.set()
        door.close()


@contextmanager
def resumed(
    plan: Plan,
    target: Target,
    *,
    folder: Path = Path(),
    watch: Watch = unwatched,
    patience: Patience | None = None,
) -> Iterator[Prepared]:
    """A saved plan, checked against the portal as it is now. Raises Refused when anything that it touches moved."""
    if target.portal_id is not None and target.portal_id != plan.portal.id:
        raise Refused(
            f"the plan was made for portal {plan.portal.id}, {target.name} is {target.portal_id}",
            fix="plan again for this portal",
        )
    cancelled = threading.Event()
    door = _door(to_write=True)(target, watch, patience=patience, cancelled=cancelled)
    try:
        if door.account.portal_id != plan.portal.id:
            message = f"the plan was made for portal {plan.portal.id}, the token belongs to {door.account.portal_id}"
            raise Refused(message, fix="plan again for this portal")
        touched = {change.key: Resource(change.key, change.spec) for change in plan.changes}
        known = Known({**{key: Resource(key, {}) for key in plan.ids}, **touched}, (), plan.ids)
        state = _read(door, known, watch)
        moved = [
            problem
            for change in plan.changes
            if (problem := stale.moved(change, state.resources.get(change.key), state.archived.get(change.key)))
        ]
        if moved:
            listed = "".join(f"\n  {problem}" for problem in moved)
            raise Refused(f"the portal moved since the plan was made:{listed}", fix="plan again, and look at it again")
        yield Prepared(plan, door, _live_ids(state), folder, cancelled)
    finally:
        cancelled.set()
        door.close()


def is_plan(path: Path) -> bool:
    """Whether a file begins as ``save`` begins one, whatever its name. False for what cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return b'"format": "provisioner/plan/' in file.read(64)
    except (OSError, ValueError):
        return False


def saved_plan(path: Path) -> Plan:
    """A plan from a file. Raises InvalidInput for an unreadable file, Refused for one that must not be trusted."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_PLAN:
            raise InvalidInput(f"{path} is no plan file", fix="make one with `plan --out`")
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{path} is no plan: {error}", fix="make one with `plan --out`") from None
    return from_document(document, version=__version__)


def save(plan: Plan, path: Path) -> None:
    """Write a plan for ``saved_plan``, whole or not at all. Raises ProvisionerError where it cannot be written."""
    from provisioner.reports import documents

    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_text(documents.plan(plan), "utf-8")  # a device or a named pipe is written to, not replaced
            return
        partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
        try:
            partial.write_text(documents.plan(plan), "utf-8")
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        fix = "choose another place with --out"
        raise ProvisionerError(f"the plan cannot be written to {path}: {error.strerror}", fix=fix) from None


def permit(prepared: Prepared, *, allow: Sequence[str], approve: str | None) -> None:
    """Raise Refused unless everything dangerous in the plan was let through by name or by fingerprint."""
    plan = prepared.plan
    if approve is not None and approve != plan.fingerprint:
        message = f"the plan's fingerprint is {plan.fingerprint}, not {approve}: it is not what you approved"
        raise Refused(message, fix="look at the plan again, and approve its present fingerprint")
    if plan.blocked:
        listed = "".join(f"\n  {finding.code} {finding.message}" for finding in plan.blocked)
        raise Refused(f"the plan is blocked:{listed}", fix="clear each of these, then plan again")
    codes = sorted({hazard.code for _, hazard in plan.hazards} - set(allow))
    if codes and approve is None:
        flags = " ".join(f"--allow {code}" for code in codes)
        raise Refused(
            f"the plan holds hazards that nobody approved: {', '.join(codes)}",
            fix=f"look at them, then add {flags} or --approve {plan.fingerprint}",
        )


def carry_out(prepared: Prepared, *, watch: Watch = unwatched, pause: float = 1.0) -> Run:
    """Apply a permitted plan through its own door. Raises PortalError, before the first write, for a full account,
    and Broken, with the run so far, for an error of our own.

    ``pause`` scales the waits between looks after a lost answer.
    """
    from provisioner import apply
    from provisioner.blueprint import pinned
    from provisioner.gateway import CONNECTIONS

    def remember(ids: Mapping[Key, str]) -> None:
        named = {str(key): id_ for key, id_ in ids.items()}
        pinned.remember(prepared.folder, prepared.door.account.portal_id, named)

    plan, kinds = prepared.plan, _kinds()
    writer: WriteDoor = prepared.door  # type: ignore[assignment]  # planned(to_write=True) and resumed open such a door
    _check_limits(prepared)
    execution = apply.Execution(writer, kinds, dict(prepared.ids), watch, remember, prepared.cancelled, pause=pause)
    outcomes = apply.carry_out(execution, plan.changes, threads=min(8, CONNECTIONS))
    interrupted = prepared.cancelled.is_set() and execution.bug is None
    run = Run(plan.portal, plan.fingerprint, tuple(outcomes), plan.manual, interrupted=interrupted)
    if execution.bug is not None:
        raise Broken(execution.bug, run) from execution.bug
    return run


def _door(*, to_write: bool) -> Callable[..., ReadDoor]:
    """What opens a door to a portal; asking for it loads the HubSpot client."""
    from provisioner import gateway

    return gateway.open_writer if to_write else gateway.open_reader


def _read(door: ReadDoor, known: Known, watch: Watch) -> State:
    from provisioner import live
    from provisioner.gateway import CONNECTIONS

    return live.read(door, door.account, known, list(_kinds().values()), watch, threads=CONNECTIONS)


def _plan(
    door: ReadDoor, blueprint: Blueprint, known: Known, state: State, target: Target, warnings: Sequence[Finding]
) -> Plan:
    from provisioner import planning

    changes, findings, compared = planning.changes_of(door, known, state, _kinds())
    account = state.account
    return planning.sign(
        BlueprintLine(blueprint.name, blueprint.version, blueprint.mode, blueprint.sha256),
        PortalLine(target.name, account.portal_id, target.environment, account.account_type),
        changes,
        [*warnings, *_environment(target, state), *findings],
        compared,
        state,
        _kinds(),
        reads=door.reads,
        calls_in_ten_seconds=door.calls_in_ten_seconds,
        version=__version__,
    )


def _environment(target: Target, state: State) -> Iterator[Finding]:
    """A portal that calls itself a sandbox here and is none there, or the other way round."""
    account_type = state.account.account_type
    if target.environment == "sandbox" and account_type == "STANDARD":
        message = f"{target.name} is called a sandbox, but the portal says that it is a {account_type} account"
        fix = "check portal_id and the token; a standard account holds live sales data"
        yield Finding("PLAN012", Severity.WARNING, message, None, None, fix)


def _check_limits(prepared: Prepared) -> None:
    from provisioner import planning

    kinds = _kinds()
    for name, creates in planning.limited(prepared.plan.changes, kinds).items():
        for finding in kinds[name].shortages(prepared.door, creates):
            raise ProvisionerError(f"{finding.message}; nothing was written", fix=finding.fix)


def _ids(target: Target, door: ReadDoor, folder: Path) -> dict[Key, str]:
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


def _live_ids(state: State) -> dict[Key, str]:
    return {key: each.id or "" for key, each in state.resources.items()}


def _kinds() -> dict[str, Kind]:
    from provisioner.kinds import KINDS

    return {kind.NAME: kind for kind in KINDS}


def exit_code(run: Run) -> int:
    """0 all done, 130 interrupted, 5 partly applied, 1 nothing applied."""
    if run.interrupted:
        return 130
    if run.complete:
        return 0
    return 5 if any(outcome.result == "done" for outcome in run.outcomes) else 1
