"""Kind ``list``: segments of records that keep themselves up to date, such as the open leads that nobody owns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provisioner.kinds import base, identity, list_schema
from provisioner.model.blueprint import text
from provisioner.model.document import entries
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Query, Reader, Writer
from provisioner.model.resource import Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "list"
SECTION = "lists"
BATCH = 1
ECHOES = False
LIMITED = False
BRINGS: tuple[str, ...] = ()
DEFS: Mapping[str, Json] = list_schema.DEFS
SCHEMA = base.by_object_type({"$ref": "#/$defs/list"})
RETIRE: Mapping[str, Json] = {
    "lists": base.names_by_object_type()
    | {"description": "By object type: names of lists. HubSpot keeps them 90 days."}
}
DYNAMIC = "DYNAMIC"
_PAGE = 500
_CHUNK = 100
"""Lists in one read of filters: their ids stand in the address, which must not grow too long."""


# What a blueprint wants


def desired(document: Any, language: str) -> Iterator[Resource]:
    from provisioner.automation import calendars_by_pipeline  # a blueprint without lists does not pay for it
    from provisioner.kinds import list_filters

    calendars, _ = calendars_by_pipeline.read(document)
    for object_type, name, entry, place in entries(document[SECTION]):
        filters = list_filters.wanted(object_type, entry["filters"])
        uses = list_filters.uses(object_type, filters)
        spec: dict[str, Any] = {"name": text(entry["name"], language), "filters": filters, "uses": uses}
        if list_filters.tells_time(filters):
            columns = list_filters.columns(filters)
            hours = calendars.of(columns[0].whole) if calendars and columns else calendars and calendars.usual
            spec["zone"] = str(hours.zone) if hours else "UTC"
        facts = {"texts": identity.texts(entry["name"], language)}
        needs = (*(ref.key for ref in uses.values()), *list_filters.columns(filters))
        yield Resource(Key(NAME, f"{object_type}/{name}"), spec, spec["name"], place, needs=needs, facts=facts)


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    return base.retired_names(NAME, section)


for_editors = base.same_for_editors
standing_steps = base.no_steps
told = base.told_as_read


# What a portal has


def own_id(key: Key) -> str:  # noqa: ARG001 - the shape of Kind
    return base.NUMBERED


def scopes(known: Known) -> list[str]:
    return ["every object"] if _wanted(known) else []


def _wanted(known: Known) -> list[Key]:
    return [key for key in [*known.desired, *(each.key for each in known.retirements)] if key.kind == NAME]


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:  # noqa: ARG001 - the shape of Kind
    """Every list by its head, since names are unique in an account; filters of those only that are ours, or that may
    be: where one of ours is not found, of every list of its object that keeps itself up to date."""
    heads = {str(raw["listId"]): raw for raw in _searched(portal)}
    matched: dict[str, identity.Match] = {}
    for object_type in sorted({key.object_type for key in _wanted(known)}):
        keys = [key for key in _wanted(known) if key.object_type == object_type]
        names = {id_: str(raw["name"]) for id_, raw in heads.items() if _object_of(raw) == object_type}
        matched |= identity.matches(keys, names, known)
    lost = {key.object_type for key in _lost(known, {match.key for match in matched.values()})}
    maybe = [id_ for id_, raw in heads.items() if id_ not in matched and _may_be_ours(raw, lost)]
    full = {str(raw["listId"]): raw for raw in _full(portal, [*matched, *maybe])}
    for id_, raw in heads.items():
        match = matched.get(id_) or identity.Match(Key(NAME, f"{_object_of(raw)}/@{id_}"))
        yield _resource(match.key, full.get(id_, raw), match)


def _lost(known: Known, held: Collection[Key]) -> list[Key]:
    """The lists of the blueprint that the portal has under no number and no name of theirs."""
    return [key for key in known.desired if key.kind == NAME and key not in held]


def _may_be_ours(raw: Json, lost: Collection[str]) -> bool:
    return raw.get("processingType") == DYNAMIC and _object_of(raw) in lost


def _searched(portal: Reader) -> Iterator[Json]:
    body = {"query": "", "offset": 0, "count": _PAGE, "listIds": [], "processingTypes": [], "additionalProperties": []}
    while True:
        answer = portal.ask("lists.search", {}, body)
        yield from answer["lists"]
        following = answer["offset"]
        if not answer.get("hasMore") or following <= body["offset"]:
            return
        body = body | {"offset": following}


def _full(portal: Reader, ids: Sequence[str]) -> Iterator[Json]:
    for start in range(0, len(ids), _CHUNK):
        query = [("listIds", each) for each in ids[start : start + _CHUNK]]
        yield from portal.get("lists", {}, [*query, *_WITH_FILTERS])["lists"]


_WITH_FILTERS: Query = [("includeFilters", "true")]
_NAMES = {id_: name for name, id_ in base.TYPE_IDS.items()}


def _object_of(raw: Json) -> str:
    return _NAMES.get(str(raw["objectTypeId"]), str(raw["objectTypeId"]))


def _resource(key: Key, raw: Json, match: identity.Match | None = None) -> Resource:
    facts: dict[str, Any] = {"raw": raw}
    if match and match.twins:
        facts["twins"] = match.twins
    if match and match.by_text:
        facts["by_text"] = True
    return Resource(key, {"name": str(raw["name"])}, str(raw["name"]), id=str(raw["listId"]), facts=facts)


def named(live: Sequence[Resource], ids: base.Ids, known: Known) -> Sequence[Resource]:
    lost = [known.desired[key] for key in _lost(known, {each.key for each in live})]
    return [_compared(each, ids, lost) if each.key.name.startswith("@") else _in_words(each, ids) for each in live]


def _compared(strange: Resource, ids: base.Ids, lost: Sequence[Resource]) -> Resource:
    """A list that nothing tells to be ours, and which lost list of ours its filters say that it is."""
    if not lost or strange.facts["raw"].get("filterBranch") is None:
        return strange
    words = _in_words(strange, ids)
    same = [each.key for each in lost if _same_filters(each, words)]
    return replace(strange, facts={**strange.facts, "looks_like": same[0]}) if same else strange


def _same_filters(wanted: Resource, live: Resource) -> bool:
    seen = project(wanted, live)
    if wanted.key.object_type != live.key.object_type or "filters" not in wanted.spec:
        return False
    return all(seen[name] == wanted.spec[name] for name in wanted.spec if name != "name")


def _in_words(live: Resource, ids: base.Ids) -> Resource:
    raw = live.facts["raw"].get("filterBranch")
    if raw is None:
        return live
    from provisioner.kinds import list_filters

    filters, zone = list_filters.read(live.key.object_type, raw, ids)
    uses = {} if filters is list_filters.OTHER else list_filters.uses(live.key.object_type, filters)
    return replace(live, spec={**live.spec, "filters": filters, "uses": uses, "zone": zone or None})


def project(desired: Resource, live: Resource) -> Spec:
    return base.named_fields(desired.spec, live.spec)


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:
    type_ = live.facts["raw"].get("processingType")
    if type_ != DYNAMIC and set(differing) - {"name"}:
        message = f'{desired.key}: the portal has a list "{live.title}" (id {live.id}) that is filled by hand ({type_})'
        fix = "give one of the two another name; HubSpot cannot turn such a list into one with filters"
        yield Finding("PLAN019", Severity.ERROR, message, desired.place, desired.key, fix)


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001 - the shape of Kind
    return 0  # a list shows records, and none stands in it


def manual(change: Change) -> Iterator[ManualStep]:  # noqa: ARG001 - the shape of Kind
    yield from ()


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # HubSpot publishes no limit of lists through its API


# Carrying it out


def lane(change: Change) -> str:
    # New ones are made one after the other, so that HubSpot numbers them in the order of the plan.
    return "new" if change.action is Action.CREATE else str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    if action is Action.CREATE:
        return Cost(0, len(changes))
    if action is Action.ARCHIVE:
        return Cost(2 * len(changes), len(changes))
    return Cost(len(changes), sum(_renames(change) + _refilters(change) for change in changes))


def _renames(change: Change) -> bool:
    return "name" in change.spec


def _refilters(change: Change) -> bool:
    return any(diff.path[0] in ("filters", "zone") for diff in change.fields)


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    from provisioner.kinds import list_writing

    found = {}
    for change in changes:
        raw = list_writing.look(portal, change, ids)
        if raw is not None:
            found[change.key] = _in_words(_resource(change.key, raw), ids)
    return found


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:
    from provisioner.kinds import list_writing

    return [list_writing.create(portal, change, ids) for change in changes]


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:
    from provisioner.kinds import list_writing

    if _renames(change):
        list_writing.rename(portal, change, live)
    if _refilters(change):
        list_writing.refilter(portal, change, live, ids)
    return None


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:
    portal.send("list.archive", {"list": ids[change.key]})
