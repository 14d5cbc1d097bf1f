"""Words, files, disks and streams that are wrong or in the way."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.model.errors import InvalidInput, ProvisionerError, Refused
from tests.bad_input.conftest import Run
from tests.support.portals import Steered
from tests.support.running import plan


@pytest.fixture
def saved(folder: Path, portal: Steered) -> Path:
    """A plan that would be carried out."""
    path = folder / "plan.json"
    api.save(plan(folder / "blueprint.yaml", portal.target("acme")), path)
    portal.forget_requests()
    return path


# Words


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("frobnicate",),
        ("plan",),
        ("plan", "blueprint.yaml", "--frobnicate"),
        ("plan", "blueprint.yaml", "--yes"),
        ("plan", "blueprint.yaml", "--format", "yaml"),
        ("plan", "blueprint.yaml", "more.yaml"),
        ("portal", "serve", "--port", "99999"),
        ("portal", "seed"),
    ],
    ids=" ".join,
)
def test_wrong_words_are_usage(run: Run, portal: Steered, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert ended.code == 64
    assert portal.requests() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "nowhere.yaml"), "no file nowhere.yaml"),
        (("plan", "."), "is a directory"),
        (("plan", ""), "is a directory"),
        (("plan", "/dev/zero"), "not a regular file"),
        (("apply", "nowhere.json", "--yes"), "nowhere.json cannot be read"),
        (("plan", "blueprint.yaml", "--portal", "acmee"), "no portal acmee"),
        (("plan", "blueprint.yaml", "--project", "nowhere.yaml"), "nowhere.yaml"),
        (("plan", "blueprint.yaml", "--project", "/dev/null"), "not a regular file"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_unreadable_files_and_unknown_names(run: Run, portal: Steered, words: tuple[str, ...], told: str) -> None:
    ended = run(*words)
    assert ended.code == 3
    assert told in ended.err
    assert portal.writes() == []


# Plan files


def edited(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document), "utf-8")
    return path


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a value": lambda plan: plan["changes"][0]["fields"][0].update(after="Other"),
    "an action": lambda plan: plan["changes"][0].update(action="archive"),
    "an unknown action": lambda plan: plan["changes"][0].update(action="destroy"),
    "an unknown kind": lambda plan: plan["changes"][0].update(key="dragon:deals/a"),
    "a hazard less": lambda plan: plan["changes"][0].update(hazards=["HAZ001"], hazard_messages=[]),
    "no changes": lambda plan: plan["changes"].clear(),
    "changes that are none": lambda plan: plan.update(changes="all of them"),
    "changes of null": lambda plan: plan.update(changes=None),
    "another portal": lambda plan: plan["portal"].update(id=7),
    "an endless portal": lambda plan: plan["portal"].update(id=float("inf")),
    "a lone surrogate": lambda plan: plan["changes"][0].update(title="\ud800"),
    "another version": lambda plan: plan.update(provisioner="0.0.1"),
    "another format": lambda plan: plan.update(format="provisioner/plan/9"),
    "no fingerprint": lambda plan: plan.pop("fingerprint"),
    "a path that is none": lambda plan: plan["changes"][0]["fields"][0].update(path='"'),
}


@pytest.mark.parametrize("name", EDITS)
def test_plan_that_was_edited_is_refused(saved: Path, name: str) -> None:
    with pytest.raises(Refused) as caught:
        api.saved_plan(edited(saved, EDITS[name]))
    assert "plan" in caught.value.fix


BROKEN: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"plan: yes",
    "binary": bytes(range(256)),
    "UTF-16": "{}".encode("utf-16"),
    "deep": b"[" * 200_000,
    "a number without end": b"1" * 10_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_file_that_is_no_plan_is_invalid(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(BROKEN[name])
    with pytest.raises(InvalidInput, match="is no plan"):
        api.saved_plan(path)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_truncated_plan_is_invalid(saved: Path, part: float) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(InvalidInput, match="is no plan"):
        api.saved_plan(saved)


@pytest.mark.parametrize("content", ["null", "5", "[]", '"plan"', "{}"])
def test_json_that_is_no_plan_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(content, "utf-8")
    with pytest.raises(Refused, match="no plan of the format"):
        api.saved_plan(path)


def test_device_is_never_read_as_a_plan(tmp_path: Path) -> None:
    link = tmp_path / "plan.json"
    link.symlink_to("/dev/zero")
    with pytest.raises(InvalidInput, match="no plan file"):
        api.saved_plan(link)
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(InvalidInput, match="no plan file"):
        api.saved_plan(tmp_path / "pipe.json")


def test_plan_of_another_portal_is_refused(run: Run, saved: Path, portal: Steered) -> None:
    ended = run("apply", saved.name, "--yes", "--portal", "other")
    assert ended.code == 4
    assert f"made for portal {portal.portal_id}, other is 7" in ended.err
    portal.settings(portal_id=9)
    env = {"HUBSPOT_ACCESS_TOKEN": portal.token, "HUBSPOT_BASE_URL": portal.base_url}
    ended = run("apply", "plan.json", "--yes", "--portal", "env", env=env)
    assert ended.code == 4
    assert "the token belongs to 9" in ended.err
    assert portal.writes() == []


def test_plan_is_known_by_what_it_holds_whatever_its_name(run: Run, folder: Path, portal: Steered) -> None:
    assert run("plan", "blueprint.yaml", "--out", "later").code == 0
    (folder / "blueprint.yaml").unlink()
    assert run("apply", "later", "--yes").code == 0
    assert portal.writes()


def test_plan_never_overwrites_its_blueprint(run: Run, folder: Path) -> None:
    before = (folder / "blueprint.yaml").read_bytes()
    assert run("plan", "blueprint.yaml", "--out", "./blueprint.yaml").code == 64
    assert (folder / "blueprint.yaml").read_bytes() == before


def test_edited_plan_on_the_command_line(run: Run, saved: Path, portal: Steered) -> None:
    edited(saved, EDITS["a value"])
    ended = run("apply", "plan.json", "--yes", "--verbose")
    assert ended.code == 4
    assert "changed after it was made" in ended.err
    assert portal.requests() == []


# Disks


def test_plan_that_cannot_be_written(run: Run, portal: Steered) -> None:
    for out in ("blueprint.yaml/plan.json", "/proc/plan.json", "/dev/full"):
        ended = run("plan", "blueprint.yaml", "--out", out, "--format", "json")
        assert ended.code == 1
        assert out in ended.err
        assert json.loads(ended.out)["format"] == "provisioner/error/1"
    assert portal.writes() == []


def test_saving_leaves_nothing_behind_when_it_fails(folder: Path, portal: Steered) -> None:
    made = plan(folder / "blueprint.yaml", portal.target())
    (folder / "plan.json").mkdir()
    before = sorted(folder.iterdir())
    with pytest.raises(ProvisionerError, match="cannot be written"):
        api.save(made, folder / "plan.json")
    assert sorted(folder.iterdir()) == before


def test_saving_writes_through_a_link_and_to_a_device(folder: Path, portal: Steered) -> None:
    made = plan(folder / "blueprint.yaml", portal.target())
    (folder / "link.json").symlink_to("real.json")
    api.save(made, folder / "link.json")
    assert (folder / "link.json").is_symlink()
    assert api.saved_plan(folder / "real.json") == made
    (folder / "nothing.json").symlink_to("/dev/null")
    api.save(made, folder / "nothing.json")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("content", ["directory", "text", "cut"])
def test_local_portal_that_is_no_portal(run: Run, folder: Path, content: str) -> None:
    db = folder / ".provisioner" / "local.db"
    db.parent.mkdir()
    if content == "directory":
        db.mkdir()
    else:
        db.write_bytes(b"SQLite format 3\0" + bytes(900) if content == "cut" else b"not a database, " * 100)
    for words in (("plan", "blueprint.yaml", "--portal", "local"), ("portal", "dump")):
        ended = run(*words)
        assert ended.code == 1
        assert "local.db cannot be used as a local portal" in ended.err


def test_folder_for_the_local_portal_that_cannot_be_made(run: Run, folder: Path) -> None:
    (folder / ".provisioner").write_text("in the way", "utf-8")
    ended = run("plan", "blueprint.yaml", "--portal", "local")
    assert ended.code == 1
    assert ".provisioner" in ended.err


@pytest.mark.parametrize("content", ["[]", "{", '{"format": "other"}', "[" * 100_000])
def test_dump_that_is_none(run: Run, folder: Path, content: str) -> None:
    (folder / "dump.json").write_text(content, "utf-8")
    ended = run("portal", "seed", "dump.json")
    assert ended.code == 3
    assert "no dump of a portal" in ended.err


def test_remembered_ids_that_are_no_keys(run: Run, folder: Path, portal: Steered) -> None:
    (folder / "provisioner.ids.yaml").write_text(f'"{portal.portal_id}": {{"nonsense": "x"}}\n', "utf-8")
    ended = run("plan", "blueprint.yaml")
    assert ended.code == 3
    assert "not a key: 'nonsense'" in ended.err


# Streams


@pytest.mark.parametrize("around", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_not_matter(run: Run, around: str) -> None:
    assert run("plan", "blueprint.yaml", "--detailed-exitcode", around=around).code == 2
    assert run("apply", "blueprint.yaml", "--yes", around=around).code == 0
    assert run("plan", "blueprint.yaml", "--detailed-exitcode", around=around).code == 0


def test_reader_that_leaves_early_does_not_stop_an_apply(run: Run, portal: Steered) -> None:
    leaving = '2> >(exec <&-) | (grep -m1 Fingerprint > /dev/null; sleep 0.3); exit "${PIPESTATUS[0]}"'
    portal.fault("slow", method="POST", path="/groups$", seconds=1.0)
    ended = run("apply", "blueprint.yaml", "--yes", "--verbose", around=leaving)
    assert (ended.code, ended.err) == (0, "")
    assert "nothing to do" in run("plan", "blueprint.yaml").out.lower()


def test_reader_that_leaves_a_plan_early_is_no_noise(run: Run) -> None:
    ended = run("plan", "blueprint.yaml", around="| true")
    assert (ended.out, ended.err) == ("", "")


def test_full_disk_behind_stdout_is_told(run: Run) -> None:
    ended = run("plan", "blueprint.yaml", around="> /dev/full")
    assert ended.code == 1
    assert "No space left on device" in ended.err


# Surroundings


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        {"TERM": "", "COLUMNS": "1", "LINES": "0"},
        {"COLUMNS": "many", "NO_COLOR": "", "FORCE_COLOR": "1"},
        {"HOME": "/nowhere", "TMPDIR": "/nowhere"},
        {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "socks5://127.0.0.1:9"},
        {"HUBSPOT_ACCESS_TOKEN": "e", "HUBSPOT_SECRET": "a"},
    ],
    ids=lambda env: next(iter(env)),
)
def test_strange_surroundings_change_nothing(run: Run, env: dict[str, str]) -> None:
    ended = run("plan", "blueprint.yaml", env=env)
    assert (ended.code, ended.err) == (0, "")
    assert "מכירות" in ended.out or "Call centre sales" in ended.out
