"""The nearest known word to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable

_FEW = 30


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one, empty when none comes near."""
    import difflib  # only a mistake pays for it

    candidates = list(dict.fromkeys(known))
    lowered = {each.lower(): each for each in candidates}
    if word.lower() in lowered:
        return lowered[word.lower()]
    found = difflib.get_close_matches(word[:100], _likely(word, candidates), n=1, cutoff=0.6)
    alike = found or [each for each in candidates if len(word) > 3 and each.startswith(word[:4])]
    return alike[0] if alike else ""


def _likely(word: str, candidates: list[str]) -> list[str]:
    """The few that share most pairs of letters with the word: comparing it with thousands takes too long."""
    if len(candidates) <= _FEW:
        return candidates
    pairs = {word[at : at + 2] for at in range(min(len(word), 100) - 1)}
    return sorted(candidates, key=lambda each: -sum(pair in each for pair in pairs))[:_FEW]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``did you mean core_sales?``, or the other advice when nothing comes near."""
    found = nearest(word, known)
    return f"did you mean {found}?" if found else otherwise


def listed(words: Iterable[str], limit: int = 12) -> str:
    """Words for a sentence: ``a, b or c``; a long list is cut."""
    shown = list(words)
    if len(shown) > limit:
        return ", ".join(shown[:limit]) + f", … ({len(shown)} in all)"
    return " or ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
