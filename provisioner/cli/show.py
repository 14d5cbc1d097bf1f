"""``provisioner show``: the sales pipelines of a blueprint as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner.cli import options, showing


@click.command(
    "show",
    epilog="""\b
Example:
  provisioner show blueprints/call_center.yaml
  provisioner show blueprints/b2b.yaml --lang he --out b2b.html
  provisioner show blueprints/call_center.yaml --compare blueprints/b2b.yaml""",
)
@click.argument("blueprint")
@options.portal_name
@options.format_option("text", "mermaid", "html")
@click.option("--lang", "language", type=click.Choice(("en", "he")), help="Its language. Default: that of the labels.")
@click.option("--compare", "other", metavar="OTHER", help="Another blueprint beside it, stage by stage.")
@options.out_option("the picture", options.BY_ENDING)
@options.project_file
@options.everywhere
def command(
    blueprint: str,
    portal: str | None,
    form: str,
    language: str | None,
    other: str | None,
    out: str | None,
    project: str | None,
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - every command has these options
) -> None:
    """Show the sales pipelines of a blueprint as a picture, with all that a rep must know of each stage.

    The portal is not asked: its parameters say how the blueprint looks there, such as the language of the labels.
    """
    from provisioner import api
    from provisioner.blueprint import project as projects

    form = options.form_for(out, form)
    for source in (blueprint, other):
        if out and source and Path(out).resolve() == Path(source).resolve():
            raise click.UsageError(f"--out would overwrite {source}")
    parameters = projects.parameters(portal, project)
    board = api.board(Path(blueprint), parameters, language or "")
    beside = api.board(Path(other), parameters, board.language) if other else None
    if out is None:
        showing.board(board, beside, form)
        return
    Path(out).write_text(showing.drawn(board, beside, form), encoding="utf-8")
    if not quiet:
        click.echo(f"Wrote {out}.", err=True)
