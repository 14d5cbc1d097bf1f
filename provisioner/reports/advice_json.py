"""Advice as one JSON document, ``provisioner/advice/1``."""

from __future__ import annotations

import json
from typing import Any

from provisioner.model.advice import Advice
from provisioner.model.assessment import Assessment, Course, Evidence, Remark, Unmeasured

FORMAT = "provisioner/advice/1"


def render(advice: Advice, assessment: Assessment | None = None) -> str:
    """Both languages, whatever language was asked in; ``missing`` are the numbers of the questions left open.

    ``evidence`` and ``portal`` are what an existing portal was found to say: empty and null without one.
    """
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
        "evidence": [_evidence(each) for each in assessment.evidence] if assessment else [],
        "portal": _portal(assessment) if assessment else None,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _evidence(each: Evidence) -> dict[str, Any]:
    return {
        "question": each.question,
        "answer": each.answer or None,
        "measured": each.measured,
        "unit": each.unit,
        "n": each.n,
        "how": dict(each.how),
        "read": [*each.read],
    }


def _portal(found: Assessment) -> dict[str, Any]:
    return {
        "name": found.portal,
        "id": found.account.portal_id,
        "account_type": found.account.account_type,
        "time_zone": found.account.time_zone,
        "currency": found.account.currency,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "leads_object": found.limits.leads_object,
        "pipelines_free": found.limits.pipelines_free,
        "association_labels": found.labels,
        "unmeasured": [_unmeasured(each) for each in found.unmeasured],
        "differences": [
            {"question": each.question, "given": each.given, "measured": each.measured} for each in found.differences
        ],
        "pipelines": [_course(each) for each in found.courses],
        "remarks": [_remark(each) for each in found.remarks],
        "reads": found.reads,
    }


def _remark(each: Remark) -> dict[str, Any]:
    return {"object_type": each.object_type or None, "pipeline": each.id or None, "text": dict(each.text)}


def _unmeasured(each: Unmeasured) -> dict[str, Any]:
    return {"question": each.question, "why": dict(each.why), "scopes": [*each.scopes]}


def _course(each: Course) -> dict[str, Any]:
    return {
        "object_type": each.object_type,
        "id": each.id,
        "label": each.label,
        "stages_before_end": each.stages,
        "records": each.records,
        "open": each.open,
        "open_without_owner": each.no_owner,
        "open_without_next_step": each.no_next_step,
        "won_in_12_months": each.won,
        "median_days_to_won": each.cycle,
        "median_contacts_on_won": each.people,
        "looks_like": each.looks_like or None,
        "because": dict(each.because) if each.because else None,
    }
