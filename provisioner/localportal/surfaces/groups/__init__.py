"""Property groups."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.groups import routes, state

SURFACE = Surface("groups", routes.ROUTES, state.TABLES, state.populate, state.dump, state.load)
