"""Labels as people compare them."""

from __future__ import annotations

import unicodedata

_QUOTES = str.maketrans({"׳": "'", "״": '"', "‘": "'", "’": "'", "“": '"', "”": '"', "´": "'", "`": "'"})


def folded(label: str) -> str:
    """A label without what the eye overlooks: outer and double spaces, letter case, Unicode form, kinds of quotes."""
    return " ".join(unicodedata.normalize("NFC", label).translate(_QUOTES).casefold().split())
