"""A new project as files: the project file, the blueprint of a mode with the decision on record, its fragments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from provisioner.advice.questions import QUESTIONS
from provisioner.blueprint import project, schema, shipped
from provisioner.model.advice import INSUFFICIENT, Advice, Answers, Limits, Text
from provisioner.model.errors import ProvisionerError, Refused

BLUEPRINTS = "blueprints"
ANSWERS = "answers.yaml"

_PROJECT = """\
# Which portals there are. Until one is named here, every command speaks to the portal on this machine, called local.
# A token is never written down: token_env names the environment variable that holds it.
#
# portals:
#   acme-sandbox:
#     portal_id: 1111111                  # the number in HubSpot's address bar
#     token_env: HUBSPOT_ACME_SANDBOX
#     environment: sandbox                # sandbox or production
#     parameters: {{label_language: {language}}}    # en, he or both
default_portal: local
"""


def available(advice: Advice) -> bool:
    """Whether a blueprint is shipped for the advised mode."""
    return shipped.path(advice.mode) is not None


def files(advice: Advice, *, by: str, made_on: date, language: str) -> dict[str, str]:
    """The texts of a project for the advised mode, by their path from the project's folder.

    Raises Refused when no blueprint is shipped for it.
    """
    source = shipped.path(advice.mode)
    if advice.mode == INSUFFICIENT:
        open_ = ", ".join(str(question.number) for question in advice.missing)
        fix = f"answer the questions that are open: {open_}"
        raise Refused("The answers do not suffice for a decision, so nothing was written.", fix=fix)
    if source is None:
        message = f"There is no ready-made blueprint for the mode {advice.mode} yet, so nothing was written."
        raise Refused(message, fix=_OTHERWISE)
    texts = shipped.copied(source)
    texts[source.name] = shipped.decided(texts[source.name], made_on.isoformat(), by, advice.mode, why(advice))
    texts[shipped.SCHEMA] = json.dumps(schema.assemble(), ensure_ascii=False, indent=2) + "\n"
    return {project.FILE: _PROJECT.format(language=language)} | {
        f"{BLUEPRINTS}/{name}": text for name, text in texts.items()
    }


_OTHERWISE = "start with the larger of the two groups: answer for its people alone, and ask again"


def why(advice: Advice) -> Text:
    """The reason to put on record: the rule that decided, and the scores."""
    told = {}
    for language, (score, confidence) in {"en": ("Score", "confidence"), "he": ("ציון", "רמת ביטחון")}.items():
        numbers = ", ".join(f"{each.title[language]} {each.score:+.2f}" for each in advice.dimensions)
        told[language] = (
            f"{advice.rule}: {advice.because[language]} {score} {advice.score:+.2f},"
            f" {confidence} {advice.confidence:.2f}. {numbers}."
        )
    return told


def answers_text(answers: Answers) -> str:
    """The answers as a file that ``--answers`` takes."""
    lines = ["# Answers to the questions of provisioner advise.", "answers:"]
    for question in QUESTIONS:
        answer = f'"{answers.given.get(question.number, "unknown")}"'
        if question.number == _LIMITS and question.number not in answers.given:
            answer = limits_text(answers.limits) or answer
        lines.append(f"  {question.number}: {answer}  # {question.text['en']}")
    return "\n".join(lines) + "\n"


_LIMITS = 12
"""The question whose answer may be facts instead of a letter."""


def limits_text(limits: Limits) -> str:
    """The facts behind question 12 as a file of answers has them; empty where nothing is known."""
    told = [f"tier: {limits.tier}"] if limits.tier else []
    told += [f"leads_object: {'yes' if limits.leads_object else 'no'}"] if limits.leads_object is not None else []
    told += [f"pipelines_free: {limits.pipelines_free}"] if limits.pipelines_free is not None else []
    return f"{{{', '.join(told)}}}" if told else ""


def in_the_way(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """The paths that exist already and hold something else than what would be written."""
    return [name for name, text in texts.items() if not _same(folder / name, text)]


def _same(path: Path, text: str) -> bool:
    """True where nothing stands, or just this."""
    try:
        return path.read_text("utf-8") == text
    except FileNotFoundError:
        return not path.is_symlink()
    except (OSError, ValueError):
        return False


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the files, and the folders that they need. Raises ProvisionerError when the disk does not let it."""
    for name, text in texts.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ProvisionerError(f"{path} cannot be written: {reason}.", fix="choose another folder") from None
