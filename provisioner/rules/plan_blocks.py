"""Blocks: changes that are refused at plan time, each with the reason and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.labels import folded
from provisioner.model.plan import Action, Change
from provisioner.model.resource import Place, Resource, Retirement, Spec

Count = Callable[[Resource, Sequence[str]], int | None]

UNIQUE_LABELS = ("pipeline", "list")
"""Kinds of which HubSpot refuses a second one with the same label or name, whatever its case and outer spaces."""


def judge(
    changes: Sequence[Change],
    desired: Mapping[Key, Resource],
    retirements: Sequence[Retirement],
    live: Mapping[Key, Resource],
    count: Count,
) -> list[Finding]:
    """An error for every change that must not be made as things stand."""
    places = {retirement.key: retirement.place for retirement in retirements}
    findings: list[Finding] = []
    for change in changes:
        if change.action is Action.ARCHIVE:
            findings += _archive(change, live[change.key], places.get(change.key), count)
    findings += _labels(changes, desired, live)
    findings += _twins(desired, live, places)
    findings += _binding(changes, desired)
    findings += _under_another_name(changes, desired, live)
    return findings


def _under_another_name(
    changes: Sequence[Change], desired: Mapping[Key, Resource], live: Mapping[Key, Resource]
) -> Iterator[Finding]:
    """What is about to be made, where the portal has the same under another name: nothing tells whether it is ours."""
    alike: dict[Key, Resource] = {}
    for each in live.values():
        if (key := each.facts.get("looks_like")) is not None:
            alike.setdefault(key, each)
    for change in changes:
        if change.action is Action.CREATE and (other := alike.get(change.key)) is not None:
            message = (
                f'{change.key} would be made anew, and the portal has a {change.key.kind} "{other.title}" '
                f"(id {other.id}) with the same filters"
            )
            fix = f'if that is ours, renamed, adopt it with `ids: {{"{change.key}": "{other.id}"}}` in the project file'
            place = desired[change.key].place if change.key in desired else None
            yield Finding("PLAN026", Severity.WARNING, message, place, change.key, fix)


def _binding(changes: Sequence[Change], desired: Mapping[Key, Resource]) -> Iterator[Finding]:
    """Checks of values on properties that records have already."""
    new = {change.key for change in changes if change.action is Action.CREATE}
    checks = [
        change.key
        for change in changes
        if change.key.kind == "property_validation" and Key("property", change.key.address) not in new
    ]
    if checks:
        named = ", ".join(key.address for key in checks[:5]) + (" and others" if len(checks) > 5 else "")
        message = (
            f"from now on HubSpot refuses other values of {named}, from people, imports and programs; records that "
            "hold one keep it until somebody edits them"
        )
        place = desired[checks[0]].place if checks[0] in desired else None
        fix = "look for such records in HubSpot first: its API does not count them"
        yield Finding("PLAN018", Severity.WARNING, message, place, checks[0], fix)


def waiting(changes: Sequence[Change], by_hand: Sequence[Change], desired: Mapping[Key, Resource]) -> Iterator[Finding]:
    """What cannot be made before a person has made something else."""
    missing = {change.key for change in by_hand if change.action is Action.CREATE}
    for change in changes:
        if awaited := sorted(missing.intersection(change.waits_for)):
            place = desired[change.key].place if change.key in desired else None
            named = ", ".join(map(str, awaited))
            message = f"{change.key.name} waits for {named}, which only a person can make in this portal"
            fix = "do the step that the plan shows under by hand, then plan again"
            yield Finding("PLAN017", Severity.ERROR, message, place, change.key, fix)


def _twins(
    desired: Mapping[Key, Resource], live: Mapping[Key, Resource], places: Mapping[Key, Place]
) -> Iterator[Finding]:
    """What is found by its name, where several bear it: taking any of them would be a guess."""
    for key, each in live.items():
        if twins := each.facts.get("twins"):
            place = desired[key].place if key in desired else places.get(key)
            message = f'{key}: the portal has {len(twins)} named "{each.title}" (ids {", ".join(twins)})'
            fix = f'say which is meant with `ids: {{"{key}": "{twins[0]}"}}` in the project file'
            yield Finding("PLAN016", Severity.ERROR, message, place, key, fix)


def _archive(change: Change, live: Resource, place: Place | None, count: Count) -> Iterator[Finding]:
    name = str(change.key)
    if live.facts.get("archivable") is False or live.facts.get("comes_with_portal"):
        message = f"{name}: HubSpot does not let this {change.key.kind} be archived"
        yield Finding("PLAN010", Severity.ERROR, message, place, change.key, "take it out of retire")
        return
    records = count(live, ())
    if records is None:
        message = f"{name}: it cannot be told whether records stand in it"
        fix = f"give the key a scope that reads {change.key.object_type} records, then plan again"
        yield Finding("PLAN011", Severity.ERROR, message, place, change.key, fix)
    elif records:
        what, fix = _occupied(records, str(live.facts.get("holds", "record")))
        yield Finding("PLAN002", Severity.ERROR, f"{name}: {what} in it", place, change.key, fix)


def _occupied(number: int, noun: str) -> tuple[str, str]:
    """How many of them stand in something that must go, and what to do about it."""
    if noun == "person":
        what = "1 person is" if number == 1 else f"{number:,} people are"
        return what, "move them to another team in HubSpot first, then plan again"
    what = "1 record stands" if number == 1 else f"{number:,} records stand"
    return what, "move the records, or clear the values, in HubSpot first, then plan again"


def _labels(
    changes: Sequence[Change], desired: Mapping[Key, Resource], live: Mapping[Key, Resource]
) -> Iterator[Finding]:
    wanted = [
        change
        for change in changes
        if change.key.kind in UNIQUE_LABELS and change.action is not Action.ARCHIVE and _label(change.spec)
    ]
    if not wanted:
        return
    bearers = {(_room(key), folded(_label(each.spec))): each for key, each in live.items()}
    for change in wanted:
        bearer = bearers.get((_room(change.key), folded(_label(change.spec))))
        if bearer is not None and bearer.key != change.key:
            place = desired[change.key].place if change.key in desired else None
            yield _label_taken(change, bearer, place, managed=bearer.key in desired)


def _label(spec: Spec) -> str:
    return str(spec.get("label") or spec.get("name") or "")


def _room(key: Key) -> tuple[str, str, str]:
    """Where a label must be unique: the pipelines of an object, the stages of a pipeline, the lists of an account."""
    if key.kind == "list":
        return (key.kind, "", "")
    return (key.kind, key.object_type, "" if key == key.whole else str(key.whole))


def _label_taken(change: Change, bearer: Resource, place: Place | None, *, managed: bool) -> Finding:
    what = change.key.kind if change.key == change.key.whole else "stage"
    message = f'{change.key}: the portal already has a {what} "{bearer.title}" (id {bearer.id})'
    if managed:
        fix = f"{bearer.key} bears it: change one label first, apply, then the other"
    elif change.key.object_type != bearer.key.object_type:
        fix = "choose another name: it is a list of another object"
    else:
        fix = f'adopt it with `ids: {{"{change.key}": "{bearer.id}"}}` in the project file, or choose another label'
    return Finding("PLAN001", Severity.ERROR, message, place, change.key, fix)
