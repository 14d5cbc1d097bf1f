"""The state of the throw-away portal: people whom rules name, and workflows in the order of the blueprint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from provisioner.model.blueprint import Blueprint
from provisioner.model.keys import Key
from provisioner.model.simulation import Rule
from provisioner.simulation.story import Vocabulary

State = Mapping[str, Any]
"""A dump of a local portal."""


def wanted_people(needs: Iterable[Key]) -> tuple[list[str], list[str]]:
    """(e-mail addresses, teams) among keys, in alphabetical order."""
    keys = set(needs)
    return (
        sorted({key.address for key in keys if key.kind in ("user", "owner")}),
        sorted(key.address for key in keys if key.kind == "team"),
    )


def staffed(state: State, emails: Sequence[str], teams: Sequence[str]) -> tuple[State, list[str]]:
    """The state with everybody whom rules name, and the names of teams that had to be made up.

    A team that a new local portal does not have gets two people: only the real portal knows who is in it.
    """
    owners = dict(state["people"]["owners"])
    held = dict(state["people"]["teams"])
    known = {each["email"] for each in owners.values()}
    missing = [each for each in teams if each not in {team["name"] for team in held.values()}]
    for email in emails:
        if email.lower() not in known:
            _add(owners, email.lower())
    for number, name in enumerate(missing, 1):
        members = [_add(owners, f"rep{count}@team{number}.example.com") for count in (1, 2)]
        key = str(max(map(int, held), default=63_000_000) + 1)
        held[key] = {"name": name, "parent": None, "members": [[member, "DEFAULT"] for member in members]}
    people = {"owners": owners, "teams": held}
    return {**state, "people": people}, missing


def _add(owners: dict[str, Any], email: str) -> str:
    """Add an owner like the others; the id of its user."""
    model = dict(next(iter(owners.values())))
    user = max(int(each["userIdIncludingInactive"]) for each in owners.values()) + 1
    key = str(max(map(int, owners)) + 1)
    first, _, last = email.partition("@")[0].partition(".")
    names = {"firstName": first.capitalize(), "lastName": last.capitalize(), "email": email}
    owners[key] = model | names | {"id": key, "userId": user, "userIdIncludingInactive": user}
    return str(user)


def in_order(state: State, flows: Sequence[str]) -> tuple[State, Mapping[str, str]]:
    """The state with its workflows numbered anew in this order of their ids, and the new id of each.

    Apply makes workflows side by side, so their numbers differ from run to run; the engine does what is due at the
    same moment in the order of the numbers.
    """
    held: Mapping[str, Any] = state["flows"]
    ordered = [*flows, *(each for each in sorted(held, key=int) if each not in flows)]
    renamed = dict(zip(ordered, sorted(held, key=int), strict=True))
    return {**state, "flows": {new: held[old] for old, new in renamed.items()}}, renamed


def vocabulary(blueprint: Blueprint, state: State, rules: Sequence[Rule]) -> Vocabulary:
    """What a scenario may name: the blueprint's pipelines and rules, the portal's properties and people."""
    pipelines = {
        object_type: {name: tuple(fields["stages"]) for name, fields in named.items()}
        for object_type, named in blueprint.document.get("pipelines", {}).items()
    }
    properties = {
        object_type: frozenset(each["name"] for each in defined) for object_type, defined in state["properties"].items()
    }
    people = [str(each["email"]) for each in state["people"]["owners"].values()]
    return Vocabulary(pipelines, properties, [rule.key for rule in rules], people)
