"""Who measures wrong manages wrong: the lint of ``kpis:``, whose rules need more than the form of the section."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from provisioner.kpi import KPIS
from provisioner.kpi.currencies import CURRENCIES
from provisioner.kpi.texts import Text, filled, said
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity

FOREIGN: Mapping[str, tuple[str, ...]] = {"b2b": ("K1", "K13", "K14"), "call_center": ("K5", "K7")}
"""By mode, the KPIs of the other one that do most harm when people are graded by them."""

SEGMENTS = ("object", "owner", "owner_connect", "pipeline", "size", "source", "stage", "team", "tier")
"""By what the KPIs split their figures."""

_WHY = {
    "b2b": said(
        "counting calls and minutes rewards effort, where few good deals decide",
        "ספירת שיחות ודקות מתגמלת מאמץ, כשמעט עסקאות טובות הן שמכריעות",
    ),
    "call_center": said(
        "coverage and forecast take months to move, where the day decides",
        "כיסוי ותחזית זזים לאורך חודשים, כשהיום הוא שמכריע",
    ),
}
_MODES = {
    "call_center": said("call_center", "מוקד מכירות (call_center)"),
    "b2b": said("b2b", "מכירות B2B (b2b)"),
    "hybrid": said("hybrid", "משולב (hybrid)"),
}
_FOREIGN = said(
    "{who} sells as {mode} and is graded by {kpi} ({name}): {why}.",
    "{who}: שיטת העבודה היא {mode}, והציון לפי {kpi} ({name}): {why}.",
)
_NOT_MEASURED = said(
    "{who} sells as {mode} and is graded by {kpi} ({name}), which {mode} is not measured by.",
    "{who}: שיטת העבודה היא {mode}, והציון לפי {kpi} ({name}), שאינו נמדד בשיטה הזו.",
)
_OWN = said("Grade by the mode's own KPIs: {own}.", "לתת ציון לפי המדדים של השיטה עצמה: {own}.")
_OTHERWISE = said(
    "team '{name}' sells as {mode}, and the blueprint is {own}: its people count as no reps.",
    "הצוות ״{name}״ מוגדר בשיטת {mode}, והתבנית היא {own}: אנשיו אינם נספרים כנציגים.",
)
_OTHERWISE_FIX = said(
    "Write mode: {own}, take the team out, or use a blueprint of the mode hybrid.",
    "לרשום mode: {own}, להוציא את הצוות, או להשתמש בתבנית בשיטה hybrid.",
)
_AIMLESS = said(
    "{kpi} ({name}) is measured for {whose}, not for {mode}.", "{kpi} ({name}) נמדד עבור {whose} ולא עבור {mode}."
)
_AIMLESS_FIX = said(
    "Delete it, or set a target for one of the mode's own KPIs: {own}.",
    "למחוק אותו, או להגדיר יעד לאחד המדדים של השיטה עצמה: {own}.",
)
_NO_SPLIT = said("No figure is split by {name}.", "אין נתון שמפולח לפי {name}.")
_NO_SPLIT_FIX = said("Choose from {known}.", "לבחור מתוך {known}.")
_NO_GROWTH = said(
    "The blueprint has no deal pipeline {name}; business with customers may be counted as new.",
    "בתבנית אין פייפליין עסקאות {name}; מכירות ללקוחות קיימים עלולות להיספר כחדשות.",
)
_NO_GROWTH_FIX = said("The blueprint has {known}.", "בתבנית יש {known}.")
_EVERYBODY = said("everybody", "כולם")
_A_TEAM = said("team '{name}'", "הצוות ״{name}״")
Path = tuple[str | int, ...]


def lint(document: Mapping[str, Any], mode: str, pipelines: Collection[str] | None = None) -> list[Finding]:
    """What is wrong, or unwise, in the section ``kpis:`` of a blueprint of this mode, or in a target file.

    ``pipelines`` are the names and ids of the blueprint's deal pipelines; None where they are not known.
    """
    found = [*_people(document, mode), *_measures(document, mode), *_currencies(document), *_segments(document)]
    found += [] if pipelines is None else _growth(document, pipelines)
    return [
        Finding(code, severity, message["en"], place_of(document, path), fix=fix["en"],
                hebrew=f"{message['he']} {fix['he']}")
        for code, severity, path, message, fix in found
    ]  # fmt: skip


_Said = tuple[str, Severity, Path, Text, Text]


def _people(document: Mapping[str, Any], mode: str) -> Iterator[_Said]:
    """The KPIs that people are graded by."""
    yield from _judge(_EVERYBODY, mode, document.get("graded_by", ()), ("graded_by",))
    for name, team in document.get("teams", {}).items():
        if mode not in ("hybrid", team["mode"]):
            message = filled(_OTHERWISE, name=name, mode=team["mode"], own=mode)
            yield "KPI010", Severity.WARNING, ("teams", name, "mode"), message, filled(_OTHERWISE_FIX, own=mode)
        who = filled(_A_TEAM, name=name)
        yield from _judge(who, team["mode"], team.get("graded_by", ()), ("teams", name, "graded_by"))


def _judge(who: Text, mode: str, graded_by: tuple[str, ...], path: Path) -> Iterator[_Said]:
    for at, kpi in enumerate(graded_by):
        told = {"who": who, "mode": _MODES[mode], "kpi": kpi, "name": _named(kpi), "why": _WHY.get(mode, {})}
        if kpi in FOREIGN.get(mode, ()):
            yield "KPI001", Severity.WARNING, (*path, at), filled(_FOREIGN, **told), filled(_OWN, own=_own(mode))
        elif mode not in KPIS[kpi].modes:
            yield "KPI006", Severity.WARNING, (*path, at), filled(_NOT_MEASURED, **told), filled(_OWN, own=_own(mode))


def _named(kpi: str) -> Text:
    name = KPIS[kpi].name
    return said(name["en"].lower(), name["he"])


def _own(mode: str) -> str:
    return ", ".join(one.id for one in KPIS.values() if one.modes == {mode, "hybrid"})


def _measures(document: Mapping[str, Any], mode: str) -> Iterator[_Said]:
    """Targets and thresholds of what the mode is not measured by."""
    for kpi in document.get("measures", {}):
        if mode not in KPIS[kpi].modes:
            modes = sorted(KPIS[kpi].modes)
            whose = said(" and ".join(modes), ", ".join(_MODES[one]["he"] for one in modes))
            message = filled(_AIMLESS, kpi=kpi, name=_named(kpi), whose=whose, mode=_MODES[mode])
            yield "KPI006", Severity.WARNING, ("measures", kpi), message, filled(_AIMLESS_FIX, own=_own(mode))


def _currencies(document: Mapping[str, Any]) -> Iterator[_Said]:
    own = str(document.get("currency", ""))
    named: list[tuple[str, Path]] = [(own, ("currency",))] if own else []
    named += [(code, ("rates", code)) for code in document.get("rates", {})]
    for code, path in named:
        if code not in CURRENCIES:
            fix = _only("Write its code of three letters, such as ILS, USD or EUR.")
            yield "KPI007", Severity.ERROR, path, _only(f"There is no currency {code}."), fix
    if own and own in document.get("rates", {}):
        message = _only(f"{own} is the company currency, and needs no rate.")
        fix = _only("Delete it, or write the company currency that is meant.")
        yield "KPI007", Severity.ERROR, ("rates", own), message, fix


def _only(words: str) -> Text:
    """An error stops the command before there is a report, and is told in English as all errors are."""
    return said(words, words)


def _segments(document: Mapping[str, Any]) -> Iterator[_Said]:
    for at, name in enumerate(document.get("segments", ())):
        if name not in SEGMENTS:
            fix = filled(_NO_SPLIT_FIX, known=", ".join(SEGMENTS))
            yield "KPI008", Severity.WARNING, ("segments", at), filled(_NO_SPLIT, name=name), fix


def _growth(document: Mapping[str, Any], pipelines: Collection[str]) -> Iterator[_Said]:
    for at, name in enumerate(document.get("growth_pipelines", ())):
        if name not in pipelines:
            none = said("none", "אף אחד")
            known = said(*[", ".join(pipelines)] * 2) if pipelines else none
            fix = filled(_NO_GROWTH_FIX, known=known)
            yield "KPI009", Severity.WARNING, ("growth_pipelines", at), filled(_NO_GROWTH, name=name), fix
