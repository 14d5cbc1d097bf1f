"""Property definitions."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.properties import routes, state

SURFACE = Surface("properties", routes.ROUTES, state.TABLES, state.populate, state.dump, state.load)
