"""Pipelines of records, their stages, and the audit of both."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.pipelines import contents, routes, state

SURFACE = Surface("pipelines", routes.ROUTES, state.TABLES, contents.populate, contents.dump, contents.load)
