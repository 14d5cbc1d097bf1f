"""People: owners, to whom records can be assigned, the users behind them, and their teams."""

from __future__ import annotations

from provisioner.localportal.surface import Surface
from provisioner.localportal.surfaces.people import contents, owner_routes, state, team_routes, teams, user_routes

SURFACE = Surface(
    "people",
    owner_routes.ROUTES + user_routes.ROUTES + team_routes.ROUTES,
    state.TABLES + teams.TABLES,
    contents.populate,
    contents.dump,
    contents.load,
)
