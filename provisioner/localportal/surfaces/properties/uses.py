"""Who uses a property: whatever is listed here blocks its archive. A new surface that names properties adds itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from provisioner.localportal.surfaces.properties import formula, state

Use = tuple[str, str]


def in_formulas(db: sqlite3.Connection, object_id: str, name: str) -> list[Use]:
    """Calculated properties whose formula names the property."""
    return [
        ("CALCULATED_PROPERTY", user)
        for user, text in state.formulas(db, object_id)
        if user != name and name in formula.names(formula.parse(text))
    ]


FINDERS: tuple[Callable[[sqlite3.Connection, str, str], list[Use]], ...] = (in_formulas,)


def of(db: sqlite3.Connection, object_id: str, name: str) -> list[Use]:
    """`(parentType, parentName)` of every use of a property."""
    return [use for finder in FINDERS for use in finder(db, object_id, name)]
