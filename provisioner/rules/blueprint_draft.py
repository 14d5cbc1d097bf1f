"""What lint rules look at: the healthy part of a blueprint, laid out so that each rule is a plain loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
SECTIONS = ("property_groups", "properties", "pipelines")
RETIRABLE = (*SECTIONS, "association_labels", "property_validations", "lists", "pipeline_rules")
"""Sections by object type and name whose things ``retire`` names in the same way."""


class Entry(NamedTuple):
    """A group, property or pipeline: its path, and what the blueprint says of it."""

    path: Path
    object_type: str
    name: str
    fields: Mapping[str, Any]


class Stages(NamedTuple):
    """The stages of one pipeline, in the order of the board."""

    pipeline: Entry
    path: Path
    stages: Mapping[str, Mapping[str, Any]]


class Options(NamedTuple):
    """The options of one property, in display order."""

    property: Entry
    path: Path
    options: Mapping[str, Any]


class Text(NamedTuple):
    """A text for people: one string, or a mapping of languages to strings. ``is_label``: users see it as a label."""

    path: Path
    value: Any
    is_label: bool


class Draft:
    """``document`` fits the schema as far as it goes; ``whole`` is the same with what does not.

    ``damaged`` are the paths that were taken out of it: a rule that reports absence asks ``is_whole`` first.
    """

    def __init__(
        self, document: Mapping[str, Any], whole: Mapping[str, Any], damaged: frozenset[Path], file: str
    ) -> None:
        self.document = document
        self.whole = whole
        self.damaged = damaged
        self.file = file

    def is_whole(self, path: Path) -> bool:
        """True when nothing at this path or below was taken out."""
        return path not in self._around_damage

    @cached_property
    def _around_damage(self) -> set[Path]:
        return {each[:length] for each in self.damaged for length in range(len(each) + 1)}

    def names(self, section: str, object_type: str) -> Mapping[str, Any]:
        """Every name that the blueprint gives to things of a section, ill ones among them."""
        objects = self.whole.get(section)
        named = objects.get(object_type) if isinstance(objects, Mapping) else None
        return named if isinstance(named, Mapping) else {}

    @cached_property
    def groups(self) -> list[Entry]:
        return list(self._entries("property_groups"))

    @cached_property
    def properties(self) -> list[Entry]:
        return list(self._entries("properties"))

    @cached_property
    def pipelines(self) -> list[Entry]:
        return list(self._entries("pipelines"))

    @cached_property
    def labels(self) -> list[Entry]:
        """Association labels; the object type is the pair."""
        return list(self._entries("association_labels"))

    @cached_property
    def checks(self) -> list[Entry]:
        """Property validations, by the property that they are about."""
        return list(self._entries("property_validations"))

    @cached_property
    def lists(self) -> list[Entry]:
        return list(self._entries("lists"))

    @cached_property
    def gates(self) -> list[Entry]:
        """Pipeline rules, by the pipeline that they are about."""
        return list(self._entries("pipeline_rules"))

    @cached_property
    def stages(self) -> list[Stages]:
        return [Stages(each, (*each.path, "stages"), each.fields["stages"]) for each in self.pipelines]

    @cached_property
    def options(self) -> list[Options]:
        return [
            Options(each, (*each.path, "options"), each.fields["options"])
            for each in self.properties
            if "options" in each.fields
        ]

    @cached_property
    def texts(self) -> list[Text]:
        """Every text of the blueprint, in the order of the document."""
        return [each for each in self._texts() if isinstance(each.value, str | dict)]

    @cached_property
    def all_words(self) -> str:
        """Every string of every text, a line break between: one look tells whether a rare character is there."""
        values = [each.value for each in self.texts]
        return "\n".join([words for each in values for words in ((each,) if isinstance(each, str) else each.values())])

    def _texts(self) -> Iterator[Text]:
        for key in ("title", "description"):
            if key in self.document:
                yield Text((key,), self.document[key], False)
        decision = self.document.get("decision")
        if isinstance(decision, Mapping) and "why" in decision:
            yield Text(("decision", "why"), decision["why"], False)
        for entry in (*self.groups, *self.properties, *self.pipelines, *self.labels, *self.checks, *self.lists):
            yield from _texts_of(entry.path, entry.fields)
        for _, path, stages in self.stages:
            for name, fields in stages.items():
                yield from _texts_of((*path, name), fields)
        for _, path, options in self.options:
            for value, option in options.items():
                if isinstance(option, dict) and "label" in option:
                    yield from _texts_of((*path, value), option)
                else:
                    yield Text((*path, value), option, True)

    def _entries(self, section: str) -> Iterator[Entry]:
        for object_type, named in self.document.get(section, {}).items():
            for name, fields in named.items():
                yield Entry((section, object_type, name), object_type, name, fields)


_LABELS = ("label", "inverse_label", "name")


def _texts_of(path: Path, fields: Mapping[str, Any]) -> Iterator[Text]:
    for key in ("label", "inverse_label", "name", "description", "pattern_message", "entry", "exit"):
        if key in fields:
            yield Text((*path, key), fields[key], key in _LABELS)
    for index, line in enumerate(fields.get("playbook", ())):
        yield Text((*path, "playbook", index), line, False)
