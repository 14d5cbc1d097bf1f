"""Texts for people in English and Hebrew."""

from __future__ import annotations

from collections.abc import Mapping

Text = Mapping[str, str]
"""A text by language: ``en`` and ``he``."""


def said(en: str, he: str) -> Text:
    return {"en": en, "he": he}
