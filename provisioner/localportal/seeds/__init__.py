"""Believable CRM records for a portal, the same for the same seed."""

from __future__ import annotations

import sqlite3
from typing import Any

from provisioner.localportal.settings import Settings


def plant(_db: sqlite3.Connection, _settings: Settings, **wanted: Any) -> dict[str, Any]:
    """Not there yet."""
    raise ValueError(f"seeding is not there yet: {wanted}")
