"""Blueprints for tests: a heading and the sections that matter, written to a folder."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

HEAD = """\
blueprint: story
version: 1.0.0
mode: call_center
title: {en: A story, he: סיפור}
parameters:
  label_language: {type: string, enum: [en, he, both], default: en}
"""

DECISION = 'decision: {made_on: "2026-11-01", by: sales management, why: A story.}\n'
"""What plan and apply ask for; it stands at the end, where it moves no line."""

SMALL = """
property_groups:
  deals:
    core_sales: {label: {en: Sales core, he: ליבת מכירות}}
properties:
  deals:
    core_loss_reason:
      label: {en: Loss reason, he: סיבת הפסד}
      group: core_sales
      type: enumeration
      field_type: select
      options:
        price: {en: Price, he: מחיר}
        no_budget: {en: No budget, he: אין תקציב}
    core_next_step: {label: {en: Next step, he: הצעד הבא}, group: core_sales, type: string, field_type: text}
pipelines:
  deals:
    cc_sales:
      label: {en: Call centre sales, he: מכירות מוקד}
      stages:
        offer: {label: {en: Offer, he: הצעה}, probability: 0.4}
        won: {label: {en: Won, he: נסגר}, probability: 1}
        lost: {label: {en: Lost, he: אבד}, probability: 0}
"""
"""A group, two properties and a pipeline of three stages: enough of every kind."""


def text_of(body: str) -> str:
    """A blueprint of these sections under the usual heading."""
    return f"{HEAD}{textwrap.dedent(body).rstrip()}\n{DECISION}"


def write(folder: Path, body: str, name: str = "blueprint.yaml") -> Path:
    """Write the sections as a blueprint; its path."""
    path = folder / name
    path.write_text(text_of(body), "utf-8")
    return path


def write_sections(folder: Path, sections: dict[str, Any], name: str = "blueprint.yaml") -> Path:
    """Write sections that a test computed. JSON is YAML."""
    path = folder / name
    path.write_text(
        HEAD
        + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in sections.items())
        + ("" if "decision" in sections else DECISION),
        "utf-8",
    )
    return path
