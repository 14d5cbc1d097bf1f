"""Advice as one JSON document, ``provisioner/advice/1``."""

from __future__ import annotations

import json

from provisioner.model.advice import Advice

FORMAT = "provisioner/advice/1"


def render(advice: Advice) -> str:
    """Both languages, whatever language was asked in; ``missing`` are the numbers of the questions left open."""
    document = {
        "format": FORMAT,
        "mode": advice.mode,
        "rule": advice.rule,
        "score": advice.score,
        "confidence": advice.confidence,
        "dimensions": {each.name: each.score for each in advice.dimensions},
        "flags": [flag.code for flag in advice.flags],
        "flag_texts": {flag.code: dict(flag.text) for flag in advice.flags},
        "ask_again": sorted({number for flag in advice.flags for number in flag.ask_again}),
        "missing": [question.number for question in advice.missing],
        "limits": {
            "tier": advice.limits.tier or None,
            "leads_object": advice.limits.leads_object,
            "pipelines_free": advice.limits.pipelines_free,
        },
        "texts": dict(advice.text),
        "rule_texts": dict(advice.because),
        "steps": [dict(step) for step in advice.steps],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
