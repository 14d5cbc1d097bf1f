"""Rules on teams: one of each name, former names gone, and rules that speak of a team spell it as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.rules.blueprint_draft import Draft, Path
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said
from provisioner.rules.blueprint_words import nearest


def _named(draft: Draft) -> dict[str, str]:
    """Name of each team by its handle."""
    return {handle: str(fields["name"]) for handle, fields in draft.document.get("teams", {}).items()}


def same(draft: Draft) -> Iterator[Said]:
    seen: dict[str, str] = {}
    for handle, name in _named(draft).items():
        if name in seen:
            message = f'The team "{name}" stands under {seen[name]} too.'
            yield Said(("teams", handle, "name"), message, "delete one of the two", of_value=True)
        seen.setdefault(name, handle)


def former(draft: Draft) -> Iterator[Said]:
    names = set(_named(draft).values())
    for handle, fields in draft.document.get("teams", {}).items():
        for index, name in enumerate(fields.get("was", ())):
            if name in names:
                message = f'"{name}" is given as a former name, but it still stands in the blueprint.'
                yield Said(("teams", handle, "was", index), message, "take it out of was, or out of the blueprint")
    handles = draft.document.get("teams", {})
    for index, name in enumerate(draft.document.get("retire", {}).get("teams", ())):
        if name in names or name in handles:
            message = f'The team "{name}" is retired here, but declared under teams.'
            yield Said(("retire", "teams", index), message, "take it out of one of the two places")


def misspelt(draft: Draft) -> Iterator[Said]:
    names = list(_named(draft).values())
    for path, name in _spoken_of(draft.document.get("automation", {})) if names else ():
        if name not in names and (near := nearest(name, names)):
            message = f'The blueprint has no team "{name}", and one whose name is much like it.'
            yield Said(path, message, f"did you mean {near}?", of_value=True)


def _spoken_of(automation: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Every team that a recipient names, with its place."""
    for name, recipient in automation.get("recipients", {}).items():
        yield from _teams(("automation", "recipients", name), recipient)
    for rule, fields in automation.get("rules", {}).items():
        for field, value in fields.items():
            yield from _teams(("automation", "rules", rule, field), value)


def _teams(path: Path, recipient: Any) -> Iterator[tuple[Path, str]]:
    if not isinstance(recipient, Mapping):
        return
    if isinstance(recipient.get("team"), str):
        yield (*path, "team"), recipient["team"]
    several = recipient.get("teams")
    for index, name in enumerate(several if isinstance(several, list) else ()):
        if isinstance(name, str):
            yield (*path, "teams", index), name


RULES = (
    Rule("TEAM001", ERROR, "Two teams have the same name.", same),
    Rule("TEAM002", ERROR, "A former or a retired name of a team still stands in the blueprint.", former),
    Rule("TEAM003", WARNING, "A rule names a team that the blueprint spells differently.", misspelt),
)
