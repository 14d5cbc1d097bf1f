"""``provisioner advise``: twelve questions, the way of selling that follows, and a project to start from."""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import click

from provisioner.advice import scoring, texts
from provisioner.blueprint import answers as answers_file
from provisioner.blueprint import starting
from provisioner.cli import interview, options, showing
from provisioner.model.advice import INSUFFICIENT, Advice, Answers
from provisioner.model.errors import InvalidInput, Refused
from provisioner.model.findings import has_errors

LANGUAGES = ("en", "he")


@click.command(
    "advise",
    epilog="""\b
Example:
  provisioner advise --lang he
  provisioner advise --answers answers.yaml --out acme""",
)
@click.option("--answers", "source", metavar="FILE", help="Take the answers from YAML or JSON instead of asking.")
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Ask and answer in it."
)
@options.format_option("text", "json")
@click.option("--out", metavar="DIR", type=click.Path(file_okay=False), help="Write a project for the advised mode.")
@click.option("--by", default="sales management", show_default=True, help="Who decides, for the record in --out.")
@click.option(
    "--date",
    "made_on",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the decision, for the record in --out.  [default: today]",
)
@click.option("--force", is_flag=True, help="Let --out replace files that are in the way, without asking.")
@options.everywhere
def command(
    source: str | None,
    language: str,
    form: str,
    out: str | None,
    by: str,
    made_on: datetime | None,
    force: bool,
    quiet: bool,
    verbose: bool,  # noqa: ARG001
) -> None:
    """Advise on the way of selling: call centre, senior B2B or both. Twelve questions, no portal.

    Asks on a terminal, one question at a time; with --answers it asks nothing. --out then writes the blueprint of the
    advised mode, with the decision on record.
    """
    _refuse(out, by)
    with showing.errors_too(form):
        answers = _from_file(source) if source is not None else _asked(language)
    advice = scoring.decide(answers)
    showing.advice(advice, form, language)
    if out is None:
        step = "write" if starting.available(advice) else "none_ready"
        steps = advice.steps if advice.mode == INSUFFICIENT else [*advice.steps, texts.STEPS[step]]
        showing.after_advice(steps, _to_write(advice, answers, source), form, language)
        return
    files = starting.files(advice, by=by, made_on=made_on.date() if made_on else date.today(), language=language)
    if source is None:
        files |= {starting.ANSWERS: starting.answers_text(answers)}
    _make_way(Path(out), files, force=force)
    starting.write(Path(out), files)
    if not quiet:
        click.echo(f"Wrote {', '.join(files)} to {out}.", err=True)
    showing.after_advice([*advice.steps, texts.STEPS["apply"]], _to_apply(advice, out), form, language)


def _refuse(out: str | None, by: str) -> None:
    if out == "":
        raise click.UsageError("--out names no folder")
    if not by.strip() or not by.isprintable():
        raise click.UsageError("--by takes a name or a role, on one line")


def _from_file(source: str) -> Answers:
    answers, findings = answers_file.read(source)
    if has_errors(findings):
        raise InvalidInput(f"The answers in {source} cannot be used.", findings=findings)
    return answers


def _asked(language: str) -> Answers:
    """Ask on the terminal; prompts go to stderr, so that stdout holds the advice alone."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("there is no terminal to ask on; give the answers with --answers FILE")

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")

    def ask(prompt: str) -> str:
        # Not click's prompt, which writes a space to stdout.
        click.echo(prompt, nl=False, err=True)
        typed = sys.stdin.readline()
        if not typed:
            raise click.Abort
        return typed

    return interview.answers(language, ask, lambda text: click.echo(text, err=True))


def _make_way(folder: Path, files: Mapping[str, str], *, force: bool) -> None:
    """Raises Refused when files are in the way and nobody lets them be replaced."""
    present = [] if force else starting.in_the_way(folder, files)
    if not present:
        return
    told = f"{folder} already has {', '.join(present)}"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Refused(f"{told}; nothing was written", fix="choose another folder, or add --force to replace them")
    if not click.confirm(f"{told}. Replace?", err=True):
        raise Refused("not replaced; nothing was written")


def _to_write(advice: Advice, answers: Answers, source: str | None) -> list[str]:
    """The commands that make a project of the advice. Answers that were typed are kept in a file first."""
    if not starting.available(advice):
        return []
    if source is not None:
        return [shlex.join(["provisioner", "advise", "--answers", source, "--out", "sales"])]
    given = ", ".join(f"{number}: {answer}" for number, answer in sorted(answers.given.items()))
    keep = f"echo 'answers: {{{given}}}' > {starting.ANSWERS}"
    return [keep, f"provisioner advise --answers {starting.ANSWERS} --out sales"]


def _to_apply(advice: Advice, out: str) -> list[str]:
    blueprint = f"{starting.BLUEPRINTS}/{advice.mode}.yaml"
    return [shlex.join(["cd", out]), *(f"provisioner {verb} {blueprint}" for verb in ("validate", "plan", "apply"))]
