"""Rules on variants: what they leave out must be there, and they must change something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.model.document import way_to
from provisioner.rules.blueprint_draft import Draft
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said
from provisioner.rules.blueprint_words import did_you_mean


def unknown_path(draft: Draft) -> Iterator[Said]:
    for name, variant in draft.document.get("variants", {}).items():
        for index, path in enumerate(variant.get("without", ())):
            if way_to(draft.whole, path) is None:
                message = f"The variant {name} leaves out {path}, which the blueprint does not have."
                yield Said(("variants", name, "without", index), message, _near(draft.whole, path))


def no_change(draft: Draft) -> Iterator[Said]:
    for name, variant in draft.document.get("variants", {}).items():
        if not variant.get("without") and not variant.get("with") and draft.is_whole(("variants", name)):
            message = f"The variant {name} leaves nothing out and brings nothing in."
            yield Said(("variants", name), message, "write without: and with:, or delete the variant")


def _near(document: Mapping[str, Any], path: str) -> str:
    """Advice from what stands where the path still leads."""
    known, parts = document, path.split("/")
    for step, part in enumerate(parts):
        inner = known.get(part)
        if not isinstance(inner, Mapping):
            before = "/".join(parts[:step])
            near = did_you_mean(part, known, "")
            return f"under {before}: {near}" if near and before else near or _OTHERWISE
        known = inner
    return _OTHERWISE


_OTHERWISE = "write the path by keys, such as properties/leads or automation/rules/cc_first_contact"

RULES = (
    Rule("VARIANT001", ERROR, "A variant leaves out what the blueprint does not have.", unknown_path),
    Rule("VARIANT002", WARNING, "A variant changes nothing.", no_change),
)
