"""Advice for a terminal, in English or Hebrew: the mode, the rule, a bar for each dimension, what deserves care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provisioner.model.advice import INSUFFICIENT, Advice, Dimension, Question, Text
from provisioner.reports import bidi
from provisioner.reports.plan_text import Paint, plain

_HALF = 10
"""Signs in half a bar."""

_WORDS: Mapping[str, Text] = {
    "advice": {"en": "Advice", "he": "ההמלצה"},
    "score": {
        "en": "Score {score}, on a scale from -1.00 (B2B) to +1.00 (call centre)",
        "he": "ציון {score}, בסולם מ: -1.00 (B2B) עד: +1.00 (מוקד)",
    },
    "confidence": {"en": "Confidence {confidence}: {level}", "he": "רמת ביטחון {confidence}: {level}"},
    "low": {"en": "low", "he": "נמוכה"},
    "medium": {"en": "medium", "he": "בינונית"},
    "high": {"en": "high", "he": "גבוהה"},
    "rule": {"en": "Decided by rule {rule}", "he": "הוכרע לפי כלל {rule}"},
    "dimensions": {"en": "Dimensions", "he": "ממדים"},
    "call_center": {"en": "call centre", "he": "מוקד"},
    "b2b": {"en": "B2B", "he": "B2B"},
    "even": {"en": "even", "he": "מאוזן"},
    "open": {"en": "no answer", "he": "אין תשובה"},
    "half": {"en": "1 of 2 answered", "he": "תשובה אחת מתוך שתיים"},
    "contradictions": {"en": "Contradictions", "he": "סתירות"},
    "flags": {"en": "Take care", "he": "שימו לב"},
    "missing": {"en": "Left open", "he": "נותרו פתוחות"},
    "next": {"en": "Next", "he": "הצעד הבא"},
}


def render(advice: Advice, language: str, *, paint: Paint = plain) -> str:
    """Everything but what to do next, which ``following`` tells."""
    contradictions = [flag.text for flag in advice.flags if flag.ask_again]
    flags = [flag.text for flag in advice.flags if not flag.ask_again]
    parts = [
        _verdict(advice, language, paint),
        _dimensions(advice.dimensions, language),
        _listed("contradictions", contradictions, language),
        _listed("flags", flags, language),
        _missing(advice.missing, language),
    ]
    return "\n".join(part for part in parts if part)


def following(steps: Sequence[Text], commands: Sequence[str], language: str) -> str:
    """What to do next, with the commands to type, one a line and left to right in either language."""
    return "\n" + _listed("next", steps, language) + "".join(f"      {command}\n" for command in commands)


def _word(name: str, language: str) -> str:
    return _WORDS[name][language]


def _verdict(advice: Advice, language: str, paint: Paint) -> str:
    mode = "" if advice.mode == INSUFFICIENT else f" ({advice.mode})"
    head = f"{_word('advice', language)}: {advice.title[language]}{mode}"
    score = _word("score", language).format(score=_signed(advice.score))
    rule = f"{_word('rule', language).format(rule=advice.rule)}: {advice.because[language]}"
    lines = [paint(bidi.line(head, language), "bold"), *bidi.paragraph(advice.text[language], language), ""]
    lines += bidi.paragraph(rule, language)
    if advice.mode != INSUFFICIENT:
        lines += [bidi.line(score, language), bidi.line(_confidence(advice.confidence, language), language)]
    return "\n".join(lines) + "\n"


def _confidence(confidence: float, language: str) -> str:
    # A lean stays below 0.5, since its score stays below half of a sure one.
    level = "low" if confidence < 0.5 else "medium" if confidence < 0.8 else "high"
    return _word("confidence", language).format(confidence=f"{confidence:.2f}", level=_word(level, language))


def _dimensions(dimensions: Sequence[Dimension], language: str) -> str:
    width = max(len(each.title[language]) for each in dimensions)
    rows = [_row(each, width, language) for each in dimensions]
    return "\n".join([bidi.line(_word("dimensions", language), language), *rows]) + "\n"


def _row(dimension: Dimension, width: int, language: str) -> str:
    title = dimension.title[language].ljust(width)
    if not dimension.answered:
        told = _word("open", language)
    else:
        side = "even" if not dimension.score else "call_center" if dimension.score > 0 else "b2b"
        half = f" ({_word('half', language)})" if dimension.answered == 1 else ""
        told = f"{_signed(dimension.score)}  {_word(side, language)}{half}"
    # The bar is fenced by itself: its signs have no direction of their own, and B2B is always on its left.
    bar = _bar(dimension.score) if language != "he" else bidi.ltr(_bar(dimension.score))
    return bidi.line(f"  {title}  {bar}  {told}", language)


def _bar(score: float) -> str:
    filled = round(abs(score) * _HALF)
    left, right = ("·" * _HALF, "█" * filled) if score > 0 else ("█" * filled, "·" * _HALF)
    return f"{left.rjust(_HALF, '·')}│{right.ljust(_HALF, '·')}"


def _signed(score: float) -> str:
    return f"{score:+.2f}" if score else "0.00"


def _listed(heading: str, texts: Sequence[Text], language: str) -> str:
    if not texts:
        return ""
    rows = [row for text in texts for row in bidi.paragraph(f"- {text[language]}", language, indent=2, hanging=4)]
    return "\n".join([bidi.line(_word(heading, language), language), *rows]) + "\n"


def _missing(questions: Sequence[Question], language: str) -> str:
    rows = [
        row
        for each in questions
        for row in bidi.paragraph(f"{each.number}. {each.text[language]}", language, indent=2, hanging=6)
    ]
    return "\n".join([bidi.line(_word("missing", language), language), *rows]) + "\n" if rows else ""


def question(asked: Question, of: int, language: str) -> str:
    """A question with its choices, as the interview shows it. ``of`` is how many questions there are."""
    lines = bidi.paragraph(f"{asked.number}/{of}. {asked.text[language]}", language, hanging=5)
    return "\n".join([*lines, *_choices(asked, language)])


def _choices(asked: Question, language: str) -> Iterator[str]:
    for answer, text in asked.choices.items():
        told = text[language] if answer == text["en"] else f"{answer}  {text[language]}"
        yield from bidi.paragraph(told, language, indent=4, hanging=7)
