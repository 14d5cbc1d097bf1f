"""``provisioner validate``: check blueprints without a portal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from provisioner.blueprint import load
from provisioner.cli import options
from provisioner.model.findings import Finding, Severity

INVALID = 3


@click.command(
    epilog="""\b
Example:
  provisioner validate blueprints/call_center.yaml blueprints/b2b.yaml
  provisioner validate --format sarif blueprints/*.yaml > findings.sarif"""
)
@click.argument("blueprints", metavar="BLUEPRINT...", nargs=-1, required=True)
@options.format_option("text", "json", "github", "sarif", "junit")
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@options.everywhere
def command(blueprints: tuple[str, ...], form: str, strict: bool, quiet: bool, verbose: bool) -> int:  # noqa: ARG001 - every command has these options
    """Check blueprints, offline: every problem with its line, its code and its fix.

    Imported fragments are checked with the blueprint that imports them. Exit code 0 when there is no error, else 3.
    """
    results = load.validate(blueprints)
    if text := _rendered(form, results):
        click.echo(text)
    found = {finding.severity for findings in results.values() for finding in findings}
    return INVALID if Severity.ERROR in found or (strict and Severity.WARNING in found) else 0


def _rendered(form: str, results: Mapping[str, Sequence[Finding]]) -> str:
    match form:
        case "json":
            from provisioner.reports import findings_json

            return findings_json.render(results)
        case "github":
            from provisioner.reports import findings_github

            return findings_github.render(results)
        case "junit":
            from provisioner.reports import findings_junit

            return findings_junit.render(results)
        case "sarif":
            from provisioner import __version__
            from provisioner.blueprint import codes
            from provisioner.reports import findings_sarif

            return findings_sarif.render(results, codes.catalogue(), __version__)
        case _:
            from provisioner.reports import findings_text

            return findings_text.render(results)
