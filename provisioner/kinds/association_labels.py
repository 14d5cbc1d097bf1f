"""Kind ``association_label``: what two records are to each other, such as the decision maker of a deal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from provisioner.kinds import base, identity
from provisioner.model.blueprint import text
from provisioner.model.counts import counted
from provisioner.model.document import entries
from provisioner.model.errors import Exchange, OutcomeUnknown, PortalError
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change, Cost
from provisioner.model.portal import Json, Reader, Writer
from provisioner.model.resource import Resource, Retirement, Spec
from provisioner.model.state import Known

NAME = "association_label"
SECTION = "association_labels"
BATCH = 1
ECHOES = False
LIMITED = True
BRINGS: tuple[str, ...] = ()
DEFS: Mapping[str, Json] = {
    "association_label": {
        "type": "object",
        "additionalProperties": False,
        "required": ["label"],
        "properties": {
            "label": base.TEXT | {"description": "What the second record is to the first, as users see it."},
            "inverse_label": base.TEXT
            | {"description": "What the first record is to the second. Without it both sides read the same."},
        },
    }
}
SCHEMA = base.by_object_type({"$ref": "#/$defs/association_label"})
RETIRE: Mapping[str, Json] = {
    "association_labels": base.names_by_object_type() | {"description": "By `<object>/<object>`: names of labels."}
}

BACK = identity.SIDES
"""Between the texts of the two sides: HubSpot takes both in one write, so they are one field."""
_UNKNOWN = "?"


# What a blueprint wants


def desired(document: Any, language: str) -> Iterator[Resource]:
    for pair, name, entry, place in entries(document[SECTION]):
        label, back = text(entry["label"], language), text(entry.get("inverse_label"), language)
        spec = {"label": f"{label}{BACK}{back}" if back else label}
        facts = {
            "texts": identity.texts(entry["label"], language),
            "back": identity.texts(entry.get("inverse_label"), language),
        }
        yield Resource(Key(NAME, f"{pair}/{name}"), spec, label, place, facts=facts)


def retirements(name: str, section: Any) -> Iterator[Retirement]:  # noqa: ARG001 - this kind has one section only
    return base.retired_names(NAME, section)


for_editors = base.same_for_editors
standing_steps = base.no_steps
named = base.as_read


# What a portal has


def own_id(key: Key) -> str:  # noqa: ARG001 - the shape of Kind
    return base.NUMBERED


def scopes(known: Known) -> list[str]:
    return sorted({_pair(key) for key in _wanted(known)})


def _wanted(known: Known) -> list[Key]:
    return [key for key in [*known.desired, *(each.key for each in known.retirements)] if key.kind == NAME]


def _pair(key: Key) -> str:
    return key.address.rpartition("/")[0]


def live(portal: Reader, scope: str, known: Known) -> Iterable[Resource]:
    keys = [key for key in _wanted(known) if _pair(key) == scope]
    found = _list(portal, scope)
    matched = identity.matches(keys, found, known)
    wanted = {key: known.desired[key] for key in keys if key in known.desired}
    two_sided = any(BACK in str(each.spec.get("label", "")) for each in wanted.values())
    back = list(_list(portal, _turned(scope)).values()) if two_sided else []
    for id_, label in found.items():
        match = matched.get(id_) or identity.Match(Key(NAME, f"{scope}/@{id_}"))
        resource = wanted.get(match.key)
        spoken = resource.facts.get("back") or _back_of(resource.spec["label"]) if resource else ()
        yield _resource(match.key, id_, label, spoken, back, match.twins)


def _list(portal: Reader, pair: str) -> dict[str, str]:
    """The labels of the account's own by id, in one direction. HubSpot's and those of apps are nobody's to manage."""
    answer = portal.get("labels", _where(pair))
    own = [raw for raw in answer["results"] if raw["category"] == "USER_DEFINED"]
    return {str(raw["typeId"]): str(raw.get("label") or "") for raw in own}


def _where(pair: str) -> dict[str, str]:
    one, _, other = pair.partition("/")
    return {"object": one, "to": other}


def _turned(pair: str) -> str:
    one, _, other = pair.partition("/")
    return f"{other}/{one}"


def _resource(
    key: Key, id_: str, label: str, spoken: Sequence[str], back: Sequence[str], twins: Sequence[str] = ()
) -> Resource:
    """HubSpot's lists do not tell which label answers to which, so the other side is known by its text."""
    inverse = next((each for each in spoken if each in back), _UNKNOWN) if spoken else ""
    facts: dict[str, Any] = {"back": tuple(back)} | ({"twins": tuple(twins)} if twins else {})
    return Resource(key, {"label": f"{label}{BACK}{inverse}" if inverse else label}, label, id=id_, facts=facts)


def _back_of(*labels: Any) -> tuple[str, ...]:
    """The texts of the other side in these values of the field."""
    parts = [str(each).split(BACK) for each in labels if each]
    return tuple(part[1] for part in parts if len(part) > 1)


def told(change: Change, live: Resource) -> Resource:
    """The other side of a saved plan's label may still read as it did before the change."""
    return _resource(change.key, live.id or "", live.title, _spoken(change), live.facts["back"])


def _spoken(change: Change) -> tuple[str, ...]:
    """The texts of the other side after and before a change."""
    return _back_of(*(value for diff in change.fields for value in (diff.after, diff.before)))


def project(desired: Resource, live: Resource) -> Spec:
    return base.named_fields(desired.spec, live.spec)


def obstacles(desired: Resource, live: Resource, differing: Sequence[str]) -> Iterator[Finding]:  # noqa: ARG001 - the shape of Kind
    yield from ()  # the texts of both sides can be changed at any time


def records(portal: Reader, live: Resource, path: Sequence[str] = ()) -> int | None:  # noqa: ARG001 - the shape of Kind
    return 0  # HubSpot does not count the associations under a label; a hazard says so


def manual(change: Change) -> Iterator[ManualStep]:  # noqa: ARG001 - the shape of Kind
    yield from ()


# Carrying it out


def shortages(portal: Reader, creates: Sequence[Change]) -> Iterator[Finding]:
    rows = base.limits(portal, "limits.labels").get("results") or ()
    adding: dict[str, int] = {}
    for change in creates:
        adding[_pair(change.key)] = adding.get(_pair(change.key), 0) + 1
    for pair, number in adding.items():
        ends = [base.TYPE_IDS.get(each, each) for each in pair.split("/")]
        for row in rows:
            limit, usage = row.get("limit"), row.get("usage")
            same = [str((row.get(side) or {}).get("objectTypeId")) for side in ("fromObjectType", "toObjectType")]
            if same == ends and isinstance(limit, int) and isinstance(usage, int) and usage + number > limit:
                message = base.too_many(pair, counted(limit, "association label"), usage, number)
                fix = "retire labels that nobody uses, or leave association_labels out for this portal"
                yield Finding("LIMIT003", Severity.ERROR, message, None, creates[0].key, fix)


def lane(change: Change) -> str:
    # New ones are made one after the other, so that HubSpot numbers and lists them in the order of the plan.
    return _pair(change.key) if change.action is Action.CREATE else str(change.key)


def cost(action: Action, changes: Sequence[Change]) -> Cost:
    """A new label is looked up in the list, the only place that tells its number beyond doubt."""
    reads = {Action.CREATE: 1, Action.ARCHIVE: 2}
    looks = sum(reads.get(action, 2 if _two_sided(change) else 1) for change in changes)
    return Cost(looks, len(changes))


def _two_sided(change: Change) -> bool:
    return bool(_spoken(change))


def look(portal: Reader, changes: Sequence[Change], ids: base.Ids) -> dict[Key, Resource]:
    found = {}
    for change in changes:
        pair = _pair(change.key)
        held = _list(portal, pair)
        spoken = _spoken(change)
        if change.action is Action.CREATE:
            # Nobody else bears its text: the plan saw to it.
            id_, back = next(iter(identity.bearing((_sides(change)[0],), held)), ""), list(spoken)
        else:
            id_, back = ids[change.key], list(_list(portal, _turned(pair)).values()) if spoken else []
        if id_ in held:
            found[change.key] = _resource(change.key, id_, held[id_], spoken, back)
    return found


def _sides(change: Change) -> tuple[str, str]:
    """The wanted texts of both sides; the second is empty where one text serves both."""
    label, _, back = str(change.spec["label"]).partition(BACK)
    return label, back


def create(portal: Writer, changes: Sequence[Change], ids: base.Ids) -> list[base.Made]:  # noqa: ARG001 - the shape of Kind
    (change,) = changes
    pair = _pair(change.key)
    label, back = _sides(change)
    body = {"name": _internal_name(change.key), "label": label} | ({"inverseLabel": back} if back else {})
    try:
        portal.send("labels.create", _where(pair), body)
    except PortalError as error:
        if "already exists" not in error.message:
            raise
        raise type(error)(error.message, error.exchange, fix=_UNDER_ANOTHER_TEXT) from None
    ids_made = identity.bearing((label,), _list(portal, pair))
    if not ids_made:
        raise OutcomeUnknown(f"{change.key} is made, but the list does not show it yet", Exchange("POST", "labels"))
    return [base.Made(ids_made[0])]


_UNDER_ANOTHER_TEXT = (
    "the portal has this label under another text, and its number is not known here: restore provisioner.ids.yaml, or"
    " give the label the new text in HubSpot, and plan again"
)


def _internal_name(key: Key) -> str:
    """A name that is unique in the account, as HubSpot asks: no hyphens, and no digit at the beginning."""
    words = re.sub("[^a-z0-9]+", "_", key.address.lower())
    return words if words[0].isalpha() else f"object_{words}"


def update(portal: Writer, change: Change, live: Resource, ids: base.Ids) -> Resource | None:  # noqa: ARG001 - the shape of Kind
    label, back = _sides(change)
    # Without the other side's text HubSpot gives this one to both (seen live).
    body = {"associationTypeId": int(live.id or 0), "label": label} | ({"inverseLabel": back} if back else {})
    portal.send("label.update", _where(_pair(change.key)), body)
    return None


def archive(portal: Writer, change: Change, ids: base.Ids) -> None:
    portal.send("label.delete", _where(_pair(change.key)) | {"label": ids[change.key]})
