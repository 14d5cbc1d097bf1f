"""HubSpot's table of rule types: for which properties each is, and what its arguments must be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
# RE2 has neither look-around nor references back.
_NOT_RE2 = re.compile(r"\(\?[=!<](?!P)|\\[1-9]|\(\?P=")
Arguments = tuple[str, ...]
Kinds = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RuleType:
    """One rule type. `kinds`: property type -> field types, empty for all; `wanted` says what `fits` asks for."""

    kinds: Kinds
    wanted: str
    fits: Callable[[Arguments], bool]


def _one_of(*words: str, least: int = 1) -> Callable[[Arguments], bool]:
    return lambda given: least <= len(given) <= 1 and set(given) <= set(words)


def _none(given: Arguments) -> bool:
    return not given


def _whole(low: int, high: int) -> Callable[[Arguments], bool]:
    return lambda given: len(given) == 1 and given[0].isascii() and given[0].isdigit() and low <= int(given[0]) <= high


def _each(pattern: str, most: int = 1, least: int = 1) -> Callable[[Arguments], bool]:
    return lambda given: least <= len(given) <= most and all(re.fullmatch(pattern, one) for one in given)


def _days(given: Arguments) -> bool:
    return 1 <= len(given) == len(set(given)) and set(given) <= set(DAYS)


def _pattern(given: Arguments) -> bool:
    if len(given) != 2 or _NOT_RE2.search(given[0]):
        return False
    try:
        re.compile(given[0])
    except re.error:
        return False
    return True


_LINE: Kinds = {"string": ("text",)}
_TEXT: Kinds = {"string": ("text", "textarea")}
_LENGTH: Kinds = {"string": ("text", "textarea", "phonenumber")}
_NUMBER: Kinds = {"number": ()}
_DATE: Kinds = {"date": ()}
_MOMENT: Kinds = {"datetime": ()}
_DOMAIN = r"[^\s@/]+\.[^\s@/.]+"
_DURATION = r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?"
_DECIMAL = r"-?\d+(\.\d+)?"


def _domains() -> RuleType:
    return RuleType(_LINE, "one to 20 domains", _each(_DOMAIN, most=20))


def _bound(kinds: Kinds) -> RuleType:
    return RuleType(kinds, "a moment in milliseconds", _each(r"-?\d+"))


def _duration(kinds: Kinds) -> RuleType:
    return RuleType(kinds, "an ISO-8601 duration", _each(_DURATION))


TYPES: dict[str, RuleType] = {
    "ALPHANUMERIC": RuleType(
        _TEXT, "ALPHANUMERIC, ALPHA_ONLY or NUMERIC_ONLY", _one_of("ALPHANUMERIC", "ALPHA_ONLY", "NUMERIC_ONLY")
    ),
    "REGEX": RuleType(_TEXT, "an RE2 pattern and a message", _pattern),
    "MIN_LENGTH": RuleType(_LENGTH, "a number from 1 on", _whole(1, 65_536)),
    "MAX_LENGTH": RuleType(_LENGTH, "a number from 1 to 10000", _whole(1, 10_000)),
    "FORMAT": RuleType(_TEXT, "CAPITALIZATION, UPPER or LOWER", _one_of("CAPITALIZATION", "UPPER", "LOWER")),
    "SPECIAL_CHARACTERS": RuleType(_TEXT, "NOT_ALLOWED", _one_of("NOT_ALLOWED")),
    "WHITESPACE": RuleType(_LINE, "nothing, ALL or TRIM", _one_of("ALL", "TRIM", least=0)),
    "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE": RuleType(
        {"string": ("phonenumber",), "phone_number": ()},
        "nothing, or two-letter country codes",
        _each("[a-z]{2}", 250, 0),
    ),
    "MIN_NUMBER": RuleType(_NUMBER, "a number", _each(_DECIMAL)),
    "MAX_NUMBER": RuleType(_NUMBER, "a number", _each(_DECIMAL)),
    "DECIMAL": RuleType(_NUMBER, "a number from 0 to 20", _whole(0, 20)),
    "DAYS_OF_WEEK": RuleType(_DATE | _MOMENT, "one to seven days of the week", _days),
    "START_DATE": _bound(_DATE),
    "END_DATE": _bound(_DATE),
    "START_DATETIME": _bound(_MOMENT),
    "END_DATETIME": _bound(_MOMENT),
    "BEFORE_DURATION": _duration(_DATE),
    "AFTER_DURATION": _duration(_DATE),
    "BEFORE_DATETIME_DURATION": _duration(_MOMENT),
    "AFTER_DATETIME_DURATION": _duration(_MOMENT),
    "EMAIL": RuleType(_LINE, "nothing", _none),
    "URL": RuleType(_LINE, "nothing", _none),
    "DOMAIN": RuleType(_LINE, "nothing", _none),
    "EMAIL_ALLOWED_DOMAINS": _domains(),
    "EMAIL_BLOCKED_DOMAINS": _domains(),
    "URL_ALLOWED_DOMAINS": _domains(),
    "URL_BLOCKED_DOMAINS": _domains(),
}
