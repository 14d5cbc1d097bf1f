"""Kind ``workflow``: sales rules as HubSpot workflows, found again by the mark in their description.

The compiler takes longer to load than a plan takes, so it is loaded where a workflow is, and not with this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from provisioner.kinds import base, workflow_schema
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Reader, Writer
from provisioner.model.resource import Place, Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "workflow"
SECTION = "automation"
BATCH = 1
ECHOES = True
LIMITED = False
BRINGS: tuple[str, ...] = ("owner", "user")
DEFS = workflow_schema.DEFS
SCHEMA = workflow_schema.SCHEMA
RETIRE = workflow_schema.RETIRE
for_editors = workflow_schema.for_editors


# What a blueprint wants


def desired(document: Any, language: str) -> Iterator[Resource]:
    from provisioner.kinds import workflow_rules

    yield from workflow_rules.desired(document, language)


def standing_steps(document: Any, language: str) -> Iterator[ManualStep]:
    from provisioner.kinds import workflow_rules

    yield from workflow_rules.standing_steps(document, language)


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    for index, each in enumerate(section):
        yield Retirement(Key(NAME, each), place_of(section, (index,)) or Place("", 1, 1))


# What a portal has


def own_id(key: Key) -> str:  # noqa: ARG001 - the shape of Kind
    return ""  # HubSpot numbers workflows itself, and the mark in the description finds them again


def scopes(known: Known) -> list[str]:
    keys = [*known.desired, *(each.key for each in known.retirements)]
    if SECTION not in known.sections and not any(key.kind == NAME for key in keys):
        return []
    return ["workflows", "owners"]


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    from provisioner.kinds import workflow_reading

    return workflow_reading.live(portal, scope, known)


def named(live: Sequence[Resource], ids: base.Ids, known: Known) -> Sequence[Resource]:
    if not live:
        return live
    from provisioner.kinds import workflow_reading

    return workflow_reading.named(live, ids, known)


def project(desired: Resource, live: Resource) -> Spec:
    fields = base.named_fields(desired.spec, live.spec)
    if fields.get("fingerprint") == desired.spec["fingerprint"]:
        # The same workflow: what HubSpot spells otherwise is no difference.
        return {**desired.spec, **({"on": fields["on"]} if "on" in fields else {})}
    return fields


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    wanted, has = desired.facts["compiled"].body["objectTypeId"], live.facts["raw"].get("objectTypeId")
    if str(wanted) != str(has):
        message = f"{desired.key}: HubSpot cannot move a workflow from object {has} to {wanted}"
        fix = "give the rule another name, and retire the old one"
        yield Finding("PLAN013", Severity.ERROR, message, desired.place, desired.key, fix)


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001 - the shape of Kind
    return 0  # HubSpot does not tell how many records are inside a workflow


def manual(change: Change) -> Iterator[ManualStep]:  # noqa: ARG001 - the shape of Kind
    yield from ()


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # HubSpot publishes no limit of workflows through its API


# Carrying it out


def lane(change: Change) -> str:
    # New ones are made one after the other, so that HubSpot numbers and lists them in the order of the plan.
    return "new" if change.action is Action.CREATE else str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    """A create is read until HubSpot has finished it, and again once it is switched on; the others are looked at
    before and after."""
    if action is Action.CREATE:
        requests = len(changes) + sum(bool(change.spec.get("on")) for change in changes)
        return Cost(requests, requests)
    return Cost(2 * len(changes), len(changes))


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    from provisioner.kinds import workflow_reading

    return workflow_reading.look(portal, changes, ids)


def told(change: Change, live: Resource) -> Resource:
    from provisioner.kinds import workflow_reading

    return workflow_reading.told(change, live)


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:
    from provisioner.kinds import workflow_writing

    return [workflow_writing.create(portal, change, ids) for change in changes]


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:
    from provisioner.kinds import workflow_writing

    workflow_writing.update(portal, change, live, ids)
    return None  # the answer repeats the request; a read shows what is stored


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:
    portal.send("flow.delete", {"flow": ids[change.key]})
