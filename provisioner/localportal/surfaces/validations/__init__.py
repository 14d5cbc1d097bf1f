"""Property validations: what the values of a property must look like. They bind the records' surface."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.validations import contents, routes, state

SURFACE = Surface("property_validations", routes.ROUTES, state.TABLES, dump=contents.dump, load=contents.load)
