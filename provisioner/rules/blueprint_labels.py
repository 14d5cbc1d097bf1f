"""Rules on labels: two things that users see side by side must not look the same, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from provisioner.model.document import place_of
from provisioner.model.labels import folded
from provisioner.rules.blueprint_draft import Draft, Entry, Path
from provisioner.rules.blueprint_rule import ERROR, Rule, Said

LANGUAGES = {"en": "English", "he": "Hebrew"}


def groups(draft: Draft) -> Iterator[Said]:
    yield from _by_object_type(draft, draft.groups, "group")


def properties(draft: Draft) -> Iterator[Said]:
    yield from _by_object_type(draft, draft.properties, "property")


def pipelines(draft: Draft) -> Iterator[Said]:
    yield from _by_object_type(draft, draft.pipelines, "pipeline")


def stages(draft: Draft) -> Iterator[Said]:
    for _, path, named in draft.stages:
        labels = [((*path, name, "label"), name, fields["label"]) for name, fields in named.items()]
        yield from collisions(draft, labels, "stage")


def _by_object_type(draft: Draft, entries: Iterable[Entry], what: str) -> Iterator[Said]:
    by_object: dict[str, list[Labelled]] = {}
    for entry in entries:
        if "label" in entry.fields:
            labelled = ((*entry.path, "label"), entry.name, entry.fields["label"])
            by_object.setdefault(entry.object_type, []).append(labelled)
    for labels in by_object.values():
        yield from collisions(draft, labels, what)


Labelled = tuple[Path, str, Any]
"""The path of a label, the name of what bears it, and the label."""


def collisions(draft: Draft, labels: Sequence[Labelled], what: str) -> Iterator[Said]:
    """Labels that look the same in a language, each reported once, at the later one."""
    reported: set[Path] = set()
    for language, word in LANGUAGES.items():
        shown = _all_folded([spoken(label, language) for _, _, label in labels])
        if len(set(shown)) == len(shown):
            continue
        seen: dict[str, Labelled] = {}
        for looks, labelled in zip(shown, labels, strict=True):
            path, name, label = labelled
            first = seen.setdefault(looks, labelled)
            if looks and first is not labelled and path not in reported:
                reported.add(path)
                where = place_of(draft.document, first[0])
                within = "" if isinstance(label, str) else f" in {word}"
                message = f'The label "{spoken(label, language)}"{within} is also that of the {what} {first[1]}'
                message = f"{message} ({where})."
                yield Said(path, message, f"give {name} or {first[1]} another label", of_value=True)


def spoken(label: Any, language: str) -> str:
    """A label in English or Hebrew, or in the other where one is missing, as a portal would show it."""
    if isinstance(label, str):
        return label
    return str(label.get(language) or label.get("en") or label.get("he") or "")


def _all_folded(labels: list[str]) -> list[str]:
    """Each label folded; all in one go, which is several times faster for thousands."""
    together = folded("\0".join(labels)).split("\0")
    return [each.strip() for each in together] if len(together) == len(labels) else [folded(each) for each in labels]


def empty(draft: Draft) -> Iterator[Said]:
    for path, value, is_label in draft.texts:
        if is_label and not (value if isinstance(value, str) else value.get("en") or value.get("he") or "").strip():
            yield Said(path, "A label is empty.", "write what users shall see", of_value=True)


RULES = (
    Rule("LABEL001", ERROR, "Two groups of one object have the same label.", groups),
    Rule("LABEL002", ERROR, "Two properties of one object have the same label.", properties),
    Rule("LABEL003", ERROR, "Two pipelines of one object have the same label.", pipelines),
    Rule("LABEL004", ERROR, "Two stages of one pipeline have the same label.", stages),
    Rule("LABEL005", ERROR, "A label is empty.", empty),
)
