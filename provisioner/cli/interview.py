"""The questions of the decision guide on a terminal: one at a time, with a way back and a way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from provisioner.advice import scoring
from provisioner.advice.questions import BY_NUMBER, QUESTIONS, UNKNOWN, meant
from provisioner.model.advice import Answers, Question, Text
from provisioner.model.assessment import Evidence
from provisioner.model.errors import Interrupted
from provisioner.reports import advice_text, assessment_text, bidi

BACK = ("<", "back", "חזרה", "אחורה")
QUIT = ("q", "quit", "exit", "יציאה")

_WORDS: Mapping[str, Text] = {
    "welcome": {
        "en": "Twelve questions. Type the word or letter before an answer; ? don't know, < back, q quit.",
        "he": "שתים-עשרה שאלות. הקלידו את האות או המילה של התשובה; ? לא יודע, < חזרה, q יציאה.",
    },
    "prompt": {"en": "Answer", "he": "תשובה"},
    "again": {"en": "That is none of the answers. Allowed: {allowed}", "he": "אין תשובה כזאת. אפשר: {allowed}"},
    "first": {"en": "This is the first question.", "he": "זאת השאלה הראשונה."},
    "measured": {"en": "Measured in the portal; Enter takes it:", "he": "נמדד בפורטל; Enter מקבל:"},
    "hinted": {"en": "The portal shows:", "he": "בפורטל רואים:"},
    "keep": {"en": "So far: {answer}. Enter keeps it.", "he": "התשובה עד כה: {answer}. Enter משאיר אותה."},
}


def answers(
    language: str, ask: Callable[[str], str], say: Callable[[str], None], evidence: Sequence[Evidence] = ()
) -> Answers:
    """Ask everything, and once more what contradicts itself.

    ``ask`` shows a prompt and gives the line that was typed; ``say`` shows a text. ``evidence`` is what was measured
    in a portal: its answers are proposed. Raises Interrupted when the person quits.
    """
    given: dict[int, str] = {}
    measured = {each.question: each for each in evidence}
    _say(say, "welcome", language)
    _round(QUESTIONS, given, language, ask, say, measured)
    for flag in scoring.decide(_answers(given)).flags:
        if flag.ask_again:
            say("\n" + "\n".join(bidi.paragraph(flag.text[language], language)))
            _round([BY_NUMBER[number] for number in flag.ask_again], given, language, ask, say)
    return _answers(given)


def _answers(given: Mapping[int, str]) -> Answers:
    return Answers({number: answer for number, answer in given.items() if answer != UNKNOWN})


def _round(
    questions: Sequence[Question],
    given: dict[int, str],
    language: str,
    ask: Callable[[str], str],
    say: Callable[[str], None],
    measured: Mapping[int, Evidence] | None = None,
) -> None:
    at, shown = 0, -1
    while at < len(questions):
        question = questions[at]
        before = given.get(question.number)
        proposal = (measured or {}).get(question.number)
        if at != shown:
            say("\n" + advice_text.question(question, len(QUESTIONS), language))
            if before:
                _say(say, "keep", language, answer="?" if before == UNKNOWN else before)
            elif proposal:
                _propose(proposal, language, say)
            shown = at
        typed = ask(bidi.line(_WORDS["prompt"][language], language) + ": ").strip()
        if typed.casefold() in QUIT:
            raise Interrupted("Stopped; nothing was decided and nothing was written.")
        if typed.casefold() in BACK:
            if not at:
                _say(say, "first", language)
            at = max(at - 1, 0)
        elif answer := meant(question, typed) if typed else before or (proposal.answer if proposal else None):
            given[question.number] = answer
            at += 1
        else:
            _say(say, "again", language, allowed=", ".join([*question.choices, "?", "<", "q"]))


def _propose(evidence: Evidence, language: str, say: Callable[[str], None]) -> None:
    _say(say, "measured" if evidence.answer else "hinted", language)
    say(assessment_text.proposal(evidence, language))


def _say(say: Callable[[str], None], word: str, language: str, **filled: str) -> None:
    say("\n".join(bidi.paragraph(_WORDS[word][language].format(**filled), language)))
