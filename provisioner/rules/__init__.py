"""Lint: rules with codes; those on blueprints are run here, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.model.findings import Finding
from provisioner.rules.blueprint_draft import Draft


def lint(draft: Draft) -> Iterator[Finding]:  # noqa: ARG001 - the first rules come with the next change
    """What every rule has to say about a blueprint."""
    yield from ()
