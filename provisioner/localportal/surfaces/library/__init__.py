"""Surface: the object library, which tells what objects an account has switched on."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.library.routes import ROUTES

SURFACE = Surface(name="library", routes=ROUTES)
