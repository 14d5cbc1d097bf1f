"""``provisioner schema``: the JSON Schema of blueprints, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from provisioner.blueprint import schema
from provisioner.cli import options


@click.command(
    epilog="""\b
Example:
  provisioner schema --out blueprint.schema.json

\b
An editor with YAML support then checks while one types, when the first line of a blueprint says:
  # yaml-language-server: $schema=blueprint.schema.json"""
)
@options.out_option("the schema")
@options.everywhere
def command(out: str | None, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - every command has these options
    """Print the JSON Schema (draft 2020-12) of blueprints."""
    options.json_only(out, "name it like blueprint.schema.json")
    text = json.dumps(schema.assemble(), ensure_ascii=False, indent=2)
    if out is None:
        click.echo(text)
        return
    Path(out).write_text(f"{text}\n", encoding="utf-8")
    if not quiet:
        click.echo(f"Wrote {out}.", err=True)
