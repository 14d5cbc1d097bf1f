"""Kind ``workflow``: sales rules as HubSpot workflows, found again by the mark in their description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from provisioner.automation import calendars, compiler
from provisioner.automation import section as rules_section
from provisioner.automation.rules import Compiled, Context
from provisioner.kinds import base, workflow_bodies, workflow_schema, workflow_writing
from provisioner.model.document import place_of
from provisioner.model.errors import Forbidden, NotFound
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader
from provisioner.model.resource import Place, Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "workflow"
SECTION = "automation"
BATCH = 1
ECHOES = True
LIMITED = False
BRINGS: tuple[str, ...] = ("owner", "user", "team")
DEFS = workflow_schema.DEFS
SCHEMA = workflow_schema.SCHEMA
RETIRE = workflow_schema.RETIRE

BATCH_READ = 100
"""Workflows in a batch read."""


# What a blueprint wants


def desired(document: Any, language: str) -> Iterator[Resource]:
    context = _context(document, language)
    activate = bool(document[SECTION].get("activate"))
    for made in compiler.compile_all(rules_section.rules(document), context):
        if isinstance(made, Compiled):
            yield _resource(made, context, activate=activate)


def _context(document: Any, language: str) -> Context:
    hours, _ = calendars.calendar(rules_section.calendar_of(document))
    if hours is None:
        raise ValueError("the calendar is not valid, which the lint has said before")
    return rules_section.context(document, hours, language)


def _resource(made: Compiled, context: Context, *, activate: bool) -> Resource:
    uses = workflow_bodies.uses(made.body)
    spec = workflow_bodies.rule_fields(made.rule) | {
        "uses": uses,
        "fingerprint": workflow_bodies.fingerprint(made.body),
        "body": workflow_bodies.packed(made.body),
    }
    if activate:
        spec["on"] = True
    facts = {"context": context, "compiled": made}
    return Resource(
        made.key, spec, made.name, made.rule.place, needs=tuple(ref.key for ref in uses.values()), facts=facts
    )


def standing_steps(document: Any, language: str) -> Iterator[ManualStep]:
    """What a person clicks for the rules that HubSpot has no workflow for."""
    for made in compiler.compile_all(rules_section.rules(document), _context(document, language)):
        if isinstance(made, ManualStep):
            yield made


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    for index, each in enumerate(section):
        yield Retirement(Key(NAME, each), place_of(section, (index,)) or Place("", 1, 1))


# What a portal has


def own_id(key: Key) -> str:  # noqa: ARG001
    return ""  # HubSpot numbers workflows itself, and the mark in the description finds them again


def scopes(known: Known) -> list[str]:
    keys = [*known.desired, *(each.key for each in known.retirements)]
    if SECTION not in known.sections and not any(key.kind == NAME for key in keys):
        return []
    return ["workflows", "owners", "teams"]


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    if scope == "owners":
        return list(_people(portal))
    if scope == "teams":
        return list(_teams(portal, known))
    try:
        return [Resource(Key(NAME, f"@{raw['id']}"), {}, facts={"raw": raw}) for raw in _flows(portal)]
    except Forbidden as error:
        if not any(key.kind == NAME for key in known.desired):
            return []
        message = f"{error.message} Workflows need the scope automation and a Professional subscription of any hub."
        fix = "add the scope, or leave `automation: rules:` out for this portal"
        raise Forbidden(message, error.exchange, fix=fix) from None


def _flows(portal: Reader) -> Iterator[Json]:
    """Every workflow in full: one list, then batches, since the list tells neither description nor actions."""
    ids = [str(each["id"]) for each in base.pages(portal, "flows")]
    for start in range(0, len(ids), BATCH_READ):
        yield from _batch(portal, ids[start : start + BATCH_READ])


def _batch(portal: Reader, ids: Sequence[str]) -> list[Json]:
    inputs = [{"type": "FLOW_ID", "flowId": each} for each in ids]
    try:
        found: list[Json] = portal.ask("flows.read", {}, {"inputs": inputs})["results"]
    except NotFound:
        # Some portals have no batch read (reported): then one by one.
        found = [raw for each in ids if (raw := _flow(portal, each)) is not None]
    return found


def _flow(portal: Reader, id_: str) -> Json:
    try:
        return portal.get("flow", {"flow": id_})
    except (NotFound, Forbidden):
        return None  # deleted meanwhile, or of a sort that HubSpot does not show through its API


def _people(portal: Reader) -> Iterator[Resource]:
    """Owners, by e-mail: each is an owner id for records and a user id for messages, and the two differ."""
    for raw in base.pages(portal, "owners"):
        email = str(raw.get("email") or "")
        if email and not raw.get("archived"):
            yield _person("owner", email, str(raw["id"]))
            if raw.get("userId"):
                yield _person("user", email, str(raw["userId"]))


def _teams(portal: Reader, known: Known) -> Iterator[Resource]:
    if not any(key.kind == "team" for resource in known.desired.values() for key in resource.needs):
        return
    for raw in portal.get("teams", {})["results"]:
        yield _person("team", str(raw["name"]), str(raw["id"]))


def _person(kind: str, name: str, id_: str) -> Resource:
    return Resource(Key(kind, name), {}, name, id=id_, facts={"comes_with_portal": True})


def named(live: Sequence[Resource], ids: base.Ids, known: Known) -> list[Resource]:
    """Workflows as read, with the portal's ids turned into words and under the keys of their marks."""
    found = []
    for each in live:
        if each.key.kind != NAME:
            found.append(each)
            continue
        raw = each.facts["raw"]
        resource = workflow_bodies.live_resource(raw, ids, None)
        if (wanted := known.desired.get(resource.key)) is not None and "context" in wanted.facts:
            resource = workflow_bodies.live_resource(raw, ids, wanted)
        found.append(resource)
    return _unique(found)


def _unique(found: Sequence[Resource]) -> list[Resource]:
    """Two workflows with one mark: the second, a copy made by hand, is nobody's."""
    seen: set[Key] = set()
    resources = []
    for each in found:
        key = Key(NAME, f"@{each.id}") if each.key in seen else each.key
        seen.add(key)
        resources.append(
            each if key == each.key else Resource(key, each.spec, each.title, id=each.id, facts=each.facts)
        )
    return resources


def project(desired: Resource, live: Resource) -> Spec:
    fields = base.named_fields(desired.spec, live.spec)
    if fields.get("fingerprint") == desired.spec["fingerprint"]:
        # The same workflow: what HubSpot spells otherwise is no difference.
        return {**desired.spec, **({"on": fields["on"]} if "on" in fields else {})}
    return fields


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001
    wanted, has = desired.facts["compiled"].body["objectTypeId"], live.facts["raw"].get("objectTypeId")
    if str(wanted) != str(has):
        message = f"{desired.key}: HubSpot cannot move a workflow from object {has} to {wanted}"
        fix = "give the rule another name, and retire the old one"
        yield Finding("PLAN013", Severity.ERROR, message, desired.place, desired.key, fix)


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001
    return 0  # HubSpot does not tell how many records are inside a workflow


def manual(change: Change) -> Iterator[ManualStep]:  # noqa: ARG001
    yield from ()


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:  # noqa: ARG001
    yield from ()  # HubSpot publishes no limit of workflows through its API


# Carrying it out


def lane(change: Change) -> str:
    return str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    total = Cost()
    for change in changes:
        switched_on = bool(change.spec.get("on"))
        match action:
            case Action.CREATE:
                total += Cost(reads=1, writes=1 + switched_on)
            case Action.UPDATE:
                total += Cost(reads=2, writes=1)
            case _:
                total += Cost(reads=2, writes=1)
    return total


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    found = {}
    for change in changes:
        raw = _by_id(portal, change, ids) if change.key in ids else _by_mark(portal, change)
        if raw is not None:
            resource = workflow_bodies.live_resource(raw, ids, None)
            found[change.key] = Resource(
                change.key, _told(change, resource), resource.title, id=resource.id, facts=resource.facts
            )
    return found


def _by_id(portal: Reader, change: Change, ids: base.Ids) -> Json:
    try:
        return portal.get("flow", {"flow": ids[change.key]})
    except NotFound:
        return None


def _by_mark(portal: Reader, change: Change) -> Json:
    """A create whose answer was lost is found among the workflows that bear its name, by its mark."""
    name = change.spec["name"]
    ids = [str(each["id"]) for each in base.pages(portal, "flows") if each.get("name") == name]
    for raw in _batch(portal, ids) if ids else ():
        if workflow_bodies.live_resource(raw, {}, None).key == change.key:
            return raw
    return None


def _told(change: Change, live: Resource) -> Spec:
    """The live spec for a check against a change. A rule's fields follow from its body, and the fingerprint tells
    whether that is the body seen before, or the one wanted after."""
    hexes = live.spec["fingerprint"]
    spec: dict[str, Any] = {}
    for diff in change.fields:
        if side := _side(change, hexes):
            _put(spec, diff.path, diff.before if side == "before" else diff.after)
    return spec | {"fingerprint": hexes, "on": live.spec["on"]}


def _side(change: Change, hexes: str) -> str:
    diffs = {diff.path: diff for diff in change.fields}
    known = diffs.get(("fingerprint",))
    if known is None:
        return "before"
    return "after" if hexes == known.after else "before" if hexes == known.before else ""


def _put(spec: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for name in path[:-1]:
        spec = spec.setdefault(name, {})
    spec[path[-1]] = value


create = workflow_writing.create
update = workflow_writing.update
archive = workflow_writing.archive
