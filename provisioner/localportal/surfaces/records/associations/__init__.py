"""Associations between records (v4): who belongs to whom, under which types. Labels are defined elsewhere.

The records' own dump tells them.
"""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.records.associations import routes, state

SURFACE = Surface("associations", routes.ROUTES, state.TABLES)
