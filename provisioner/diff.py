"""Two states, wanted and live, to a list of changes; has never heard of HubSpot."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from provisioner.model.counts import counted
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key, Ref
from provisioner.model.plan import Action, Change, FieldDiff
from provisioner.model.resource import Resource, Retirement, Spec, references

Project = Callable[[Resource, Resource], Spec]
Obstacles = Callable[[Resource, Resource, Sequence[str]], Iterable[Finding]]


@dataclass(slots=True)
class Comparison:
    """What the comparison found; changes in the order of the blueprint, not yet of execution.

    ``by_hand`` are those of them that this portal lets only a person make; planning takes them out.
    """

    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    by_hand: list[Change] = field(default_factory=list)
    unchanged: int = 0
    not_managed: int = 0


def compare(
    desired: Mapping[Key, Resource],
    retirements: Sequence[Retirement],
    live: Mapping[Key, Resource],
    archived: Mapping[Key, Resource],
    project: Project,
    obstacles: Obstacles,
) -> Comparison:
    """The changes that make ``live`` what is ``desired``.

    ``project`` cuts a live spec down to what the desired one names; ``obstacles`` says why fields that differ cannot
    be changed: such a resource is reported and left alone. A part whose whole is to be created goes with it. What
    comes with every portal is not counted as not managed.
    """
    found = Comparison()
    parts: dict[Key, list[Resource]] = {}
    for resource in desired.values():
        if resource.part_of is not None:
            parts.setdefault(resource.part_of, []).append(resource)
    for key, resource in desired.items():
        present = live.get(key)
        if present is not None:
            _existing(found, resource, present, project, obstacles)
        elif resource.part_of is None or resource.part_of in live:
            _absent(found, resource, archived, parts.get(key, ()))
    retired = [each for each in retirements if each.key in live]
    found.changes += [_archive(live[each.key]) for each in retired if not _goes_with_its_whole(each.key, retired)]
    uses = [_uses(change) for change in found.changes]
    found.findings += _dangling(found.changes, uses, desired, live)
    gone = {each.key for each in retired}
    found.not_managed = sum(
        1
        for key, each in live.items()
        if key not in desired and key not in gone and key.whole not in gone and not each.facts.get("comes_with_portal")
    )
    leaves = [_leaves(change, used, live) for change, used in zip(found.changes, uses, strict=True)]
    found.changes = _with_waits(found.changes, uses, leaves, desired)
    found.findings += _still_used(found.changes, leaves, live)
    return found


def _existing(found: Comparison, wanted: Resource, live: Resource, project: Project, obstacles: Obstacles) -> None:
    projected = project(wanted, live)
    if projected == wanted.spec:
        found.unchanged += 1
        return
    differing = [name for name in wanted.spec if projected[name] != wanted.spec[name]]
    hindrances = list(obstacles(wanted, live, differing))
    found.findings += hindrances
    if hindrances:
        return
    fields = tuple(diff for name in differing for diff in _field_diffs(name, projected[name], wanted.spec[name]))
    found.changes.append(Change(Action.UPDATE, wanted.key, fields, wanted.title))


def _field_diffs(name: str, before: Any, after: Any) -> Iterator[FieldDiff]:
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        yield FieldDiff((name,), before, after)
        return
    from deepdiff import DeepDiff  # imports half of what is installed, so only where nested values differ

    # Without the threshold two mappings with few names in common would be reported as one changed value.
    tree = DeepDiff(before, after, view="tree", verbose_level=2, threshold_to_diff_deeper=0)
    levels = [level for report in tree.values() for level in report]
    paths = sorted({tuple(map(str, level.path(output_format="list"))) for level in levels})
    for path in sorted(paths, key=lambda each: _place(each, before, after)):
        yield FieldDiff((name, *path), _at(before, path), _at(after, path))


def _place(path: tuple[str, ...], before: Spec, after: Spec) -> tuple[int, tuple[str, ...]]:
    names = [*after, *(name for name in before if name not in after)]
    return (names.index(path[0]), path)


def _at(value: Any, path: Sequence[str]) -> Any:
    for step in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def _absent(found: Comparison, wanted: Resource, archived: Mapping[Key, Resource], parts: Sequence[Resource]) -> None:
    if wanted.facts.get("must_exist"):
        message = f"{wanted.key.name}: the portal does not have this HubSpot-defined {wanted.key.kind}"
        fix = "check the name, and whether the portal's subscription includes it"
        found.findings.append(Finding("PLAN006", Severity.ERROR, message, wanted.place, wanted.key, fix))
        return
    action = Action.RESTORE if wanted.key in archived else Action.CREATE
    fields = [FieldDiff((name,), None, value) for name, value in wanted.spec.items() if value is not None]
    if parts:
        made = {part.key.name: _without_siblings(part) for part in parts}
        fields.append(FieldDiff((parts[0].part_field,), None, made))
    found.changes.append(Change(action, wanted.key, tuple(fields), wanted.title))


def _without_siblings(part: Resource) -> Spec:
    """A part made together with its whole: where it stands is told by its place among the others."""
    return {
        name: value
        for name, value in part.spec.items()
        if value is not None and not (isinstance(value, Ref) and value.key.whole == part.part_of)
    }


def _archive(live: Resource) -> Change:
    fields = tuple(FieldDiff((name,), value, None) for name, value in live.spec.items() if value not in (None, "", {}))
    return Change(Action.ARCHIVE, live.key, fields, live.title, "retire")


def _goes_with_its_whole(key: Key, retired: Sequence[Retirement]) -> bool:
    return key != key.whole and any(each.key == key.whole for each in retired)


def _dangling(
    changes: Sequence[Change], uses: Sequence[set[Key]], desired: Mapping[Key, Resource], live: Mapping[Key, Resource]
) -> Iterator[Finding]:
    for change, used in zip(changes, uses, strict=True):
        for key in sorted(used):
            if key in desired or key in live or key.whole == change.key:
                continue
            place = desired[change.key].place if change.key in desired else None
            message = f"{change.key.name} refers to {key}, which neither the blueprint nor the portal has"
            yield Finding("PLAN007", Severity.ERROR, message, place, change.key, _near(key, desired, live))


def _near(key: Key, desired: Mapping[Key, Resource], live: Mapping[Key, Resource]) -> str:
    """What the writer may have meant."""
    same = (each for each in (*desired, *live) if each.kind == key.kind)
    known = sorted({each.address for each in same if each.object_type == key.object_type or "/" not in each.address})
    if near := difflib.get_close_matches(key.address, known, 1):
        return f"did you mean {near[0]}?"
    if "/" not in key.address:  # people and teams belong to no object, and stand in no blueprint
        has = ", ".join(known[:5]) + (" and others" if len(known) > 5 else "")
        return f"add the {key.kind} in HubSpot, or name one that the portal has ({has or 'it has none'})"
    return f"define {key.name} in the blueprint, or name one that the portal has"


def _uses(change: Change) -> set[Key]:
    """The keys that a resource will refer to after the change, as far as the change says."""
    return {key for diff in change.fields for key in references(diff.after)}


def _with_waits(
    changes: Sequence[Change], uses: Sequence[set[Key]], leaves: Sequence[set[Key]], desired: Mapping[Key, Resource]
) -> list[Change]:
    """Each change with the keys of the changes that must come before it."""
    made = {change.key for change in changes if change.action in (Action.CREATE, Action.RESTORE)}
    going = {change.key for change in changes if change.action is Action.ARCHIVE}
    leaving: dict[Key, set[Key]] = {key: set() for key in going}
    for change, left in zip(changes, leaves, strict=True):
        for key in left & going:
            leaving[key].add(change.key)
    waiting = []
    for change, used in zip(changes, uses, strict=True):
        resource = desired.get(change.key)
        needs = used | set(resource.needs if resource and change.action is not Action.UPDATE else ())
        waits = {key.whole if key.whole in made else key for key in needs} & made
        waits |= leaving.get(change.key, set())
        waiting.append(_waiting_for(change, waits - {change.key}))
    return waiting


def _waiting_for(change: Change, keys: set[Key]) -> Change:
    return replace(change, waits_for=tuple(sorted(keys))) if keys else change


def _leaves(change: Change, uses: set[Key], live: Mapping[Key, Resource]) -> set[Key]:
    """The keys that a resource refers to today and no longer will after the change."""
    if change.key not in live:
        return set()
    if change.action is Action.ARCHIVE:
        return set(references(live[change.key].spec))
    return {key for diff in change.fields for key in references(diff.before)} - uses


def _called(live: Resource) -> str:
    """The name of its key; what nobody manages goes by a number there, and so by its title."""
    strange = live.key.name.startswith("@") and live.title
    return f'{live.key.kind} "{live.title}"' if strange else live.key.name


def _still_used(
    changes: Sequence[Change], leaves: Sequence[set[Key]], live: Mapping[Key, Resource]
) -> Iterator[Finding]:
    going = {change.key: change for change in changes if change.action is Action.ARCHIVE}
    if not going:
        return
    users: dict[Key, list[str]] = {}
    left = {change.key: each for change, each in zip(changes, leaves, strict=True)}
    for key, resource in live.items():
        for used in set(references(resource.spec)) & set(going):
            if used not in left.get(key, set()):
                users.setdefault(used, []).append(_called(resource))
    for key, names in users.items():
        listed = ", ".join(sorted(names)[:5]) + (" and others" if len(names) > 5 else "")
        message = f"{key} cannot go: {counted(len(names), 'resource still uses', 'resources still use')} it ({listed})"
        yield Finding("PLAN008", Severity.ERROR, message, None, key, "retire them too, or move them first")
