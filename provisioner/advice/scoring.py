"""From answers to advice: the score of each dimension, the rule that decides, and what deserves a remark.

Every number is a fraction until the end, so that no rule hangs on how a machine rounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from provisioner.advice import texts
from provisioner.advice.questions import DIMENSIONS, LIMITS, QUESTIONS
from provisioner.model.advice import INSUFFICIENT, Advice, Answers, Dimension, Flag, Limits, Text

POINTS: Mapping[str, int] = {"a": 2, "b": 1, "c": -1, "d": -2}
WEIGHTS: Mapping[str, Fraction] = {
    "leads": Fraction(25, 100),
    "cycle": Fraction(25, 100),
    "manager": Fraction(15, 100),
    "kpis": Fraction(15, 100),
    "people": Fraction(20, 100),
}
SCORED = tuple(question for question in QUESTIONS if question.dimension in WEIGHTS)

_ENOUGH = 7
"""Answered questions, of the ten that are scored."""
_CLEAR = Fraction(35, 100)
"""A score from which on it decides."""
_STRONG = Fraction(1, 2)
"""The score of a dimension that speaks clearly."""
_SURE = Fraction(7, 10)
"""A score that leaves no doubt."""
_LEANING = ("R6", "R7")

Scores = Mapping[str, Fraction]


def decide(answers: Answers) -> Advice:
    """The advice that follows from the answers. A question left open scores 0 in its dimension and is not answered."""
    answered = {name: _points(name, answers) for name in WEIGHTS}
    asked = {name: sum(1 for each in SCORED if each.dimension == name) for name in WEIGHTS}
    scores = {name: Fraction(sum(points), 2 * asked[name]) for name, points in answered.items()}
    total = sum((WEIGHTS[name] * score for name, score in scores.items()), Fraction(0))
    count = sum(map(len, answered.values()))
    incomplete = count < _ENOUGH or not all(answered.values())
    mode, rule = (INSUFFICIENT, "R1") if incomplete else _ruled(answers.given.get(11) == "yes", total, scores)
    limits = LIMITS.get(answers.given.get(12, ""), answers.limits)
    flags = tuple(_flags(mode, answers.given, limits))
    return Advice(
        mode=mode,
        rule=rule,
        score=_rounded(total),
        confidence=_rounded(_confidence(mode, total, scores) * Fraction(count, len(SCORED))),
        dimensions=tuple(
            Dimension(name, DIMENSIONS[name], _rounded(scores[name]), len(answered[name])) for name in WEIGHTS
        ),
        title=texts.TITLES[mode],
        text=texts.MODES[mode],
        because=texts.RULES[rule],
        steps=tuple(_steps(mode, rule, flags)),
        flags=flags,
        missing=tuple(each for each in QUESTIONS if not _known(each.number, answers)),
        limits=limits,
    )


def _points(dimension: str, answers: Answers) -> list[int]:
    numbers = [each.number for each in SCORED if each.dimension == dimension]
    return [POINTS[answers.given[number]] for number in numbers if number in answers.given]


def _ruled(split: bool, total: Fraction, scores: Scores) -> tuple[str, str]:
    """The mode and the first rule that applies, of those that need enough answers."""
    for_centre = max(scores.values()) >= _STRONG
    for_b2b = min(scores.values()) <= -_STRONG
    if split:
        return "hybrid", "R2"
    if total >= _CLEAR and not for_b2b:
        return "call_center", "R3"
    if total <= -_CLEAR and not for_centre:
        return "b2b", "R4"
    if for_centre and for_b2b:
        return "hybrid", "R5"
    if total:
        return "call_center" if total > 0 else "b2b", "R6"
    return "call_center" if scores["cycle"] > 0 else "b2b", "R7"


def _confidence(mode: str, total: Fraction, scores: Scores) -> Fraction:
    """From 0 to 1, before open questions are taken off."""
    if mode == INSUFFICIENT:
        return Fraction(0)
    if mode == "hybrid":
        # Where all dimensions lean to B2B, and two customer groups alone made it a hybrid, this would be negative.
        return max(Fraction(0), min(max(scores.values()), abs(min(scores.values()))))
    return min(Fraction(1), abs(total) / _SURE)


def _rounded(value: Fraction) -> float:
    return round(float(value), 4)


def _known(number: int, answers: Answers) -> bool:
    return number in answers.given or (number == 12 and answers.limits != Limits())


def _flags(mode: str, given: Mapping[int, str], limits: Limits) -> Iterator[Flag]:
    if mode == "hybrid" and given.get(9) == "d":
        yield _flag("small_team")
    if given.get(3) == "d" and given.get(1) == "a":
        yield _flag("wrong_leads")
    if given.get(10) == "d" and given.get(6) == "a":
        yield _flag("contradiction", 6, 10)
    if mode == "hybrid" and limits.pipelines_free is not None and limits.pipelines_free <= 1:
        yield _flag("one_pipeline")
    if mode in ("call_center", "hybrid") and limits.leads_object is False:
        yield _flag("no_leads_object")


def _flag(code: str, *ask_again: int) -> Flag:
    return Flag(code, texts.FLAGS[code], ask_again)


def _steps(mode: str, rule: str, flags: tuple[Flag, ...]) -> Iterator[Text]:
    if any(flag.ask_again for flag in flags):
        yield texts.STEPS["ask_again"]
    if mode == INSUFFICIENT:
        yield texts.STEPS["answer"]
    if rule in _LEANING:
        yield texts.STEPS["agree"]
