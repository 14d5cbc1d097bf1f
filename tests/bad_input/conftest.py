"""A folder with a blueprint and a project file, and a command line that is checked for manners on every call."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.support import blueprints
from tests.support.portals import Steered
from tests.support.running import Ended, command, environment

TOKEN = "pat-eu1-5ec0e70c-e9c1-4a54-b24f-ba5f1bf4ba5e"  # noqa: S105 - made up

BODY = """
property_groups:
  deals:
    core_sales: {label: {en: Sales core, he: ליבה}}
properties:
  deals:
    core_reason: {label: {en: Reason, he: סיבה}, group: core_sales, type: string, field_type: text}
    core_note: {label: {en: Note, he: הערה}, group: core_sales, type: string, field_type: text}
pipelines:
  deals:
    cc_sales:
      label: {en: Call centre sales, he: מכירות מוקד}
      stages:
        new: {label: {en: New, he: חדש}, probability: 0.1}
        won: {label: {en: Won, he: זכייה}, probability: 1.0}
        lost: {label: {en: Lost, he: הפסד}, probability: 0.0}
"""

Run = Callable[..., Ended]


@pytest.fixture
def folder(portal: Steered, tmp_path: Path) -> Path:
    """A project with the portals `acme` (pinned), `guarded` (protected) and `other` (pinned to another id)."""
    portal.settings(tokens={TOKEN: None, portal.token: None})
    blueprints.write(tmp_path, BODY)
    common = f"token_env: ACME_KEY, base_url: '{portal.base_url}', environment: sandbox"
    (tmp_path / "provisioner.yaml").write_text(
        "portals:\n"
        f"  acme: {{portal_id: {portal.portal_id}, {common}}}\n"
        f"  guarded: {{portal_id: {portal.portal_id}, {common}, protected: true}}\n"
        f"  other: {{portal_id: 7, {common}}}\n"
        "default_portal: acme\n",
        "utf-8",
    )
    portal.forget_requests()
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Run the command line with the token of `acme`; no call may show a token or a traceback of ours.

    ``around`` is what a shell does about the command: redirections, pipes.
    """

    def ran(*arguments: str, env: Mapping[str, str] | None = None, around: str = "", stdin: str = "") -> Ended:
        words = command(*arguments)
        done = subprocess.run(
            ["bash", "-c", f'"$@" {around}', "bash", *words] if around else words,
            cwd=folder,
            env=environment({"ACME_KEY": TOKEN} | dict(env or {})),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        said = done.stdout + done.stderr
        assert TOKEN not in said
        for value in (env or {}).values():
            assert not value.startswith("pat-") or value not in said
        assert "--verbose" in arguments or "Traceback" not in said
        assert "This is an error of provisioner itself" not in said
        return Ended(done.returncode, done.stdout, done.stderr)

    return ran


@pytest.fixture
def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
