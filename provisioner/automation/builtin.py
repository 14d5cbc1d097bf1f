"""HubSpot's own automation: the clicks that make a portal what the blueprint says of it under ``builtin``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provisioner.automation.rules import Context, Rule
from provisioner.model.findings import ManualStep
from provisioner.model.keys import Key


def steps(settings: Mapping[str, bool], rules: Sequence[Rule], context: Context) -> Iterator[ManualStep]:
    """A step for every pipeline of leads that rules work on, where the blueprint says that HubSpot moves no leads.

    HubSpot's API neither tells nor takes this setting (no endpoint in its public specifications).
    """
    if settings.get("lead_stages") is False:
        worked = (rule.pipeline for rule in rules if rule.enabled and rule.pipeline.object_type == "leads")
        for pipeline in dict.fromkeys(worked):
            yield _lead_stages(pipeline, context)


def _lead_stages(pipeline: Key, context: Context) -> ManualStep:
    labels = {language: context.label(pipeline, language) for language in ("en", "he")}
    shown = context.label(pipeline, context.language)
    return ManualStep(
        pipeline,
        {
            "en": f"Turn off HubSpot's automatic lead stages of {labels['en']}",
            "he": f"כיבוי שלבי הליד האוטומטיים של HubSpot עבור {labels['he']}",
        },
        {
            "en": [
                f'Open Settings > Objects > Leads > Pipelines and choose "{shown}".',
                "Open the tab Automate.",
                "Switch off every automatic move: to Attempting when it is contacted, to Connected when it answers.",
                "Save. From now on the rules of the blueprint move the leads.",
            ],
            "he": [
                f"לפתוח Settings > Objects > Leads > Pipelines ולבחור ב־״{shown}״.",
                "לפתוח את הלשונית Automate.",
                "לכבות כל מעבר שלב אוטומטי: ל־Attempting עם יצירת קשר, ול־Connected עם קבלת תשובה.",
                "לשמור. מעתה תהליכי העבודה הם שמעבירים את הלידים.",
            ],
        },
        "Two movers count one attempt twice and skip stages, and HubSpot's API neither shows nor sets this.",
    )
