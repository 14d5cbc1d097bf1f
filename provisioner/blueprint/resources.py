"""A checked document as a Blueprint: what every kind wants of it, and what must go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from provisioner.blueprint.parameters import LANGUAGE
from provisioner.kinds import KINDS
from provisioner.model.blueprint import Blueprint
from provisioner.model.document import Marked


def blueprint(document: Marked, values: Mapping[str, Any]) -> Blueprint:
    """The blueprint in a document that has no errors. ``values`` are the parameters in force."""
    language = str(values.get(LANGUAGE, "en"))
    resources = {
        resource.key: resource
        for kind in KINDS
        if kind.SECTION in document
        for resource in kind.desired(document, language)
    }
    retire = document.get("retire", {})
    retirements = tuple(
        retirement
        for kind in KINDS
        for name in kind.RETIRE
        if name in retire
        for retirement in kind.retirements(name, retire[name])
    )
    manual = tuple(
        step for kind in KINDS if kind.SECTION in document for step in kind.standing_steps(document, language)
    )
    return Blueprint(
        name=document["blueprint"],
        version=document["version"],
        mode=document["mode"],
        sha256=_sha256(document, values),
        resources=resources,
        retirements=retirements,
        manual=manual,
        parameters=dict(values),
        document=document,
    )


def _sha256(document: Marked, values: Mapping[str, Any]) -> str:
    """Over the resolved document in its own order, which is display order and so a part of the meaning."""
    canonical = json.dumps([document, values], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
