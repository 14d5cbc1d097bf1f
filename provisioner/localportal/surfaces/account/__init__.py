"""Account information and token introspection."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.account import routes

SURFACE = Surface("account", routes.ROUTES)
