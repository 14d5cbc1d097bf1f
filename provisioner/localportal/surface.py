"""What a surface is: its routes, its tables, and how its state is born, printed and loaded."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from provisioner.localportal import access, objects, paths
from provisioner.localportal.objects import ObjectType
from provisioner.localportal.settings import Settings
from provisioner.localportal.wire import Handler


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint in all its path forms. `pattern` has `{name}` for a parameter; `{object}` is an object type.

    `writes` takes the write lock before the handler runs. `search` puts the call under the search limit instead of
    the ordinary ones. `scopes` names the scopes any one of which opens it; None asks for no token at all.
    """

    method: str
    area: str
    pattern: str
    handler: Handler
    scopes: access.Alternatives | None
    writes: bool = False
    search: bool = False
    denied: access.Denied = access.missing_scopes


@dataclass(frozen=True, slots=True)
class Birth:
    """What a surface needs to fill a new portal."""

    settings: Settings
    stamp: str


def _nothing(_db: sqlite3.Connection, _birth: Birth) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Surface:
    """One area of HubSpot. `dump` gives its state as JSON without volatile times; `load` takes that back.

    `populate` fills a new portal with what HubSpot puts there. Surfaces without a state leave all three out.
    """

    name: str
    routes: tuple[Route, ...]
    tables: str = ""
    populate: Callable[[sqlite3.Connection, Birth], None] = _nothing
    dump: Callable[[sqlite3.Connection], Any] | None = None
    load: Callable[[sqlite3.Connection, Any, Birth], None] | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A route found for a request, with the parameters taken from its path."""

    route: Route
    version: str
    params: dict[str, str]

    def object_type(self) -> ObjectType | None:
        """The object type of the path, refused when HubSpot would not know it."""
        return objects.resolve(self.params["object"]) if "object" in self.params else None


class Router:
    """Finds the route of a request; a literal segment wins over a parameter."""

    def __init__(self, surfaces: tuple[Surface, ...]) -> None:
        routes = [route for surface in surfaces for route in surface.routes]
        routes.sort(key=lambda route: route.pattern.count("{"))
        self._routes: dict[tuple[str, int], list[tuple[tuple[str, ...], Route]]] = {}
        for route in routes:
            segments = tuple(route.pattern.split("/")) if route.pattern else ()
            self._routes.setdefault((route.area, len(segments)), []).append((segments, route))

    def find(self, method: str, path: str) -> Match | None:
        """The match for a method and a percent-encoded path, None when the portal does not know them."""
        place = paths.split(path)
        if place is None:
            return None
        area, version, segments = place
        for pattern, route in self._routes.get((area, len(segments)), ()):
            if route.method == method and (params := _fit(pattern, segments)) is not None:
                return Match(route, version, params)
        return None


def _fit(pattern: tuple[str, ...], segments: tuple[str, ...]) -> dict[str, str] | None:
    params = {}
    for expected, given in zip(pattern, segments, strict=True):
        if expected.startswith("{"):
            params[expected[1:-1]] = given
        elif expected != given:
            return None
    return params
