"""The shipped blueprints with their rule sets, and rules compiled from them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from provisioner.automation import compiler, section
from provisioner.automation.rules import Compiled, Context, Rule
from provisioner.blueprint import load
from provisioner.model.findings import ManualStep

BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
RULE_SETS = ("call_center", "b2b", "hybrid")


@cache
def document(name: str) -> dict[str, Any]:
    """A shipped blueprint with its rule set, its parameters filled in, without the places of the file."""
    found: dict[str, Any] = json.loads(json.dumps(load.read(str(BLUEPRINTS / f"{name}.yaml"), {}).document))
    return found


@cache
def context(name: str, language: str = "en") -> Context:
    found = section.compiled_with(document(name), language)
    assert found is not None
    return found


def rules(name: str) -> list[Rule]:
    return section.rules(document(name))


def outcome(name: str, language: str = "en") -> dict[str, Compiled | ManualStep]:
    made = compiler.compile_all(rules(name), context(name, language))
    return {each.key.address: each for each in made}


def workflows(name: str, language: str = "en") -> dict[str, Compiled]:
    return {key: each for key, each in outcome(name, language).items() if isinstance(each, Compiled)}
