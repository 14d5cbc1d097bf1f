"""The project file: which portals there are, and how one becomes a target."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from provisioner.blueprint import load, pinned, project
from provisioner.model.errors import InvalidInput, ProvisionerError
from tests.blueprint.marked import HEAD, PIPELINE, seen, unmarked, write

PORTAL = "portals:\n  acme:\n    portal_id: 111\n    token_env: ACME_TOKEN\n"
TOKEN = "pat-na1-" + "0" * 8


def test_a_portal_of_the_project_file(tmp_path: Path) -> None:
    file = write(
        tmp_path / "provisioner.yaml",
        PORTAL
        + "    base_url: https://api-eu1.hubapi.com/\n    environment: sandbox\n    protected: true\n"
        + "    parameters: {label_language: he}\n    ids: {'pipeline:deals/x': default}\ndefault_portal: acme\n",
    )
    target = project.target(None, file, {"ACME_TOKEN": f" {TOKEN}\n"})
    assert target.token.reveal() == TOKEN
    assert TOKEN not in repr(target)
    assert (target.name, target.portal_id, target.base_url) == ("acme", 111, "https://api-eu1.hubapi.com")
    assert (target.environment, target.protected) == ("sandbox", True)
    assert (dict(target.parameters), dict(target.ids)) == ({"label_language": "he"}, {"pipeline:deals/x": "default"})


def test_a_portal_is_a_production_portal_unless_it_says_otherwise(tmp_path: Path) -> None:
    target = project.target("acme", write(tmp_path / "p.yaml", PORTAL), {"ACME_TOKEN": TOKEN})
    assert (target.environment, target.protected, target.base_url) == ("production", False, "https://api.hubapi.com")


def test_the_project_file_is_found_upward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "provisioner.yaml", PORTAL + "default_portal: acme\n")
    (tmp_path / "a/b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a/b")
    assert project.target(None, None, {"ACME_TOKEN": TOKEN}).name == "acme"
    monkeypatch.chdir(tmp_path)
    assert project.find() == "provisioner.yaml"


def test_without_a_project_file_the_portal_is_the_local_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    target = project.target(None, None, {})
    assert (target.name, target.environment, target.base_url, bool(target.token)) == ("local", "local", "", False)


def test_local_and_env_need_no_project_file_even_beside_a_broken_one(tmp_path: Path) -> None:
    file = write(tmp_path / "provisioner.yaml", "portals: 5\n")
    assert project.target("local", file, {}).environment == "local"
    target = project.target("env", file, {"HUBSPOT_ACCESS_TOKEN": TOKEN, "HUBSPOT_BASE_URL": "http://127.0.0.1:80"})
    assert (target.portal_id, target.base_url) == (None, "http://127.0.0.1:80")
    with pytest.raises(InvalidInput):
        project.target("env", file, {"HUBSPOT_ACCESS_TOKEN": TOKEN, "HUBSPOT_BASE_URL": "http://api.hubapi.com"})


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_token_names_its_variable(tmp_path: Path, value: str | None) -> None:
    file = write(tmp_path / "p.yaml", PORTAL)
    with pytest.raises(ProvisionerError, match="ACME_TOKEN") as raised:
        project.target("acme", file, {} if value is None else {"ACME_TOKEN": value})
    assert raised.value.exit_code == 1
    assert "export ACME_TOKEN" in raised.value.fix


def test_a_token_of_the_wrong_form_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ProvisionerError) as raised:
        project.target("acme", write(tmp_path / "p.yaml", PORTAL), {"ACME_TOKEN": f"{TOKEN} {TOKEN}"})
    assert TOKEN not in str(raised.value) + raised.value.fix


def test_an_unknown_portal_is_met_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidInput) as raised:
        project.target("acm", write(tmp_path / "p.yaml", PORTAL), {})
    assert raised.value.fix == "did you mean acme?"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput, match=r"no provisioner\.yaml"):
        project.target("acme", None, {})
    with pytest.raises(InvalidInput, match="default_portal"):
        project.target(None, str(tmp_path / "p.yaml"), {})


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("PROJECT001", "⟦- a\n"),
        ("PROJECT002", PORTAL.replace("ACME_TOKEN", "⟦" + TOKEN)),
        ("PROJECT002", PORTAL + f"    parameters: {{a: [⟦{TOKEN}]}}\n"),
        ("PROJECT003", PORTAL + "    ⟦enviroment: sandbox\n"),
        ("PROJECT003", "⟦portal: {}\n"),
        ("PROJECT004", PORTAL.replace("acme", "⟦local")),
        ("PROJECT004", PORTAL.replace("acme", "⟦Ac me")),
        ("PROJECT005", PORTAL + "default_portal: ⟦acm\n"),
        ("PROJECT006", PORTAL.replace("111", "⟦'111'")),
        ("PROJECT006", PORTAL.replace("111", "⟦true")),
        ("PROJECT006", PORTAL + "    protected: ⟦yes\n"),
        ("PROJECT006", PORTAL + "    environment: ⟦prod\n"),
        ("PROJECT006", "portals: ⟦[]\n"),
        ("PROJECT007", PORTAL + "    base_url: ⟦http://api.hubapi.com\n"),
        ("PROJECT007", PORTAL + "    base_url: ⟦http://localhost.evil.com\n"),
        ("PROJECT007", PORTAL + "    base_url: ⟦https://user:secret@api.hubapi.com\n"),
        ("PROJECT007", PORTAL + "    base_url: ⟦'http://[::1'\n"),
        ("PROJECT008", "portals:\n  acme: ⟦{portal_id: 1}\n"),
        ("PROJECT009", PORTAL + "    ids: {⟦'pipelines:deals/x': a}\n"),
        ("PROJECT009", PORTAL + "    ids: {⟦deals: a}\n"),
        ("PROJECT009", PORTAL + "    ids: {'pipeline:deals/x': ⟦7}\n"),
        ("PROJECT010", PORTAL + "    ids: {'pipeline:deals/x': a, ⟦'pipeline:deals/y': a}\n"),
        ("YAML002", PORTAL + "⟦portals: {}\n"),
    ],
)
def test_a_slip_in_the_project_file_has_a_place(tmp_path: Path, code: str, text: str) -> None:
    written = unmarked(text)
    findings = project.read(write(tmp_path / "provisioner.yaml", written.text)).findings
    assert (code, written.line, written.column) in seen(findings)
    assert not any(TOKEN in f"{each.message}{each.fix}" for each in findings)


def test_a_local_portal_of_ones_own_needs_neither_number_nor_token(tmp_path: Path) -> None:
    file = write(tmp_path / "p.yaml", "portals: {mine: {environment: local, base_url: 'http://127.0.0.1:8080'}}\n")
    assert project.target("mine", file, {}).portal_id is None


def test_ids_are_remembered_beside_the_project_file(tmp_path: Path) -> None:
    file = write(tmp_path / "provisioner.yaml", PORTAL + "    ids: {'pipeline:deals/x': mine}\n")
    pinned.remember(tmp_path, 111, {"pipeline:deals/x": "theirs", "pipeline:deals/y": "12"})
    pinned.remember(tmp_path, 222, {"pipeline:deals/y": "34"})
    pinned.remember(tmp_path, 111, {'pipeline:deals/z#"ש"': "56"})
    target = project.target("acme", file, {"ACME_TOKEN": TOKEN})
    assert dict(target.ids) == {
        "pipeline:deals/x": "mine",
        "pipeline:deals/y": "12",
        'pipeline:deals/z#"ש"': "56",
    }
    assert pinned.remembered(tmp_path)["222"] == {"pipeline:deals/y": "34"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["provisioner.ids.yaml", "provisioner.yaml"]
    assert stat.S_IMODE((tmp_path / pinned.FILE).stat().st_mode) == 0o644


@pytest.mark.parametrize("text", ["5\n", "111: [a]\n", "111: {a: 5}\n", "a: {\n"])
def test_a_broken_file_of_ids_is_neither_used_nor_overwritten(tmp_path: Path, text: str) -> None:
    write(tmp_path / pinned.FILE, text)
    with pytest.raises(InvalidInput):
        pinned.remember(tmp_path, 111, {"pipeline:deals/x": "1"})
    assert (tmp_path / pinned.FILE).read_text() == text


def test_token_variables(tmp_path: Path) -> None:
    assert project.token_variables(write(tmp_path / "p.yaml", PORTAL)) == {"ACME_TOKEN", "HUBSPOT_ACCESS_TOKEN"}


def test_a_portal_s_bad_value_for_a_parameter_is_placed_in_the_project_file(tmp_path: Path) -> None:
    text = unmarked(PORTAL + "    parameters: {label_language: ⟦fr}\n")
    target = project.target("acme", write(tmp_path / "p.yaml", text.text), {"ACME_TOKEN": TOKEN})
    parameter = "parameters: {label_language: {type: string, enum: [en, he], default: en}}\n"
    blueprint = write(tmp_path / "b.yaml", HEAD + parameter + PIPELINE)
    findings = load.read(blueprint, target.parameters).findings
    assert seen(findings) == [("PARAM003", text.line, text.column)]
    assert findings[0].place is not None
    assert findings[0].place.file == str(tmp_path / "p.yaml")
