"""Rules on association labels: between objects that are there, and told apart by those who choose among them."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.rules import blueprint_hubspot as hubspot
from provisioner.rules.blueprint_draft import Draft
from provisioner.rules.blueprint_labels import Labelled, collisions
from provisioner.rules.blueprint_rule import ERROR, Rule, Said
from provisioner.rules.blueprint_words import did_you_mean

_BETWEEN = "⇄"
"""Stands between the texts of both sides in a plan."""


def pairs(draft: Draft) -> Iterator[Said]:
    for pair in draft.document.get("association_labels", {}):
        ends = pair.split("/")
        unknown = [end for end in ends if not hubspot.known_object_type(end)]
        if len(ends) != 2 or unknown:
            fix = did_you_mean(unknown[0] if unknown else pair, hubspot.OBJECT_TYPES, "write it like deals/contacts")
            yield Said(("association_labels", pair), f"{pair[:60]!r} is no pair of HubSpot objects.", fix)


def same(draft: Draft) -> Iterator[Said]:
    by_pair: dict[str, list[Labelled]] = {}
    for entry in draft.labels:
        path = (*entry.path, "label")
        by_pair.setdefault(entry.object_type, []).append((path, entry.name, entry.fields["label"]))
    for labels in by_pair.values():
        yield from collisions(draft, labels, "association label")


def characters(draft: Draft) -> Iterator[Said]:
    for entry in draft.labels:
        if not hubspot.NAME.fullmatch(entry.name):
            fix = "use small letters, digits and _, beginning with a letter"
            yield Said(entry.path, "HubSpot would refuse this as the name of an association label.", fix)
        for field in ("label", "inverse_label"):
            if _BETWEEN in str(entry.fields.get(field, "")):
                fix = "say it in words"
                yield Said(
                    (*entry.path, field), f"{_BETWEEN} cannot stand in an association label.", fix, of_value=True
                )


RULES = (
    Rule("LABEL006", ERROR, "Two association labels of one pair of objects have the same text.", same),
    Rule("NAME011", ERROR, "Association labels stand under something that is no pair of objects.", pairs),
    Rule("NAME012", ERROR, "The name or the text of an association label has characters it cannot have.", characters),
)
