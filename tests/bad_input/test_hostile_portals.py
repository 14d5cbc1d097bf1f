"""Portals that try to mislead the reader, and two people who apply the same blueprint at once."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from provisioner import api
from provisioner.reports import plan_markdown, plan_text
from tests.bad_input.conftest import TOKEN, Run
from tests.support.portals import Steered
from tests.support.running import apply, command, environment, plan

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
EVIL = "\x1b[2J\x1b]0;owned\x07\u202eevil\u2069"


# What a reader sees


def test_labels_of_a_portal_cannot_steer_the_terminal(run: Run, portal: Steered, folder: Path) -> None:
    apply(folder / "blueprint.yaml", portal.target())
    portal.call("PATCH", "/crm/properties/2026-09/deals/core_reason", {"label": EVIL, "description": EVIL})
    portal.call("PATCH", "/crm/pipelines/2026-09/deals/cc_sales", {"label": EVIL})
    made = plan(folder / "blueprint.yaml", portal.target())
    assert len(made.changes) == 2
    for shown in (plan_text.render(made, command="apply"), plan_markdown.render(made, command="apply")):
        assert not STEERING.search(shown)
        assert "u001b" in shown, "what was there is spelt out, not hidden"
        assert shown.count("\u2068") == shown.count("\u2069")
    api.save(made, folder / "plan.json")
    portal.call("PATCH", "/crm/properties/2026-09/deals/core_reason", {"label": f"{EVIL} again"})
    ended = run("apply", "plan.json", "--yes", "--portal", "acme")
    assert ended.code == 4
    assert "core_reason" in ended.err
    assert not STEERING.search(ended.out + ended.err)


def test_account_type_of_a_portal_cannot_steer_the_terminal(run: Run, portal: Steered) -> None:
    body = {"portalId": portal.portal_id, "accountType": EVIL, "timeZone": EVIL, "companyCurrency": EVIL}
    portal.fault("status", path="account-info", status=200, body=body, times=0)
    for form in ("text", "markdown", "html"):
        ended = run("plan", "blueprint.yaml", "--format", form)
        assert ended.code == 0
        assert not STEERING.search(ended.out + ended.err)


def test_refusals_in_the_report_of_a_run_cannot_steer_the_terminal(run: Run, portal: Steered) -> None:
    portal.fault("status", method="POST", status=400, body={"message": EVIL, "correlationId": EVIL}, times=0)
    ended = run("apply", "blueprint.yaml", "--yes", "--verbose")
    assert ended.code == 1
    assert "evil" in ended.out
    assert not STEERING.search(ended.out + ended.err)


# Two at once


@pytest.mark.parametrize("honour_ids", [True, False])
def test_two_applies_at_once_double_nothing(portal: Steered, folder: Path, honour_ids: bool) -> None:
    portal.settings(honour_ids=honour_ids, latency_ms=30)
    running = [
        subprocess.Popen(
            command("apply", "blueprint.yaml", "--yes"),
            cwd=folder,
            env=environment({"ACME_KEY": TOKEN}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    ended = [(process.communicate(timeout=60)[0], process.returncode) for process in running]
    # 4: the second one came after the first had made a pipeline under an id that is not ours, and was refused.
    assert {code for _, code in ended} <= {0, 1, 4, 5}, ended
    portal.settings(latency_ms=0)
    found = portal.call("GET", "/crm/pipelines/2026-09/deals")[1]["results"]
    assert [each["label"] for each in found].count("Call centre sales") == 1
    if honour_ids:
        assert apply(folder / "blueprint.yaml", portal.target()).complete
        assert plan(folder / "blueprint.yaml", portal.target()).changes == ()


# A person at the terminal


def answered(folder: Path, portal: str, words: str) -> tuple[int, str]:
    """Apply on a terminal, and type these words when asked."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("apply", "blueprint.yaml", "--portal", portal),
        cwd=folder,
        env=environment({"ACME_KEY": TOKEN, "TERM": "dumb"}),
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, words.encode())
    seen = b""
    # Linux answers a read from a terminal whose other side is closed with an error, others with nothing.
    with contextlib.suppress(OSError):
        while select.select([ours], [], [], 30)[0] and (part := os.read(ours, 4096)):
            seen += part
    os.close(ours)  # whoever still waits for an answer is told that nobody is there
    return process.wait(timeout=60), seen.decode()


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("acme", "n\n", 4),
        ("acme", "\n", 4),
        ("acme", "\x04", 130),
        ("guarded", "yes\n", 4),
        ("guarded", "Guarded\n", 4),
    ],
)
def test_every_answer_but_the_right_one_writes_nothing(
    portal: Steered, folder: Path, name: str, words: str, code: int
) -> None:
    ended, seen = answered(folder, name, words)
    assert ended == code, seen
    assert name in seen
    assert portal.writes() == []


@pytest.mark.parametrize(("name", "words"), [("acme", "y\n"), ("guarded", "guarded\n")])
def test_right_answer_applies(portal: Steered, folder: Path, name: str, words: str) -> None:
    ended, seen = answered(folder, name, words)
    assert ended == 0, seen
    assert portal.writes()


# A portal that keeps silent


@pytest.mark.parametrize(("words", "number"), [(("plan",), signal.SIGINT), (("apply", "--yes"), signal.SIGTERM)])
def test_nobody_waits_for_a_silent_portal_after_ctrl_c(
    portal: Steered, folder: Path, words: tuple[str, ...], number: int
) -> None:
    portal.fault("timeout", path="/properties/", seconds=6, times=0)
    process = subprocess.Popen(
        command(words[0], "blueprint.yaml", *words[1:], "--verbose"),
        cwd=folder,
        env=environment({"ACME_KEY": TOKEN}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    portal.wait_for_requests(2)
    time.sleep(0.1)
    started = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - started < 5
    assert err.rstrip().endswith("Interrupted.")
    assert portal.writes() == []
    # Requests that hang are logged when they end; the next test finds a quiet portal.
    time.sleep(max(0.0, 6.5 - (time.monotonic() - started)))


def test_plan_is_the_same_for_every_hash_seed(run: Run) -> None:
    seen = {run("plan", "blueprint.yaml", "--format", "json", env={"PYTHONHASHSEED": str(n)}).out for n in range(3)}
    assert len(seen) == 1
