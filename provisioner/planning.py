"""A compared blueprint and portal to a Plan: judged, ordered, priced and signed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from provisioner import diff, order
from provisioner.kinds.base import BY_HAND, Kind
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import Action, BlueprintLine, Change, Cost, Plan, PortalLine
from provisioner.model.plan_document import fingerprint
from provisioner.model.portal import Reader
from provisioner.model.resource import Resource, references
from provisioner.model.state import Known, State
from provisioner.rules import plan_blocks, plan_hazards, plan_retired


def changes_of(
    portal: Reader, known: Known, state: State, kinds: Mapping[str, Kind]
) -> tuple[list[Change], list[Finding], diff.Comparison]:
    """The judged changes in order of execution, what was found on the way, and the bare comparison."""
    compared = diff.compare(
        known.desired,
        known.retirements,
        state.resources,
        state.archived,
        lambda desired, live: kinds[desired.key.kind].project(desired, live),
        lambda desired, live, differing: kinds[desired.key.kind].obstacles(desired, live, differing),
    )

    def count(live: Resource, path: Sequence[str]) -> int | None:
        return kinds[live.key.kind].records(portal, live, path)

    changes = [change for change in compared.changes if not by_hand(change, state)]
    compared.by_hand = [replace(each, reason=BY_HAND) for each in compared.changes if by_hand(each, state)]
    findings = [*compared.findings, *plan_blocks.waiting(changes, compared.by_hand, known.desired)]
    findings += plan_blocks.judge(changes, known.desired, known.retirements, state.resources, count)
    findings += plan_retired.absent(known.retirements, state.resources, known.desired)
    blocked = {finding.key for finding in findings if finding.severity is Severity.ERROR}
    open_changes = [change for change in changes if change.key not in blocked]
    judged = plan_hazards.judge(open_changes, state.resources, count)
    ordered, circles = order.sort(judged, list(kinds))
    return ordered, findings + circles, compared


def by_hand(change: Change, state: State) -> bool:
    """Whether HubSpot's API cannot make this change here, so that it becomes a step for a person."""
    live = state.resources.get(change.key)
    removed = change.action is Action.ARCHIVE and live is not None and bool(live.facts.get("removed_by_hand"))
    return removed or Key(BY_HAND, change.key.kind) in state.resources


def sign(
    blueprint: BlueprintLine,
    portal: PortalLine,
    changes: Sequence[Change],
    findings: Sequence[Finding],
    compared: diff.Comparison,
    state: State,
    desired: Mapping[Key, Resource],
    kinds: Mapping[str, Kind],
    *,
    reads: int,
    calls_in_ten_seconds: int,
    version: str,
    standing: Sequence[ManualStep] = (),
) -> Plan:
    """The plan, priced and fingerprinted. ``reads`` are the requests that planning took; apply repeats them.

    ``standing`` are the manual steps of the blueprint, which stay whatever changes.
    """
    cost = cost_of(changes, kinds)
    calls = cost.reads + cost.writes
    plan = Plan(
        blueprint,
        portal,
        tuple(changes),
        compared.unchanged,
        compared.not_managed,
        tuple(findings),
        (
            *standing,
            *(step for change in (*changes, *compared.by_hand) for step in kinds[change.key.kind].manual(change)),
        ),
        cost + Cost(reads=reads),
        math.ceil(10 * calls / calls_in_ten_seconds) if calls else 0,
        version,
        ids=_ids(changes, state, desired),
    )
    return replace(plan, fingerprint=fingerprint(plan))


def cost_of(changes: Sequence[Change], kinds: Mapping[str, Kind]) -> Cost:
    """The requests of carrying the changes out, from the same units that the executor walks."""
    total = Cost(reads=len(limited(changes, kinds)))
    waves = order.waves(
        changes, lambda change: kinds[change.key.kind].lane(change), lambda change: kinds[change.key.kind].BATCH
    )
    for unit in (unit for wave in waves for unit in wave):
        first = unit.changes[0]
        total += kinds[first.key.kind].cost(first.action, unit.changes)
    return total


def limited(changes: Sequence[Change], kinds: Mapping[str, Kind]) -> dict[str, list[Change]]:
    """The creates that count against a limit of the account, by kind."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        if change.action is Action.CREATE and change.key == change.key.whole and kinds[change.key.kind].LIMITED:
            found.setdefault(change.key.kind, []).append(change)
    return found


def _ids(changes: Sequence[Change], state: State, desired: Mapping[Key, Resource]) -> dict[Key, str]:
    """The ids of everything that the changes touch or name, so that a saved plan can be carried out by itself."""
    concerned: set[Key] = set()
    for change in changes:
        concerned |= {change.key, change.key.whole}
        for side in (state.resources.get(change.key), desired.get(change.key)):
            concerned |= set(side.needs) if side else set()
        for each in change.fields:
            concerned |= {*references(each.before), *references(each.after)}
    return {key: live.id for key in concerned if (live := state.resources.get(key)) is not None and live.id}
