"""Calculation formulas: a parser for the language, and the canonical text that HubSpot stores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

FUNCTIONS: dict[str, str] = dict.fromkeys(
    ["max", "min", "coalesce", "round_down", "round_up", "round_nearest", "abs", "sqrt", "power", "string_length",
     "string_to_number", "month", "year", "period_to_months", "period_to_weeks", "time_between",
     "time_between_skip_weekends", "pipeline_probability", "dated_exchange_rate"], "BigDecimal",
) | dict.fromkeys(
    ["concatenate", "number_to_string", "to_lower_case", "to_upper_case", "substring"], "String",
) | dict.fromkeys(
    ["is_present", "is_blank", "contains", "begins_with", "regex_matches", "is_multiple_of",
     "is_pipeline_stage_closed"], "Boolean",
) | dict.fromkeys(["date", "add_time", "subtract_time", "now"], "DateTime")  # fmt: skip

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<text>'[^']*'|\"[^\"]*\")|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign><=|>=|!=|==|[-+*/<>=(),]))"
)
_KEYWORDS = frozenset({"if", "then", "elseif", "else", "endif", "and", "or", "not", "xor", "equals", "true", "false"})
_COMPARE = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "=": "equals", "==": "equals", "equals": "equals", "!=": "!="}


class FormulaError(ValueError):
    """A formula that does not parse; the message is HubSpot's, with line, column and the tokens valid there."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula. `kind`: number, text, bool, name, call, not, minus, if, or an operator's canonical word."""

    kind: str
    value: str = ""
    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Node:
    """The formula as a tree; FormulaError when it is none."""
    return _Parser(text).whole()


def names(node: Node) -> frozenset[str]:
    """The properties that a formula names."""
    own = {node.value} if node.kind == "name" else set()
    return frozenset(own.union(*(names(part) for part in node.parts)))


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0

    def whole(self) -> Node:
        node = self._either()
        if self._peek().kind != "end":
            raise self._unexpected("<EOF>, an operator")
        return node

    def _either(self) -> Node:
        return self._chain(("or", "xor"), self._both)

    def _both(self) -> Node:
        return self._chain(("and",), self._negated)

    def _negated(self) -> Node:
        if self._taken("not"):
            return Node("not", parts=(self._negated(),))
        return self._compared()

    def _compared(self) -> Node:
        left = self._sum()
        sign = _COMPARE.get(self._peek().text.lower())
        if sign is None:
            return left
        self._at += 1
        right = self._sum()
        equal = Node("equals", parts=(left, right))
        return Node("not", parts=(equal,)) if sign == "!=" else Node(sign, parts=(left, right))

    def _sum(self) -> Node:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Node:
        node = self._unary()
        while True:
            if self._peek().text in ("*", "/"):
                sign = self._next().text
                node = Node(sign, parts=(node, self._unary()))
            elif node.kind == "number" and self._starts_operand():
                node = Node("*", parts=(node, self._unary()))
            else:
                return node

    def _starts_operand(self) -> bool:
        token = self._peek()
        return token.text == "(" or (token.kind == "word" and token.text.lower() not in _KEYWORDS)

    def _unary(self) -> Node:
        if self._taken("-"):
            return Node("minus", parts=(self._unary(),))
        return self._operand()

    def _operand(self) -> Node:
        token = self._next()
        word = token.text.lower()
        if token.kind == "number":
            return Node("number", token.text)
        if token.kind == "text":
            return Node("text", token.text[1:-1])
        if token.text == "(":
            node = self._either()
            self._expect(")")
            return node
        if word in ("true", "false"):
            return Node("bool", word)
        if word == "if":
            return self._condition()
        if token.kind == "word" and word not in _KEYWORDS:
            return self._call(word) if self._peek().text == "(" else Node("name", token.text)
        self._at -= 1
        raise self._unexpected("IF, NOT, '(', '-', <NUMBER>, <STRING>, <IDENTIFIER>, a function")

    def _call(self, word: str) -> Node:
        if word not in FUNCTIONS and word not in ("string", "bool"):
            self._at -= 1
            raise self._unexpected("IF, NOT, " + ", ".join(sorted(FUNCTIONS)))
        self._expect("(")
        parts: list[Node] = []
        while not self._taken(")"):
            if parts:
                self._expect(",")
            parts.append(self._either())
        return Node("call", word, tuple(parts))

    def _condition(self) -> Node:
        parts = [self._either()]
        self._expect("then")
        parts.append(self._either())
        while self._taken("elseif"):
            parts.append(self._either())
            self._expect("then")
            parts.append(self._either())
        if self._taken("else"):
            parts.append(self._either())
        self._taken("endif")
        return Node("if", parts=tuple(parts))

    def _chain(self, signs: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        node = operand()
        while self._peek().text.lower() in signs:
            sign = self._next().text.lower()
            node = Node(sign, parts=(node, operand()))
        return node

    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        self._at += 1 if token.kind != "end" else 0
        return token

    def _taken(self, word: str) -> bool:
        taken = self._peek().kind != "text" and self._peek().text.lower() == word
        self._at += int(taken)
        return taken

    def _expect(self, word: str) -> None:
        if not self._taken(word):
            raise self._unexpected(word.upper())

    def _unexpected(self, valid: str) -> FormulaError:
        return _error(self._peek().at, self._peek().text or "<EOF>", valid)


def _tokens(text: str) -> Iterator[_Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _error(at + 1, text[at:].lstrip()[:1], "IF, NOT, '(', '-', <NUMBER>, <STRING>, <IDENTIFIER>")
        kind = str(match.lastgroup)
        yield _Token(kind, match[kind], match.start(kind) + 1)
        at = match.end()
    yield _Token("end", "", end + 1)


def _error(column: int, found: str, valid: str) -> FormulaError:
    place = f"Unable to parse calculation formula in line 1 and column {column}"
    return FormulaError(f"{place} - unexpected {found!r}, expected one of: {valid}")
