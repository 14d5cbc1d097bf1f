"""The settings in force: the section of a blueprint, the target file of a portal over it, and their findings."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from provisioner.blueprint import imports, kpi_targets, load, project
from provisioner.kpi.settings import Settings
from provisioner.model.document import Marked
from provisioner.model.errors import InvalidInput
from provisioner.model.findings import Finding
from tests.blueprint.marked import HEAD, PIPELINE, seen, unmarked, write

SECTION = """\
kpis:
  currency: ILS
  revenue: {2026-Q4: 3000000}
  periods: [day]
  measures:
    K7: {target: 0.8}
    K11: {target: 30}
  teams:
    field: {mode: b2b, graded_by: [K6]}
"""


def document(tmp_path: Path, section: str = SECTION, head: str = HEAD) -> Marked:
    found = imports.gather(write(tmp_path / "b.yaml", head + section)).document
    assert found is not None
    return found


def sound(found: tuple[Settings | None, tuple[Finding, ...]]) -> Settings:
    settings, findings = found
    assert settings is not None, findings
    assert not findings
    return settings


def with_file(tmp_path: Path, text: str, section: str = SECTION) -> Settings:
    return sound(kpi_targets.settings(document(tmp_path, section), Path(write(tmp_path / "t.yaml", text))))


def test_without_a_file_and_a_section_everything_is_the_mode_s_default(tmp_path: Path) -> None:
    found = sound(kpi_targets.settings(document(tmp_path, ""), None))
    assert (found.lead_source, found.periods, dict(found.measures)) == ("none", ("week", "month", "quarter"), {})


def test_the_section_of_the_blueprint_counts(tmp_path: Path) -> None:
    found = sound(kpi_targets.settings(document(tmp_path), None))
    assert found.own("K11").target == 30
    assert (found.currency, found.periods, [team.name for team in found.teams]) == ("ILS", ("day",), ["field"])


def test_the_file_wins_key_by_key(tmp_path: Path) -> None:
    text = """\
revenue: {2026-10: 1200000.5}
periods: [week, month]
measures:
  K11: {target: 45}
  K6: {good: 0.3, watch: 0.2}
teams:
  field: {graded_by: [K5], mode: b2b}
  inside: {mode: b2b}
"""
    found = with_file(tmp_path, text)
    assert [(part.first.isoformat(), amount) for part, amount in found.revenue] == [
        ("2026-10-01", 3_000_000),
        ("2026-10-01", Decimal("1200000.5")),
    ]
    assert (found.own("K7").target, found.own("K11").target) == (Decimal("0.8"), 45)
    assert found.own("K6").scales["value"].good == Decimal("0.3")
    assert [(team.name, team.graded_by) for team in found.teams] == [("field", ("K5",)), ("inside", ())]
    assert (found.currency, found.periods) == ("ILS", ("week", "month"))


def test_thresholds_of_the_blueprint_stay_beside_a_target_of_the_file(tmp_path: Path) -> None:
    own = with_file(tmp_path, "measures: {K6: {target: 0.4}}\n", "kpis: {measures: {K6: {good: 0.3, watch: 0.2}}}\n")
    held = own.own("K6")
    assert (str(held.target), str(held.scales["value"].watch)) == ("0.4", "0.2")


def test_a_calendar_of_one_s_own_is_taken_whole(tmp_path: Path) -> None:
    text = "calendar: {zone: Europe/Rome, sunday: closed}\n"
    assert with_file(tmp_path, "calendar: il_office\n", f"kpis:\n  {text}").zone.key == "Asia/Jerusalem"


def test_the_heading_may_stand_in_the_file(tmp_path: Path) -> None:
    assert with_file(tmp_path, "kpis: {currency: EUR}\n").currency == "EUR"


def test_the_blueprint_s_own_document_stays_as_it_was(tmp_path: Path) -> None:
    held = document(tmp_path)
    before = repr(held)
    kpi_targets.settings(held, Path(write(tmp_path / "t.yaml", "measures: {K2: {target: 0.5}}\nrates: {USD: 3.7}\n")))
    assert repr(held) == before


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("SCHEMA001", "⟦curency: ILS\n"),
        ("SCHEMA001", "kpis: {⟦curency: ILS}\n"),
        ("SCHEMA002", "measures: {K1: {⟦good: 5}}\n"),
        ("SCHEMA002", "teams: {⟦field: {graded_by: [K5]}}\n"),
        ("SCHEMA003", "measures: {K2: {target: ⟦many}}\n"),
        ("SCHEMA004", "graded_by: [K5, ⟦K99]\n"),
        ("SCHEMA005", "currency: ⟦ils\n"),
        ("SCHEMA007", "rates: {USD: ⟦0}\n"),
        ("SCHEMA007", "measures: {K5: {good: ⟦2.5, watch: 3}}\n"),
        ("SCHEMA008", "size_bands: ⟦[5, 5]\n"),
        ("KPI002", "measures: {K2: {⟦good: 0.05, watch: 0.1}}\n"),
        ("KPI003", "revenue: {⟦november: 5}\n"),
        ("KPI004", "⟦zone: Asia/Atlantis\n"),
        ("KPI007", "⟦currency: XYZ\n"),
        ("KPI007", "rates: {USD: 3.7, ⟦XYZ: 2}\n"),
        ("KPI007", "rates: {USD: 3.7, ⟦ILS: 1}\n"),
        ("KPI005", "⟦- ILS\n"),
        ("KPI005", "⟦"),
        ("CAL001", "⟦calendar: il_nowhere\n"),
        ("YAML002", "currency: ILS\n⟦currency: EUR\n"),
    ],
)
def test_a_slip_in_the_file_has_a_place_and_gives_no_settings(tmp_path: Path, code: str, text: str) -> None:
    written = unmarked(text)
    path = write(tmp_path / "t.yaml", written.text)
    settings, findings = kpi_targets.settings(document(tmp_path), Path(path))
    assert settings is None
    assert (code, written.line, written.column) in seen(findings)
    assert {each.place.file for each in findings if each.place} == {path}
    assert all(each.fix for each in findings)


def test_a_finding_on_what_the_blueprint_says_stands_in_the_blueprint(tmp_path: Path) -> None:
    file = Path(write(tmp_path / "t.yaml", "graded_by: [K13]\n"))
    settings, findings = kpi_targets.settings(document(tmp_path, SECTION.replace("[K6]", "[K1]")), file)
    assert settings is not None
    assert {(each.code, Path(each.place.file).name) for each in findings if each.place} == {
        ("KPI001", "t.yaml"),
        ("KPI001", "b.yaml"),
    }


@pytest.mark.parametrize("make", ["nothing", "folder", "bytes"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, make: str) -> None:
    file = tmp_path / "t.yaml"
    if make == "folder":
        file.mkdir()
    elif make == "bytes":
        file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInput, match=r"t\.yaml cannot be read") as raised:
        kpi_targets.settings(document(tmp_path), file)
    assert raised.value.findings
    assert raised.value.exit_code == 3


PORTAL = "portals:\n  acme:\n    portal_id: 111\n    token_env: ACME_TOKEN\n"


def test_a_portal_names_its_file_from_the_project_s_folder(tmp_path: Path) -> None:
    file = write(tmp_path / "provisioner.yaml", PORTAL + "    targets: targets/acme.yaml\n")
    target = project.target("acme", file, {"ACME_TOKEN": "pat-na1-" + "0" * 8})
    assert target.targets == tmp_path / "targets/acme.yaml"
    assert project.target("local", file, {}).targets is None


@pytest.mark.parametrize("value", ["⟦5", "⟦''", "⟦[a.yaml]"])
def test_a_slip_in_the_name_of_the_file_has_a_place(tmp_path: Path, value: Any) -> None:
    written = unmarked(PORTAL + f"    targets: {value}\n")
    findings = project.read(write(tmp_path / "provisioner.yaml", written.text)).findings
    assert seen(findings) == [("PROJECT006", written.line, written.column)]


@pytest.mark.parametrize(
    ("code", "section"),
    [
        ("KPI001", "  graded_by: [K6, ⟦K13]\n"),
        ("KPI001", "  teams:\n    field: {mode: b2b, graded_by: [⟦K1]}\n"),
        ("KPI002", "  measures: {K6: {⟦good: 0.1, watch: 0.2}}\n"),
        ("KPI003", "  revenue: {⟦november: 5}\n"),
        ("KPI004", "  ⟦zone: Asia/Atlantis\n"),
        ("KPI006", "  measures: {⟦K13: {target: 60}}\n"),
        ("KPI006", "  graded_by: [⟦K21]\n"),
        ("KPI007", "  ⟦currency: XXX\n"),
        ("KPI008", "  segments: [source, ⟦sources]\n"),
        ("KPI009", "  growth_pipelines: [sales, ⟦growth]\n"),
        ("KPI010", "  teams:\n    inside: {⟦mode: call_center}\n"),
        ("KPI010", "  teams:\n    inside: {⟦mode: hybrid}\n"),
        ("KPI011", "  measures: {K6: {⟦target: 30}}\n"),
        ("KPI011", "  measures: {K6: {⟦good: 30, watch: 0.2}}\n"),
        ("SCHEMA001", "  ⟦curency: ILS\n"),
        ("SCHEMA002", "  measures: {K6: {⟦good: 0.1}}\n"),
        ("CAL001", "  ⟦calendar: il_nowhere\n"),
    ],
)
def test_validate_places_what_is_wrong_with_the_section(tmp_path: Path, code: str, section: str) -> None:
    written = unmarked(HEAD + PIPELINE + "kpis:\n" + section)
    findings = load.read(write(tmp_path / "b.yaml", written.text)).findings
    assert seen(findings) == [(code, written.line, written.column)]
    assert findings[0].fix


def test_parameters_work_in_the_section(tmp_path: Path) -> None:
    head = HEAD + "parameters: {goal: {type: integer, default: 30}, money: {type: string}}\n" + PIPELINE
    path = write(tmp_path / "b.yaml", head + "kpis: {currency: '${money}', measures: {K11: {target: '${goal}'}}}\n")
    assert load.read(path).findings == ()
    loaded, findings = load.sound(path, {"money": "EUR", "goal": 20})
    assert not findings
    found = sound(kpi_targets.settings(loaded.document, None))
    assert (found.currency, found.own("K11").target) == ("EUR", 20)
    with pytest.raises(InvalidInput) as raised:
        load.sound(path, {"money": "euros"})
    assert [each.code for each in raised.value.findings] == ["SCHEMA005"]


def test_fragments_may_hold_parts_of_the_section(tmp_path: Path) -> None:
    write(tmp_path / "x.yaml", "kpis: {measures: {K6: {target: 0.3}}, teams: {inside: {mode: b2b}}}\n")
    path = write(tmp_path / "b.yaml", HEAD + "imports: [x.yaml]\n" + PIPELINE + SECTION)
    loaded, findings = load.sound(path, {})
    assert not findings
    found = sound(kpi_targets.settings(loaded.document, None))
    assert (set(found.measures), {team.name for team in found.teams}) == ({"K6", "K7", "K11"}, {"inside", "field"})
    write(tmp_path / "x.yaml", "kpis: {currency: ILS}\n")
    assert "IMPORT004" in {each.code for each in load.read(path).findings}


def test_a_blueprint_without_the_section_imports_no_kpi(tmp_path: Path) -> None:
    path = write(tmp_path / "b.yaml", HEAD + PIPELINE)
    script = "import sys; from provisioner import cli; cli.run(['validate', sys.argv[1]]); "
    script += "sys.exit(any(name.startswith('provisioner.kpi') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script, path], check=False, capture_output=True).returncode == 0
