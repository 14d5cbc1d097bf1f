"""A plan as a web page: one file without scripts, to be sent to whoever must approve it, for a screen and for paper."""

from __future__ import annotations

from provisioner.model.findings import Severity
from provisioner.model.plan import Plan
from provisioner.reports import pages, phrases


def render(plan: Plan, *, command: str) -> str:
    """``command`` is what the reader types next."""
    approve = f" --approve {plan.fingerprint}" if plan.hazards else ""
    return pages.rendered(
        "plan_page.html.jinja",
        {
            "plan": plan,
            "verdict": phrases.verdict(plan) if plan.changes or not plan.blocked else "blocked",
            "variants": phrases.variants(plan),
            "blocked": plan.blocked,
            "retired_before": phrases.retired_before(plan),
            "notes": [each for each in plan.findings if each.severity is Severity.WARNING],
            "groups": phrases.as_seen(plan.changes),
            "symbols": phrases.SYMBOLS,
            "noun": phrases.noun,
            "name": phrases.name,
            "headline": phrases.headline,
            "lines": phrases.lines,
            "cost": phrases.cost_text(plan),
            "command": f"{command}{approve}" if plan.changes and not plan.blocked else "",
        },
    )
