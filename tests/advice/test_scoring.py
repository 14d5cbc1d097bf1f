"""The decision guide's numbers, rules and flags, as the sales brief has them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.advice import scoring
from provisioner.advice.questions import QUESTIONS
from provisioner.model.advice import Advice, Answers, Limits

DIMENSIONS = ("leads", "cycle", "manager", "kpis", "people")
RULES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7")


def advice(letters: str, split: str = "no", **limits: object) -> Advice:
    """``letters`` answer questions 1 to 10, a dash leaves one open."""
    numbered = {number: letter for number, letter in enumerate(letters, 1) if letter != "-"}
    return scoring.decide(Answers({**numbered, 11: split}, Limits(**limits)))


def scores(found: Advice) -> Mapping[str, float]:
    return {each.name: each.score for each in found.dimensions}


def test_all_for_a_call_centre() -> None:
    found = advice("a" * 10)
    assert (found.mode, found.rule, found.score, found.confidence) == ("call_center", "R3", 1.0, 1.0)
    assert scores(found) == dict.fromkeys(DIMENSIONS, 1.0)


def test_all_for_b2b() -> None:
    found = advice("d" * 10)
    assert (found.mode, found.rule, found.score, found.confidence) == ("b2b", "R4", -1.0, 1.0)
    assert scores(found) == dict.fromkeys(DIMENSIONS, -1.0)


def test_strong_opposites_that_cancel_out_are_a_hybrid() -> None:
    found = advice("aaaadddddd")
    assert (found.mode, found.rule, found.score, found.confidence) == ("hybrid", "R5", 0.0, 1.0)


def test_a_weak_score_only_leans() -> None:
    # Two answers a point apart in sign make a quarter: a and c, or b twice less one.
    found = advice("acacbcacbd")
    assert scores(found) == {"leads": 0.25, "cycle": 0.25, "manager": 0.0, "kpis": 0.25, "people": -0.25}
    assert (found.mode, found.rule, found.score) == ("call_center", "R6", 0.1125)
    assert round(found.confidence, 2) == 0.16


def test_two_groups_are_a_hybrid_whatever_the_score() -> None:
    found = advice("d" * 10, split="yes")
    assert (found.mode, found.rule, found.score) == ("hybrid", "R2", -1.0)
    assert found.confidence == 0.0


def test_the_lean_goes_to_b2b_as_well() -> None:
    assert advice("dbdbbcdbca").rule == "R6"
    assert advice("dbdbbcdbca").mode == "b2b"


@pytest.mark.parametrize(
    ("letters", "mode"),
    [
        ("bcbcbcbcbc", "b2b"),  # everything is even
        ("dbacbcbcbc", "call_center"),  # leads against it as much as the cycle for it
        ("acdbbcbcbc", "b2b"),
    ],
)
def test_at_zero_the_cycle_decides_and_then_b2b(letters: str, mode: str) -> None:
    found = advice(letters)
    assert (found.score, found.rule, found.mode, found.confidence) == (0.0, "R7", mode, 0.0)


def test_a_score_at_the_very_border_decides() -> None:
    # .25 x .5 + .25 x .5 + .15 x .5 + .15 x .5 + .20 x -.25 = .35, which binary numbers miss.
    found = advice("bbbbbbbbbd")
    assert (found.score, found.rule, found.mode) == (0.35, "R3", "call_center")
    assert (advice("cccccccca" + "c").score, advice("cccccccca" + "c").rule) == (-0.35, "R4")


def test_a_strong_dimension_against_it_stops_a_clear_score() -> None:
    found = advice("aaaaaaaacc")
    assert (found.score, found.rule, found.mode, found.confidence) == (0.7, "R5", "hybrid", 0.5)


def test_open_questions_score_nothing_and_are_taken_off_the_confidence() -> None:
    found = advice("a-aaaaaaa-")
    assert scores(found) == dict.fromkeys(DIMENSIONS, 1.0) | {"leads": 0.5, "people": 0.5}
    assert (found.mode, found.score, found.confidence) == ("call_center", 0.775, 0.8)
    assert [question.number for question in found.missing] == [2, 10, 12]


@pytest.mark.parametrize("letters", ["aaaaaa----", "--aaaaaaaa", "aaaa--aaaa", "", "-a-a-a-a-a"])
def test_too_few_answers_or_an_empty_dimension_are_insufficient(letters: str) -> None:
    found = advice(letters, split="yes")
    assert (found.mode, found.rule, found.confidence) == ("insufficient", "R1", 0.0)
    assert {question.number for question in found.missing} >= {n for n, x in enumerate(letters, 1) if x == "-"}


def test_seven_answers_are_enough() -> None:
    assert advice("aaaaa-a-a-").rule == "R3"
    assert advice("aa-aa-a-a-").rule == "R1"


def test_no_clear_score_of_uniform_dimensions_ends_as_a_lean() -> None:
    for letters in itertools.product("abcd", repeat=5):
        found = advice("".join(letter * 2 for letter in letters))
        assert abs(found.score) < 0.35 or found.rule in ("R3", "R4", "R5")


def test_no_clear_score_ends_as_a_lean_whatever_is_answered() -> None:
    # A dimension of two answers has one of nine scores; the letters are one way to each.
    pairs = {-4: "dd", -3: "dc", -2: "cc", -1: "db", 0: "da", 1: "ac", 2: "bb", 3: "ab", 4: "aa"}
    for points in itertools.product(pairs, repeat=5):
        found = advice("".join(pairs[each] for each in points))
        assert abs(found.score) < 0.35 or found.rule in ("R3", "R4", "R5")


FLAGS = {
    "small_team": advice("aaaaaaaada", split="yes"),
    "wrong_leads": advice("aadaaaaaaa"),
    "contradiction": advice("aaaaaaaaad"),
    "one_pipeline": advice("a" * 10, split="yes", pipelines_free=1),
    "no_leads_object": advice("a" * 10, leads_object=False),
}


@pytest.mark.parametrize("code", FLAGS)
def test_each_flag_is_raised_alone_and_changes_no_mode(code: str) -> None:
    found = FLAGS[code]
    assert [flag.code for flag in found.flags] == [code]
    assert found.mode in ("hybrid", "call_center")


@pytest.mark.parametrize(
    "quiet",
    [
        advice("aaaaaaaada"),  # a small team, one mode
        advice("a" * 10, split="yes", pipelines_free=2),
        advice("a" * 10, split="yes"),
        advice("a" * 10, pipelines_free=1),
        advice("d" * 10, leads_object=False),
        advice("baadaaaaaa"),
        advice("aaaaabaaad"),
    ],
)
def test_no_flag_without_its_reason(quiet: Advice) -> None:
    assert quiet.flags == ()


def test_a_contradiction_names_what_to_ask_again() -> None:
    (flag,) = FLAGS["contradiction"].flags
    assert flag.ask_again == (6, 10)
    assert [step["en"] for step in FLAGS["contradiction"].steps] == [
        "Clear up the contradiction with the people who answered, then ask again."
    ]


def test_letters_of_question_12_are_facts() -> None:
    found = scoring.decide(Answers({**dict.fromkeys(range(1, 11), "a"), 11: "yes", 12: "d"}))
    assert (found.limits.leads_object, found.limits.pipelines_free) == (False, 1)
    assert [flag.code for flag in found.flags] == ["one_pipeline", "no_leads_object"]
    assert found.missing == ()


@given(
    st.dictionaries(st.integers(1, 10), st.sampled_from("abcd")),
    st.sampled_from(["yes", "no", None]),
    st.sampled_from(["a", "b", "c", "d", None]),
)
def test_whatever_is_answered_the_advice_keeps_its_bounds(
    letters: dict[int, str], split: str | None, limits: str | None
) -> None:
    also = {number: answer for number, answer in ((11, split), (12, limits)) if answer}
    found = scoring.decide(Answers({**letters, **also}))
    assert found.rule in RULES
    assert -1 <= found.score <= 1
    assert 0 <= found.confidence <= 1
    assert all(-1 <= each.score <= 1 for each in found.dimensions)
    assert (found.mode == "insufficient") == (found.rule == "R1")
    assert {each.number for each in found.missing} == {each.number for each in QUESTIONS} - set(letters) - set(also)


@given(st.text("abcd", min_size=10, max_size=10))
def test_the_mirror_of_all_answers_is_the_mirror_of_the_advice(letters: str) -> None:
    here, there = advice(letters), advice(letters.translate(str.maketrans("abcd", "dcba")))
    assert here.score == -there.score
    assert here.confidence == there.confidence
    mirrored = {"call_center": "b2b", "b2b": "call_center"}
    assert here.rule == "R7" or there.mode == mirrored.get(here.mode, here.mode)
