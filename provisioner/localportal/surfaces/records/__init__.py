"""CRM records of every object type, and the search over them."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.records import contents, history, routes, state

SURFACE = Surface("records", routes.ROUTES, state.TABLES + history.TABLES, dump=contents.dump, load=contents.load)
