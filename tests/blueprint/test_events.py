"""YAML as data with places, and what is refused in it."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.blueprint import events
from provisioner.model.document import Marked, MarkedList, place_of
from tests.blueprint.marked import seen, unmarked


def parsed(text: str) -> Any:
    document, findings = events.parse(text, "b.yaml")
    assert findings == []
    return document


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-7", -7),
        ("0o17", 15),
        ("0x1F", 31),
        ("007", 7),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("2026-11-01", "2026-11-01"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1e999", "1e999"),
        ("1.0.0", "1.0.0"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_scalars_follow_the_core_schema(written: str, value: Any) -> None:
    read = parsed(f"a: {written}\n")["a"]
    assert (read, type(read)) == (value, type(value))


def test_keys_are_always_text() -> None:
    assert list(parsed("12: a\ntrue: b\n0.5: c\n~: d\n")) == ["12", "true", "0.5", "~"]


def test_every_key_value_and_item_knows_its_place() -> None:
    document = parsed("a:\n  b: [x, {c: y}]\n  ל: ד\n")
    assert isinstance(document, Marked)
    assert isinstance(document["a"]["b"], MarkedList)
    assert str(place_of(document, ("a", "b"))) == "b.yaml:2:3"
    assert str(place_of(document, ("a", "b"), of_value=True)) == "b.yaml:2:6"
    assert str(place_of(document, ("a", "b", 1, "c"), of_value=True)) == "b.yaml:2:14"
    assert str(place_of(document, ("a", "ל"), of_value=True)) == "b.yaml:3:6"


def test_an_alias_repeats_what_its_anchor_says() -> None:
    assert parsed("a: &x {k: [1, 2]}\nb: *x\n") == {"a": {"k": [1, 2]}, "b": {"k": [1, 2]}}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("YAML001", "a: [1, 2\nb: 3⟦\n"),
        ("YAML001", "a: 1\n⟦ b: 2\n"),
        ("YAML001", 'a: "x⟦'),
        ("YAML002", "a: 1\nb:\n  c: 1\n  ⟦c: 2\n"),
        ("YAML003", "a: ⟦!!str 1\n"),
        ("YAML003", "a: ⟦!python/object:os.system {}\n"),
        ("YAML003", "⟦!x a: 1\n"),
        ("YAML004", "a: ⟦*nowhere\n"),
        ("YAML004", "a: &a\n  b: ⟦*a\n"),
        ("YAML005", "x: &x {a: 1}\ny:\n  ⟦<<: *x\n"),
        ("YAML006", "a: 1\n⟦---\nb: 2\n"),
        ("YAML007", "a:\n⟦\tb: 1\n"),
        ("YAML010", "? ⟦[a, b]\n: c\n"),
        ("YAML010", "a:\n  ⟦'': c\n"),
        ("YAML010", "x: &x a\n⟦*x : c\n"),
    ],
)
def test_what_hides_meaning_is_refused_with_its_place(code: str, text: str) -> None:
    written = unmarked(text)
    _, findings = events.parse(written.text, "b.yaml")
    if code == "YAML001":
        assert [(each.code, each.place.line if each.place else 0) for each in findings] == [(code, written.line)]
    else:
        assert (code, written.line, written.column) in seen(findings)
    assert all(each.fix for each in findings)


def test_a_duplicate_key_names_both_places_and_the_first_one_counts() -> None:
    document, findings = events.parse("a: 1\nb: 2\na: 3\n", "b.yaml")
    assert "b.yaml:1:1" in findings[0].message
    assert document["a"] == 1


def test_the_pure_parser_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &x {k: [1, 0.5, yes]}\nb: *x\nc: |\n  long\n  text\na: 2\n"
    with_libyaml = events.parse(text, "b.yaml")
    monkeypatch.setattr(events, "_Loader", yaml.SafeLoader)
    assert events.parse(text, "b.yaml") == with_libyaml


def test_a_bomb_of_aliases_is_refused_before_it_goes_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    started = time.perf_counter()
    document, findings = events.parse("\n".join(lines), "b.yaml")
    assert document is None
    assert findings[0].code == "YAML004"
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("opened", ["[", "{a: "])
def test_nesting_has_an_end(opened: str) -> None:
    document, findings = events.parse(opened * 200_000, "b.yaml")
    assert document is None
    assert findings[0].code == "YAML012"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"#%@,? \n\t<~0.", max_size=80))
def test_any_text_gives_data_or_a_finding(text: str) -> None:
    document, findings = events.parse(text, "b.yaml")
    assert document is None or isinstance(document, Marked | MarkedList | str | int | float | bool)
    assert all(each.code.startswith("YAML") and each.place for each in findings)


_PLAIN = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text("abcאב 12", max_size=8)
_KEYS = st.text("abcdefg_", min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        _KEYS,
        st.recursive(_PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4)),
        min_size=1,
    )
)
def test_what_pyyaml_writes_reads_back_equal(data: dict[str, Any]) -> None:
    assert parsed(yaml.safe_dump(data, allow_unicode=True)) == data
