"""The shipped blueprints with their rule sets, and rules compiled from them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from provisioner.automation import calendars, compiler, section
from provisioner.automation.rules import Compiled, Context, Rule
from provisioner.model.findings import ManualStep

HERE = Path(__file__).parent
BLUEPRINTS = HERE.parent.parent / "blueprints"
RULE_SETS = {"call_center": HERE / "call_center_rules.yaml", "b2b": HERE / "b2b_rules.yaml"}


@cache
def document(name: str) -> dict[str, Any]:
    """A shipped blueprint with its rule set."""
    shipped = yaml.safe_load((BLUEPRINTS / f"{name}.yaml").read_text("utf-8"))
    return shipped | yaml.safe_load(RULE_SETS[name].read_text("utf-8"))


@cache
def context(name: str, language: str = "en") -> Context:
    whole = document(name)
    hours, findings = calendars.calendar(whole["automation"]["calendar"])
    assert hours is not None, findings
    return section.context(whole, hours, language)


def rules(name: str) -> list[Rule]:
    return section.rules(document(name))


def outcome(name: str, language: str = "en") -> dict[str, Compiled | ManualStep]:
    made = compiler.compile_all(rules(name), context(name, language))
    return {each.key.address: each for each in made}


def workflows(name: str, language: str = "en") -> dict[str, Compiled]:
    return {key: each for key, each in outcome(name, language).items() if isinstance(each, Compiled)}
