"""Formulas of calculated properties: the names they use, and one spelling for formulas that mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|!=|<=|>=|[^\s]")
_WORDS = frozenset(
    """
    and bool concatenate contains else elseif endif equals false if is_present max min not number_to_string or string
    string_to_number then true
    """.split()
)


def canonical(formula: str) -> str:
    """The formula as HubSpot stores it, as far as seen live.

    Keywords in lower case, single quotes, ``=`` as ``equals``, no trailing zeros, one space between tokens.
    """
    return " ".join(_spelled(token) for token in _TOKEN.findall(formula))


def _spelled(token: str) -> str:
    if token[0] in "\"'":
        return f"'{token[1:-1]}'"
    if token in ("=", "=="):
        return "equals"
    if token[0].isdigit() and "." in token:
        return token.rstrip("0").rstrip(".")
    return token.lower() if token.lower() in _WORDS else token


def names_in(formula: str) -> Iterator[str]:
    """The words of a formula that may be property names."""
    for token in dict.fromkeys(_TOKEN.findall(formula)):
        if (token[0].isalpha() or token[0] == "_") and token.lower() not in _WORDS:
            yield token
