"""Texts for people in English and Hebrew."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.counts import Shown

Text = Mapping[str, str]
"""A text by language: ``en`` and ``he``."""


def said(en: str, he: str) -> Text:
    return {"en": en, "he": he}


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
