"""Pipelines of records, their stages, the audit of both, and the rules by which records move through them."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.pipelines import contents, governance, governance_routes, routes, state

SURFACE = Surface("pipelines", routes.ROUTES, state.TABLES, contents.populate, contents.dump, contents.load)
RULES = Surface(
    "pipeline_rules", governance_routes.ROUTES, governance.TABLES, dump=governance.dump, load=governance.load
)
