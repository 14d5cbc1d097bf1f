"""What a report of KPIs says in its own words, in both languages, and the one sentence for the management."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.model.texts import Text
from provisioner.reports import measure_values as values

Json = Mapping[str, Any]
WORSE_FIRST = ("risk", "watch", "good")
LOWER_IS_BETTER = frozenset({"K1", "K11", "K12", "K19"})
GRADES: Mapping[str, Text] = {
    "good": {"en": "good", "he": "תקין"},
    "watch": {"en": "watch", "he": "לתשומת לב"},
    "risk": {"en": "risk", "he": "סיכון"},
    "low_sample": {"en": "too few", "he": "מדגם קטן"},
    "n_a": {"en": "no grade", "he": "ללא ציון"},
}
SHAPES: Mapping[str, str] = {"good": "●", "watch": "▲", "risk": "■", "low_sample": "◌", "n_a": "○"}
"""So that a grade is told apart without colour."""

_VERDICTS: Mapping[str, Mapping[str, Text]] = {
    "pace": {
        "good": {"en": "The pace holds", "he": "הקצב נשמר"},
        "watch": {"en": "The pace is slipping", "he": "הקצב נחלש"},
        "risk": {"en": "The pace is at risk", "he": "הקצב בסיכון"},
        "": {"en": "The pace cannot be judged yet", "he": "עדיין לא ניתן לשפוט את הקצב"},
    },
    "control": {
        "good": {"en": "The pipeline is under control", "he": "הפייפליין בשליטה"},
        "watch": {"en": "Control is slipping", "he": "השליטה נחלשת"},
        "risk": {"en": "Control is at risk", "he": "השליטה בסיכון"},
        "": {"en": "Control cannot be judged yet", "he": "עדיין לא ניתן לשפוט את השליטה"},
    },
}
_FACTS: Mapping[str, Text] = {
    "K1": {"en": "first contact after {}", "he": "קשר ראשון אחרי {}"},
    "sla": {"en": "{} in time", "he": "{} בזמן"},
    "K2": {"en": "{} of inbound leads became deals", "he": "{} מהלידים הנכנסים הפכו לעסקאות"},
    "K15": {"en": "{}", "he": "{}"},
    "K5": {"en": "open deals cover {} of the target", "he": "העסקאות הפתוחות מכסות {} מהיעד"},
    "K6": {"en": "win rate {}", "he": "אחוז זכייה {}"},
    "K7": {"en": "forecast accuracy {}", "he": "דיוק תחזית {}"},
}
_COVERAGE: Mapping[str, Text] = {
    "met": {"en": "the target is met", "he": "היעד הושג"},
    "business_risk": {"en": "{} (business risk)", "he": "{} (סיכון עסקי)"},
}
IN_TIME: Text = {"en": "First contact in time", "he": "קשר ראשון בזמן"}
"""The part of K1 that counts who was reached in time, which has a grade of its own."""

_START: Text = {"en": "{}; start with: {}", "he": "{}; להתחיל ב: {}"}
_JUDGED = {"pace": ("K1", "K2", "K15", "K14", "K19"), "control": ("K5", "K6", "K7", "K16")}
_LEADING = {"pace": ("K1",), "control": ("K5", "K7")}
"""Without one of these judged there is no good verdict: a high win rate alone is no control."""

_TOLD = {"pace": ("K1", "sla", "K2", "K15"), "control": ("K5", "K6", "K7")}
_SIDES = {"call_center": ("pace",), "b2b": ("control",), "hybrid": ("pace", "control")}


def headline(document: Json) -> dict[str, str]:
    """The one-line summary for the management, by language: pace for a centre, control for B2B, both for a hybrid.

    ``document`` is a ``provisioner/measure/1``; it needs ``blueprint.mode`` and ``kpis``.
    """
    sides = _SIDES[str(document["blueprint"]["mode"])]
    kpis: Json = document["kpis"]
    return {language: " ".join(_sentence(side, kpis, language) for side in sides) for language in ("en", "he")}


def worst(grades: Iterator[str]) -> str:
    """The worst judgement among grades; empty where nothing was judged."""
    held = set(grades)
    return next((grade for grade in WORSE_FIRST if grade in held), "")


def _sentence(side: str, kpis: Json, language: str) -> str:
    judged = [name for name in _JUDGED[side] if name in kpis]
    verdict = worst(_grade(name, kpis) for name in judged)
    if verdict == "good" and not worst(_grade(name, kpis) for name in judged if name in _LEADING[side]):
        verdict = ""
    facts = ", ".join(_fact(name, kpis, language) for name in _TOLD[side] if _is_firm(_held(name, kpis)))
    told = _VERDICTS[side][verdict][language] + (f": {facts}" if facts else "")
    if verdict in ("watch", "risk"):
        first = next(name for name in judged if _grade(name, kpis) == verdict)
        name = kpis[first]["name"][language] if kpis[first]["grade"] == verdict else IN_TIME[language]
        told = _START[language].format(told, name[:1].lower() + name[1:])
    return f"{told}."


def _held(name: str, kpis: Json) -> Json:
    """A KPI, or the part of K1 that counts who was reached in time."""
    if name == "sla":
        held: Json = kpis.get("K1", {}).get("details", {}).get("sla") or {"value": None}
    else:
        held = kpis.get(name, {"value": None})
    return held


def _is_firm(held: Json) -> bool:
    """Whether a figure can stand in a sentence alone: while records are still open it means little."""
    return held["value"] is not None and held.get("reason") != "provisional"


def _grade(name: str, kpis: Json) -> str:
    """First contact is judged by its median and by who was reached in time."""
    held = [str(kpis[name]["grade"])]
    if name == "K1" and _held("sla", kpis)["value"] is not None:
        held.append(str(_held("sla", kpis)["grade"]))
    return worst(iter(held))


def _fact(name: str, kpis: Json, language: str) -> str:
    held = _held(name, kpis)
    told = _FACTS[name][language].format(values.figure(held, str(kpis.get(name, {}).get("currency", "")), language))
    rule = _COVERAGE.get(str(held.get("details", {}).get("rule"))) if name == "K5" else None
    return rule[language].format(told) if rule else told
