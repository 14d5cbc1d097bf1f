"""Recipients as rules write them, and what sentences call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.automation.steps import Recipient
from provisioner.model.keys import Key, Ref


def recipient(value: Mapping[str, Any]) -> Recipient:
    """``{team: ...}``, ``{teams: [...]}``, ``{users: [...]}`` or ``{owner: true}`` as a recipient in words."""
    teams = value.get("teams") or ([value["team"]] if "team" in value else [])
    users = tuple(Ref(Key("user", each)) for each in value.get("users", ()))
    return Recipient(bool(value.get("owner")), users, tuple(Ref(Key("team", each)) for each in teams))


def described(to: Recipient) -> Mapping[str, Any]:
    """A recipient as a rule writes it in place; ids that nobody could name stay as they are."""
    if to.owner:
        return {"owner": True}
    users, teams = ([_word(each) for each in some] for some in (to.users, to.teams))
    if users:
        return {"users": users}
    return {"team": teams[0]} if len(teams) == 1 else {"teams": teams}


def _word(each: str | Ref) -> str:
    return each.key.address if isinstance(each, Ref) else each


def words(value: Mapping[str, Any]) -> Mapping[str, str]:
    """How a sentence calls a settled recipient, by language."""
    if value.get("owner"):
        return {"en": "the owner", "he": "בעל הרשומה"}
    if "users" in value:
        return dict.fromkeys(("en", "he"), ", ".join(value["users"]))
    teams = value.get("teams") or [value["team"]]
    english = f"team {teams[0]}" if len(teams) == 1 else f"teams {', '.join(teams)}"
    return {"en": english, "he": f"{'צוות' if len(teams) == 1 else 'הצוותים'} {', '.join(teams)}"}
