"""What the parts of figures are called: pipelines and stages as in the portal, options as in the blueprint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from provisioner.model.blueprint import LANGUAGES, Blueprint, text
from provisioner.model.keys import Key
from provisioner.model.resource import Resource
from provisioner.model.texts import Text, said

_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "source": ("b2b_source_type", "core_lead_source"),
    "tier": ("b2b_deal_tier",),
}
"""By what a figure is split, the properties whose options it is split into."""


def of(blueprint: Blueprint, live: Iterable[Sequence[Resource]]) -> dict[str, dict[str, Text]]:
    """Names in both languages by what a figure is split by, then by key: a pipeline by its id in the portal, a stage by
    ``<pipeline's id>/<stage's id>``.

    A label that is the blueprint's own, in whichever language, is told in both; one that somebody changed in the portal
    stays as it is there.
    """
    found: dict[str, dict[str, Text]] = {"pipeline": {}, "stage": {}}
    for held in live:
        ids = {each.key: str(each.id) for each in held}
        for each in held:
            told = _label(each, _written(blueprint, each.key))
            if each.key == each.key.whole:
                found["pipeline"][ids[each.key]] = told
            else:
                found["stage"][f"{ids[each.key.whole]}/{ids[each.key]}"] = told
    found |= {by: dict(_options(blueprint, names)) for by, names in _OPTIONS.items()}
    return {by: names for by, names in found.items() if names}


def _written(blueprint: Blueprint, key: Key) -> Any:
    """What the blueprint says of a pipeline or a stage; nothing of one that it does not have."""
    section = blueprint.document.get("pipelines", {}).get(key.object_type, {}).get(key.whole.name, {})
    return section if key == key.whole else section.get("stages", {}).get(key.name, {})


def written(blueprint: Blueprint, key: Key) -> Text:
    """What the blueprint calls a pipeline or a stage."""
    label = (_written(blueprint, key) or {}).get("label")
    return said(text(label, "en") or key.name, text(label, "he") or key.name)


def _label(live: Resource, written: Mapping[str, Any]) -> Text:
    label = (written or {}).get("label")
    if live.title in {text(label, language) for language in LANGUAGES}:
        return said(text(label, "en"), text(label, "he"))
    return said(live.title, live.title)


def _options(blueprint: Blueprint, names: Sequence[str]) -> Iterator[tuple[str, Text]]:
    for properties in blueprint.document.get("properties", {}).values():
        for name in names:
            for value, option in (properties.get(name) or {}).get("options", {}).items():
                label = option.get("label", option) if isinstance(option, Mapping) else option
                yield str(value), said(text(label, "en") or str(value), text(label, "he") or str(value))
