"""Texts for people in English and Hebrew, with gaps."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.counts import Shown
from provisioner.model.texts import Text, said

__all__ = ["Text", "filled", "said"]


def filled(text: Text, **values: object) -> Text:
    """The same text with its gaps filled in every language; a value that is a text itself is taken by language."""
    return {
        language: words.format(**{name: _in(value, language) for name, value in values.items()})
        for language, words in text.items()
    }


def _in(value: object, language: str) -> object:
    if isinstance(value, int):
        return Shown(value)
    return value.get(language, "") if isinstance(value, Mapping) else value
