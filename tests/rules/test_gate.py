"""The gate: nothing is planned before a way of selling was chosen, and what belongs to the other way is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from provisioner import cli
from provisioner.blueprint import load
from provisioner.model.errors import InvalidInput
from provisioner.model.findings import Severity, has_errors
from tests.blueprint.marked import PIPELINE, UNDECIDED, seen, unmarked, write
from tests.support.portals import Steered

DECISION = 'decision: {made_on: "2026-11-01", by: me, why: x'


def test_a_blueprint_without_decision_is_warned_of_and_cannot_be_planned(tmp_path: Path) -> None:
    case = unmarked(UNDECIDED.replace("mode", "⟦mode") + PIPELINE)
    path = write(tmp_path / "b.yaml", case.text)
    findings = load.read(path).findings
    assert seen(findings) == [("GATE001", case.line, case.column)]
    assert findings[0].severity is Severity.WARNING
    assert "provisioner advise" in findings[0].fix
    assert load.sound(path, {})[0].mode == "b2b"
    with pytest.raises(InvalidInput) as raised:
        load.decided(path, {})
    assert [(each.code, each.severity) for each in raised.value.findings] == [("GATE001", Severity.ERROR)]


def test_with_other_problems_the_missing_decision_is_an_error_as_well(tmp_path: Path) -> None:
    path = write(tmp_path / "b.yaml", UNDECIDED + PIPELINE.replace("0.5", "0.55"))
    with pytest.raises(InvalidInput) as raised:
        load.decided(path, {})
    assert {each.code for each in raised.value.findings if each.severity is Severity.ERROR} == {"GATE001", "STAGE002"}


@pytest.mark.parametrize(
    ("code", "decision"),
    [
        ("GATE002", DECISION + ", mode: ⟦call_center}\n"),
        ("GATE002", DECISION + ", mode: ⟦hybrid}\n"),
        ("GATE003", DECISION.replace('"2026-11-01"', '⟦"2026-02-30"') + "}\n"),
        ("GATE005", DECISION.replace('"2026-11-01"', '⟦"2999-01-01"') + "}\n"),
        ("GATE006", DECISION.replace("by: me", 'by: ⟦"  "') + "}\n"),
        ("GATE006", DECISION.replace("by: me", "by: ⟦'\u200f'") + "}\n"),
        ("GATE006", DECISION.replace("why: x", "why: ⟦''") + "}\n"),
        ("GATE006", DECISION.replace("why: x", "why: ⟦...") + "}\n"),
        ("GATE006", DECISION.replace("why: x", "why: ⟦{en: ' ', he: ' '}") + "}\n"),
        ("SCHEMA004", DECISION + ", mode: ⟦sprinters}\n"),
        ("SCHEMA002", "⟦decision: {made_on: '2026-11-01', by: me}\n"),
    ],
)
def test_a_decision_that_does_not_hold_is_an_error(tmp_path: Path, code: str, decision: str) -> None:
    case = unmarked(UNDECIDED + decision + PIPELINE)
    findings = load.read(write(tmp_path / "b.yaml", case.text)).findings
    assert seen(findings) == [(code, case.line, case.column)]
    assert findings[0].severity is Severity.ERROR
    assert findings[0].fix


@pytest.mark.parametrize("hours", [-12, 0, 14])
def test_today_is_a_day_of_decision_in_every_time_zone(tmp_path: Path, hours: int) -> None:
    today = datetime.now(UTC) + timedelta(hours=hours)
    path = write(
        tmp_path / "b.yaml", UNDECIDED + DECISION.replace("2026-11-01", f"{today:%Y-%m-%d}") + "}\n" + PIPELINE
    )
    assert load.decided(path, {})[1] == ()


def test_a_reason_in_one_language_is_a_reason(tmp_path: Path) -> None:
    path = write(
        tmp_path / "b.yaml", UNDECIDED + DECISION.replace("why: x", "why: {en: '', he: כי}") + "}\n" + PIPELINE
    )
    assert "GATE006" not in {each.code for each in load.decided(path, {})[1]}


@pytest.mark.parametrize("mode", ["", ", mode: b2b"])
def test_a_decision_for_the_mode_opens_the_gate(tmp_path: Path, mode: str) -> None:
    path = write(tmp_path / "b.yaml", f"{UNDECIDED}{DECISION}{mode}}}\n{PIPELINE}")
    assert load.decided(path, {})[1] == ()


def test_a_decision_does_not_come_from_a_fragment(tmp_path: Path) -> None:
    write(tmp_path / "x.yaml", DECISION + "}\n")
    path = write(tmp_path / "b.yaml", UNDECIDED + "imports: [x.yaml]\n" + PIPELINE)
    assert {each.code for each in load.read(path).findings} == {"IMPORT003", "GATE001"}


@pytest.mark.parametrize("command", [["plan"], ["apply", "--yes"]])
@pytest.mark.parametrize("form", ["text", "json"])
def test_plan_and_apply_refuse_before_anything_is_written(
    tmp_path: Path,
    portal: Steered,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    form: str,
) -> None:
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", portal.token)
    monkeypatch.setenv("HUBSPOT_BASE_URL", portal.base_url)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "b.yaml", UNDECIDED + PIPELINE)
    assert cli.run([*command, "b.yaml", "--portal", "env", "--format", form]) == 3
    out, err = capsys.readouterr()
    assert "b.yaml:3:1: error GATE001" in err
    assert not portal.writes()
    if form == "json":
        document = json.loads(out)
        assert (document["exit_code"], document["findings"][0]["code"]) == (3, "GATE001")


def test_a_saved_plan_names_its_decision_and_is_refused_without_it(
    tmp_path: Path, portal: Steered, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", portal.token)
    monkeypatch.setenv("HUBSPOT_BASE_URL", portal.base_url)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "b.yaml", f"{UNDECIDED}{DECISION}}}\n{PIPELINE}")
    assert cli.run(["plan", "b.yaml", "--portal", "env", "--out", "plan.json"]) == 0
    document = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    assert document["blueprint"]["decision"] == {"made_on": "2026-11-01", "by": "me"}
    del document["blueprint"]["decision"]
    write(tmp_path / "undecided.json", json.dumps(document))
    capsys.readouterr()
    assert cli.run(["apply", "undecided.json", "--portal", "env", "--yes"]) == 4
    assert "names no decision" in capsys.readouterr().err
    assert not portal.writes()
    assert cli.run(["apply", "plan.json", "--portal", "env", "--yes"]) == 0


LEADS = """\
  leads:
    leads:
      label: {en: Leads, he: לידים}
      stages:
        new: {label: {en: New, he: חדש}, lead_state: new}
        lost: {label: {en: Off, he: ירד}, lead_state: unqualified}
automation:
  recipients: {all: {team: x}}
  rules:
"""


@pytest.mark.parametrize(
    ("template", "fields"),
    [
        ("sla_ladder", "stage: new, alert_after: 3bm"),
        ("retry_cadence", "stage: new"),
        ("return_when_away", "stage: new, by: all"),
        ("daily_digest", "to: all"),
    ],
)
def test_a_rule_of_the_centre_is_told_of_in_b2b(tmp_path: Path, template: str, fields: str) -> None:
    rule = f"    r: {{template: ⟦{template}, pipeline: leads/leads, {fields}}}\n"
    case = unmarked(UNDECIDED + DECISION + "}\n" + PIPELINE + LEADS + rule)
    findings = load.read(write(tmp_path / "b.yaml", case.text)).findings
    assert ("GATE004", case.line, case.column) in seen(findings)
    (found,) = (each for each in findings if each.code == "GATE004")
    assert (found.severity, str(found.key)) == (Severity.WARNING, "workflow:r")
    centre = case.text.replace("mode: b2b", "mode: call_center")
    assert "GATE004" not in {each.code for each in load.read(write(tmp_path / "c.yaml", centre)).findings}
    switched_off = case.text.replace("{template:", "{enabled: false, template:")
    assert "GATE004" not in {each.code for each in load.read(write(tmp_path / "d.yaml", switched_off)).findings}


@pytest.mark.parametrize(
    ("template", "fields"),
    [
        ("sla_ladder", "stage: new, due: 1bm, reassign_after: 3bm, reassign_to: all"),
        ("close_unreachable", "stage: new, to: lost"),
        ("attempt_logged", "stage: new, to: lost"),
    ],
)
def test_what_the_dose_refuses_is_not_told_twice(tmp_path: Path, template: str, fields: str) -> None:
    rule = f"    r: {{template: {template}, pipeline: leads/leads, {fields}}}\n"
    text = UNDECIDED + DECISION + "}\n" + PIPELINE + LEADS + rule
    findings = load.read(write(tmp_path / "b.yaml", text)).findings
    assert "DOSE001" in {each.code for each in findings}, findings
    assert "GATE004" not in {each.code for each in findings}


def test_in_a_hybrid_the_pipeline_decides(tmp_path: Path) -> None:
    head = UNDECIDED.replace("b2b", "hybrid") + DECISION + ", mode: hybrid}\n"
    rules = "".join(
        f"    {name}: {{template: sla_ladder, pipeline: leads/{name}, stage: new, alert_after: 3bm}}\n"
        for name in ("cc_leads", "b2b_leads")
    )
    pipeline = LEADS.partition("automation")[0].partition("\n")[2]
    both = pipeline.replace("leads:", "cc_leads:") + pipeline.replace("leads:", "b2b_leads:").replace("לידים", "ל")
    text = f"{head}{PIPELINE}  leads:\n{both.replace('Leads', 'L', 1)}automation:\n  rules:\n{rules}"
    findings = load.read(write(tmp_path / "b.yaml", text)).findings
    assert not has_errors(findings), findings
    assert [str(each.key) for each in findings if each.code == "GATE004"] == ["workflow:b2b_leads"]
