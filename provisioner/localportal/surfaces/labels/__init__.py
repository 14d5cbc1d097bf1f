"""Association labels: the definitions by which two records can belong together. The records' side is not here."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.labels import contents, routes, state

SURFACE = Surface("association_labels", routes.ROUTES, state.TABLES, dump=contents.dump, load=contents.load)
