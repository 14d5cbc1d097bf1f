"""Currencies: the company's own, and what others are worth in it. Read-only; the switch `exchange_rates` holds them."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.currencies import routes

SURFACE = Surface("currencies", routes.ROUTES)
