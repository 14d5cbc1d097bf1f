"""A plan for a terminal: 80 columns, with or without colour, safe for Hebrew."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from provisioner.model.findings import Finding, Severity
from provisioner.model.plan import Change, Plan
from provisioner.reports import phrases

WIDTH = 80
Paint = Callable[[str, str], str]
"""(text, colour name) -> text; the plain one returns the text as it is."""


def plain(text: str, colour: str) -> str:  # noqa: ARG001 - the shape of Paint
    return text


def render(plan: Plan, *, command: str | None, paint: Paint = plain, raw: bool = False) -> str:
    """``command`` is what the reader types next, such as ``provisioner apply call_center.yaml``; None inside apply.

    ``raw`` also shows the bodies of workflows, as they are sent.
    """
    parts = [
        _header(plan),
        _verdict(plan, paint),
        _hazards(plan, paint),
        _findings("Blocked: nothing is applied until this is cleared", plan, Severity.ERROR, paint),
        _changes(plan, paint, raw=raw),
        _findings("Notes", plan, Severity.WARNING, paint),
        _left_alone(plan),
        _by_hand(plan),
        f"Cost: {phrases.cost_text(plan)}.\n",
        _next(plan, command),
    ]
    return "\n".join(part for part in parts if part)


def _header(plan: Plan) -> str:
    portal, blueprint = plan.portal, plan.blueprint
    about = ", ".join(filter(None, (f"portal {portal.id}", portal.environment, phrases.isolated(portal.account_type))))
    lines = [f"Plan for {portal.name} ({about})"]
    lines += [f"Blueprint {blueprint.name} {blueprint.version}, mode {blueprint.mode}", *phrases.variants(plan)]
    return "\n".join(lines) + "\n"


def _verdict(plan: Plan, paint: Paint) -> str:
    told = phrases.verdict(plan)
    if not plan.changes and plan.blocked:
        told = "blocked"
    return paint(f"{told[0].upper()}{told[1:]}; {plan.unchanged} unchanged.", "bold") + "\n"


def _hazards(plan: Plan, paint: Paint) -> str:
    if not plan.hazards:
        return ""
    rows = [paint("Hazards: apply needs --allow CODE or --approve", "red")]
    for change, hazard in plan.hazards:
        rows += _wrapped(
            f"! {hazard.code} {phrases.noun(change.key)} {phrases.name(change.key)}: {hazard.message}", 2, 4
        )
    return "\n".join(rows) + "\n"


def _findings(heading: str, plan: Plan, severity: Severity, paint: Paint) -> str:
    found = [finding for finding in plan.findings if finding.severity is severity]
    if not found:
        return ""
    rows = [paint(heading, "red" if severity is Severity.ERROR else "yellow")]
    rows += [row for finding in found for row in _finding(finding)]
    return "\n".join(rows) + "\n"


def _finding(finding: Finding) -> Iterator[str]:
    yield from _wrapped(f"{finding.code} {phrases.isolated(finding.message)}", 2, 4)
    if finding.place:
        yield f"    at {finding.place}"
    if finding.fix:
        yield from _wrapped(f"fix: {finding.fix}", 4, 6)


def _changes(plan: Plan, paint: Paint, *, raw: bool) -> str:
    blocks = []
    for object_type, changes in phrases.as_seen(plan.changes).items():
        rows = [object_type.capitalize()]
        for change in changes:
            rows += _change(change, paint)
            rows += _bodies(change) if raw and change.key.kind == "workflow" else ()
        blocks.append("\n".join(rows) + "\n")
    return "\n".join(blocks)


def _change(change: Change, paint: Paint) -> Iterator[str]:
    label = f"{phrases.SYMBOLS[change.action]} {change.action.value:<7}"
    first, *more = _wrapped(f"{label} {phrases.headline(change)}", 2, 12)
    yield first.replace(label, paint(label, phrases.COLOURS[change.action]), 1)
    yield from more
    for line in phrases.lines(change):
        yield from _wrapped(line, 12, 14)


def _bodies(change: Change) -> Iterator[str]:
    """Lines of JSON, which are left as wide as they are: cut in pieces they could not be read."""
    from provisioner.reports import workflow_words

    yield from (f"{' ' * 14}{phrases.visible(line)}" for line in workflow_words.body_lines(change))


def _left_alone(plan: Plan) -> str:
    rows = [f"Left alone: {plan.unchanged} unchanged, {plan.not_managed} not managed by this blueprint."]
    rows += _wrapped(phrases.retired_before(plan), 0, 2)
    return "\n".join(rows) + "\n"


def _by_hand(plan: Plan) -> str:
    if not plan.manual:
        return ""
    rows = ["By hand, since HubSpot has no API for it"]
    for step in plan.manual:
        for language in ("en", "he"):
            if language in step.steps:
                rows += _wrapped(phrases.isolated(step.title[language]), 2, 4)
                for number, line in enumerate(step.steps[language], 1):
                    rows += _wrapped(f"{number}. {phrases.isolated(line)}", 4, 7)
    return "\n".join(rows) + "\n"


def _next(plan: Plan, command: str | None) -> str:
    if plan.blocked:
        return f"Next: clear what is blocked, then plan again. Fingerprint {plan.fingerprint}.\n"
    if not plan.changes or command is None:
        return f"Fingerprint {plan.fingerprint}.\n"
    approve = f" --approve {plan.fingerprint}" if plan.hazards else ""
    return f"Fingerprint {plan.fingerprint}. Next:\n  {command}{approve}\n"


def _wrapped(text: str, indent: int, hanging: int) -> list[str]:
    return textwrap.wrap(
        phrases.visible(text),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
