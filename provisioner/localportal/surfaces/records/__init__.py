"""CRM records of every object type, and the search over them."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.records import state

SURFACE = Surface("records", (), state.TABLES)
