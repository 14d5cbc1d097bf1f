"""Exports: files of records, made on demand."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.exports import routes, state

SURFACE = Surface("exports", routes.ROUTES, state.TABLES)
