"""Tell what a blueprint holds; no portal is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provisioner.model.errors import InvalidInput
from provisioner.model.portal import Target

if TYPE_CHECKING:
    from provisioner.model.board import Board


def explain(blueprint: Path, target: Target, key: str) -> str:
    """The rule behind a workflow: what it does in one sentence, in both languages, and step by step as a tree.

    Raises InvalidInput for a bad blueprint and for a key that is no workflow of it.
    """
    from provisioner.blueprint import load

    wanted, _ = load.sound(str(blueprint), target.parameters)
    resource = next((each for each in wanted.resources.values() if str(each.key) == key), None)
    if resource is None or "compiled" not in resource.facts:
        known = [str(each) for each in wanted.resources if each.kind == "workflow"]
        raise InvalidInput(f"{key} is no workflow of {blueprint}", fix=f"it has {', '.join(known) or 'none'}")
    from provisioner.automation import compiler, drawing

    rule, context = resource.facts["compiled"].rule, resource.facts["context"]
    words, flow = compiler.sentence(rule, context), compiler.flow(rule, context)
    drawn = drawing.tree(flow) if flow is not None else ""
    return f"{key}: {resource.title}\n\n{words['en']}\n{words['he']}\n\n{drawn}\n"


def board(blueprint: Path, parameters: Mapping[str, Any], language: str = "") -> Board:
    """The sales pipelines of a blueprint as a picture; no portal is asked. Raises InvalidInput for a bad blueprint."""
    from provisioner.blueprint import picture

    return picture.board(str(blueprint), parameters, language)
