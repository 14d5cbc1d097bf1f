"""Plain YAML scalars by the core schema of YAML 1.2: null, true, false and numbers; all else is text."""

from __future__ import annotations

import math
import re

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_BASED = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_FRACTION = re.compile(r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?")

FIRST = frozenset("0123456789+-.~nNtTfF")
"""A plain scalar that starts with another character is text."""


def resolved(plain: str) -> str | int | float | bool | None:
    """The value of a plain scalar. yes, no, on, off, dates, times and endless numbers stay text."""
    if plain in _WORDS:
        return _WORDS[plain]
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if _BASED.fullmatch(plain):
        return int(plain, 0)
    if _FRACTION.fullmatch(plain) and math.isfinite(number := float(plain)):
        return number
    return plain
