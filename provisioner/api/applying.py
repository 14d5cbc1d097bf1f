"""Carry a plan out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from provisioner.api.planning import Prepared
from provisioner.api.portals import kinds_by_name
from provisioner.model.errors import Broken, ProvisionerError, Refused
from provisioner.model.events import Watch, unwatched
from provisioner.model.keys import Key
from provisioner.model.run import Run

if TYPE_CHECKING:
    from provisioner.gateway import WriteDoor


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

    plan, kinds = prepared.plan, kinds_by_name()
    writer: WriteDoor = prepared.door  # type: ignore[assignment]  # planned(to_write=True) and resumed open such a door
    _check_limits(prepared)
    execution = apply.Execution(writer, kinds, dict(prepared.ids), watch, remember, prepared.cancelled, pause=pause)
    outcomes = apply.carry_out(execution, plan.changes, threads=min(8, CONNECTIONS))
    interrupted = prepared.cancelled.is_set() and execution.bug is None
    run = Run(plan.portal, plan.fingerprint, tuple(outcomes), plan.manual, interrupted=interrupted)
    if execution.bug is not None:
        raise Broken(execution.bug, run) from execution.bug
    return run


def _check_limits(prepared: Prepared) -> None:
    from provisioner import planning

    kinds = kinds_by_name()
    for name, creates in planning.limited(prepared.plan.changes, kinds).items():
        for finding in kinds[name].shortages(prepared.door, creates):
            raise ProvisionerError(f"{finding.message}; nothing was written", fix=finding.fix)


def exit_code(run: Run) -> int:
    """0 all done, 130 interrupted, 5 partly applied, 1 nothing applied."""
    if run.interrupted:
        return 130
    if run.complete:
        return 0
    return 5 if any(outcome.result == "done" for outcome in run.outcomes) else 1
