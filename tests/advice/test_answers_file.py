"""Answers from a file: what is understood, and what is told of every mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner import cli
from provisioner.blueprint import answers
from provisioner.model.advice import Answers, Limits


def read(folder: Path, text: str) -> tuple[Answers, list[str]]:
    """What a file gives: the answers, and each finding as one line without the folder."""
    path = folder / "answers.yaml"
    path.write_text(text, "utf-8")
    found, findings = answers.read(str(path))
    told = [f"{each.place} {each.code} {each.message} ({each.fix})" for each in findings]
    return found, [line.replace(f"{path}:", "") for line in told]


@pytest.mark.parametrize("nothing", ['""', "' '", "", "~"])
def test_an_empty_answer_stays_open(tmp_path: Path, nothing: str) -> None:
    found, findings = read(tmp_path, f"answers: {{1: a, 2: {nothing}, 12: {{tier: free, pipelines_free: {nothing}}}}}")
    assert findings == []
    assert found.given == {1: "a"}
    assert found.limits.tier == "free"


def test_letters_numbers_and_words_in_every_form(tmp_path: Path) -> None:
    found, findings = read(
        tmp_path, 'answers: {1: a, "2": C, 3: " d ", 4: unknown, 5: "?", 6: ב, 11: "yes", 12: Professional}'
    )
    assert findings == []
    assert found.given == {1: "a", 2: "c", 3: "d", 6: "b", 11: "yes"}
    assert found.limits == Limits(leads_object=True, tier="professional")


@pytest.mark.parametrize("word", ["yes", '"yes"', "Yes", "y", "true", "כן"])
def test_yes_in_every_form(tmp_path: Path, word: str) -> None:
    assert read(tmp_path, f"answers:\n  11: {word}\n")[0].given == {11: "yes"}


def test_json_is_read_as_well(tmp_path: Path) -> None:
    text = json.dumps({"answers": {"1": "a", "11": False, "12": {"leads_object": True, "pipelines_free": 3}}})
    found, findings = read(tmp_path, text)
    assert (findings, found.given) == ([], {1: "a", 11: "no"})
    assert found.limits == Limits(leads_object=True, pipelines_free=3)


def test_what_is_stated_goes_before_what_the_tier_says(tmp_path: Path) -> None:
    found, findings = read(tmp_path, "answers: {12: {tier: free, leads_object: unknown, pipelines_free: 0}}")
    assert findings == []
    assert found.limits == Limits(leads_object=False, pipelines_free=0, tier="free")


def test_a_form_that_is_not_filled_in_leaves_questions_open(tmp_path: Path) -> None:
    assert read(tmp_path, "answers:\n  1:\n  2: b\n") == (Answers({2: "b"}), [])
    assert read(tmp_path, "answers: {}\n") == (Answers(), [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", '1:1 ANSWER001 The file holds no answers. (write answers: {1: a, 2: c, ..., 11: "yes"})'),
        ("[a, b]", "1:1 ANSWER001"),
        ("answers: [a, b]", "1:10 ANSWER001"),
        ("answers:", "ANSWER001"),
        ("1: a\n2: b", "1:1 ANSWER004 The file has no field 1."),
        ("answers: {13: a}", "1:11 ANSWER002 There is no question 13. (the questions have the numbers 1 to 12)"),
        ("answers: {one: a}", "1:11 ANSWER002 There is no question one."),
        ("answers: {1.0: a}", "1:11 ANSWER002 There is no question 1.0."),
        ("answers: {1: a, 01: b}", "1:17 ANSWER002 Question 1 is answered twice."),
        ("answers: {1: a, 1: b}", "1:17 YAML002"),
        ("answers:\n  3: e\n", "2:6 ANSWER003 Question 3 has no answer e. (choose a (same day), b (up to a week), "),
        ("answers: {3: e}", "c (1-6 weeks), d (longer) or unknown)"),
        ("answers: {1: 20}", "1:14 ANSWER003 Question 1 has no answer 20."),
        ("answers: {1: true}", "1:14 ANSWER003 Question 1 has no answer True."),
        ("answers: {1: [a]}", "1:14 ANSWER003 Question 1 has no answer that is a list."),
        ("answers: {1: {a: b}}", "1:14 ANSWER003 Question 1 has no answer that is a mapping."),
        ('answers: {1: "a\\eb"}', "1:14 ANSWER003 Question 1 has no answer a�b."),
        ("answers: {11: a}", "1:15 ANSWER003 Question 11 has no answer a. (choose yes, no or unknown)"),
        ("answers: {12: gold}", "free, starter, professional, enterprise or unknown)"),
        (
            "answers: {12: {teir: free}}",
            "1:16 ANSWER004 The answer to question 12 has no field teir. (did you mean tier?)",
        ),
        ("answers: {12: {pipelines_free: -1}}", "1:32 ANSWER003 pipelines_free is -1, which is none of its answers."),
        ("answers: {12: {leads_object: maybe}}", "ANSWER003 leads_object is maybe"),
        ("answers: {}\nanswer: {}", "2:1 ANSWER004 The file has no field answer. (did you mean answers?)"),
        ("answers: {1: a", "YAML001"),
        ("answers: !!map {1: a}", "YAML003"),
    ],
)
def test_every_bad_answer_is_told_with_its_place_and_what_is_allowed(tmp_path: Path, text: str, told: str) -> None:
    findings = read(tmp_path, text)[1]
    assert any(told in line for line in findings), findings


def test_all_mistakes_are_told_in_one_go(tmp_path: Path) -> None:
    assert len(read(tmp_path, "answers: {1: x, 2: y, 3: a, 14: a, 12: {a: 1, b: 2}}")[1]) == 5


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
LIKELY = st.sampled_from(["a", "b", "c", "d", "A", "yes", "no", "unknown", "?", "free", True, None])
KEYS = st.integers(-1, 14).map(str) | st.text(max_size=4)
FILES = (
    st.binary(max_size=80)
    | st.text(max_size=80).map(lambda text: f"answers: {text}".encode("utf-8", "surrogatepass"))
    | st.dictionaries(KEYS, LIKELY | VALUES).map(lambda given: json.dumps({"answers": given}).encode())
    | VALUES.map(lambda value: json.dumps(value).encode())
)


@given(FILES, st.sampled_from(["text", "json"]), st.sampled_from(["en", "he"]))
@settings(
    max_examples=150,
    deadline=None,  # a busy machine is no fault
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_file_of_answers_is_an_error_of_ours(tmp_path: Path, content: bytes, form: str, language: str) -> None:
    path = tmp_path / "answers.yaml"
    path.write_bytes(content)
    assert cli.run(["advise", "--answers", str(path), "--format", form, "--lang", language, "--quiet"]) in (0, 3)
