"""Property definitions."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.properties import routes, state, uses

TABLES = state.TABLES + uses.TABLES
SURFACE = Surface("properties", routes.ROUTES, TABLES, state.populate, state.dump, state.load)
