"""The areas of HubSpot that the local portal has, one package each: routes, rules, state, refusals.

A new area is one more package and one more entry here. The order is the order in which a new portal is filled.
"""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces import (
    account,
    currencies,
    exports,
    flows,
    groups,
    labels,
    library,
    limits,
    lists,
    people,
    pipelines,
    properties,
    records,
    validations,
)
from provisioner.localportal.surfaces.records import associations

SURFACES: tuple[Surface, ...] = (
    account.SURFACE,
    currencies.SURFACE,
    groups.SURFACE,
    properties.SURFACE,
    pipelines.SURFACE,
    pipelines.RULES,
    people.SURFACE,
    labels.SURFACE,
    validations.SURFACE,
    lists.SURFACE,
    library.SURFACE,
    records.SURFACE,
    associations.SURFACE,
    limits.SURFACE,
    exports.SURFACE,
    flows.SURFACE,
)
