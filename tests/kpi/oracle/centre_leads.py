"""K1, K2, K3 and K8 read literally from the definitions: lists of raw leads, contacts and deals, nothing shared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from provisioner.kpi.context import Context
from tests.kpi.oracle.centre_words import (
    Record,
    Told,
    business_minutes,
    higher,
    lower,
    median,
    nearest_rank,
    number,
    said,
    share,
    when,
)

Streams = Mapping[str, list[Any]]
DAY = timedelta(days=1)
BUCKETS = (("<=5", 5), ("5-15", 15), ("15-60", 60), ("60-1440", 1440))


def of_the_lines(records: list[Any], kind: str, where: Context) -> list[Any]:
    """Records of the mode's pipelines; one without a pipeline is not in any other."""
    if kind == "contacts":
        return records
    name = "hs_pipeline" if kind == "leads" else "pipeline"
    mine = {line.id for line in where.pipelines if line.object_type == kind}
    return [one for one in records if not said(one, name) or said(one, name) in mine]


def who_asked(streams: Streams, where: Context) -> list[Any]:
    """The leads of the mode, or the contacts of a portal without leads."""
    kind = where.settings.lead_source
    return [] if kind == "none" else of_the_lines(streams[kind], kind, where)


def entered(lead: Record) -> datetime | None:
    return when(lead, "core_lead_entry_at", "hs_createdate", "createdate")


def is_open(lead: Record, where: Context) -> bool:
    if where.settings.lead_source == "contacts":
        return said(lead, "hs_lead_status") != "UNQUALIFIED"
    flags = {said(lead, "hs_lead_is_open_v2").lower(), said(lead, "hs_lead_is_open").lower()}
    if flags & {"true", "false"}:
        return "true" in flags
    stages = {
        stage.id: stage.outcome for line in where.pipelines if line.object_type == "leads" for stage in line.stages
    }
    return stages.get(said(lead, "hs_pipeline_stage"), "open") == "open"


def person(lead: Record, streams: Streams, where: Context) -> str:
    """The contact of an enquiry by the id that lives on after merges."""
    contact = said(lead, "hs_primary_contact_id") if where.settings.lead_source == "leads" else str(lead["id"])
    lives = [(str(one["id"]), said(one, "hs_merged_object_ids").split(";")) for one in streams["contacts"]]
    merged = {old: fresh for fresh, gone in lives for old in gone if old}
    for _ in merged:
        contact = merged.get(contact, contact)
    return contact


def attempt(lead: Record, at: datetime, contact: str, streams: Streams, where: Context) -> datetime | None:
    """The first attempt. What a contact heard of us a day or more before its lead came was about something else."""
    if where.settings.exact_first_contact:
        found = [one for one in engaged(streams, lead["id"], contact, where) if one >= at]
        if found:
            return min(found)
    outreach = ("hs_first_outreach_date", "hs_sa_first_engagement_date")
    tried = when(lead, "cc_first_attempt_at", "hs_lead_first_outreach_date", *outreach)
    if tried:
        return tried
    reached = next((when(one, *outreach) for one in streams["contacts"] if one["id"] == contact), None)
    return reached if reached and reached >= at - DAY else None


def source(lead: Record) -> str:
    return said(lead, "core_lead_source", "hs_lead_source") or "unknown"


def owner(record: Record) -> str:
    return said(record, "hubspot_owner_id")


def deals_of(lead: Record, deals: list[Any]) -> list[Any]:
    """The deals that name the lead, and those that it is associated with."""
    linked = {str(one.get("id", one.get("toObjectId"))) for one in _associated(lead, "deals")}
    return [one for one in deals if said(one, "core_source_lead_id") == lead["id"] or str(one["id"]) in linked]


def _associated(record: Record, kind: str) -> list[Any]:
    return list(record.get("associations", {}).get(kind, {}).get("results", []))


Sales = tuple[bool, bool, bool, list[datetime]]


def sales(streams: Streams, where: Context) -> dict[str, Sales]:
    """By lead of the period: a deal within the window, one ever, one whose date nobody knows; and when each was made.

    A deal older than the lead is none. Where a count is all there is for the whole period, it must do.
    """
    window = timedelta(days=where.settings.lead_window_days)
    found: dict[str, Sales] = {}
    for lead in who_asked(streams, where):
        at = entered(lead)
        if at is None or not where.period.has(at):
            continue
        linked = {str(one.get("id", one.get("toObjectId"))) for one in _associated(lead, "deals")}
        made = [(when(one, "createdate"), str(one["id"]) in linked) for one in deals_of(lead, streams["deals"])]
        first = when(lead, "first_deal_created_date")
        after = [one for one in (first, *(one for one, _ in made)) if one is not None and one >= at]
        counted = (number(said(lead, "hs_lead_associated_deals_count", "num_associated_deals")) or 0) >= 1
        unknown = not (linked or first) or any(one is None for one, by_link in made if by_link)
        within = any(one <= at + window for one in after)
        found[lead["id"]] = within, bool(after), counted and unknown and not after, after
    if not any(after for *_, after in found.values()) and any(undated for _, _, undated, _ in found.values()):
        return {name: (undated, undated, False, []) for name, (_, _, undated, _) in found.items()}
    return found


def first_contact(streams: Streams, where: Context) -> Told:
    """K1 over the leads that entered in the period."""
    told = Told(None, 0)
    out: Counter[str] = Counter()
    sold = sales(streams, where)
    window = timedelta(days=where.settings.lead_window_days)
    arriving = []
    for lead in who_asked(streams, where):
        at = entered(lead)
        if at is None:
            out["no_entry_time"] += 1
        elif where.period.has(at):
            arriving.append((at, lead))
    waiting: dict[str, dict[str, Any]] = {}
    enquiries: list[dict[str, Any]] = []
    for at, lead in sorted(arriving, key=lambda one: (one[0], one[1]["id"])):
        if said(lead, "hs_object_source_label").upper() in where.settings.excluded_sources:
            out["imported"] += 1
            continue
        contact = person(lead, streams, where)
        tried = attempt(lead, at, contact, streams, where)
        enquiry = {"lead": lead, "at": at, "tried": tried, "open": is_open(lead, where), "sold": sold[lead["id"]][0]}
        if contact and contact in waiting and at - waiting[contact]["at"] < DAY:
            first = waiting[contact]
            first["tried"] = min((one for one in (first["tried"], tried) if one), default=None)
            first["open"] |= enquiry["open"]
            made = sold[lead["id"]][3]
            first["sold"] |= any(one <= first["at"] + window for one in made) if made else enquiry["sold"]
            out["duplicate"] += 1
            continue
        waiting[contact] = enquiry
        enquiries.append(enquiry)
    told.excluded = dict(out)
    _timed(told, enquiries, where)
    for by, key in (("source", source), ("owner", owner)):
        for name in {key(one["lead"]) for one in enquiries}:
            part = Told(None, 0)
            _timed(part, [one for one in enquiries if key(one["lead"]) == name], where)
            told.segments[by, name] = (part.value, part.n)
    return told


def engaged(streams: Streams, lead: str, contact: str, where: Context) -> list[datetime]:
    """When somebody called, wrote to or met the lead or its contact; mail from outside is not ours."""
    found = []
    for kind in ("calls", "emails", "meetings", "communications"):
        for one in streams.get(kind, []):
            people = {str(to.get("id", to.get("toObjectId"))) for to in _associated(one, "contacts")}
            leads = {str(to.get("id", to.get("toObjectId"))) for to in _associated(one, "leads")}
            at = when(one, "hs_timestamp")
            reaches = contact in people or (lead in leads and where.settings.lead_source == "leads")
            if at and reaches and said(one, "hs_email_direction") != "INCOMING_EMAIL":
                found.append(at)
    return found


def _timed(told: Told, enquiries: list[dict[str, Any]], where: Context) -> None:
    minutes: list[Decimal] = []
    breaches = 0
    buckets: dict[str, list[bool]] = defaultdict(list)
    least = where.settings.least("leads")
    for one in enquiries:
        if one["tried"] is None:
            breaches += one["open"] and business_minutes(one["at"], where.now, where) > 5
            buckets["never"].append(one["sold"])
            continue
        took = business_minutes(one["at"], one["tried"], where)
        minutes.append(took)
        buckets[next((name for name, most in BUCKETS if took <= most), ">1440")].append(one["sold"])
    if not enquiries:
        told.reason = "no_records"
        return
    told.n = len(minutes)
    in_time, owed = sum(took <= 5 for took in minutes), len(minutes) + breaches
    in_sla = share(in_time, owed)
    told.details["sla"] = (in_sla, in_time, owed)
    told.details["attempted"] = (share(len(minutes), len(enquiries)), len(minutes), len(enquiries))
    told.details["open_breaches"] = breaches
    for name in (*(name for name, _ in BUCKETS), ">1440", "never"):
        sold = buckets[name]
        told.details.setdefault("buckets", {})[name] = (share(sum(sold), len(sold)), sum(sold), len(sold))
    if minutes:
        told.value = median(minutes)
        told.details["p90"] = nearest_rank(minutes, 90)
        told.grade = "low_sample" if len(minutes) < least else lower(told.value, "5", "15")
    elif in_sla is None:
        told.reason = "no_records"
    else:
        told.grade = "low_sample" if owed < least else higher(in_sla, "0.80", "0.60")


def inbound(streams: Streams, where: Context, told: Told) -> list[Any]:
    """Leads that entered in the period and were not our own outreach; the others are told as left out."""
    found = []
    out: Counter[str] = Counter()
    sold = sales(streams, where)
    for lead in who_asked(streams, where):
        at = entered(lead)
        if at is None:
            out["no_entry_time"] += 1
        elif where.period.has(at) and source(lead) == "outbound":
            out["outbound"] += 1
        elif where.period.has(at):
            out["undated_deal"] += sold[lead["id"]][2]
            found.append(lead)
    told.excluded = {reason: n for reason, n in out.items() if n}
    return found


def lead_to_deal(streams: Streams, where: Context) -> Told:
    """K2 over the inbound leads that entered in the period."""
    told = Told(None, 0)
    sold = sales(streams, where)
    facts = []
    for lead in inbound(streams, where, told):
        spam = {said(lead, "hs_lead_disqualification_reason"), said(lead, "cc_disqualify_reason")}
        within, ever, *_ = sold[lead["id"]]
        facts.append((lead, within, ever, bool(spam & {"spam", "duplicate"})))
    young = where.now < where.period.end + timedelta(days=where.settings.lead_window_days)

    def rate(chosen: list[Any], part: Told) -> None:
        if not chosen:
            part.reason = "no_records"
            return
        part.n = part.denominator = len(chosen)
        part.numerator = sum(one[1] for one in chosen)
        part.value = share(part.numerator, part.n)
        if young:
            part.reason = "provisional"
        elif part.n < where.settings.least("leads"):
            part.grade = "low_sample"
        elif part.value is not None:
            part.grade = higher(part.value, "0.12", "0.07")

    rate(facts, told)
    if not facts:
        return told
    told.details["ever"] = (share(sum(one[2] for one in facts), len(facts)), sum(one[2] for one in facts), len(facts))
    clean = [one for one in facts if not one[3]]
    told.details["net"] = (share(sum(one[1] for one in clean), len(clean)), sum(one[1] for one in clean), len(clean))
    for by, key in (("source", source), ("owner", owner)):
        for name in {key(one[0]) for one in facts}:
            part = Told(None, 0)
            rate([one for one in facts if key(one[0]) == name], part)
            told.segments[by, name] = (part.value, part.n)
    return told


def quality_and_handling(streams: Streams, where: Context) -> Told:
    """K3: rate of each source, and for each rep deals against what that mix of sources would give."""
    told = Told(None, 0)
    sold = sales(streams, where)
    won = [(source(lead), owner(lead), sold[lead["id"]][0]) for lead in inbound(streams, where, told)]
    told.n = len(won)
    if not won:
        told.reason = "no_records"
        return told
    rates: dict[str, Decimal] = {}
    mean = Decimal(sum(one[2] for one in won)) / len(won)
    for name in {one[0] for one in won}:
        mine = [one[2] for one in won if one[0] == name]
        rates[name] = Decimal(sum(mine)) / len(mine)
        told.segments["source", name] = (rates[name], len(mine))
    indexes = []
    for name in {one[1] for one in won}:
        theirs = [one for one in won if one[1] == name]
        index = share(sum(one[2] for one in theirs), sum((rates[one[0]] for one in theirs), Decimal(0)))
        told.segments["owner", name] = (index, len(theirs))
        if name and index is not None and len(theirs) >= 30:
            indexes.append(index)
    least = where.settings.least("leads")
    weak = [name for name, rate in rates.items() if rate < mean / 2 and told.segments["source", name][1] >= least]
    told.details["weak_sources"] = sorted(weak)
    if not indexes:
        told.reason = "few_leads"
        return told
    told.value = min(indexes)
    if where.now < where.period.end + timedelta(days=where.settings.lead_window_days):
        told.reason = "provisional"
    else:
        grade = higher(told.value, "0.8", "0.5")
        told.grade = "watch" if weak and grade == "good" else grade
    return told


def number_of_leads(streams: Streams, where: Context) -> Told:
    """K8 over the leads created in the period."""
    leads = who_asked(streams, where)
    made = [one for one in leads if where.period.has(when(one, "hs_createdate", "createdate"))]
    told = Told(Decimal(len(made)), len(made))
    timeless = sum(when(one, "hs_createdate", "createdate") is None for one in leads)
    told.excluded = {"no_entry_time": timeless} if timeless else {}
    told.details["spam_and_duplicates"] = sum(
        bool({said(one, "hs_lead_disqualification_reason"), said(one, "cc_disqualify_reason")} & {"spam", "duplicate"})
        for one in made
    )
    for one in made:
        for by, name in (("source", source(one)), ("pipeline", said(one, "hs_pipeline"))):
            n = told.segments.get((by, name), (0, 0))[1] + 1
            told.segments[by, name] = (Decimal(n), n)
    before = where.earlier_leads[:4]
    target = where.settings.own("K8").target or (Decimal(sum(before)) / 4 if len(before) == 4 else 0)
    passed = business_minutes(where.period.start, min(where.now, where.period.end), where)
    whole = business_minutes(where.period.start, where.period.end, where)
    if where.now < where.period.end and whole and not passed:
        told.reason = "no_open_days"
    elif not target:
        told.reason = "no_target"
    else:
        due = target * (passed / whole if whole and where.now < where.period.end else 1)
        told.grade = higher(Decimal(len(made)) / due, "0.95", "0.80")
    return told


KPIS = {"K1": first_contact, "K2": lead_to_deal, "K3": quality_and_handling, "K8": number_of_leads}
