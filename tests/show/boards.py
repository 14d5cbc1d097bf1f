"""Boards for tests: the shipped blueprints with and without their rules, and one whose every text is hostile."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from provisioner.automation import firing
from provisioner.blueprint import load
from provisioner.model import board as boards
from provisioner.model.blueprint import Blueprint
from provisioner.model.board import Board, Column, Decision, Firing, SalesPipeline
from provisioner.model.keys import Key
from tests.automation import rule_sets

ROOT = Path(__file__).parents[2]
SHIPPED = ("call_center", "b2b", "hybrid")


@cache
def blueprint(name: str) -> Blueprint:
    return load.sound(os.fspath(ROOT / "blueprints" / f"{name}.yaml"), {})[0]


@cache
def plain(name: str, language: str = "en") -> Board:
    """A shipped blueprint without a word on its rules."""
    return boards.board(blueprint(name), language)


@cache
def ruled(name: str, language: str = "en") -> Board:
    """A shipped blueprint with the rule set of its mode."""
    found = replace(blueprint(name), document=rule_sets.document(name))
    return boards.board(found, language, list(firing.firings(found.document, language)))


def of(document: Mapping[str, Any], language: str = "en") -> Board:
    """The board of a few sections."""
    return boards.board(Blueprint("story", "1.0.0", "call_center", "", {}, document=document), language)


NASTY = (
    "<script>alert(1)</script>",
    '"]; click p1s1 "javascript:alert(1)"',
    "%%{init: {'theme': 'dark'}}%%",
    "1. list",
    "- item",
    "# heading",
    "`code` **bold** __under__",
    "end",
    "a &lt;b&gt; #34; #quot;",
    "style x fill:#f00;",
    "</style></body><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "turned\u202e\u2066\u2067\u2068\u2069around",
    "two\nlines\x1b[31m\x07",
    "{first} {second} {by} {age}",
    "https://example.com/x.js' onclick='x",
    "שלום <b>עולם</b>",
    "漢字かな交じり文" * 9,
    "long" * 60,
)
"""Texts that mean something to a terminal, to Mermaid, to HTML or to our own templates."""


def hostile(language: str = "en") -> Board:
    """A board in which every text that a blueprint can choose is one of those."""
    key = Key("pipeline", "deals/nasty")
    columns = tuple(_column(key, number, text) for number, text in enumerate(NASTY, 1))
    everywhere = Firing("all", NASTY[0], NASTY[1], key)
    pipeline = SalesPipeline(key, NASTY[0], NASTY[10], columns, (everywhere,))
    made = Decision("2026-11-01", NASTY[14], NASTY[0])
    return Board("nasty", "1.0.0", "b2b", NASTY[0], NASTY[10], language, (pipeline,), made)


def _column(key: Key, number: int, text: str) -> Column:
    rule = Firing(f"rule_{number}", text, text, key, (f"s{number}",), key.part("s1"))
    return Column(
        key.part(f"s{number}"),
        number,
        text,
        text,
        probability=number % 11 / 10,
        forecast_category="commit",
        milestone="closing",
        until=text,
        entry=text,
        exit=text,
        playbook=(text, text),
        rules=(rule,),
    )


def steering(text: str) -> list[str]:
    """Signs that steer a terminal or turn text around, but for our own fences."""
    return [
        each
        for each in text
        if each not in "\n\u2066\u2067\u2068\u2069" and unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp")
    ]
