"""Teams as rows, each with its members."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS teams (id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent TEXT, members TEXT NOT NULL);
"""

NUMBERS_FROM = 63_000_001
DEFAULT, EXTRA = "DEFAULT", "EXTRA"


@dataclass(frozen=True, slots=True)
class Team:
    """A team. `members` are (user id, DEFAULT or EXTRA): a user has one team by default and any number beside it."""

    id: str
    name: str
    parent: str | None = None
    members: tuple[tuple[str, str], ...] = ()

    def users(self, kind: str = "") -> list[str]:
        """The ids of its users, of one kind of membership or of both."""
        return [user for user, held in self.members if kind in ("", held)]


def every(db: sqlite3.Connection) -> list[Team]:
    """Every team, by id."""
    rows = db.execute("SELECT id, name, parent, members FROM teams ORDER BY id")
    return [Team(str(row[0]), row[1], row[2], tuple((user, kind) for user, kind in json.loads(row[3]))) for row in rows]


def read(db: sqlite3.Connection, team_id: str) -> Team | None:
    """One team."""
    return next((team for team in every(db) if team.id == team_id), None)


def next_id(db: sqlite3.Connection) -> str:
    """A new team id."""
    row = db.execute("SELECT max(id) FROM teams").fetchone()
    return str(NUMBERS_FROM if row[0] is None else int(row[0]) + 1)


def put(db: sqlite3.Connection, team: Team) -> None:
    """Write a team over whatever has its id. A member by default leaves the team that it had by default before."""
    joining = set(team.users(DEFAULT))
    for other in every(db):
        if other.id != team.id and joining & set(other.users(DEFAULT)):
            kept = tuple(one for one in other.members if one[1] != DEFAULT or one[0] not in joining)
            _write(db, Team(other.id, other.name, other.parent, kept))
    _write(db, team)


def delete(db: sqlite3.Connection, team_id: str) -> None:
    """Remove a team; the teams below it move to the top."""
    db.execute("DELETE FROM teams WHERE id = ?", (int(team_id),))
    db.execute("UPDATE teams SET parent = NULL WHERE parent = ?", (team_id,))


def forget_user(db: sqlite3.Connection, user_id: str) -> None:
    """Take a user out of every team."""
    for team in every(db):
        if user_id in team.users():
            _write(db, Team(team.id, team.name, team.parent, tuple(one for one in team.members if one[0] != user_id)))


def _write(db: sqlite3.Connection, team: Team) -> None:
    row = (int(team.id), team.name, team.parent, compact([list(one) for one in team.members]))
    db.execute("INSERT OR REPLACE INTO teams VALUES (?, ?, ?, ?)", row)
