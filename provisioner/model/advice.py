"""Advice on the way of selling: questions, what was answered, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]
"""A text by language: ``en`` and ``he``."""

INSUFFICIENT = "insufficient"
"""The mode of advice that cannot be given yet."""


@dataclass(frozen=True, slots=True)
class Question:
    """One of the twelve. ``choices`` are its answers in order, by the word that stands for each in a file."""

    number: int
    dimension: str
    text: Text
    choices: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the portal has room for. None is not known; ``pipelines_free`` counts deal pipelines, at least so many."""

    leads_object: bool | None = None
    pipelines_free: int | None = None
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, by the number of the question; a question that is not among them was left open.

    ``limits`` are the facts behind question 12, as far as they are known.
    """

    given: Mapping[int, str] = field(default_factory=dict)
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Dimension:
    """The score of one dimension, from -1 (B2B) to 1 (call centre), and how many of its questions were answered."""

    name: str
    title: Text
    score: float
    answered: int


@dataclass(frozen=True, slots=True)
class Flag:
    """A remark that does not change the mode. ``ask_again`` are the questions whose answers contradict each other."""

    code: str
    text: Text
    ask_again: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """Which mode, by which rule, how sure.

    ``score`` runs from -1 (B2B) to 1 (call centre), ``confidence`` from 0 to 1. ``title`` is what people call the mode,
    ``text`` what to make of it, ``because`` the rule in words, ``steps`` what to do next. ``missing`` are the questions
    left open.
    """

    mode: str
    rule: str
    score: float
    confidence: float
    dimensions: tuple[Dimension, ...]
    title: Text
    text: Text
    because: Text
    steps: tuple[Text, ...]
    flags: tuple[Flag, ...] = ()
    missing: tuple[Question, ...] = ()
    limits: Limits = Limits()
