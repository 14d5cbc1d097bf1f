"""Limits tracking: how much of each account limit is used."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.limits import routes

SURFACE = Surface("limits", routes.ROUTES)
