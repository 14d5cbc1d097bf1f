"""Small portals as untidy as they come: every value that the API can give, at the moments where readings part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from provisioner.kpi import period as periods
from provisioner.kpi import targets
from provisioner.kpi.context import Context, Owner
from provisioner.kpi.period import Period
from tests.kpi.oracle import centre_values as values
from tests.kpi.world import LINES as PIPELINES


class Portal:
    """One portal of a seed: ``streams`` of raw records by object type, and the ``context`` to measure them in."""

    lines: Mapping[str, Mapping[str, Sequence[str]]] = values.LINES
    lead_stages: Sequence[str | None] = values.LEAD_STAGES
    people: Sequence[str | None] = values.PEOPLE
    entered = "entered_"

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a portal of a seed, no secret
        self.mode = self.pick("call_center", "call_center", "call_center", "hybrid", "b2b")
        size = self.pick(5, 16, 16, 16, 40)
        self.ids = iter(range(1, 10_000))
        self.tidy = self.random.random() < 0.4
        self.zone = self.often(values.JERUSALEM, values.NEW_YORK, odds=0.9)
        self.period = periods.parse(self.pick(*values.PERIODS), self.zone, "sunday")
        if self.random.random() < 0.05:
            self.tidy, size, self.people = True, 140, ("dana", "omer")
        self.context = self._context()
        self.contacts = [self._contact() for _ in range(self.random.randint(0, 6))]
        self.leads: list[dict[str, Any]] = []
        self.deals = [self._deal() for _ in range(self.random.randint(0, size))]
        self.leads += [self._lead() for _ in range(self.random.randint(size * 9 // 10 if size == 140 else 0, size))]
        self._link()
        self.calls = [self._call() for _ in range(self.random.randint(0, size))]
        others = {kind: [self._engagement() for _ in range(self.random.randint(0, 6))]
                  for kind in ("emails", "meetings", "communications")}  # fmt: skip
        self.streams = {
            "contacts": self.contacts, "leads": self.leads, "deals": self.deals, "calls": self.calls, **others,
        }  # fmt: skip
        for records in self.streams.values():
            self.random.shuffle(records)

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    def often(self, usual: Any, *rare: Any, odds: float = 0.75) -> Any:
        """What is usual, or one of the rest; a tidy portal has the usual more often."""
        return usual if self.random.random() < (0.95 if self.tidy else odds) else self.random.choice(rare)

    def _context(self) -> Context:
        period = self.period
        length = period.end - period.start
        now = self.pick(period.end + timedelta(days=90), period.end + timedelta(days=90), period.end,
                        period.start + length * 0.6, period.end + timedelta(days=10), period.start)  # fmt: skip
        owners = {
            "dana": Owner("dana", "Dana", teams=("field",)),
            "omer": Owner("omer", "Omer", teams=("other", "field")),
            "tal": Owner("tal", "Tal", teams=("other",)),
            "queue": Owner("queue", "The queue", person=False, teams=("field",)),
            "gone": Owner("gone", "Gone", archived=True, archived_at=period.start - timedelta(seconds=1)),
            "leaver": Owner("leaver", "Left", archived=True, archived_at=period.start + length / 2, teams=("field",)),
        }
        settings, findings = targets.read({"min_samples": values.ONE_IS_ENOUGH, **self._settings(period)}, self.mode)
        assert settings is not None, findings
        found = Context(
            period, now.replace(microsecond=0), settings, self.mode, "ILS", owners, PIPELINES[self.mode],
            earlier_leads=self.pick((), (3, 4, 5, 6), (10,), (0, 0, 0, 0), (0, 8)),
        )  # fmt: skip
        if not found.settings.currency:
            return found
        return replace(found, company_currency=self.pick("ILS", "EUR"))

    def _settings(self, period: Period) -> dict[str, Any]:
        """The section ``kpis:`` as a company might have it: some of these, or none."""
        kpis = self._clocks_and_teams()
        if self.random.random() < 0.5:
            kpis["min_samples"] = {"leads": 3, "deals": 3, "calls": 3}
        if self.random.random() < 0.5:
            kpis["capacity_per_day"] = self.pick(1, 5, 20)
        if self.random.random() < 0.5:
            wanted = {"K4": 1000, "K8": 5, "K15": 700, "K23": 0.5}
            kpis["measures"] = {kpi: {"target": target} for kpi, target in wanted.items() if self.pick(True, False)}
        if self.random.random() < 0.3 and self.mode != "b2b":
            kpis["lead_source"] = "contacts"
        kpis["exact_first_contact"] = self.random.random() < 0.3
        if self.random.random() < 0.3:
            kpis["revenue"] = {f"{period.first}..{period.after - timedelta(days=1)}": 20_000}
        if self.random.random() < 0.2:
            kpis["lead_window_days"] = self.pick(1, 7)
        if self.random.random() < 0.2:
            kpis |= {"connected_seconds": 90, "connected_outcomes": [values.CONNECTED, "own-outcome"]}
        return kpis

    def _clocks_and_teams(self) -> dict[str, Any]:
        kpis: dict[str, Any] = {"rates": {"USD": 3.7}} if self.random.random() < 0.5 else {}
        if self.zone is values.NEW_YORK:
            kpis |= {"calendar": "mon_fri", "zone": "America/New_York"}
        if self.random.random() < 0.1:
            kpis["currency"] = "ILS"
        if self.random.random() < 0.4:
            kpis["teams"] = {"field": {"graded_by": [], "mode": self.pick("call_center", "b2b", "hybrid")}}
        return kpis

    def moment(self) -> datetime:
        """Some moment in or about the period; often one where a bound lies."""
        period = self.context.period
        kind = self.random.random()
        if kind < 0.25:
            edge = self.pick(period.start, period.end, self.context.now, self.context.midnight)
            found: datetime = edge + timedelta(seconds=self.pick(-1, 0, 0, 1, -0.001, 0.001))
            return found
        if kind < 0.6:
            day = period.first + timedelta(days=self.random.randint(-2, (period.after - period.first).days + 2))
            clock = self.pick(time(0), time(8, 57), time(9), time(9, 5), time(12, 50), time(13), time(19, 57), time(20),
                              time(23, 59, 59), time(2, 30), time(1, 30), time(3))  # fmt: skip
            return datetime.combine(day, clock, self.zone).astimezone(UTC)
        if kind < 0.97:
            length = (period.end - period.start).total_seconds()
            return period.start + timedelta(seconds=round(self.random.uniform(-0.1, 1.1) * length))
        return period.start + timedelta(days=self.random.uniform(-800, 60))

    def near(self, base: datetime) -> datetime:
        """Soon after a moment, or a little before it."""
        step = self.pick(0, 1, 240, 299, 300, 300.001, 301, 900, 901, 3600, 3601, 86399, 86400, 86401, 200_000, 900_000,
                         -1, -600, -86400, 30 * 86400, 30 * 86400 + 1, 29 * 86400)  # fmt: skip
        return base + timedelta(seconds=step)

    def wire(self, at: datetime) -> str:
        """A moment as HubSpot writes it: ISO with and without fractions, or milliseconds."""
        at = at.astimezone(UTC)
        whole = at.strftime("%Y-%m-%dT%H:%M:%S")
        milli = f"{at.microsecond // 1000:03d}"
        plain = f"{whole}Z" if milli == "000" else f"{whole}.{milli}Z"
        stamp = str((at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))
        return str(self.pick(f"{whole}.{milli}Z", plain, stamp, f"{whole}.{milli}+00:00"))

    def stamp(self, at: datetime, odds: float = 0.85) -> str | None:
        return self.wire(at) if self.random.random() < odds else self.pick(*values.BLANK, *values.ODD, self.wire(at))

    def amount(self) -> str | None:
        found: str | None = self.often(str(self.pick(1000, 250, "99.99", "0.01", 12000)), *values.AMOUNTS)
        return found

    def record(self, properties: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Properties with None stay, or are not there at all; now and then the record was archived."""
        if self.random.random() < 0.03:
            more["archived"] = True
        held = {name: value for name, value in properties.items() if value is not None or self.random.random() < 0.5}
        return {"id": str(next(self.ids)), "properties": held, **more}

    def _contact(self) -> dict[str, Any]:
        at = self.moment()
        first = self.near(at)
        return self.record({
            "createdate": self.stamp(at),
            "core_lead_entry_at": self.stamp(self.near(at)) if self.random.random() < 0.2 else None,
            "cc_first_attempt_at": self.stamp(self.near(at)) if self.random.random() < 0.2 else None,
            "hs_first_outreach_date": self.stamp(first) if self.random.random() < 0.4 else None,
            "hs_sa_first_engagement_date": self.stamp(first) if self.random.random() < 0.3 else None,
            "hs_merged_object_ids": self.often(None, "701", "702;703", "704", odds=0.6),
            "hs_lead_status": self.pick("NEW", "OPEN", "UNQUALIFIED", "CONNECTED", None, ""),
            "hubspot_owner_id": self.pick(*self.people),
            "num_associated_deals": self.pick(None, "", "0", "1", "2"),
            "first_deal_created_date": self.stamp(self.near(at)) if self.random.random() < 0.4 else None,
            **self._source(),
            **self._next_step(),
        })  # fmt: skip

    def _source(self) -> dict[str, Any]:
        return {
            "core_lead_source": self.pick("google_search", "referral", "outbound", None, "", "a_new_one"),
            "hs_lead_source": self.pick(None, None, "OFFLINE", "google_search"),
            "hs_object_source_label": self.often(None, "IMPORT", "FORM", "import", "CRM_UI"),
            "hs_lead_disqualification_reason": self.often(None, "spam", "duplicate", "no_budget", ""),
            "cc_disqualify_reason": self.often(None, "spam", "duplicate", "no_budget"),
        }

    def _lead(self) -> dict[str, Any]:
        before = [one["properties"].get("_at") for one in self.leads]
        at = self.near(self.pick(*before)) if before and self.random.random() < 0.25 else self.moment()
        made = self.often(at, self.near(at))
        stage = self.pick(*self.lead_stages)
        open_ = self.pick("true", "true", "false", None, "TRUE", "")
        return self.record({
            "_at": at,
            "core_lead_entry_at": self.stamp(at) if self.random.random() < 0.6 else None,
            "hs_createdate": self.stamp(made, 0.95),
            "cc_first_attempt_at": self.stamp(self.near(at)) if self.random.random() < 0.5 else None,
            "hs_lead_first_outreach_date": self.stamp(self.near(at)) if self.random.random() < 0.3 else None,
            "hs_lead_is_open": open_,
            "hs_lead_is_open_v2": self.pick(None, None, open_, "false", "true"),
            "hs_pipeline": self.often("cc_leads", None, "", "leads_of_old"),
            "hs_pipeline_stage": stage,
            "hubspot_owner_id": self.pick(*self.people),
            **self._source(),
            "hs_primary_contact_id": self._person(),
            "hs_lead_associated_deals_count": self.often(None, "0", "1", "2", "1.0", "", "many"),
            "hs_merged_object_ids": self.often(None, "801", "802;803"),
            **self._next_step(),
            **self._entries([one for one in self.lead_stages if one and "disq" not in one and "gone" not in one], at),
        })  # fmt: skip

    def _person(self) -> str | None:
        ids = [one["id"] for one in self.contacts]
        return str(self.pick(*ids, "701", "702", "9999")) if self.random.random() < 0.6 else self.pick(*values.BLANK)

    def _next_step(self) -> dict[str, Any]:
        return {
            "hs_next_step": "call back"
            if self.tidy and self.random.random() < 0.9
            else self.pick(None, "ask", " ", ""),
            "notes_next_activity_date": self.stamp(self.moment()) if self.random.random() < 0.3 else None,
            "core_recontact_date": self._date(self.moment()) if self.random.random() < 0.2 else None,
            "cc_next_call_at": self.stamp(self.moment()) if self.random.random() < 0.2 else None,
        }

    def _date(self, at: datetime) -> str | None:
        """A ``date`` property: a day, or its midnight in UTC."""
        day = at.astimezone(self.zone).date()
        found: str | None = self.pick(day.isoformat(), f"{day}T00:00:00.000Z", _millis(day), None, "")
        return found

    def _entries(self, stages: Sequence[str], at: datetime) -> dict[str, Any]:
        """When each stage was entered: mostly in order, some skipped, some years ago."""
        found: dict[str, Any] = {}
        for stage in stages:
            at = self.pick(at, self.near(at), at + timedelta(hours=self.random.randint(0, 90)))
            found[self.entered + stage] = self.stamp(at) if self.random.random() < 0.7 else None
        return found

    def _deal(self) -> dict[str, Any]:
        lines = self.lines[self.mode]
        line = self.pick(*lines)
        stages = lines[line]
        stage = self.often(self.pick(*stages), "gone_stage", None, "")
        state = "won" if "won" in str(stage) else "lost" if "lost" in str(stage) else "open"
        state = self.often(state, "open", "won", "lost", odds=0.9)
        made, closes = self.moment(), self.moment()
        worth = self.amount()
        entries = self._entries([one for one in stages if "lost" not in one], made)
        line = self.often(line, None, "", "other_line", *self.lines["hybrid"])
        return self.record({
            "_at": made,
            "pipeline": line,
            "dealstage": stage,
            "hs_is_closed": self.often("false" if state == "open" else "true", None, "", odds=0.9),
            "hs_is_closed_won": self.often("true" if state == "won" else "false", None, "", odds=0.9),
            "hs_is_closed_lost": self.pick("true" if state == "lost" else "false", None),
            "amount": worth,
            "amount_in_home_currency": self.pick(worth, worth, self.amount(), None),
            "deal_currency_code": self.pick("ILS", "ILS", None, "", "USD", "ils", *(("GBP",) if not self.tidy else ())),
            "createdate": self.stamp(made, 0.95),
            "closedate": self.stamp(closes),
            "hs_closed_won_date": self.stamp(self.near(closes)) if self.random.random() < 0.3 else None,
            "hubspot_owner_id": self.pick(*self.people),
            "dealtype": self.pick("existingbusiness", "newbusiness", None, ""),
            "hs_primary_associated_company": self.pick("c1", "c2", "c3", None, ""),
            **self._next_step(),
            **entries,
        }, **self._history(made, line, stage), **self._companies())  # fmt: skip

    def _companies(self) -> dict[str, Any]:
        if self.random.random() < 0.6:
            return {}
        one = {"id": self.pick("c1", "c2"), "type": self.pick("deal_to_company", "deal_to_company_unlabeled")}
        kinds = [{"category": "HUBSPOT_DEFINED", "typeId": 5, "label": self.pick("Primary", None, "Reseller")}]
        other = {"toObjectId": self.pick(71, 72), "associationTypes": kinds}
        return {"associations": {"companies": {"results": self.pick([], [one], [other], [other, one], [one, other])}}}

    def _history(self, made: datetime, line: str, stage: str | None) -> dict[str, Any]:
        """Stages and pipelines that it went through, the newest first, as it is read for some deals only."""
        if self.random.random() < 0.6 or not stage:
            return {}
        at, stages, lines = made, [], []
        for _ in range(self.random.randint(0, 3)):
            before = self.pick(*self.lines[self.mode])
            stages.append((at, self.pick(*self.lines[self.mode][before], "gone_stage")))
            lines.append((at, before))
            at += timedelta(hours=self.random.randint(1, 200))
        stages.append((at, stage))
        lines.append((at, line))
        return {"propertiesWithHistory": {"dealstage": self._entered(stages), "pipeline": self._entered(lines)}}

    def _entered(self, held: list[tuple[datetime, str]]) -> list[dict[str, Any]]:
        return [{"value": value, "timestamp": self.wire(at), "sourceType": "CRM_UI"} for at, value in reversed(held)]

    def _link(self) -> None:
        """Deals to leads: by the name of the lead, by association, or not at all."""
        for lead in self.leads:
            for deal in self.deals:
                if self.random.random() > 2 / (len(self.deals) + 1):
                    continue
                if self.random.random() < 0.8:
                    at = self.near(
                        lead["properties"]["_at"] if "_at" in lead["properties"] else deal["properties"]["_at"]
                    )
                    deal["properties"]["createdate"] = self.stamp(at, 0.95)
                if self.random.random() < 0.5:
                    deal["properties"]["core_source_lead_id"] = self.often(lead["id"], f" {lead['id']}", "801", "x")
                else:
                    linked = lead.setdefault("associations", {"deals": {"results": []}})["deals"]["results"]
                    linked.append(
                        self.pick({"id": deal["id"], "type": "lead_to_deal"}, {"toObjectId": int(deal["id"])})
                    )
        for one in (*self.leads, *self.deals):
            one["properties"].pop("_at", None)

    def _engagement(self) -> dict[str, Any]:
        """A mail, a meeting or a message, with whom it was."""
        leads, contacts = [one["id"] for one in self.leads], [one["id"] for one in self.contacts]
        found: dict[str, Any] = {}
        for kind, ids in (("leads", leads), ("contacts", contacts)):
            if ids and self.random.random() < 0.6:
                found[kind] = {"results": [{"id": self.pick(*ids), "type": "mail_to"}]}
        direction = self.pick("EMAIL", "INCOMING_EMAIL", None)
        at = self.stamp(self.moment(), 0.95)
        return self.record({"hs_timestamp": at, "hs_email_direction": direction}, associations=found)

    def _call(self) -> dict[str, Any]:
        talk = self._engagement()
        return self.record({
            "hs_timestamp": talk["properties"].get("hs_timestamp"),
            "hs_call_direction": self.pick("INBOUND", "OUTBOUND", "OUTBOUND", None, "", "SIDEWAYS"),
            "hs_call_status": self.pick("COMPLETED", "MISSED", "NO_ANSWER", "BUSY", "FAILED", "CANCELED", "RINGING",
                                        "IN_PROGRESS", None, ""),
            "hs_call_disposition": self.pick(values.CONNECTED, values.NO_ANSWER, None, "", "own-outcome"),
            "hs_call_duration": self.pick("30000", "29999", "90000", None, "", "0", "-1", "long"),
            "hs_call_has_voicemail": self.pick("true", "false", None),
            "hubspot_owner_id": self.pick(*self.people),
        }, associations=talk["associations"])  # fmt: skip


def _millis(day: date) -> str:
    return str(int(datetime.combine(day, time(), UTC).timestamp()) * 1000)
