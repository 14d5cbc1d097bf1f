"""The questions on a terminal: one at a time, back and forth, and out."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from provisioner.cli import interview
from provisioner.model.advice import Answers
from provisioner.model.errors import Interrupted
from tests.support.running import command, environment

REST = ["a"] * 10


class Person:
    """Types the lines one after the other, and remembers what was said."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self.heard: list[str] = []

    def ask(self, prompt: str) -> str:
        self.heard.append(prompt)
        return f"{self.lines.pop(0)}\n"

    def answers(self, language: str = "en") -> Answers:
        return interview.answers(language, self.ask, self.heard.append)


def test_twelve_answers_in_order() -> None:
    person = Person(["a", "B", "c", "d", "?", "א", "unknown", "a", "b", "c", "yes", "a"])
    assert person.answers().given == {
        1: "a",
        2: "b",
        3: "c",
        4: "d",
        6: "a",
        8: "a",
        9: "b",
        10: "c",
        11: "yes",
        12: "a",
    }
    assert person.lines == []


def test_back_shows_the_answer_and_enter_keeps_it() -> None:
    person = Person(["a", "b", "<", "<", "", "c", *REST[2:], "no", "?"])
    assert person.answers().given[2] == "c"
    assert person.heard.count("So far: a. Enter keeps it.") == 1
    assert person.heard.count("So far: b. Enter keeps it.") == 2


def test_there_is_no_way_back_from_the_first() -> None:
    person = Person(["back", *REST, "no", "a"])
    person.answers()
    assert "This is the first question." in person.heard


def test_what_is_not_understood_is_asked_again() -> None:
    person = Person(["", "e", *REST, "c", "no", "a"])
    assert person.answers().given[11] == "no"
    assert person.heard.count("That is none of the answers. Allowed: a, b, c, d, ?, <, q") == 2
    assert person.heard.count("That is none of the answers. Allowed: yes, no, ?, <, q") == 1


def test_a_contradiction_is_asked_once_more() -> None:
    person = Person([*"aaaaaaaaad", "no", "a", "b", ""])
    assert {number: person.answers().given[number] for number in (6,)} == {6: "b"}
    assert person.lines == []
    assert any("exclude each other" in told for told in person.heard)


def test_quitting_decides_nothing() -> None:
    with pytest.raises(Interrupted, match="nothing was decided"):
        Person(["a", "q"]).answers()


def test_hebrew_is_asked_and_understood_in_hebrew() -> None:
    person = Person(["א", "חזרה", "ב", *REST[1:], "כן", "לא יודע"])
    assert person.answers("he").given == {**dict.fromkeys(range(1, 11), "a"), 1: "b", 11: "yes"}
    asked = " ".join(person.heard)
    assert "כמה פניות חדשות לנציג ביום?" in asked
    assert set(re.findall("[A-Za-z]{3,}", asked)) == {
        "SLA",
        "HubSpot",
        "Sales",
        "Hub",
        "Professional",
        "Enterprise",
        "Enter",
    }


# On a terminal


def on_a_terminal(folder: Path, *arguments: str, typed: bytes) -> tuple[int, str]:
    """Run the command line on a terminal with stdout in a file; the exit code and what was seen on the terminal."""
    ours, theirs = pty.openpty()
    with (folder / "out.txt").open("wb") as printed:
        process = subprocess.Popen(
            command(*arguments), cwd=folder, env=environment(), stdin=theirs, stdout=printed, stderr=theirs
        )
    os.close(theirs)
    os.write(ours, typed)
    seen = b""
    # Linux answers a read from a terminal whose other side is closed with an error, others with nothing.
    with contextlib.suppress(OSError):
        while select.select([ours], [], [], 30)[0] and (part := os.read(ours, 4096)):
            seen += part
    os.close(ours)
    return process.wait(timeout=60), seen.decode("utf-8", "replace")


def test_prompts_stay_out_of_what_is_printed(tmp_path: Path) -> None:
    typed = b"".join(b"%c\n" % letter for letter in b"aaaaaaaaaa") + b"no\na\n"
    code, seen = on_a_terminal(tmp_path, "advise", "--format", "json", "--out", "acme", typed=typed)
    assert code == 0, seen
    printed = (tmp_path / "out.txt").read_text("utf-8")
    assert printed.startswith("{")
    assert json.loads(printed)["mode"] == "call_center"
    assert "12/12. HubSpot tier" in seen
    kept = (tmp_path / "acme" / "answers.yaml").read_text("utf-8")
    assert '  11: "no"  # Two customer groups' in kept


def test_the_line_that_keeps_typed_answers_gives_the_same_advice(tmp_path: Path) -> None:
    assert on_a_terminal(tmp_path, "advise", typed=b"a\na\n?\nb\nb\nb\na\nb\nb\nb\nno\nd\n")[0] == 0
    printed = (tmp_path / "out.txt").read_text("utf-8")
    keep = next(line for line in printed.splitlines() if line.strip().startswith("echo "))
    subprocess.run(["bash", "-c", keep], cwd=tmp_path, check=True)
    assert on_a_terminal(tmp_path, "advise", "--answers", "answers.yaml", typed=b"")[0] == 0
    assert (tmp_path / "out.txt").read_text("utf-8").partition("\nNext")[0] == printed.partition("\nNext")[0]


@pytest.mark.parametrize(("reply", "code"), [(b"y\n", 0), (b"n\n", 4), (b"\n", 4)])
def test_files_in_the_way_are_asked_about(tmp_path: Path, reply: bytes, code: int) -> None:
    (tmp_path / "answers.yaml").write_text("answers: {1: a, 2: a, 3: a, 4: a, 5: a, 7: a, 9: a}\n", "utf-8")
    (tmp_path / "provisioner.yaml").write_text("default_portal: env\n", "utf-8")
    words = ("advise", "--answers", "answers.yaml", "--out", ".")
    ended, seen = on_a_terminal(tmp_path, *words, typed=reply)
    assert ended == code
    assert ". already has provisioner.yaml. Replace?" in seen
    kept = (tmp_path / "provisioner.yaml").read_text("utf-8")
    assert (kept == "default_portal: env\n") == bool(code)


@pytest.mark.parametrize(("typed", "code"), [(b"a\nq\n", 130), (b"a\n\x04", 130), (b"a\n\xff\xfe\nq\n", 130)])
def test_leaving_is_no_error_of_ours(tmp_path: Path, typed: bytes, code: int) -> None:
    ended, seen = on_a_terminal(tmp_path, "advise", typed=typed)
    assert ended == code
    assert "Traceback" not in seen
    assert (tmp_path / "out.txt").read_text("utf-8") == ""
