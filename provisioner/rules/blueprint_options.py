"""Rules on options: duplicates, and values that HubSpot could not keep apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provisioner.rules import blueprint_hubspot as hubspot
from provisioner.rules.blueprint_draft import Draft
from provisioner.rules.blueprint_labels import Labelled, collisions, spoken
from provisioner.rules.blueprint_rule import ERROR, Rule, Said


def label_of(option: Any) -> Any:
    """The label of an option, written short or as a field."""
    return option["label"] if isinstance(option, dict) and "label" in option else option


def same_label(draft: Draft) -> Iterator[Said]:
    for _, path, options in draft.options:
        labels: list[Labelled] = [((*path, value), value, label_of(option)) for value, option in options.items()]
        yield from collisions(draft, labels, "option")


def same_value(draft: Draft) -> Iterator[Said]:
    for _, path, options in draft.options:
        seen: dict[str, str] = {}
        for value in options:
            first = seen.setdefault("".join(value.casefold().split()), value)
            if first != value:
                message = f'The option value "{value}" differs from "{first}" only by case or spaces.'
                yield Said((*path, value), message, "keep one of the two")


def spaces(draft: Draft) -> Iterator[Said]:
    for _, path, options in draft.options:
        for value, option in options.items():
            if value != value.strip():
                message = f'The option value "{value}" begins or ends with a space.'
                yield Said((*path, value), message, f'write "{value.strip()}"')
            for language in ("en", "he"):
                label = spoken(label_of(option), language)
                if label != label.strip():
                    message = f'The label "{label.strip()}" begins or ends with a space.'
                    yield Said((*path, value), message, "take the spaces away", of_value=True)
                    break


def semicolons(draft: Draft) -> Iterator[Said]:
    for _, path, options in draft.options:
        for value in options:
            if ";" in value:
                message = f'The option value "{value}" has a semicolon, with which HubSpot separates several values.'
                yield Said((*path, value), message, f'write "{value.replace(";", "_")}"')


def too_many(draft: Draft) -> Iterator[Said]:
    for entry, path, options in draft.options:
        if len(options) > hubspot.MOST_OPTIONS:
            message = f"{entry.name} has {len(options):,} options; HubSpot takes {hubspot.MOST_OPTIONS:,}."
            yield Said(path, message, "use a custom object or a text instead of so long a list")


def too_long(draft: Draft) -> Iterator[Said]:
    for _, path, options in draft.options:
        for value, option in options.items():
            length = len(value) + _longest(option)
            if length > hubspot.LONGEST_OPTION:
                message = f"The option has {length:,} characters; HubSpot takes {hubspot.LONGEST_OPTION:,}."
                yield Said((*path, value), message, "shorten its label or its description")


def _longest(option: Any) -> int:
    """Characters of label and description as a portal may show them, both languages at once being the longest."""
    if isinstance(option, str):
        return len(option)
    if "label" in option:
        return _longest(option["label"]) + _longest(option.get("description", ""))
    return sum(map(len, option.values())) + len(" ()") * (len(option) - 1)


RULES = (
    Rule("OPT001", ERROR, "Two options of one property have the same label.", same_label),
    Rule("OPT002", ERROR, "Two option values differ only by case or spaces.", same_value),
    Rule("OPT003", ERROR, "An option value or label begins or ends with a space.", spaces),
    Rule("OPT004", ERROR, "An option value has a semicolon.", semicolons),
    Rule("OPT005", ERROR, "A property has more options than HubSpot takes.", too_many),
    Rule("OPT006", ERROR, "An option is longer than HubSpot takes.", too_long),
)
