"""Compare a blueprint, or a saved plan, with a portal."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner import __version__, stale
from provisioner.api.portals import door_to, ids_of, kinds_by_name, live_ids, read
from provisioner.model.errors import Refused
from provisioner.model.events import Watch, unwatched
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import BlueprintLine, Change, Plan, PortalLine
from provisioner.model.portal import Target
from provisioner.model.resource import Resource
from provisioner.model.state import Known, State

if TYPE_CHECKING:
    from provisioner.gateway import Patience, ReadDoor
    from provisioner.model.blueprint import Blueprint


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
    undecided: bool = False,
) -> Iterator[Prepared]:
    """Compare a blueprint with a portal, reading only. With ``to_write`` the door can carry the plan out afterwards.

    ``undecided`` is for a rehearsal: the blueprint needs no recorded decision, since no portal of anybody changes.
    Raises InvalidInput for a bad blueprint, Refused for another portal's token, PortalError for what the portal says.
    """
    from provisioner.blueprint import load

    cancelled = threading.Event()
    # Its import comes before the blueprint, not beside it: sharing the processor, the two would end at the same late
    # moment, and only then would the portal be asked.
    opened = door_to(to_write=to_write)
    with ThreadPoolExecutor(1) as pool:
        # The portal answers while the blueprint is read: both take a tenth of a second.
        opening = pool.submit(opened, target, watch, patience=patience, cancelled=cancelled)
        try:
            wanted, findings = (load.sound if undecided else load.decided)(str(blueprint), target.parameters)
        except BaseException:
            cancelled.set()
            opening.add_done_callback(lambda opened: None if opened.exception() else opened.result().close())
            raise
        door = opening.result()
    try:
        known = Known(wanted.resources, wanted.retirements, ids_of(target, door, folder), frozenset(wanted.document))
        state = read(door, known, watch)
        plan = _plan(door, wanted, known, state, target, findings)
        yield Prepared(plan, door, live_ids(state), folder, cancelled)
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
    door = door_to(to_write=True)(target, watch, patience=patience, cancelled=cancelled)
    try:
        if door.account.portal_id != plan.portal.id:
            message = f"the plan was made for portal {plan.portal.id}, the token belongs to {door.account.portal_id}"
            raise Refused(message, fix="plan again for this portal")
        touched = {change.key: Resource(change.key, change.spec) for change in plan.changes}
        known = Known({**{key: Resource(key, {}) for key in plan.ids}, **touched}, (), plan.ids)
        state = read(door, known, watch)
        moved = [problem for change in plan.changes if (problem := _moved(change, state))]
        if moved:
            listed = "".join(f"\n  {problem}" for problem in moved)
            raise Refused(f"the portal moved since the plan was made:{listed}", fix="plan again, and look at it again")
        yield Prepared(plan, door, live_ids(state), folder, cancelled)
    finally:
        cancelled.set()
        door.close()


def _moved(change: Change, state: State) -> str:
    live = state.resources.get(change.key)
    told = kinds_by_name()[change.key.kind].told(change, live) if live else None
    return stale.moved(change, told, state.archived.get(change.key))


def _plan(
    door: ReadDoor, blueprint: Blueprint, known: Known, state: State, target: Target, warnings: Sequence[Finding]
) -> Plan:
    from provisioner import planning

    changes, findings, compared = planning.changes_of(door, known, state, kinds_by_name())
    findings += _judged(blueprint, state)
    account = state.account
    return planning.sign(
        BlueprintLine(blueprint.name, blueprint.version, blueprint.mode, blueprint.sha256, _decision(blueprint)),
        PortalLine(target.name, account.portal_id, target.environment, account.account_type),
        changes,
        [*warnings, *_environment(target, state), *findings],
        compared,
        state,
        known.desired,
        kinds_by_name(),
        reads=door.reads,
        calls_in_ten_seconds=door.calls_in_ten_seconds,
        version=__version__,
        standing=blueprint.manual,
    )


def _decision(blueprint: Blueprint) -> dict[str, str]:
    """Who chose this way of selling, and when; empty in a rehearsal of what nobody has decided."""
    return {name: str(blueprint.document.get("decision", {}).get(name, "")) for name in ("made_on", "by")}


def _judged(blueprint: Blueprint, state: State) -> list[Finding]:
    """What the portal says to the blueprint as a whole: its forecast categories, and the workflows that it runs."""
    from provisioner.rules import plan_forecast

    findings = plan_forecast.judge(blueprint.document, state.resources)
    if "automation" in blueprint.document:
        from provisioner.rules import automation

        language = str(blueprint.parameters.get("label_language", "en"))
        findings += automation.of_portal(blueprint.document, state.resources, live_ids(state), language, date.today())
    return findings


def _environment(target: Target, state: State) -> Iterator[Finding]:
    """A portal that calls itself a sandbox here and is none there, or the other way round."""
    account_type = state.account.account_type
    if target.environment == "sandbox" and account_type == "STANDARD":
        message = f"{target.name} is called a sandbox, but the portal says that it is a {account_type} account"
        fix = "check portal_id and the token; a standard account holds live sales data"
        yield Finding("PLAN012", Severity.WARNING, message, None, None, fix)
