"""Answers to the decision guide from a YAML or JSON file: each checked, each problem with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from provisioner.advice.questions import BY_NUMBER, UNKNOWN, meant
from provisioner.blueprint import events, files
from provisioner.model.advice import Answers, Limits, Question
from provisioner.model.document import Mark, Marked
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place
from provisioner.rules.blueprint_words import did_you_mean, listed

TIERS: Mapping[str, Limits] = {
    "free": Limits(leads_object=False, pipelines_free=1, tier="free"),
    "starter": Limits(leads_object=False, tier="starter"),
    "professional": Limits(leads_object=True, tier="professional"),
    "enterprise": Limits(leads_object=True, tier="enterprise"),
}
"""What a tier of Sales Hub says by itself. HubSpot's page on pipelines: free tools have none beside the default one."""

_SHOWN = 40
"""Letters of a wrong answer that are repeated to the reader."""


def read(path: str) -> tuple[Answers, tuple[Finding, ...]]:
    """The answers in a file shaped ``answers: {1: a, 2: unknown, 11: "yes"}``, and everything that is wrong with it.

    A question that is left out, or has no value, is left open; that is no finding.
    """
    found = files.read(path, fix="write one, or leave --answers out and answer on a terminal")
    if found.text is None:
        return Answers(), found.findings
    document, findings = events.parse(found.text, path)
    reading = _Reading(path)
    if not findings:
        reading.document(document)
    return Answers(reading.given, reading.limits), (*findings, *reading.findings)


class _Reading:
    """Collects the answers and the findings of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.seen: set[int] = set()
        self.given: dict[int, str] = {}
        self.limits = Limits()

    def document(self, document: Any) -> None:
        whole = document if isinstance(document, Marked) else Marked()
        self._refuse_unknown(whole, ("answers",), "The file")
        answers = whole.get("answers")
        if isinstance(answers, Marked):
            for key in answers:
                self._entry(key, answers)
        else:
            fix = 'write answers: {1: a, 2: c, ..., 11: "yes"}'
            self._report("ANSWER001", "The file holds no answers.", whole.values_at.get("answers"), fix)

    def _entry(self, key: str, answers: Marked) -> None:
        question = _question(key)
        if question is None:
            message = f"There is no question {_shown(key)}."
            self._report("ANSWER002", message, answers.marks[key], "the questions have the numbers 1 to 12")
        elif question.number in self.seen:
            message = f"Question {question.number} is answered twice."
            self._report("ANSWER002", message, answers.marks[key], "keep one of the two")
        else:
            self.seen.add(question.number)
            self._answer(question, answers[key], answers.values_at[key])

    def _answer(self, question: Question, value: Any, at: Mark) -> None:
        if _is_open(value):
            return
        if question.dimension == "limits" and isinstance(value, Marked):
            self._facts(value)
            return
        word = str(value) if isinstance(value, str | bool) else ""
        if question.dimension == "limits" and word.strip().casefold() in TIERS:
            self.limits = TIERS[word.strip().casefold()]
        elif (answer := meant(question, word)) is None:
            message = f"Question {question.number} has no answer {_shown(value)}."
            self._report("ANSWER003", message, at, f"choose {_allowed(question)}")
        elif answer != UNKNOWN:
            self.given[question.number] = answer

    def _facts(self, facts: Marked) -> None:
        """Question 12 as a mapping; what it states goes before what the tier says by itself."""
        self._refuse_unknown(facts, _FACTS, "The answer to question 12")
        told: dict[str, Any] = {}
        for name, (read, allowed) in _FACTS.items():
            value = facts.get(name)
            if _is_open(value) or value == UNKNOWN:
                continue
            told[name] = read(value)
            if told[name] is None:
                message = f"{name} is {_shown(value)}, which is none of its answers."
                self._report("ANSWER003", message, facts.values_at[name], f"choose {allowed} or {UNKNOWN}")
        by_tier = TIERS.get(told.get("tier") or "", Limits())
        leads, free = told.get("leads_object"), told.get("pipelines_free")
        self.limits = Limits(
            leads_object=by_tier.leads_object if leads is None else leads,
            pipelines_free=by_tier.pipelines_free if free is None else free,
            tier=by_tier.tier,
        )

    def _refuse_unknown(self, mapping: Marked, known: Mapping[str, Any] | tuple[str, ...], whose: str) -> None:
        for key in mapping:
            if key not in known:
                fix = did_you_mean(key, known, f"known here: {listed(known)}")
                self._report("ANSWER004", f"{whose} has no field {_shown(key)}.", mapping.marks[key], fix)

    def _report(self, code: str, message: str, at: Mark | None, fix: str) -> None:
        place = Place(*at) if at else Place(self.file, 1, 1)
        self.findings.append(Finding(code, Severity.ERROR, message, place, fix=fix))


def _question(key: str) -> Question | None:
    number = key.strip()
    return BY_NUMBER.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else None


def _allowed(question: Question) -> str:
    """``a (same day), b (up to a week), ... or unknown``."""
    words = [
        answer if answer == text["en"] else f"{answer} ({text['en']})" for answer, text in question.choices.items()
    ]
    if question.dimension == "limits":
        words += TIERS
    return listed([*words, UNKNOWN])


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "that is a mapping" if isinstance(value, dict) else "that is a list"
    text = "".join(letter if letter.isprintable() else "�" for letter in str(value))
    return text if 0 < len(text) <= _SHOWN else f"{text[:_SHOWN]}…" if text else '""'


def _tier(value: Any) -> str | None:
    return value.casefold() if isinstance(value, str) and value.casefold() in TIERS else None


def _yes_or_no(value: Any) -> bool | None:
    word = meant(BY_NUMBER[11], str(value)) if isinstance(value, str | bool) else None
    return {"yes": True, "no": False}.get(word or "")


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


_FACTS: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "tier": (_tier, ", ".join(TIERS)),
    "leads_object": (_yes_or_no, "yes, no"),
    "pipelines_free": (_count, "a whole number, 0 or more"),
}


def _is_open(value: Any) -> bool:
    """Nothing stands there, or blanks alone: who has no answer yet leaves it so."""
    return value is None or (isinstance(value, str) and not value.strip())
