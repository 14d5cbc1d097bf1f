"""``advise --portal`` as a user meets it: alone, beside a file, on a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from provisioner import api, cli
from provisioner.blueprint import answers as answers_file
from provisioner.blueprint import load, project
from provisioner.cli import interview, portals
from provisioner.gateway import limiter
from provisioner.localportal import store
from provisioner.model.advice import Answers, Limits
from provisioner.model.assessment import Evidence
from tests.support import running
from tests.support.portals import Steered

REST = "5: a, 6: b, 7: a, 10: b, 11: no"


class Ran:
    """How a command ended, in this process: exit code and what it wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        capsys.readouterr()
        self.code = cli.run(["advise", "--portal", "acme", *arguments])
        self.out, self.err = capsys.readouterr()


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], portal: Steered) -> Run:
    monkeypatch.setattr(limiter, "SEARCHES_PER_SECOND", 500)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACME_TOKEN", portal.token)
    target = {"portal_id": portal.portal_id, "token_env": "ACME_TOKEN", "base_url": portal.base_url}
    (tmp_path / "provisioner.yaml").write_text(
        yaml.safe_dump({"portals": {"acme": target | {"environment": "sandbox"}}}), "utf-8"
    )
    portal.control("POST", "seed", {"deals": 80, "leads": 60, "days": 60})
    portal.forget_requests()
    return lambda *arguments: Ran(capsys, *arguments)


def test_without_a_terminal_only_what_was_measured_counts(run: Run, portal: Steered) -> None:
    ran = run()
    assert (ran.code, ran.err) == (0, "")
    assert "Advice: not enough answers\n" in ran.out
    assert f"Measured in acme (portal {portal.portal_id}, " in ran.out
    assert "  5. No record tells how a manager spends the day.\n" in ran.out
    assert "  Sales Pipeline (deals, id default): 80 records, " in ran.out
    assert portal.writes() == []


def test_json_has_the_contract_and_the_evidence(run: Run, portal: Steered) -> None:
    document = json.loads(run("--format", "json").out)
    assert document["format"] == "provisioner/advice/1"
    assert {"mode", "rule", "score", "confidence", "dimensions", "flags"} <= set(document)
    first = document["evidence"][0]
    assert set(first) == {"question", "answer", "measured", "unit", "n", "how", "read"}
    assert (first["question"], first["n"], first["read"]) == (1, 60, ["leads", "owners"])
    told = document["portal"]
    assert (told["name"], told["id"], told["leads_object"]) == ("acme", portal.portal_id, True)
    assert document["limits"]["pipelines_free"] == told["pipelines_free"] == 100
    assert [each["id"] for each in told["pipelines"]] == ["lead-pipeline-id", "default"]
    assert {each["question"] for each in told["unmeasured"]} >= {5, 6, 7, 10, 11}
    assert told["reads"] == len(portal.lines())


def test_without_a_portal_the_json_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "answers.yaml").write_text("answers: {1: a}\n", "utf-8")
    assert cli.run(["advise", "--answers", str(tmp_path / "answers.yaml"), "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["evidence"], document["portal"]) == ([], None)


def test_a_file_goes_first_and_differences_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(f"answers: {{1: a, {REST}, 12: {{leads_object: no}}}}\n", "utf-8")
    ran = run("--answers", "answers.yaml")
    assert ran.code == 0
    told = " ".join(ran.out.split())
    assert "Answered a, measured d: the answer given counts." in told
    assert "Answered leads_object: no, measured leads_object: yes: the answer given counts." in told
    assert "provisioner advise --answers answers.yaml --portal acme --out sales" in ran.out
    document = json.loads(run("--answers", "answers.yaml", "--format", "json").out)
    assert document["portal"]["differences"][0] == {"question": 1, "given": "a", "measured": "d"}
    assert document["limits"] == {"tier": None, "leads_object": False, "pipelines_free": 100}


def test_the_project_keeps_the_measured_answers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("answers: {2: d, 4: d, 5: d, 6: d, 7: d, 10: d}\n", "utf-8")
    ran = run("--answers", "answers.yaml", "--out", "acme")
    assert ran.code == 0, ran.err
    kept, findings = answers_file.read(str(tmp_path / "acme" / "answers.yaml"))
    assert findings == ()
    assert kept.given[3] == "c"
    assert kept.limits == Limits(leads_object=True, pipelines_free=100)
    blueprint = tmp_path / "acme" / "blueprints" / "b2b.yaml"
    assert load.validate([str(blueprint)]) == {str(blueprint): ()}


@pytest.mark.parametrize("out", [".", "sales"])
def test_the_project_knows_the_portal_that_was_looked_at(run: Run, tmp_path: Path, out: str) -> None:
    portals = (tmp_path / "provisioner.yaml").read_text("utf-8")
    (tmp_path / "provisioner.ids.yaml").write_text("1000001: {}\n", "utf-8")
    (tmp_path / "rest.yaml").write_text(f"answers: {{{REST}}}\n", "utf-8")
    ran = run("--answers", "rest.yaml", "--out", out)
    assert ran.code == 0, ran.err
    assert (tmp_path / out / "provisioner.yaml").read_text("utf-8") == portals
    assert (tmp_path / out / "provisioner.ids.yaml").read_text("utf-8") == "1000001: {}\n"
    assert list((tmp_path / out / "blueprints").glob("*.yaml"))
    plan, apply = [line.strip() for line in ran.out.splitlines() if line.strip().startswith("provisioner ")][-2:]
    assert (plan[:16], plan[-14:]) == ("provisioner plan", " --portal acme")
    assert (apply[:17], apply[-14:]) == ("provisioner apply", " --portal acme")


def test_bad_answers_are_told_before_the_portal_is_asked(run: Run, tmp_path: Path, portal: Steered) -> None:
    (tmp_path / "answers.yaml").write_text("answers: {1: e}\n", "utf-8")
    assert run("--answers", "answers.yaml").code == 3
    assert portal.lines() == []


def test_a_portal_that_nobody_knows(run: Run) -> None:
    ran = run("--portal", "nobody")
    assert ran.code == 3
    assert "nobody" in ran.err


@pytest.mark.parametrize("language", ["en", "he"])
def test_lines_fit_and_hebrew_is_fenced(run: Run, language: str) -> None:
    ran = run("--lang", language)
    assert ran.code == 0
    for line in filter(None, ran.out.splitlines()):
        body = line.lstrip(" ")
        assert len(line) - sum(line.count(sign) for sign in "\u2066\u2067\u2068\u2069") <= 80
        if language == "he":
            assert (body[0], body[-1]) == ("\u2067", "\u2069")
            assert sum(body.count(sign) for sign in "\u2066\u2067\u2068") == body.count("\u2069")


def test_both_languages_give_the_same_json(run: Run) -> None:
    assert run("--format", "json").out == run("--format", "json", "--lang", "he").out


# On a terminal

MEASURED = (
    Evidence(1, "b", 12.4, "enquiries", 300, {"en": "12.4 for each and day.", "he": "12.4 לכל אחד."}, ("leads",)),
    Evidence(11, "", None, "days", 12, {"en": "two paces.", "he": "שני קצבים."}, ("deals",)),
)


def test_measured_answers_are_proposed_and_can_be_overruled() -> None:
    heard: list[str] = []

    def asked(lines: list[str]) -> Answers:
        return interview.answers("en", lambda _: f"{lines.pop(0)}\n", heard.append, MEASURED)

    taken = asked(["", *["a"] * 9, "no", "a"])
    assert taken.given[1] == "b"
    assert "Measured in the portal; Enter takes it:" in heard
    assert "    b (8-19): 12.4 for each and day." in heard
    assert "The portal shows:" in heard
    assert asked(["d", *["a"] * 9, "no", "a"]).given[1] == "d"
    back = asked(["d", "<", "", *["a"] * 9, "no", "a"])
    assert back.given[1] == "d"


def test_enter_alone_answers_no_hint() -> None:
    heard: list[str] = []
    lines = ["", *["a"] * 9, "", "yes", "a"]
    found = interview.answers("he", lambda _: f"{lines.pop(0)}\n", heard.append, MEASURED)
    assert found.given[11] == "yes"
    assert any(each.startswith("\u2067אין תשובה כזאת") for each in heard)


def test_the_api_completes_answers(portal: Steered) -> None:
    found = api.assessed(portal.target(), patience=running.HASTY)
    answers, differences = api.completed(Answers({9: "a"}), found)
    assert (answers.given[9], [each.question for each in differences]) == ("a", [9])
    assert api.advised(found, "b2b", differences).differences == differences


# What goes along into a new project


def test_the_local_portal_goes_along_into_a_new_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rest.yaml").write_text(f"answers: {{{REST}}}\n", "utf-8")
    (tmp_path / "provisioner.ids.yaml").write_text("1000001: {}\n", "utf-8")
    store.seed(tmp_path / portals.LOCAL_DB, deals=80, leads=60)
    ran = run("--portal", "local", "--answers", "rest.yaml", "--out", "new")
    assert ran.code == 0, ran.err
    assert "Copied the local portal to new/.provisioner/local.db." in ran.err
    assert store.dump(tmp_path / "new" / portals.LOCAL_DB) == store.dump(tmp_path / portals.LOCAL_DB)
    assert (tmp_path / "new" / "provisioner.ids.yaml").read_text("utf-8") == "1000001: {}\n"


def test_a_local_portal_that_is_in_the_new_folder_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rest.yaml").write_text(f"answers: {{{REST}}}\n", "utf-8")
    for folder, deals in ((tmp_path, 80), (tmp_path / "new", 3)):
        store.seed(folder / portals.LOCAL_DB, deals=deals, leads=60)
    before = store.dump(tmp_path / "new" / portals.LOCAL_DB)
    ran = run("--portal", "local", "--answers", "rest.yaml", "--out", "new")
    assert ran.code == 0, ran.err
    assert "new has a local portal already, which stays as it is." in ran.err
    assert store.dump(tmp_path / "new" / portals.LOCAL_DB) == before


@pytest.mark.parametrize("given", ["targets/acme.yaml", '"יעדים.yaml"', "./targets/acme.yaml"])
def test_a_target_file_of_the_project_goes_along(run: Run, tmp_path: Path, given: str) -> None:
    file = tmp_path / yaml.safe_load(given)
    file.parent.mkdir(exist_ok=True)
    file.write_text("calendar: il_office\n", "utf-8")
    written = named_targets(tmp_path, given)
    assert run("--answers", "rest.yaml", "--out", "deep/new").code == 0
    there = tmp_path / "deep" / "new"
    assert (there / "provisioner.yaml").read_text("utf-8") == written
    found = project.target("acme", str(there / "provisioner.yaml"), {"ACME_TOKEN": "t"}).targets
    assert found is not None
    assert found.read_text("utf-8") == "calendar: il_office\n"


def test_a_target_file_outside_the_project_is_named_from_the_new_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "provisioner.yaml").rename(tmp_path / "team" / "provisioner.yaml")
    (tmp_path / "shared.yaml").write_text("calendar: il_office\n", "utf-8")
    written = named_targets(tmp_path / "team", "../shared.yaml  # מוקד")
    monkeypatch.chdir(tmp_path / "team")
    assert run("--answers", "rest.yaml", "--out", "deep/new").code == 0
    there = tmp_path / "team" / "deep" / "new" / "provisioner.yaml"
    assert there.read_text("utf-8") == written.replace("../shared.yaml", '"../../../shared.yaml"')
    found = project.target("acme", str(there), {"ACME_TOKEN": "t"}).targets
    assert found is not None
    assert found.resolve() == tmp_path / "shared.yaml"


def named_targets(folder: Path, given: str) -> str:
    """The project file of the folder, its portal with targets; answers beside it."""
    (folder / "rest.yaml").write_text(f"answers: {{{REST}}}\n", "utf-8")
    known = yaml.safe_load((folder / "provisioner.yaml").read_text("utf-8"))
    text = "# הפורטלים שלנו\n" + yaml.safe_dump(known) + f"    targets: {given}\n"
    (folder / "provisioner.yaml").write_text(text, "utf-8")
    return text
