"""Seeding with known truth: the same for the same seed, and what the records say when they are counted by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from provisioner.cli.portal import command
from provisioner.localportal import embedded, store
from provisioner.localportal.seeds.measured.calendars import Clock, instant, iso
from tests.localportal.conftest import Client

ISRAEL = ZoneInfo("Asia/Jerusalem")


@pytest.fixture
def sown(tmp_path):
    """Seeds a new portal; returns the truth and the portal's dump."""

    def sow(mode, deals, name="a", **wanted):
        path = tmp_path / f"{name}.db"
        truth = store.sow(path, mode=mode, deals=deals, **wanted)
        return truth, store.dump(path)

    return sow


def at(text):
    return datetime.fromisoformat(text)


def deals_of(dumped, *pipelines):
    kept = [one["properties"] for one in dumped["records"]["deals"] if not one["archived"]]
    return [one for one in kept if one["pipeline"] in pipelines]


def home(deal):
    return Fraction(deal.get("amount_in_home_currency", "0"))


def inside(truth, text):
    return at(truth["period"]["from"]) <= at(text) < at(truth["period"]["to"])


@pytest.mark.parametrize("mode", ["call_center", "b2b", "hybrid"])
def test_the_same_seed_gives_the_same_records(sown, mode):
    first, second = sown(mode, 40, "a", seed=5), sown(mode, 40, "b", seed=5)
    assert first == second
    assert json.dumps(first[0]) == json.dumps(second[0])
    assert sown(mode, 40, "c", seed=6)[0]["kpis"] != first[0]["kpis"]


def test_the_truth_says_what_it_is_about(sown):
    truth, dumped = sown("b2b", 25, seed=3, period="2026-03")
    assert {key: truth[key] for key in ("format", "mode", "seed", "period", "now")} == {
        "format": "provisioner/truth/1",
        "mode": "b2b",
        "seed": 3,
        "period": {"from": "2026-02-28T22:00:00.000Z", "to": "2026-03-31T21:00:00.000Z", "zone": "Asia/Jerusalem"},
        "now": "2026-03-28T09:00:00.000Z",
    }
    assert truth["counts"]["deals"] == 25 == len(dumped["records"]["deals"])
    assert list(truth["kpis"]) == ["K4", "K5", "K6", "K7", "K9", "K10", "K11", "K12", "K15", "K16", "K18", "K19", "K20",
                                   "K22", "K23"]  # fmt: skip
    centre = sown("call_center", 25, "b")[0]["kpis"]
    assert {"K1", "K2", "K3", "K8", "K13", "K14", "K17", "K19"} <= set(centre)
    hybrid = sown("hybrid", 60, "c")[0]
    assert "K21" in hybrid["kpis"]
    assert {"K4", "K6"} <= set(hybrid["modes"]["b2b"]) & set(hybrid["modes"]["call_center"])


@pytest.mark.parametrize("now", [None, "2026-12-20T12:00:00+02:00"])
def test_deals_counted_by_hand(sown, now):
    truth, dumped = sown("b2b", 90, seed=11, now=now)
    deals, kpis = deals_of(dumped, "b2b_new_business", "b2b_account_growth"), truth["kpis"]
    closed = [one for one in deals if one["hs_is_closed"] == "true" and inside(truth, one["closedate"])]
    won = [one for one in closed if one["hs_is_closed_won"] == "true"]
    lost = [one for one in closed if one["hs_is_closed_lost"] == "true" and one["core_loss_reason"] != "duplicate"]
    assert Fraction(kpis["K6"]["value"]) == Fraction(len(won), len(won) + len(lost))
    sizes = [home(one) for one in won if home(one) > 0]
    assert Fraction(kpis["K10"]["value"]) == sum(sizes) / len(sizes)
    assert Fraction(kpis["K4"]["numerator"]) == sum(sizes)
    days = [at(one["closedate"]) - at(one["createdate"]) for one in won]
    kept = [one.total_seconds() / 86_400 for one in days if one >= timedelta(0)]
    assert float(Fraction(kpis["K11"]["value"])) == pytest.approx(median(kept))
    today = datetime.combine(at(truth["now"]).astimezone(ISRAEL).date(), time(), ISRAEL)
    left_open = [one for one in deals if one["hs_is_closed"] == "false"]
    due = [one for one in left_open if "closedate" in one and inside(truth, one["closedate"])]
    assert Fraction(kpis["K5"]["numerator"]) == sum(home(one) for one in due if at(one["closedate"]) >= today)
    goals = [one["properties"] for one in dumped["records"]["goal_targets"]]
    month = [one for one in goals if one["hs_start_datetime"] == "2026-10-01T00:00:00.000Z"]
    own = sum(int(one["hs_target_amount"]) for one in month if "hubspot_owner_id" in one)
    team = sum(int(one["hs_target_amount"]) for one in month if "hs_assignee_team_id" in one)
    assert str(own) == str(team) == kpis["K5"]["denominator"]
    assert sum(home(one) * Fraction(one["hs_deal_stage_probability"]) for one in left_open) == Fraction(
        kpis["K22"]["value"]
    )


def test_the_forecast_as_it_stood(sown):
    """COMMIT deals that were open when the period began and due in it, by the history of each."""
    truth, dumped = sown("b2b", 150, seed=2)
    start, promised = at(truth["period"]["from"]), Fraction(0)
    for record in dumped["records"]["deals"]:
        values, past = record["properties"], record.get("history", {})
        if record["archived"] or at(values["createdate"]) > start:
            continue

        def stood(name, values=values, past=past):
            if name not in past:
                return values.get(name, "")
            return next((row[1] for row in reversed(past[name]) if at(row[0]) <= start), "")

        stage, due, named = stood("dealstage"), stood("closedate"), stood("hs_manual_forecast_category")
        suggested = stage.endswith(("contract_signing", "agreement")) and not named
        is_open = not stage.endswith(("_won", "_lost"))
        if is_open and due and inside(truth, due) and (named == "COMMIT" or suggested):
            promised += Fraction(stood("amount_in_home_currency") or 0)
    assert Fraction(truth["kpis"]["K7"]["forecast"]) == promised > 0
    actual = Fraction(truth["kpis"]["K7"]["actual"])
    assert Fraction(truth["kpis"]["K7"]["value"]) == max(Fraction(0), 1 - abs(actual - promised) / actual)


def open_seconds(start, end):
    """Open time of the centre between two moments of a month without holidays on working days."""
    spent, day = 0.0, start.astimezone(ISRAEL).date()
    while day <= end.astimezone(ISRAEL).date():
        hours = {4: (9, 13), 5: None}.get(day.weekday(), (9, 20))
        if hours:
            opens, closes = (datetime.combine(day, time(hour), ISRAEL).astimezone(UTC) for hour in hours)
            spent += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
        day += timedelta(days=1)
    return spent


def test_first_contacts_counted_by_hand(sown):
    truth, dumped = sown("call_center", 60, seed=4)
    waits, never, seen = [], 0, {}
    leads = [one["properties"] for one in dumped["records"]["leads"]]
    entered = sorted((at(one.get("core_lead_entry_at") or one["hs_createdate"]), n) for n, one in enumerate(leads))
    for entry, place in entered:
        lead = leads[place]
        if not inside(truth, iso(int(entry.timestamp()) * 1000)) or lead["hs_object_source_label"] == "IMPORT":
            continue
        person = dumped["records"]["leads"][place]["associations"][0]["to"]["id"]
        if person in seen and entry - seen[person] < timedelta(hours=24):
            continue
        seen[person] = entry
        tried = lead.get("cc_first_attempt_at") or lead.get("hs_lead_first_outreach_date")
        if tried:
            waits.append(open_seconds(entry, at(tried)))
        never += not tried and lead["hs_lead_is_open"] == "true"
    found = truth["kpis"]["K1"]
    assert float(Fraction(found["value"])) == pytest.approx(median(waits) / 60)
    assert (found["sla"]["numerator"], found["sla"]["denominator"]) == (
        sum(one <= 300 for one in waits), len(waits) + never,
    )  # fmt: skip
    inbound = [one for one in leads if inside(truth, one["hs_createdate"]) and one["core_lead_source"] != "outbound"]
    assert truth["kpis"]["K2"]["denominator"] == len(inbound)


def test_calls_and_leaks_counted_by_hand(sown):
    truth, dumped = sown("call_center", 60, seed=9)
    calls = [one["properties"] for one in dumped["records"]["calls"]]
    calls = [one for one in calls if inside(truth, one["hs_timestamp"])]
    assert truth["kpis"]["K13"]["value"] == str(len(calls))
    ended = [
        one for one in calls if one.get("hs_call_direction") == "INBOUND" and one["hs_call_status"] != "IN_PROGRESS"
    ]
    answered = sum(one["hs_call_status"] == "COMPLETED" for one in ended)
    assert Fraction(truth["kpis"]["K14"]["value"]) == Fraction(answered, len(ended))
    gone = {one["id"] for one in dumped["people"]["owners"].values() if one["archived"]}
    held = [one for one in deals_of(dumped, "cc_sales") if one["hs_is_closed"] == "false"]
    held += [one["properties"] for one in dumped["records"]["leads"] if one["properties"]["hs_lead_is_open"] == "true"]
    leaking = sum(
        not one.get("hubspot_owner_id")
        or one["hubspot_owner_id"] in gone
        or not (one.get("hs_next_step") or one.get("notes_next_activity_date"))
        for one in held
    )
    assert (truth["kpis"]["K19"]["numerator"], truth["kpis"]["K19"]["denominator"]) == (leaking, len(held))


def test_edges_are_there(sown):
    _, dumped = sown("call_center", 300, seed=1)
    leads = [one["properties"] for one in dumped["records"]["leads"]]
    deals = dumped["records"]["deals"]
    assert any("hubspot_owner_id" not in one for one in leads)
    assert any(one["hs_object_source_label"] == "IMPORT" for one in leads)
    assert any(one.get("cc_disqualify_reason") == "duplicate" for one in leads)
    assert any(one["archived"] for one in deals)
    assert any("amount" not in one["properties"] for one in deals)
    assert {"USD", "EUR"} <= {one["properties"]["deal_currency_code"] for one in deals}
    assert any(len(one.get("history", {}).get("dealstage", ())) > 4 for one in deals)
    assert any("hs_call_direction" not in one["properties"] for one in dumped["records"]["calls"])
    assert any(one.get("merged") for one in dumped["records"]["contacts"])


def test_what_is_there_is_used(tmp_path):
    path = tmp_path / "a.db"
    store.sow(path, mode="b2b", deals=20)
    first = store.dump(path)
    store.sow(path, mode="b2b", deals=20, seed=2)
    second = store.dump(path)
    for part in ("pipelines", "properties", "association_labels"):
        assert second[part] == first[part]
    assert len(second["records"]["deals"]) == 40


def test_it_is_served(tmp_path):
    path = tmp_path / "a.db"
    truth = store.sow(path, mode="b2b", deals=120)
    with embedded(path) as portal:
        hub = Client(portal)
        asked = {"limit": 1, "filterGroups": [{"filters": [
            {"propertyName": "hs_is_closed", "operator": "EQ", "value": "false"},
            {"propertyName": "hs_object_id", "operator": "GT", "value": "0"},
        ]}]}  # fmt: skip
        assert hub.post("/crm/v3/objects/deals/search", asked).body["total"] == truth["kpis"]["K16"]["n"]
        page = hub.get("/crm/v3/objects/deals?limit=50&propertiesWithHistory=dealstage&associations=contacts").body
        assert all(one["propertiesWithHistory"]["dealstage"] for one in page["results"])
        assert any("associations" in one for one in page["results"])
        assert hub.get("/account-info/v3/details").body["companyCurrency"] == "ILS"
        gone = hub.get("/crm/v3/owners?archived=true").body["results"]
        assert [one["type"] for one in hub.get("/crm/v3/owners").body["results"]].count("QUEUE") == 1
        assert [one["userId"] for one in gone] == [None]
        hub.pool.clear()


def test_a_running_portal_takes_them_too(hub):
    wanted = {"mode": "call_center", "deals": 20, "seed": 3, "period": "2026-09"}
    truth = hub.post("/_portal/seed", wanted)
    assert truth.status == 200, truth.text
    assert truth.body["mode"] == "call_center"
    assert hub.post("/crm/v3/objects/leads/search", {"limit": 1}).body["total"] == truth.body["counts"]["leads"]
    assert hub.post("/_portal/seed", wanted | {"mode": "retail"}).status == 400


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"mode": "retail", "deals": 20}, "call_center, b2b, hybrid"),
        ({"mode": "b2b", "deals": 9}, "at least 10"),
        ({"mode": "b2b", "deals": 20, "period": "2026-13"}, "not a month"),
        ({"mode": "b2b", "deals": 20, "now": "2026-10-05T12:00:00+03:00"}, "at least 10 days"),
        ({"mode": "b2b", "deals": 20, "now": "2026-10-25T12:00:00"}, "does not say its zone"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, wanted, told):
    with pytest.raises(ValueError, match=told):
        store.sow(tmp_path / "a.db", **wanted)


def test_the_command_prints_the_truth(tmp_path):
    path = str(tmp_path / "a.db")
    done = CliRunner().invoke(command, ["seed", "--db", path, "--mode", "b2b", "--deals", "20", "--period", "2026-05"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["period"]["from"] == "2026-04-30T21:00:00.000Z"
    for more in (["--deals", "5", "--now", "x"], ["--mode", "b2b", "--deals", "20", "--leads", "3"]):
        assert CliRunner().invoke(command, ["seed", "--db", path, *more]).exit_code == 2


def test_a_mode_alone_makes_as_many_deals_as_the_help_says(tmp_path):
    done = CliRunner().invoke(command, ["seed", "--db", str(tmp_path / "a.db"), "--mode", "b2b"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["mode"] == "b2b"
    assert len(store.dump(tmp_path / "a.db")["records"]["deals"]) >= 300
    assert "300 with --mode" in CliRunner().invoke(command, ["seed", "--help"], terminal_width=200).output


def test_nothing_to_seed_names_the_ways(tmp_path):
    for words in ([], ["--mode", "b2b", "--deals", "0"]):
        done = CliRunner().invoke(command, ["seed", "--db", str(tmp_path / "a.db"), *words])
        assert done.exit_code == 2
        assert "nothing to seed: give a FILE, --mode, --deals or --leads" in done.output


def test_open_time_there_and_back():
    """Holidays, their eves and the change of the clocks, with the moments of May and March 2026."""
    days = Clock("il_call_center", datetime(2026, 3, 20).date(), datetime(2026, 6, 1).date())
    pairs = [("2026-05-07T19:57", "2026-05-08T09:05", 8), ("2026-05-08T12:50", "2026-05-10T09:10", 20),
             ("2026-05-21T12:45", "2026-05-24T09:20", 35), ("2026-03-26T19:55", "2026-03-27T09:05", 10)]  # fmt: skip
    for start, end, minutes in pairs:
        first, second = (instant(at(one).date(), at(one).hour, at(one).minute) for one in (start, end))
        assert days.spent(second) - days.spent(first) == minutes * 60_000
        assert days.at(days.spent(first) + minutes * 60_000) == second
