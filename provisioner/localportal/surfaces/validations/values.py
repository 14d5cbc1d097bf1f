"""Whether a value that is written to a record keeps the rules of its property.

Of HubSpot's codes only INVALID_ALPHA is known; the others follow the rule's name. The four duration rules are kept but
not asked: the papers do not say on which side of the duration a value must lie.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from provisioner.localportal.surfaces.validations.state import Rule
from provisioner.localportal.surfaces.validations.table import DAYS

_DIALLING = {"il": "972", "us": "1", "ca": "1", "gb": "44", "de": "49", "fr": "33", "es": "34", "it": "39"}
_LETTERS = {"ALPHANUMERIC": str.isalnum, "ALPHA_ONLY": str.isalpha, "NUMERIC_ONLY": str.isdigit}
_CODES = {"NUMERIC_ONLY": "INVALID_NUMERIC", "ALPHANUMERIC": "INVALID_ALPHANUMERIC"}


def broken(rules: list[Rule], text: str) -> tuple[str, str] | None:
    """(code, message) of the first rule that a stored text breaks, None when it keeps them all. "" keeps all."""
    for rule in rules if text else ():
        keeps = _KEEPS.get(rule.type)
        if keeps and not keeps(text, rule.arguments):
            return _told(rule, text)
    return None


def _told(rule: Rule, text: str) -> tuple[str, str]:
    """HubSpot's own words where they are published, which is for letters only; a pattern brings its message."""
    if rule.type == "REGEX":
        return "INVALID_REGEX", rule.arguments[1]
    if rule.arguments == ("ALPHA_ONLY",):
        return "INVALID_ALPHA", "Enter only letters"
    code = _CODES[rule.arguments[0]] if rule.type == "ALPHANUMERIC" else f"INVALID_{rule.type}"
    return code, " ".join([text, "does not satisfy", rule.type, *rule.arguments])


def _phone(text: str, countries: tuple[str, ...]) -> bool:
    digits = re.sub(r"[\s().-]", "", text)
    if not re.fullmatch(r"\+[1-9]\d{6,14}", digits):
        return False
    return not countries or any(digits[1:].startswith(_DIALLING.get(one, "")) for one in countries)


def _format(text: str, arguments: tuple[str, ...]) -> bool:
    match arguments[0]:
        case "UPPER":
            return text == text.upper()
        case "LOWER":
            return text == text.lower()
    return all(not word[0].islower() for word in text.split())


def _whitespace(text: str, arguments: tuple[str, ...]) -> bool:
    return text == text.strip() if arguments == ("TRIM",) else not re.search(r"\s", text)


def _domain(text: str) -> str:
    """The domain of an e-mail address or of a URL, in lower case."""
    return re.sub(r"^[a-z]+://|/.*$", "", text.rpartition("@")[2].lower()).partition(":")[0]


def _within(text: str, domains: tuple[str, ...]) -> bool:
    found = _domain(text)
    return any(found == one.lower() or found.endswith(f".{one.lower()}") for one in domains)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _moment(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


_KEEPS: dict[str, Callable[[str, tuple[str, ...]], bool]] = {
    "ALPHANUMERIC": lambda text, given: all(_LETTERS[given[0]](one) or one.isspace() for one in text),
    "REGEX": lambda text, given: re.search(given[0], text) is not None,
    "MIN_LENGTH": lambda text, given: len(text) >= int(given[0]),
    "MAX_LENGTH": lambda text, given: len(text) <= int(given[0]),
    "FORMAT": _format,
    "SPECIAL_CHARACTERS": lambda text, _: all(one.isalnum() or one.isspace() for one in text),
    "WHITESPACE": _whitespace,
    "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE": _phone,
    "MIN_NUMBER": lambda text, given: Decimal(text) >= Decimal(given[0]),
    "MAX_NUMBER": lambda text, given: Decimal(text) <= Decimal(given[0]),
    "DECIMAL": lambda text, given: len(text.partition(".")[2].rstrip("0")) <= int(given[0]),
    "DAYS_OF_WEEK": lambda text, given: DAYS[_day(text).weekday()] in given,
    "START_DATE": lambda text, given: _day(text) >= _moment(given[0]).date(),
    "END_DATE": lambda text, given: _day(text) <= _moment(given[0]).date(),
    "START_DATETIME": lambda text, given: datetime.fromisoformat(text) >= _moment(given[0]),
    "END_DATETIME": lambda text, given: datetime.fromisoformat(text) <= _moment(given[0]),
    "EMAIL": lambda text, _: re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", text) is not None,
    "URL": lambda text, _: re.fullmatch(r"(https?://)?[^\s/@]+\.[^\s/@]+(/\S*)?", text) is not None,
    "DOMAIN": lambda text, _: re.fullmatch(r"[^\s/@]+\.[^\s/@.]+", text) is not None,
    "EMAIL_ALLOWED_DOMAINS": _within,
    "EMAIL_BLOCKED_DOMAINS": lambda text, given: not _within(text, given),
    "URL_ALLOWED_DOMAINS": _within,
    "URL_BLOCKED_DOMAINS": lambda text, given: not _within(text, given),
}
