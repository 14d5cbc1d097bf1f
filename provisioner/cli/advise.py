"""``provisioner advise``: twelve questions, the way of selling that follows, and a project to start from."""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from provisioner.advice import scoring, texts
from provisioner.blueprint import answers as answers_file
from provisioner.blueprint import starting
from provisioner.cli import interview, options, portals, showing, watching
from provisioner.model.advice import INSUFFICIENT, Advice, Answers
from provisioner.model.assessment import Assessment
from provisioner.model.errors import InvalidInput, Refused
from provisioner.model.findings import has_errors

LANGUAGES = ("en", "he")


@click.command(
    "advise",
    epilog="""\b
Example:
  provisioner advise --lang he
  provisioner advise --answers answers.yaml --out acme
  provisioner advise --portal acme""",
)
@click.option("--answers", "source", metavar="FILE", help="Take the answers from YAML or JSON instead of asking.")
@click.option(
    "--portal",
    metavar="NAME",
    help="Look at this portal first and answer what its records tell, with the evidence: a portal of the project file, "
    "`local` or `env`.",
)
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
@options.project_file
@options.everywhere
def command(
    source: str | None,
    portal: str | None,
    language: str,
    form: str,
    out: str | None,
    by: str,
    made_on: datetime | None,
    force: bool,
    project: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Advise on the way of selling: call centre, senior B2B or both. Twelve questions.

    Asks on a terminal, one question at a time; with --answers it asks nothing. --portal reads an existing portal first,
    and changes nothing there: what it measures is proposed on the terminal, fills what --answers leaves open, and
    stands alone without either. --out then writes the blueprint of the advised mode, with the decision on record.
    """
    _refuse(out, by, made_on)
    with showing.errors_too(form):
        given = None if source is None else _from_file(source)
        found = None if portal is None else _assessed(portal, project, quiet=quiet, verbose=verbose)
        answers, found = _completed(given, found, language)
    advice = scoring.decide(answers)
    if found is not None:
        from provisioner import api

        found = api.advised(found, advice.mode, found.differences)
    showing.advice(advice, form, language, found)
    if out is None:
        step = "write" if starting.available(advice) else "none_ready"
        steps = advice.steps if advice.mode == INSUFFICIENT else [*advice.steps, texts.STEPS[step]]
        asked = _again(portal, project)
        showing.after_advice(steps, _to_write(advice, answers, source, asked), form, language)
        return
    files = starting.files(advice, by=by, made_on=made_on.date() if made_on else date.today(), language=language)
    if source is None or found is not None:
        files |= {starting.ANSWERS: starting.answers_text(answers)}
    files |= _of_the_same_portals(portal, project, Path(out))
    _make_way(Path(out), files, force=force)
    starting.write(Path(out), files)
    if not quiet:
        click.echo(f"Wrote {', '.join(files)} to {out}.", err=True)
    if portal == "local":
        _take_local_along(project, Path(out), quiet=quiet)
    showing.after_advice([*advice.steps, texts.STEPS["apply"]], _to_apply(advice, out, portal), form, language)


def _refuse(out: str | None, by: str, made_on: datetime | None) -> None:
    if out == "":
        raise click.UsageError("--out names no folder")
    if not any(map(str.isalnum, by)) or not by.isprintable():
        raise click.UsageError("--by takes a name or a role, on one line")
    if made_on is not None and _is_yet_to_come(made_on.date()):
        raise click.UsageError(f"--date takes the day on which it was decided; {made_on.date()} has not come yet")


def _is_yet_to_come(day: date) -> bool:
    from provisioner.rules import blueprint_decision  # brings every rule, and few give a day

    return day > blueprint_decision.latest_day()


def _assessed(portal: str, project: str | None, *, quiet: bool, verbose: bool) -> Assessment:
    from provisioner import api

    with portals.opened(portal, project) as target:
        return api.assessed(target, watch=watching.watcher(quiet=quiet, verbose=verbose))


def _completed(given: Answers | None, found: Assessment | None, language: str) -> tuple[Answers, Assessment | None]:
    """The answers from the file or else the terminal, and with a portal completed by what was measured there."""
    if given is None:
        given = _asked(language, found) if found is None or _is_terminal() else Answers()
    if found is None:
        return given, None
    from provisioner import api

    completed, differences = api.completed(given, found)
    return completed, replace(found, differences=differences)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _from_file(source: str) -> Answers:
    answers, findings = answers_file.read(source)
    if has_errors(findings):
        raise InvalidInput(f"The answers in {source} cannot be used.", findings=findings)
    return answers


def _asked(language: str, found: Assessment | None) -> Answers:
    """Ask on the terminal; prompts go to stderr, so that stdout holds the advice alone."""
    if not _is_terminal():
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

    evidence = found.evidence if found is not None else ()
    return interview.answers(language, ask, lambda text: click.echo(text, err=True), evidence)


def _make_way(folder: Path, files: Mapping[str, str], *, force: bool) -> None:
    """Raises Refused when files are in the way and nobody lets them be replaced."""
    present = [] if force else starting.in_the_way(folder, files)
    if not present:
        return
    told = f"{folder} already has {', '.join(present)}"
    if not _is_terminal():
        raise Refused(f"{told}; nothing was written", fix="choose another folder, or add --force to replace them")
    if not click.confirm(f"{told}. Replace?", err=True):
        raise Refused("not replaced; nothing was written")


def _again(portal: str | None, project: str | None) -> list[str]:
    """The words that name the portal of this advice once more."""
    return [*(["--portal", portal] if portal else []), *(["--project", project] if portal and project else [])]


def _to_write(advice: Advice, answers: Answers, source: str | None, asked: list[str]) -> list[str]:
    """The commands that make a project of the advice. Answers that were typed are kept in a file first, with those that
    were measured; those of a file are completed by the portal once more."""
    if not starting.available(advice):
        return []
    if source is not None:
        return [shlex.join(["provisioner", "advise", "--answers", source, *asked, "--out", "sales"])]
    given = [f"{number}: {answer}" for number, answer in sorted(answers.given.items())]
    if 12 not in answers.given and (limits := starting.limits_text(answers.limits)):
        given.append(f"12: {limits}")
    keep = f"echo 'answers: {{{', '.join(given)}}}' > {starting.ANSWERS}"
    return [keep, f"provisioner advise --answers {starting.ANSWERS} --out sales"]


def _to_apply(advice: Advice, out: str, portal: str | None) -> list[str]:
    blueprint = f"{starting.BLUEPRINTS}/{advice.mode}.yaml"
    there = ["--portal", portal] if portal and portal != "local" else []
    asking = (shlex.join(["provisioner", verb, blueprint, *there]) for verb in ("plan", "apply"))
    return [shlex.join(["cd", out]), f"provisioner validate {blueprint}", *asking]


def _of_the_same_portals(portal: str | None, project: str | None, folder: Path) -> Mapping[str, str]:
    """What the project needs to reach the portal that was looked at; a file that says so already stays as it is."""
    from provisioner.blueprint import carried
    from provisioner.blueprint import project as projects
    from provisioner.blueprint.project_check import BUILT_IN

    file = project or projects.find()
    if file and portal and portal not in BUILT_IN:
        return carried.texts(file, folder)
    return carried.remembered(portals.folder(project)) if portal == "local" else {}


def _take_local_along(project: str | None, folder: Path, *, quiet: bool) -> None:
    """The portal on this machine belongs to a project's folder: the new project gets a copy of the one looked at."""
    from provisioner.localportal import store

    here, there = portals.folder(project) / portals.LOCAL_DB, folder / portals.LOCAL_DB
    if there.exists():
        if not here.exists() or not there.samefile(here):
            click.echo(f"{folder} has a local portal already, which stays as it is.", err=True)
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    with portals.readable(here):
        store.copy(here, there)
    if not quiet:
        click.echo(f"Copied the local portal to {there}.", err=True)
