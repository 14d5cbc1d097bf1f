"""Kinds: everything we know about one kind of thing, one module each."""

from __future__ import annotations

from provisioner.kinds import (
    association_labels,
    lists,
    pipeline_rules,
    pipelines,
    properties,
    property_groups,
    property_validations,
    teams,
    workflows,
)
from provisioner.kinds.base import Kind

KINDS: tuple[Kind, ...] = (
    property_groups,
    properties,
    pipelines,
    pipeline_rules,
    association_labels,
    property_validations,
    teams,
    lists,
    workflows,
)
"""In the order in which they are carried out when nothing else decides, and shown."""


def kind_named(name: str) -> Kind:
    """The kind of a key; KeyError for a word that is no kind."""
    return {kind.NAME: kind for kind in KINDS}[name]
