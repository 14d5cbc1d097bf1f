"""The nearest known word."""

from __future__ import annotations

import pytest

from provisioner.rules.blueprint_words import did_you_mean, listed, nearest


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("core_slaes", ["core_sales", "cc_operations"], "core_sales"),
        ("Core_Sales", ["core_sales"], "core_sales"),
        ("enumm", ["enumeration", "number"], "enumeration"),
        ("xyz", ["core_sales"], ""),
        ("", ["a"], ""),
        ("x", [], ""),
        ("grop_1234", [f"group_{n}" for n in range(5000)], "group_1234"),
    ],
)
def test_nearest(word: str, known: list[str], expected: str) -> None:
    assert nearest(word, known) == expected


def test_advice_in_words() -> None:
    assert did_you_mean("a", ["b"], "write b") == "write b"
    assert [listed([]), listed("a"), listed("ab"), listed("abc")] == ["", "a", "a or b", "a, b or c"]
    assert listed("abcdef", 3) == "a, b, c, … (6 in all)"
