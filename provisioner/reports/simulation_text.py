"""A rehearsal for a terminal: 80 columns, day by day, safe for Hebrew."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from provisioner.model.simulation import Day, Happening, Simulation
from provisioner.reports import phrases

WIDTH = 80
Paint = Callable[[str, str], str]
"""(text, colour name) -> text; the plain one returns the text as it is."""

STEPS = frozenset({"enter", "wait", "branch", "leave", "finish"})
"""How a record goes through a rule; left to the JSON document."""

_TEXT = 16
_WORDS: Mapping[str, Mapping[str, str]] = {
    "head": {"en": "Rehearsal of {blueprint}, mode {mode}, with the parameters of {portal}",
             "he": "הדמיה של {blueprint}, אופן {mode}, עם הפרמטרים של {portal}"},
    "remember": {"en": "Remember", "he": "לתשומת לב"},
    "rules": {"en": "Rules", "he": "כללים"},
    "open": {"en": "open", "he": "פתוח"},
    "closed": {"en": "closed", "he": "סגור"},
    "short": {"en": "short day", "he": "יום קצר"},
    "off": {"en": "day off", "he": "יום חופש"},
    "quiet": {"en": "Nothing happens.", "he": "לא קורה דבר."},
    "since": {"en": "held since {since}", "he": "המתין מאז {since}"},
    "people": {"en": "By person", "he": "לפי אדם"},
    "none": {"en": "Nobody is told, and nothing is done.", "he": "אף אחד אינו מקבל הודעה, ולא נעשה דבר."},
}  # fmt: skip
_COUNTED: Mapping[str, tuple[str, str, str, str]] = {
    "alert": ("alert", "alerts", "התראה", "התראות"),
    "task": ("task", "tasks", "משימה", "משימות"),
    "move": ("move", "moves", "מעבר שלב", "מעברי שלב"),
    "assign": ("assignment", "assignments", "הקצאה", "הקצאות"),
    "reassign": ("change of owner", "changes of owner", "החלפת בעלים", "החלפות בעלים"),
    "create": ("record created", "records created", "רשומה חדשה", "רשומות חדשות"),
    "hold": ("wait for opening", "waits for opening", "המתנה לפתיחה", "המתנות לפתיחה"),
    "problem": ("problem", "problems", "בעיה", "בעיות"),
    "stop": ("stopped rule", "stopped rules", "כלל שנעצר", "כללים שנעצרו"),
}


def plain(text: str, colour: str) -> str:  # noqa: ARG001 - the shape of Paint
    """The text as it is."""
    return text


def render(value: Simulation, *, paint: Paint = plain) -> str:
    """The head, what to remember, the time line day by day, and who was told how often."""
    shown = [each for each in value.happenings if each.action not in STEPS]
    parts = [_head(value, shown, paint), _remarks(value, paint), _rules(value, shown, paint)]
    parts += [_day(value, day, shown, paint) for day in value.days]
    parts.append(_people(value, shown, paint))
    return "\n".join(part for part in parts if part)


def _said(name: str, value: Simulation) -> str:
    return _WORDS[name][value.language]


def _head(value: Simulation, shown: Sequence[Happening], paint: Paint) -> str:
    about = {"blueprint": f"{value.blueprint} {value.version}", "mode": value.mode, "portal": value.portal}
    rows = _wrapped(_said("head", value).format(**{name: phrases.isolated(each) for name, each in about.items()}), 0, 2)
    rows += _wrapped(f"{phrases.isolated(value.period)}, {value.zone}, {phrases.isolated(value.calendar)}", 0, 2)
    counts = Counter(each.action for each in shown)
    told = ", ".join(_counted(counts[action], action, value) for action in _COUNTED if counts[action])
    rows += _wrapped(paint(told or _said("none", value), "bold"), 0, 2)
    return "\n".join(rows) + "\n"


def _counted(number: int, action: str, value: Simulation) -> str:
    at = 0 if value.language == "en" else 2
    return f"{number} {_COUNTED[action][at if number == 1 else at + 1]}"


def _remarks(value: Simulation, paint: Paint) -> str:
    if not value.remarks:
        return ""
    rows = [paint(_said("remember", value), "yellow")]
    rows += [row for remark in value.remarks for row in _wrapped(f"- {phrases.isolated(remark)}", 2, 4)]
    return "\n".join(rows) + "\n"


def _rules(value: Simulation, shown: Sequence[Happening], paint: Paint) -> str:
    """The rules that did something, with their titles; the time line has room for their keys only."""
    seen = {each.rule for each in shown}
    rows = [row for rule in value.rules if rule.key in seen
            for row in _wrapped(f"{rule.key}: {phrases.isolated(rule.title)}", 2, 4)]  # fmt: skip
    return "\n".join([paint(_said("rules", value), "bold"), *rows]) + "\n" if rows else ""


def _day(value: Simulation, day: Day, shown: Sequence[Happening], paint: Paint) -> str:
    hours = f"{_said('open', value)} {day.hours}" if day.hours else _said("closed", value)
    kind = f" ({_said(day.kind, value)})" if day.kind != "usual" else ""
    rows = [paint(f"{phrases.isolated(day.title)}, {hours}{kind}", "bold")]
    here = [each for each in shown if each.at.date() == day.day]
    for _, group in groupby(here, lambda each: (each.at.replace(second=0), each.open, each.rule, each.record)):
        rows += _group(value, list(group), paint)
    return "\n".join([*rows, *([] if here else [f"  {_said('quiet', value)}"])]) + "\n"


def _group(value: Simulation, group: Sequence[Happening], paint: Paint) -> Iterator[str]:
    """What one rule did with one record at one moment."""
    first = group[0]
    mark = _said("open" if first.open else "closed", value)
    named = [phrases.isolated(first.title or first.record)] if first.record else []
    named += [first.rule] if first.rule else []
    since = next((each.waited for each in group if each.waited), "")
    named += [_said("since", value).format(since=phrases.isolated(since))] if since else []
    head, *more = _wrapped(f"{first.at:%H:%M} {mark:<7} {' | '.join(named)}", 2, _TEXT)
    yield head if first.open else head.replace(mark, paint(mark, "yellow"), 1)
    yield from more
    for each in group:
        told = each.template.format(**{name: phrases.isolated(word) for name, word in each.values.items()})
        rows = _wrapped(told, _TEXT, _TEXT + 2)
        yield from [paint(row, "red") for row in rows] if each.action in ("problem", "stop") else rows


def _people(value: Simulation, shown: Sequence[Happening], paint: Paint) -> str:
    """How often each person was told or got work."""
    found: dict[str, Counter[str]] = {}
    for each in shown:
        for person in each.who if each.action in ("alert", "task", "assign", "reassign") else ():
            found.setdefault(person, Counter())[each.action] += 1
    if not found:
        return ""
    rows = [paint(_said("people", value), "bold")]
    for person, counts in sorted(found.items()):
        told = ", ".join(_counted(counts[action], action, value) for action in _COUNTED if counts[action])
        rows += _wrapped(f"{phrases.isolated(person)}: {told}", 2, 4)
    return "\n".join(rows) + "\n"


def _wrapped(text: str, indent: int, hanging: int) -> list[str]:
    return textwrap.wrap(
        phrases.visible(text),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
