"""Owners: the users to whom records can be assigned."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.owners import routes, state

SURFACE = Surface("owners", routes.ROUTES, state.TABLES, state.populate, state.dump, state.load)
