"""Lists (segments): their definitions. Who is in a dynamic list is not worked out."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.lists import contents, routes, state

SURFACE = Surface("lists", routes.ROUTES, state.TABLES, dump=contents.dump, load=contents.load)
