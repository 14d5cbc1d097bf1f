"""The ready-made blueprints: where they lie, and a copy of one with its fragments that needs nothing else."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from provisioner.blueprint import imports
from provisioner.model.errors import InvalidInput
from provisioner.model.findings import has_errors

SCHEMA = "blueprint.schema.json"
"""The schema for editors, beside a copied blueprint."""

_PACKAGE = Path(__file__).parent.parent
_FOLDERS = (_PACKAGE / "blueprints_data", _PACKAGE.parent / "blueprints")
"""Where an installation keeps them, and where a checkout does."""


def path(name: str) -> Path | None:
    """The file of a ready-made blueprint; None when none of that name is shipped."""
    candidates = (folder / f"{name}.yaml" for folder in _FOLDERS)
    return next((file for file in candidates if file.is_file()), None)


def copied(file: Path) -> dict[str, str]:
    """The texts of a blueprint and all that it imports, by their path from the blueprint's folder.

    Raises InvalidInput when a part of it cannot be read.
    """
    source = imports.gather(str(file))
    if has_errors(source.findings):
        message = f"The ready-made blueprint {file.name} is damaged."
        raise InvalidInput(message, findings=tuple(source.findings), fix="install provisioner again")
    texts = {os.path.relpath(each, file.parent): Path(each).read_text("utf-8") for each in source.files}
    return {name.replace(os.sep, "/"): _at_home(text) for name, text in texts.items()}


def _at_home(text: str) -> str:
    """The text with the editor's schema where the copy has it."""
    first, newline, rest = text.partition("\n")
    return first.replace(f"../docs/{SCHEMA}", SCHEMA) + newline + rest


def decided(text: str, made_on: str, by: str, mode: str, why: Mapping[str, str]) -> str:
    """The text of a blueprint with this decision for a mode in the place of the one that it has."""
    lines = [
        "decision:",
        f"  made_on: {_quoted(made_on)}",
        f"  mode: {mode}",
        f"  by: {_quoted(by)}",
        "  why:",
        *(f"    {language}: {_quoted(each)}" for language, each in why.items()),
    ]
    block = "\n".join(lines) + "\n"
    written, count = re.subn(r"^decision:.*\n(?:[ \t]+\S.*\n)*", lambda _: block, text, count=1, flags=re.MULTILINE)
    return written if count else re.sub(r"^mode:.*\n", lambda mode: mode[0] + block, text, count=1, flags=re.MULTILINE)


def _quoted(text: str) -> str:
    """A text as YAML, which takes JSON. What a person typed is no parameter, also where it looks like one."""
    return json.dumps(text, ensure_ascii=False).replace("${", "$${")
