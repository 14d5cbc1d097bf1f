"""The people that a new portal has; their dump and load; and putting other people in their place."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from provisioner.localportal.surface import Birth
from provisioner.localportal.surfaces.people import state, teams
from provisioner.localportal.surfaces.people.teams import DEFAULT, EXTRA, Team

# A sales organisation as Israeli firms have them: a call centre in two shifts, account managers, and those who manage.
PEOPLE = (
    ("Noa", "Levi"), ("Amit", "Cohen"), ("Yael", "Mizrahi"), ("Omer", "Peretz"), ("Tamar", "Biton"),
    ("Daniel", "Azulay"),
)  # fmt: skip
# Name -> first names of its members by default, and of those beside.
TEAMS = {
    "מוקד - משמרת בוקר": (("Amit", "Yael"), ("Tamar",)),
    "מוקד - משמרת ערב": (("Omer",), ("Yael", "Tamar")),
    "מנהלי משמרת": (("Tamar",), ()),
    "מנהלי לקוחות": (("Daniel",), ("Noa",)),
    "הנהלת מכירות": (("Noa",), ("Tamar",)),
}


def populate(db: sqlite3.Connection, _birth: Birth) -> None:
    """Six owners in five teams; the first of them made the portal."""
    named = {first: str(state.add(db, first, last)["userId"]) for first, last in PEOPLE}
    for name, (own, extra) in TEAMS.items():
        members = [(named[one], DEFAULT) for one in own] + [(named[one], EXTRA) for one in extra]
        teams.put(db, Team(teams.next_id(db), name, None, tuple(members)))


def replace(db: sqlite3.Connection, told: Mapping[str, Any]) -> None:
    """Put other people in place of those that are there.

    `told` is `{"people": [{firstName, lastName, email?, id?, userId?, archived?}], "teams": [{name, members: [email],
    extra?: [email], id?}]}`. ValueError for a member that is nobody.
    """
    db.execute("DELETE FROM owners")
    db.execute("DELETE FROM teams")
    users: dict[str, str] = {}
    for person in told.get("people", ()):
        owner = _person(db, person)
        users[owner["email"]] = str(owner["userId"])
        if person.get("archived"):
            state.archive(db, owner)
    for one in told.get("teams", ()):
        members = [(_user(users, email), DEFAULT) for email in one.get("members", ())]
        members += [(_user(users, email), EXTRA) for email in one.get("extra", ())]
        teams.put(db, Team(str(one.get("id") or teams.next_id(db)), str(one["name"]), None, tuple(members)))


def dump(db: sqlite3.Connection) -> dict[str, Any]:
    """Owners and teams by id."""
    told = {
        team.id: {"name": team.name, "parent": team.parent, "members": [list(one) for one in team.members]}
        for team in teams.every(db)
    }
    return {"owners": {owner["id"]: owner for owner in state.everyone(db)}, "teams": told}


def load(db: sqlite3.Connection, dumped: dict[str, Any], _birth: Birth) -> None:
    """Take back what `dump` gave."""
    for owner in dumped["owners"].values():
        state.put(db, owner)
    for team_id, one in dumped["teams"].items():
        teams.put(db, Team(team_id, one["name"], one["parent"], tuple((user, kind) for user, kind in one["members"])))


def _person(db: sqlite3.Connection, person: Mapping[str, Any]) -> state.Owner:
    owner = state.add(db, str(person["firstName"]), str(person["lastName"]), str(person.get("email", "")))
    user_id = int(person.get("userId", owner["userId"]))
    if "id" in person:
        db.execute("DELETE FROM owners WHERE id = ?", (int(owner["id"]),))
    owner |= {"id": str(person.get("id", owner["id"])), "userId": user_id, "userIdIncludingInactive": user_id}
    state.put(db, owner)
    return owner


def _user(users: Mapping[str, str], email: str) -> str:
    if email.lower() not in users:
        raise ValueError(f"teams: {email} is none of the people: {', '.join(users)}")
    return users[email.lower()]
