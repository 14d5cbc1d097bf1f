"""The project file ``provisioner.yaml``: which portals there are, found upward from where one works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provisioner.blueprint import events, files, pinned
from provisioner.blueprint.project_check import BUILT_IN, Strict, base_url_problem, check
from provisioner.model.document import Marked
from provisioner.model.errors import InvalidInput, ProvisionerError
from provisioner.model.findings import Finding
from provisioner.model.portal import Secret, Target
from provisioner.rules.blueprint_words import did_you_mean, listed

FILE = "provisioner.yaml"
TOKEN_VARIABLE, ADDRESS_VARIABLE = "HUBSPOT_ACCESS_TOKEN", "HUBSPOT_BASE_URL"


@dataclass(frozen=True, slots=True)
class Project:
    """A project file as read. ``folder`` is where the file of remembered ids stands beside it."""

    file: str
    document: Marked
    findings: tuple[Finding, ...]

    @property
    def folder(self) -> Path:
        return Path(self.file).parent

    @property
    def portals(self) -> Mapping[str, Any]:
        portals = self.document.get("portals")
        return portals if isinstance(portals, Marked) else {}


def find() -> str | None:
    """The project file here or in the nearest folder above; None when there is none."""
    if Path(FILE).is_file():
        return FILE
    above = (folder / FILE for folder in Path.cwd().parents)
    return next((str(file) for file in above if file.is_file()), None)


def read(file: str) -> Project:
    """The project in a file, with everything that is wrong with it."""
    found = files.read(file, fix="write one, or name it with --project")
    if found.text is None:
        return Project(file, Marked(), found.findings)
    document, findings = events.parse(found.text, file)
    strict = Strict(file)
    if not findings:
        check(document, strict)
    return Project(file, document if isinstance(document, Marked) else Marked(), (*findings, *strict.findings))


def target(name: str | None, project_file: str | None, environ: Mapping[str, str]) -> Target:
    """The portal of that name, ready to be spoken to.

    Without a name it is the project's ``default_portal``, and ``local`` where there is no project file. ``local`` is
    a marker: no address and no token, since the command starts that portal itself. ``env`` is made of
    HUBSPOT_ACCESS_TOKEN and HUBSPOT_BASE_URL.

    Raises InvalidInput for a project file with errors or an unknown name, ProvisionerError for a missing token.
    """
    chosen, project = _chosen(name, project_file)
    if project is not None:
        return _from_project(project, chosen, environ)
    if chosen == "env":
        return _from_environment(environ)
    return Target("local", Secret(""), base_url="", environment="local")


def parameters(name: str | None, project_file: str | None) -> Mapping[str, Any]:
    """The parameters of the portal of that name, for who asks no portal and so needs no token.

    Without a name they are those of the project's ``default_portal``, and none where there is none. The built-in
    portals have none. Raises InvalidInput for a project file with errors or an unknown name.
    """
    chosen, project = _chosen(name, project_file, otherwise="local")
    return project.portals[chosen].get("parameters") or {} if project is not None else {}


def _chosen(name: str | None, project_file: str | None, otherwise: str = "") -> tuple[str, Project | None]:
    """The name of the portal that is meant, and the project that describes it; None for a built-in one.

    ``otherwise`` is taken where neither a name nor a ``default_portal`` is given.
    """
    if name in BUILT_IN or (name is None and project_file is None and find() is None):
        return name or "local", None
    file = project_file or find()
    if file is None:
        fix = f"write {FILE}, or choose {listed(BUILT_IN)}"
        raise InvalidInput(f"There is no portal {name}: no {FILE} stands here or in a folder above.", fix=fix)
    project = read(file)
    if project.findings:
        raise InvalidInput(f"The project file {file} is invalid.", findings=project.findings)
    chosen = name or project.document.get("default_portal") or otherwise
    if not chosen:
        raise InvalidInput(f"No portal was chosen, and {file} has no default_portal.", fix="name one with --portal")
    if chosen in BUILT_IN:
        return chosen, None
    if chosen not in project.portals:
        fix = did_you_mean(chosen, (*project.portals, *BUILT_IN), f"choose {listed((*project.portals, *BUILT_IN))}")
        raise InvalidInput(f"There is no portal {chosen} in {file}.", fix=fix)
    return chosen, project


def token_variables(project_file: str | None = None) -> set[str]:
    """The environment variables that hold tokens, as far as the project file names them."""
    file = project_file or find()
    portals = read(file).portals if file else {}
    named = {each.get("token_env") for each in portals.values() if isinstance(each, Mapping)}
    return {TOKEN_VARIABLE, *(name for name in named if isinstance(name, str))}


def _from_project(project: Project, name: str, environ: Mapping[str, str]) -> Target:
    portal = project.portals[name]
    portal_id = portal.get("portal_id")
    variable = portal.get("token_env")
    remembered = pinned.remembered(project.folder).get(str(portal_id), {})
    return Target(
        name=name,
        token=_token(variable, name, environ) if variable else Secret(""),
        base_url=str(portal.get("base_url", "https://api.hubapi.com")).rstrip("/"),
        portal_id=portal_id,
        environment=portal.get("environment", "production"),
        protected=portal.get("protected", False),
        parameters=portal.get("parameters") or {},
        ids={**remembered, **(portal.get("ids") or {})},
        targets=project.folder / portal["targets"] if "targets" in portal else None,
    )


def _from_environment(environ: Mapping[str, str]) -> Target:
    address = environ.get(ADDRESS_VARIABLE, "").strip() or "https://api.hubapi.com"
    if problem := base_url_problem(address):
        raise InvalidInput(f"{ADDRESS_VARIABLE} {problem}.", fix="write it like https://api.hubapi.com")
    return Target("env", _token(TOKEN_VARIABLE, "env", environ), base_url=address.rstrip("/"))


def _token(variable: str, portal: str, environ: Mapping[str, str]) -> Secret:
    value = environ.get(variable, "").strip()
    if not value:
        fix = f"set it to the access token of a private app of that portal: export {variable}=..."
        raise ProvisionerError(f"The environment variable {variable} with the token of {portal} is not set.", fix=fix)
    if not value.isascii() or not value.isprintable() or " " in value:
        fix = "copy the token again, without spaces or line breaks"
        raise ProvisionerError(f"The environment variable {variable} holds something that is no token.", fix=fix)
    return Secret(value)
