"""The contract of a kind: everything provisioner knows about one kind of thing, in one module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from provisioner.model.counts import counted
from provisioner.model.document import place_of
from provisioner.model.errors import BadAnswer, Exchange, Forbidden, NotFound
from provisioner.model.findings import Finding, ManualStep
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Place, Resource, Retirement, Spec
from provisioner.model.state import Known

TEXT: Json = {"$ref": "#/$defs/text"}

Ids = Mapping[Key, str]

BY_HAND = "by_hand"
"""The kind of the key by which a reading says that here only a person can make what a kind manages, and the reason of
such a change."""

NUMBERED = "#"
"""What ``own_id`` says of a kind that the portal numbers itself and whose numbers are remembered."""


class Kind(Protocol):
    """A module with these names is a kind; ``kinds.KINDS`` lists them in the order in which a salesperson sees them.

    Nothing above knows what a kind manages: it is told resources, changes and requests, and passes them on.
    """

    NAME: str
    """The word before the colon of a key: ``property``."""

    SECTION: str
    """Its heading in a blueprint: ``properties``."""

    SCHEMA: Json
    """JSON Schema (draft 2020-12) of that section. Shared definitions: ``#/$defs/text``."""

    DEFS: Mapping[str, Json]
    """Definitions that SCHEMA refers to as ``#/$defs/<name>``."""

    def for_editors(self) -> Json:
        """What the published schema says of the section instead of SCHEMA; empty where they are the same. It may ask
        for more, where a finding of ours would word the mistake better, and it is never used to check a blueprint."""
        ...

    RETIRE: Mapping[str, Json]
    """Sections under ``retire:`` that this kind understands, each with its JSON Schema."""

    BATCH: int
    """How many creates of one lane go into one request."""

    ECHOES: bool
    """True when HubSpot's answer to a write repeats the request, so that only a read shows what is stored."""

    LIMITED: bool
    """True when an account may hold only so many of it, and HubSpot tells how many: ``shortages`` then asks once."""

    BRINGS: tuple[str, ...]
    """Other kinds of keys that its reading brings, as the owners and teams that workflows speak of."""

    def desired(self, document: Any, language: str) -> Iterator[Resource]:
        """The resources of its section in a checked document; texts in the label language: ``en``, ``he``, ``both``."""
        ...

    def standing_steps(self, document: Any, language: str) -> Iterator[ManualStep]:
        """What a person must click for this section, whatever the plan changes."""
        ...

    def retirements(self, name: str, section: Any) -> Iterator[Retirement]:
        """What the section ``name`` of ``retire:`` says must go."""
        ...

    def own_id(self, key: Key) -> str:
        """The id that we ask the portal to give to a resource: a portal that gives another is remembered. Empty for a
        kind that the portal numbers itself, and that is found again by other means; ``NUMBERED`` for one whose number
        is the surest way to find it again, so that it is always remembered."""
        ...

    def scopes(self, known: Known) -> list[str]:
        """The object types to read; one independent chain of requests each."""
        ...

    def live(self, portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
        """What the portal has of this kind in one object type: keys in words, server noise stripped, archived
        resources included only where something of that name would be created."""
        ...

    def named(self, live: Sequence[Resource], ids: Ids, known: Known) -> Sequence[Resource]:
        """What ``live`` gave, with the ids of other resources turned into words, once the whole portal is read."""
        ...

    def project(self, desired: Resource, live: Resource) -> Spec:
        """The live spec as far as the desired one names fields; the two are compared as they stand."""
        ...

    def obstacles(self, desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:
        """Why HubSpot would not let these top-level fields be changed, each with the way out."""
        ...

    def records(self, portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:
        """How many CRM records stand in it (in the option named by ``path``, where given); None when the portal
        does not tell. One search of one result."""
        ...

    def manual(self, change: Change) -> Iterator[ManualStep]:
        """What a person must click after this change, since HubSpot has no API for it."""
        ...

    def shortages(self, portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:
        """Which account limits these creates would pass. One request; nothing when HubSpot does not tell."""
        ...

    def lane(self, change: Change) -> str:
        """Changes of one lane are carried out one after the other, or in one batch of creates."""
        ...

    def cost(self, action: Action, changes: Sequence[Change]) -> Cost:
        """The requests that create, update or archive will make for this unit, retries apart."""
        ...

    def look(self, portal: Reader, changes: Sequence[Change], ids: Ids) -> dict[Key, Resource]:
        """The live resources that these changes are about, as they stand now, absent ones left out. This is the
        check just before a write, and the read back after an answer that was lost. What a create left half made
        bears the fact ``unfinished``: creating it again finishes it."""
        ...

    def told(self, change: Change, live: Resource) -> Resource:
        """``live`` as ``look`` would tell it to this change: what only the whole blueprint can read in it is taken from
        the side of the change, before or after, that the rest agrees with."""
        ...

    def create(self, portal: Writer, changes: Sequence[Change], ids: Ids) -> list[Made]:
        """Create or restore a batch. One ``Made`` for each change, in the same order."""
        ...

    def update(self, portal: Writer, change: Change, live: Resource, ids: Ids) -> Resource | None:
        """Change the fields that the change names, and no other. ``live`` comes from ``look`` a moment ago.

        Gives the resource as HubSpot answered, where its answer shows what is stored."""
        ...

    def archive(self, portal: Writer, change: Change, ids: Ids) -> None:
        """Make it go, with HubSpot's own reference check on."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one create in a batch: the portal's id (and those of its parts), or why it was refused."""

    id: str = ""
    parts: Mapping[Key, str] = field(default_factory=dict)
    refusal: str = ""


def by_object_type(entry: Json, names: Json | None = None) -> Json:
    """The schema of a section shaped ``{object type: {name: entry}}``."""
    inner: dict[str, Json] = {"type": "object", "additionalProperties": entry}
    if names:
        inner["propertyNames"] = names
    return {"type": "object", "additionalProperties": inner}


def names_by_object_type() -> Json:
    """The schema of a ``retire:`` section shaped ``{object type: [name, ...]}``."""
    return {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}


def retired_names(kind: str, section: Any) -> Iterator[Retirement]:
    """The retirements of a section shaped by ``names_by_object_type``."""
    for object_type, names in section.items():
        for index, name in enumerate(names):
            place = place_of(section, (object_type, index))
            yield Retirement(Key(kind, f"{object_type}/{name}"), place or Place("", 1, 1))


def named_fields(wanted: Spec, live: Spec) -> dict[str, Any]:
    """The live values of just the fields that are wanted; None for a field that HubSpot does not have."""
    return {name: live.get(name) for name in wanted}


def count_records(portal: Reader, object_type: str, *alternatives: Json) -> int | None:
    """How many records match any of these search filters; None when the token may not read such records.

    ``total`` is exact for the query (HubSpot's search guide), so one result is asked for. Archived records never
    appear, and the index lags writes by moments: HubSpot's own reference check stays the last word.
    """
    groups = [{"filters": [each]} for each in alternatives]
    body = {"filterGroups": groups, "limit": 1, "properties": []}
    try:
        answer = portal.ask("search", {"object": object_type}, body)
    except (Forbidden, NotFound):
        return None
    total = answer.get("total") if isinstance(answer, dict) else None
    return total if isinstance(total, int) else None


TYPE_IDS: Mapping[str, str] = {
    "contacts": "0-1",
    "companies": "0-2",
    "deals": "0-3",
    "tickets": "0-5",
    "products": "0-7",
    "line_items": "0-8",
    "quotes": "0-14",
    "tasks": "0-27",
    "notes": "0-46",
    "meetings": "0-47",
    "calls": "0-48",
    "emails": "0-49",
    "orders": "0-123",
    "leads": "0-136",
    "services": "0-162",
    "courses": "0-410",
    "listings": "0-420",
    "appointments": "0-421",
}
"""HubSpot's type ids of its standard objects (developer documentation); a custom object goes by its own ``2-<n>``."""

UNRELIABLE_LIMIT = 10
"""The figure that free portals report for custom properties; they have been seen to take more, so it is no refusal."""


def limit_passed(rows: Sequence[Json], object_type: str, adding: int) -> tuple[int, int] | None:
    """(limit, usage) of the object type when ``adding`` more would pass it, from a limits answer's rows."""
    type_id = TYPE_IDS.get(object_type, object_type)
    for row in rows:
        limit, usage = row.get("limit"), row.get("usage")
        if row.get("objectTypeId") == type_id and isinstance(limit, int) and isinstance(usage, int):
            return (limit, usage) if usage + adding > limit > UNRELIABLE_LIMIT else None
    return None


def too_many(where: str, most: str, usage: int, adding: int) -> str:
    """What an account limit says to things that would pass it; ``most`` is the limit with its noun."""
    return f"{where}: the portal takes {most} and has {usage}; {counted(adding, 'more does', 'more do')} not fit"


def limits(portal: Reader, endpoint: str) -> Json:
    """An answer of HubSpot's limits tracking; an empty one when the key may not read it or the portal has none."""
    try:
        return portal.get(endpoint, {})
    except (Forbidden, NotFound):
        return {}


def count_by_object(creates: Sequence[Change]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for change in creates:
        counts[change.key.object_type] = counts.get(change.key.object_type, 0) + 1
    return counts


def same_for_editors() -> Json:
    """For a kind whose schema is the whole truth."""
    return {}


def no_steps(document: Any, language: str) -> Iterator[ManualStep]:  # noqa: ARG001 - the shape of ``standing_steps``
    """For a kind whose section HubSpot's API carries as a whole."""
    yield from ()


def as_read(live: Sequence[Resource], ids: Ids, known: Known) -> Sequence[Resource]:  # noqa: ARG001 - the shape of Kind
    """For a kind whose resources name others in words already."""
    return live


def told_as_read(change: Change, live: Resource) -> Resource:  # noqa: ARG001 - the shape of ``told``
    """For a kind whose every field is read by itself."""
    return live


def by_hand(kind: str) -> Resource:
    """What a reading adds where this portal's API does not carry changes of the kind; ``BRINGS`` then names it."""
    return Resource(Key(BY_HAND, kind), {}, facts={"comes_with_portal": True})


PAGE = 100


def pages(portal: Reader, endpoint: str, *also: tuple[str, str]) -> Iterator[Json]:
    """The results of a list that comes in pages of a hundred; ``also`` goes into the query of each."""
    query = [("limit", str(PAGE)), *also]
    after, been = "", {""}
    while True:
        answer = portal.get(endpoint, {}, [*query, ("after", after)] if after else query)
        yield from answer["results"]
        after = str(((answer.get("paging") or {}).get("next") or {}).get("after") or "")
        if not after:
            return
        if after in been:
            raise BadAnswer(
                f"GET {endpoint}: the portal answers pages that it gave before, without end",
                Exchange("GET", endpoint, 200),
                fix="run again; if it stays so, check whether a proxy answers in the portal's place",
            )
        been.add(after)
