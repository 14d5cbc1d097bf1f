"""A plan in Markdown, for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.model.findings import Finding, Severity
from provisioner.model.plan import Plan
from provisioner.reports import phrases


def render(plan: Plan, *, command: str) -> str:
    """``command`` is what the reader types next."""
    return "\n".join(_rows(plan, command)) + "\n"


def _rows(plan: Plan, command: str) -> Iterator[str]:
    yield f"## Plan for {_text(plan.portal.name)}"
    yield ""
    yield (
        f"Portal {plan.portal.id} ({plan.portal.environment}, {_text(plan.portal.account_type)}), blueprint "
        f"{plan.blueprint.name} {plan.blueprint.version}, mode {plan.blueprint.mode}"
    )
    for line in phrases.variants(plan):
        yield ""
        yield line
    yield ""
    yield f"**{phrases.verdict(plan)}**; {plan.unchanged} unchanged, {plan.not_managed} not managed."
    if told := phrases.retired_before(plan):
        yield from ("", _text(told))
    yield from _hazards(plan)
    yield from _findings(plan, "Blocked", Severity.ERROR)
    yield from _changes(plan)
    yield from _findings(plan, "Notes", Severity.WARNING)
    yield from _manual(plan)
    yield ""
    yield f"Cost: {phrases.cost_text(plan)}. Fingerprint `{plan.fingerprint}`."
    if plan.changes and not plan.blocked:
        approve = f" --approve {plan.fingerprint}" if plan.hazards else ""
        yield from ("", "```console", f"$ {command}{approve}", "```")


def _hazards(plan: Plan) -> Iterator[str]:
    if plan.hazards:
        yield from ("", "### Hazards", "")
        for change, hazard in plan.hazards:
            yield f"- **{hazard.code}** `{change.key}`: {_text(hazard.message)}"


def _findings(plan: Plan, heading: str, severity: Severity) -> Iterator[str]:
    found = [finding for finding in plan.findings if finding.severity is severity]
    if found:
        yield from ("", f"### {heading}", "")
        for finding in found:
            yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    where = f" (`{finding.place}`)" if finding.place else ""
    yield f"- **{finding.code}** {_text(finding.message)}{where}"
    if finding.fix:
        yield f"  Fix: {_text(finding.fix)}"


def _changes(plan: Plan) -> Iterator[str]:
    for object_type, changes in phrases.as_seen(plan.changes).items():
        yield from ("", f"### {object_type.capitalize()}", "")
        for change in changes:
            symbol = phrases.SYMBOLS[change.action]
            yield f"- `{symbol} {change.action.value}` {_text(phrases.headline(change))}"
            for line in phrases.lines(change):
                yield f"  - {_text(line)}"


def _manual(plan: Plan) -> Iterator[str]:
    if not plan.manual:
        return
    yield from ("", "### By hand")
    for step in plan.manual:
        for language in ("en", "he"):
            if language in step.steps:
                yield from ("", f"{_text(step.title[language])}", "")
                for number, line in enumerate(step.steps[language], 1):
                    yield f"{number}. {_text(line)}"


def _text(text: str) -> str:
    """Text of a portal or a blueprint, which must not turn into markup."""
    escaped = phrases.visible(text).replace("\\", "\\\\").replace("\r", " ").replace("\n", " ")
    for mark in "`*_[]<>|#":
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped
