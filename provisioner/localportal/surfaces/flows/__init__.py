"""Flows: HubSpot's workflows as its automation API has them."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.flows import contents, routes, state

SURFACE = Surface("flows", routes.ROUTES, state.TABLES, dump=contents.dump, load=contents.load)
