"""``provisioner advise`` as a user meets it: what is printed where, what is written, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from provisioner import cli
from provisioner.blueprint import load, project, shipped
from provisioner.model.resource import Resource
from provisioner.reports import bidi
from tests.docs.pages import ROOT
from tests.support import running
from tests.support.portals import Steered

CENTRE = 'answers: {1: a, 2: b, 3: a, 4: b, 5: c, 6: a, 7: a, 8: b, 9: a, 10: unknown, 11: "no", 12: starter}\n'
B2B = "answers: {1: d, 2: d, 3: d, 4: c, 5: d, 6: d, 7: c, 8: c, 9: d, 10: c, 11: no, 12: enterprise}\n"
HYBRID = "answers: {1: a, 2: a, 3: a, 4: a, 5: d, 6: d, 7: d, 8: d, 9: d, 10: d, 12: {pipelines_free: 1}}\n"
HALF = "answers: {1: a, 2: b, 3: a, 7: c}\n"


class Ran:
    """How a command ended, in this process: exit code and what it wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        capsys.readouterr()
        self.code = cli.run(["advise", *arguments])
        self.out, self.err = capsys.readouterr()


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    for name, text in {"centre": CENTRE, "b2b": B2B, "hybrid": HYBRID, "half": HALF}.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return lambda *arguments: Ran(capsys, *arguments)


# What is printed


def test_text(run: Run) -> None:
    ran = run("--answers", "centre.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert (
        ran.out
        == """\
Advice: call centre (call_center)
You win by pace: answer first, follow every lead to an outcome, measure by the
day. Let the system drive.

Decided by rule R3: The score is 0.35 or more, and no dimension speaks clearly
for B2B (-0.5 or less).
Score +0.62, on a scale from -1.00 (B2B) to +1.00 (call centre)
Confidence 0.80: high

Dimensions
  Leads and demand  ··········│████████··  +0.75  call centre
  Sales cycle       ··········│████████··  +0.75  call centre
  Manager's day     ··········│██········  +0.25  call centre
  KPIs              ··········│████████··  +0.75  call centre
  People            ··········│█████·····  +0.50  call centre (1 of 2 answered)

Take care
  - The portal has no leads: the plan takes the variant of the blueprint in
    which contacts are the work queue, by their lead status, and says what is
    lost by it; the way of selling stays.

Left open
  10. Autonomy over price and process?

Next
  - Write the project: the blueprint of this mode, with the decision on record.
      provisioner advise --answers centre.yaml --out sales
"""
    )


def test_json(run: Run) -> None:
    ran = run("--answers", "centre.yaml", "--format", "json")
    document = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert {key: document[key] for key in ("format", "mode", "rule", "score", "confidence", "dimensions", "flags")} == {
        "format": "provisioner/advice/1",
        "mode": "call_center",
        "rule": "R3",
        "score": 0.625,
        "confidence": 0.8036,
        "dimensions": {"leads": 0.75, "cycle": 0.75, "manager": 0.25, "kpis": 0.75, "people": 0.5},
        "flags": ["no_leads_object"],
    }
    assert document["missing"] == [10]
    assert set(document["texts"]) == {"en", "he"}
    assert set(document["flag_texts"]) == {"no_leads_object"}
    assert document["limits"] == {"tier": "starter", "leads_object": False, "pipelines_free": None}


def test_json_is_the_same_in_both_languages(run: Run) -> None:
    words = ("--answers", "hybrid.yaml", "--format", "json")
    assert run(*words).out == run(*words, "--lang", "he").out


@pytest.mark.parametrize("file", ["centre", "b2b", "hybrid", "half"])
def test_hebrew_lines_are_fenced_and_fit(run: Run, file: str) -> None:
    ran = run("--answers", f"{file}.yaml", "--lang", "he")
    assert ran.code == 0
    for line in filter(None, ran.out.splitlines()):
        if line.startswith("      provisioner "):
            continue
        body = line.lstrip(" ")
        assert body[0] == "\u2067"
        assert body[-1] == "\u2069"
        assert sum(body.count(sign) for sign in "\u2066\u2067") == body.count("\u2069")
        assert len(line) - 2 * body.count("\u2069") <= 80


def test_numbers_and_latin_words_stand_in_fences_of_their_own() -> None:
    told = bidi.line("  פחות מ-7 מתוך 10 (B2B): -0.5 עד +1.00.", "he")
    assert told == (
        "  \u2067פחות מ-\u20667\u2069 מתוך \u206610\u2069 (\u2066B2B\u2069): "
        "\u2066-0.5\u2069 עד \u2066+1.00\u2069.\u2069"
    )


def test_half_a_file_names_the_open_questions(run: Run) -> None:
    ran = run("--answers", "half.yaml")
    assert ran.code == 0
    assert "Advice: not enough answers\n" in ran.out
    assert "rule R1" in ran.out
    assert "  Manager's day     ··········│··········  no answer\n" in ran.out
    assert [f"  {number}. " in ran.out for number in range(1, 13)] == [n not in (1, 2, 3, 7) for n in range(1, 13)]
    assert "provisioner advise" not in ran.out


def test_contradictions_stand_apart_from_flags(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(CENTRE.replace("3: a", "3: d").replace("10: unknown", "10: d"), "utf-8")
    out = run("--answers", "odd.yaml").out
    assert "Contradictions\n  - A full script and full autonomy" in out
    assert "Take care\n  - 20 or more enquiries per rep and day" in out


# What is refused


def test_bad_answers_are_invalid_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("answers: {1: e, 99: a}\n", "utf-8")
    ran = run("--answers", "bad.yaml", "--format", "json")
    assert ran.code == 3
    document = json.loads(ran.out)
    assert document["format"] == "provisioner/error/1"
    assert [(each["code"], each["where"]) for each in document["findings"]] == [
        ("ANSWER003", "bad.yaml:1:14"),
        ("ANSWER002", "bad.yaml:1:17"),
    ]
    assert "bad.yaml:1:14: error ANSWER003 Question 1 has no answer e." in ran.err
    assert "fix: choose a (20 or more), b (8-19), c (2-7), d (fewer than 2) or unknown" in ran.err


@pytest.mark.parametrize("file", ["none.yaml", ".", "", "/dev/zero"])
def test_files_that_cannot_be_read(run: Run, file: str) -> None:
    assert run("--answers", file).code == 3


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--answers", "centre.yaml", "--lang", "fr"),
        ("--answers", "centre.yaml", "--format", "yaml"),
        ("--answers", "centre.yaml", "--out", ""),
        ("--answers", "centre.yaml", "--out", "half.yaml"),
        ("--answers", "centre.yaml", "--date", "2026-13-01"),
        ("--answers", "centre.yaml", "--by", " "),
        ("--answers", "centre.yaml", "--by", "a\nb"),
        ("centre.yaml",),
    ],
    ids=" ".join,
)
def test_wrong_words_are_usage(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (64, "")


def test_without_a_terminal_it_says_how_to_answer(tmp_path: Path) -> None:
    ended = running.provisioner("advise", cwd=tmp_path)
    assert ended.code == 64
    assert "give the answers with --answers FILE" in ended.err


# What is written


@pytest.mark.parametrize(("file", "mode"), [("centre", "call_center"), ("b2b", "b2b")])
def test_the_project_is_valid_and_records_the_decision(run: Run, tmp_path: Path, file: str, mode: str) -> None:
    ran = run("--answers", f"{file}.yaml", "--out", "acme", "--by", "Dana, ${sales}", "--date", "2026-03-09")
    assert ran.code == 0
    blueprint = tmp_path / "acme" / "blueprints" / f"{mode}.yaml"
    assert load.validate([str(blueprint)]) == {str(blueprint): ()}
    loaded, _ = load.load(str(blueprint))
    assert loaded is not None
    decision = loaded.document["decision"]
    assert (loaded.mode, decision["made_on"], decision["by"]) == (mode, "2026-03-09", "Dana, ${sales}")
    assert decision["why"]["en"].startswith("R3: " if mode == "call_center" else "R4: ")
    assert "Leads and demand +0.75" in decision["why"]["en"] or mode == "b2b"
    assert project.read(str(tmp_path / "acme" / "provisioner.yaml")).findings == ()
    for command in ("validate", "plan", "apply"):
        assert f"      provisioner {command} blueprints/{mode}.yaml\n" in ran.out
    assert "      cd acme\n" in ran.out


def said(resource: Resource) -> dict[str, Any]:
    """The fields of a resource, of a workflow without its body: its records count from the day of the decision on."""
    return {name: value for name, value in resource.spec.items() if name not in ("body", "fingerprint")}


@pytest.mark.parametrize(("file", "mode"), [("centre", "call_center"), ("b2b", "b2b"), ("hybrid", "hybrid")])
def test_the_copy_says_what_the_shipped_blueprint_says(run: Run, tmp_path: Path, file: str, mode: str) -> None:
    run("--answers", f"{file}.yaml", "--out", "acme")
    copy, _ = load.load(str(tmp_path / "acme" / "blueprints" / f"{mode}.yaml"))
    original, _ = load.load(str(ROOT / "blueprints" / f"{mode}.yaml"))
    assert copy is not None
    assert original is not None
    assert {key: said(each) for key, each in copy.resources.items()} == {
        key: said(each) for key, each in original.resources.items()
    }
    assert copy.document["decision"]["made_on"] == date.today().isoformat()


def test_the_schema_for_editors_stands_where_the_copies_look_for_it(run: Run, tmp_path: Path) -> None:
    run("--answers", "centre.yaml", "--out", "acme")
    for path in (tmp_path / "acme" / "blueprints").rglob("*.yaml"):
        first = path.read_text("utf-8").partition("\n")[0]
        assert (path.parent / first.partition("$schema=")[2]).resolve().is_file(), path


def test_the_project_is_applied_and_planned_again(run: Run, tmp_path: Path, portal: Steered) -> None:
    run("--answers", "b2b.yaml", "--out", "acme")
    blueprint = tmp_path / "acme" / "blueprints" / "b2b.yaml"
    assert running.apply(blueprint, portal.target()).complete
    assert running.plan(blueprint, portal.target()).changes == ()


def test_the_example_portal_is_valid_once_the_signs_are_taken_off(run: Run, tmp_path: Path) -> None:
    run("--answers", "centre.yaml", "--out", "acme", "--lang", "he")
    path = tmp_path / "acme" / "provisioner.yaml"
    lines = path.read_text("utf-8").splitlines()
    start = lines.index("# portals:")
    path.write_text("\n".join([*(line.removeprefix("# ") for line in lines[start:])]) + "\n", "utf-8")
    found = project.read(str(path))
    assert found.findings == ()
    assert found.portals["acme-sandbox"]["parameters"] == {"label_language": "he"}


def test_files_in_the_way_are_kept_unless_forced(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "provisioner.yaml").write_text("default_portal: env\n", "utf-8")
    ran = run("--answers", "centre.yaml", "--out", "acme", "--format", "json")
    assert ran.code == 4
    assert json.loads(ran.out)["mode"] == "call_center"
    assert "acme already has provisioner.yaml; nothing was written" in ran.err
    assert [path.name for path in folder.iterdir()] == ["provisioner.yaml"]
    assert run("--answers", "centre.yaml", "--out", "acme", "--force").code == 0
    assert "default_portal: local" in (folder / "provisioner.yaml").read_text("utf-8")


def test_a_dangling_link_and_a_folder_are_in_the_way(run: Run, tmp_path: Path) -> None:
    (tmp_path / "acme" / "blueprints" / "call_center.yaml").mkdir(parents=True)
    (tmp_path / "acme" / "provisioner.yaml").symlink_to("elsewhere.yaml")
    ran = run("--answers", "centre.yaml", "--out", "acme")
    assert ran.code == 4
    assert "provisioner.yaml, blueprints/call_center.yaml" in ran.err
    forced = run("--answers", "centre.yaml", "--out", "acme", "--force")
    assert forced.code == 1
    assert "acme/blueprints/call_center.yaml cannot be written: Is a directory." in forced.err


def test_writing_the_same_again_is_no_conflict(run: Run) -> None:
    words = ("--answers", "centre.yaml", "--out", "acme", "--date", "2026-03-09", "--quiet")
    assert [run(*words).code, run(*words).code] == [0, 0]
    assert run(*words).err == ""


def test_nothing_is_written_without_a_decision_or_a_blueprint(run: Run, tmp_path: Path) -> None:
    ran = run("--answers", "half.yaml", "--out", "acme")
    assert ran.code == 4
    assert "answer the questions that are open: 4, 5, 6, 8, 9, 10, 11, 12" in ran.err
    assert not (tmp_path / "acme").exists()


def test_a_decision_of_tomorrow_is_not_written(run: Run, tmp_path: Path) -> None:
    ran = run("--answers", "centre.yaml", "--out", "acme", "--date", "2999-01-01")
    assert ran.code == 64
    assert "--date takes the day on which it was decided; 2999-01-01 has not come yet" in ran.err
    assert not (tmp_path / "acme").exists()


def test_a_hybrid_is_written_with_both_ways_of_selling(run: Run, tmp_path: Path) -> None:
    ran = run("--answers", "hybrid.yaml", "--out", "acme")
    assert ran.code == 0
    assert "Advice: both ways of selling (hybrid)" in ran.out
    blueprint = tmp_path / "acme" / "blueprints" / "hybrid.yaml"
    assert load.validate([str(blueprint)]) == {str(blueprint): ()}
    loaded, _ = load.load(str(blueprint))
    assert loaded is not None
    assert loaded.document["decision"]["why"]["en"].startswith(("R2: ", "R5: "))
    assert {key.name for key in loaded.resources if key.kind == "pipeline" and key == key.whole} == {
        "cc_leads", "cc_sales", "b2b_new_business", "b2b_account_growth",
    }  # fmt: skip


def test_a_decision_is_put_where_there_was_none() -> None:
    text = "blueprint: x\nversion: 1.0.0\nmode: b2b\nproperties: {}\n"
    written = yaml.safe_load(shipped.decided(text, "2026-01-01", "me", "b2b", {"en": "because"}))
    assert written["decision"] == {"made_on": "2026-01-01", "mode": "b2b", "by": "me", "why": {"en": "because"}}
    assert list(written) == ["blueprint", "version", "mode", "decision", "properties"]
