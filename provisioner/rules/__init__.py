"""Lint: rules with codes; those on blueprints are run here, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.model.document import place_of
from provisioner.model.findings import Finding
from provisioner.model.resource import Place
from provisioner.rules import (
    blueprint_associations,
    blueprint_checks,
    blueprint_decision,
    blueprint_forecast,
    blueprint_gates,
    blueprint_labels,
    blueprint_lists,
    blueprint_names,
    blueprint_options,
    blueprint_properties,
    blueprint_references,
    blueprint_stages,
    blueprint_teams,
    blueprint_texts,
    blueprint_variants,
)
from provisioner.rules.blueprint_draft import Draft
from provisioner.rules.blueprint_keys import key_of
from provisioner.rules.blueprint_rule import Rule

RULES: tuple[Rule, ...] = (
    *blueprint_decision.RULES,
    *blueprint_references.RULES,
    *blueprint_names.RULES,
    *blueprint_labels.RULES,
    *blueprint_associations.RULES,
    *blueprint_stages.RULES,
    *blueprint_forecast.RULES,
    *blueprint_properties.RULES,
    *blueprint_options.RULES,
    *blueprint_checks.RULES,
    *blueprint_teams.RULES,
    *blueprint_lists.RULES,
    *blueprint_gates.RULES,
    *blueprint_texts.RULES,
    *blueprint_variants.RULES,
)


def lint(draft: Draft) -> Iterator[Finding]:
    """What every rule has to say about a blueprint."""
    for rule in RULES:
        for said in rule.look(draft):
            place = place_of(draft.document, said.path, of_value=said.of_value) or Place(draft.file, 1, 1)
            yield Finding(rule.code, rule.severity, said.message, place, key_of(said.path), said.fix)
