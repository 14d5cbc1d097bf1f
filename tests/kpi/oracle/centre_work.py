"""K13, K14, K17 and K19 read literally from the definitions: calls, the centre's pace, what nobody minds."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

from provisioner.kpi.context import Context
from tests.kpi.oracle.centre_deals import state
from tests.kpi.oracle.centre_leads import Streams, first_contact, is_open, of_the_lines, owner, who_asked
from tests.kpi.oracle.centre_words import Record, Told, days, higher, hours, midnight, number, said, share, when

ENDED = ("COMPLETED", "MISSED", "NO_ANSWER", "BUSY", "FAILED", "CANCELED")


def is_rep(name: str, where: Context) -> bool:
    """A person of the mode's teams who had not left before the period."""
    held = where.owners.get(name)
    if held is None or not held.person:
        return False
    if held.archived and (held.archived_at is None or held.archived_at < where.period.start):
        return False
    mine = {team.name for team in where.settings.teams if where.mode in ("hybrid", team.mode)}
    others = {team.name for team in where.settings.teams} - mine
    return bool(mine & set(held.teams)) if mine else not others & set(held.teams)


def open_days(where: Context) -> list[date]:
    """Days of the period that have begun and on which the centre works."""
    today = where.now.astimezone(where.period.zone).date()
    return [day for day in days(where.period.first, where.period.after) if day <= today and hours(day, where)]


def call_count(streams: Streams, where: Context) -> Told:
    """K13: calls of reps for each of them who called and each open day."""
    told = Told(None, 0)
    calls = [one for one in streams["calls"] if where.period.has(when(one, "hs_timestamp"))]
    out: Counter[str] = Counter()
    mine: Counter[str] = Counter()
    for one in calls:
        if not owner(one):
            out["no_owner"] += 1
        elif not is_rep(owner(one), where):
            out["not_a_rep"] += 1
        else:
            mine[owner(one)] += 1
    told.excluded = dict(out)
    worked = len(open_days(where))
    told.n = sum(mine.values())
    told.details["calls"] = len(calls)
    directions = [said(one, "hs_call_direction").upper() for one in calls]
    told.details["directions"] = dict(Counter(one or "unknown" for one in directions))
    if not mine or not worked:
        told.reason = "no_records" if not calls else "no_reps" if not mine else "no_open_days"
        return told
    told.numerator, told.denominator = told.n, len(mine) * worked
    told.value = share(told.n, told.denominator)
    assert told.value is not None
    told.grade = higher(told.value, "50", "35")
    for name, n in mine.items():
        told.segments["owner", name] = (share(n, worked), n)
    return told


def answer_rate(streams: Streams, where: Context) -> Told:
    """K14: inbound calls that were answered; beside it outbound calls that connected."""
    told = Told(None, 0)
    connected, seconds = where.settings.connected_outcomes, where.settings.connected_seconds
    answered, ended, talks, tries, guessed, voicemail = 0, 0, 0, 0, 0, 0
    segments: dict[str, defaultdict[str, list[bool]]] = {"owner": defaultdict(list), "owner_connect": defaultdict(list)}
    out: Counter[str] = Counter()
    for one in streams["calls"]:
        if not where.period.has(when(one, "hs_timestamp")):
            continue
        direction, status = said(one, "hs_call_direction").upper(), said(one, "hs_call_status").upper()
        if direction == "INBOUND" and status in ENDED:
            ended += 1
            answered += status == "COMPLETED"
            segments["owner"][owner(one)].append(status == "COMPLETED")
            voicemail += status != "COMPLETED" and said(one, "hs_call_has_voicemail") == "true"
        elif direction == "INBOUND":
            out["not_ended"] += 1
        elif direction == "OUTBOUND":
            tries += 1
            outcome = said(one, "hs_call_disposition")
            guessed += not outcome
            talked = outcome in connected if outcome else (number(said(one, "hs_call_duration")) or 0) >= seconds * 1000
            talks += talked
            segments["owner_connect"][owner(one)].append(talked)
        else:
            out["no_direction"] += 1
    told.excluded = dict(out)
    told.value, told.n, told.numerator, told.denominator = share(answered, ended), ended, answered, ended
    for by, held in segments.items():
        for name, answers in held.items():
            told.segments[by, name] = (share(sum(answers), len(answers)), len(answers))
    told.details = {
        "connect": (share(talks, tries), talks, tries),
        "judged_by_duration": guessed,
        "voicemail": voicemail,
    }
    if told.value is None:
        told.reason = "no_inbound" if tries else "no_records"
        return told
    told.grade = "low_sample" if ended < where.settings.least("calls") else higher(told.value, "0.90", "0.80")
    return told


def centre_index(streams: Streams, where: Context) -> Told:
    """K17: speed × volume × consistency × 100."""
    told = Told(None, 0)
    reached = first_contact(streams, where)
    worked = open_days(where)
    per_day = where.settings.capacity_per_day
    of_day: dict[date, Counter[str]] = {day: Counter() for day in worked}
    for one in streams["calls"]:
        at = when(one, "hs_timestamp")
        if at is None or not where.period.has(at) or said(one, "hs_call_direction").upper() != "OUTBOUND":
            continue
        day = at.astimezone(where.period.zone).date()
        if is_rep(owner(one), where) and day in of_day:
            of_day[day][owner(one)] += 1
    paces = [Decimal(sum(held.values())) / len(held) if held else Decimal(0) for held in of_day.values()]
    mean = sum(paces, Decimal(0)) / len(paces) if paces else Decimal(0)
    spread = (sum(((pace - mean) ** 2 for pace in paces), Decimal(0)) / len(paces)).sqrt() if paces else Decimal(0)
    told.excluded = reached.excluded
    told.n = reached.details.get("attempted", (None, 0, 0))[2]
    speed = reached.details.get("sla", (None,))[0]
    if not per_day or not worked:
        told.reason = "no_target"
    elif speed is None or not mean:
        told.reason = "no_part" if told.n else "no_records"
    else:
        volume = min(Decimal(1), Decimal(reached.n) / (per_day * len(worked)))
        steady = 1 - min(Decimal(1), spread / mean)
        told.details = {"speed": speed, "volume": volume, "consistency": steady, "attempted_leads": reached.n}
        told.value = speed * volume * steady * 100
        told.grade = "low_sample" if told.n < where.settings.least("leads") else higher(told.value, "60", "40")
    return told


def leakage(streams: Streams, where: Context) -> Told:
    """K19: open leads and deals that nobody owns, whose owner has left, or with no next step."""
    told = Told(None, 0)
    leads = [one for one in who_asked(streams, where) if is_open(one, where)]
    deals = of_the_lines(streams["deals"], "deals", where)
    unknown = sum(state(one, where) == "" for one in deals)
    told.excluded = {"unknown_state": unknown} if unknown else {}
    leaking = 0
    causes: Counter[str] = Counter()
    for kind, held in (("leads", leads), ("deals", [one for one in deals if state(one, where) == "open"])):
        leaks = [found for found in (leaks_by(one, where) for one in held) if found]
        causes.update(cause for found in leaks for cause in found)
        leaking += len(leaks)
        told.n += len(held)
        if held:
            told.segments["object", kind] = (share(len(leaks), len(held)), len(held))
    told.numerator, told.denominator = leaking, told.n
    told.value = share(leaking, told.n)
    if told.value is None:
        told.reason = "no_records"
        return told
    told.grade = "good" if told.value == 0 else "watch" if told.value <= Decimal("0.05") else "risk"
    told.details["causes"] = dict(causes)
    return told


def leaks_by(one: Record, where: Context) -> list[str]:
    found = []
    if not owner(one):
        found.append("no_owner")
    elif where.owners and (owner(one) not in where.owners or where.owners[owner(one)].archived):
        found.append("owner_left")
    return found if next_step(one, where) else [*found, "no_next_step"]


def next_step(one: Record, where: Context) -> bool:
    """A text, a planned activity or call, or a day to come back, from today on."""
    today = where.now.astimezone(where.period.zone).date()
    if said(one, "hs_next_step"):
        return True
    for name in ("notes_next_activity_date", "cc_next_call_at", "cc_sla_due_at"):
        at = when(one, name)
        if at and at >= midnight(today, where):
            return True
    back = when(one, "core_recontact_date")
    return back is not None and back.date() >= today


KPIS = {"K13": call_count, "K14": answer_rate, "K17": centre_index, "K19": leakage}
