"""Variants of a blueprint: what an account may lack, and the word for it in a blueprint."""

from __future__ import annotations

from collections.abc import Mapping

CONDITIONS: Mapping[str, str] = {
    "no_leads_object": "the portal has no leads object",
    "few_deal_pipelines": "the portal has too few deal pipelines left",
    "no_association_labels": "associations cannot have labels in the portal",
}
"""What a variant may stand in for, and how a person is told of it. The way of selling is never among them."""
