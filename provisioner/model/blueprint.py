"""Blueprint: what should be, checked and resolved for one portal's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.model.findings import ManualStep
from provisioner.model.keys import Key
from provisioner.model.resource import Resource, Retirement

MODES = ("call_center", "b2b", "hybrid")
LANGUAGES = ("en", "he", "both")


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A sales mode as resources.

    ``sha256`` covers every file and the parameters in force. ``document`` is the checked document after imports and
    parameters, with the parts that HubSpot's API has no place for (criteria, ages, playbooks, forecast categories);
    ``model.document.place_of`` finds the line of a path in it. ``manual`` is what HubSpot has no API for.
    """

    name: str
    version: str
    mode: str
    sha256: str
    resources: Mapping[Key, Resource]
    retirements: tuple[Retirement, ...] = ()
    manual: tuple[ManualStep, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)


def text(value: Any, language: str) -> str:
    """A text of the blueprint in a label language: ``en``, ``he`` (English where Hebrew is missing), or ``both``."""
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    english, hebrew = str(value.get("en") or ""), str(value.get("he") or "")
    if language == "both" and english and hebrew and english != hebrew:
        return f"{hebrew} ({english})"
    return (hebrew or english) if language in ("he", "both") else (english or hebrew)
