"""Forecast categories of stages: the clicks for a person, since HubSpot's API has no place for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.automation.modes import B2B, mode_of
from provisioner.model.blueprint import text
from provisioner.model.findings import ManualStep
from provisioner.model.keys import Key

_CATEGORIES = {
    "omit": ("Not forecasted", "לא בתחזית"),
    "pipeline": ("Pipeline", "פייפליין"),
    "best_case": ("Best case", "המקרה הטוב"),
    "commit": ("Commit", "התחייבות"),
    "closed": ("Closed won", "נסגר בהצלחה"),
}
_BY_WORD = {"none": True, "supportive": True, "balanced": False, "aggressive": False}


def steps(document: Any, language: str) -> Iterator[ManualStep]:
    """One step for every deal pipeline with categories that no rule sets.

    Where the dose leaves the forecast to people, the categories are a suggestion. HubSpot's mapping of stages to
    categories would overwrite a person's choice with every move (its knowledge base on the forecast tool).
    """
    automation = document.get("automation", {})
    for name, entry in document["pipelines"].get("deals", {}).items():
        named = {
            text(stage["label"], language): _CATEGORIES[stage["forecast_category"]]
            for stage in entry["stages"].values()
            if "forecast_category" in stage
        }
        if named and not _set_by_a_rule(automation, f"deals/{name}"):
            suggested = _suggested(document["mode"], automation.get("intensity"), name)
            yield _step(Key("pipeline", f"deals/{name}"), text(entry["label"], language), named, suggested=suggested)


def _set_by_a_rule(automation: Mapping[str, Any], pipeline: str) -> bool:
    return any(
        rule.get("template") == "forecast_by_stage" and rule.get("pipeline") == pipeline and rule.get("enabled", True)
        for rule in automation.get("rules", {}).values()
    )


def _suggested(mode: str, intensity: Any, name: str) -> bool:
    """Whether the category is a person's promise here: in B2B, and wherever automation only supports."""
    of_b2b = mode_of(mode, Key("pipeline", f"deals/{name}")) == B2B
    word = intensity.get(f"deals/{name}") if isinstance(intensity, Mapping) else intensity
    return of_b2b or _BY_WORD.get(str(word), False)


def _step(key: Key, title: str, named: Mapping[str, tuple[str, str]], *, suggested: bool) -> ManualStep:
    english = [f'"{label}": {category}.' for label, (category, _) in named.items()]
    hebrew = [f"״{label}״: {category} ({word})." for label, (word, category) in named.items()]
    opened = {
        "en": f'Open Settings > Objects > Forecast and choose the pipeline "{title}".',
        "he": f"לפתוח Settings > Objects > Forecast ולבחור בפייפליין ״{title}״.",
    }
    if suggested:
        titles = {"en": f"Suggest forecast categories for {title}", "he": f"הצעת קטגוריות תחזית עבור {title}"}
        off = "Leave the automatic mapping of stages to categories off: Commit is a person's promise."
        off_he = "להשאיר כבוי את המיפוי האוטומטי של שלבים לקטגוריות: התחייבות היא הבטחה של אדם."
        told = "Tell the team which category is suggested in which stage; each owner chooses:"
        told_he = "להסביר לצוות איזו קטגוריה מוצעת בכל שלב; כל בעל עסקה בוחר בעצמו:"
        lines = {"en": [opened["en"], off, told, *english], "he": [opened["he"], off_he, told_he, *hebrew]}
        why = "In this way of selling the category is the owner's judgement, and no workflow may write it."
    else:
        titles = {"en": f"Set the forecast categories of {title}", "he": f"קביעת קטגוריות תחזית עבור {title}"}
        lines = {
            "en": [opened["en"], "Put every stage under its category:", *english, "Save."],
            "he": [opened["he"], "לשייך כל שלב לקטגוריה שלו:", *hebrew, "לשמור."],
        }
        why = "HubSpot has no API for its mapping of stages to forecast categories, and no rule sets them."
    return ManualStep(key, titles, lines, why)
