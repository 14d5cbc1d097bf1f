"""Every path form of every area, in one table: `/crm/v3/<area>` and the dated `/crm/<area>/<version>` are one area."""

from __future__ import annotations

from urllib.parse import unquote

DATED = ("2026-03", "2026-09")
REFERENCE_CHECKED = frozenset({"2026-09"})

# The addresses that HubSpot's papers give for flows; they do not agree. Which of them answer is a switch.
AUTOMATION_BASES = ("v4", "2026-09-beta", "2027-03-beta", "v4/2027-03-beta")
TEAM_VERSIONS = PIPELINE_RULES_VERSIONS = ("2026-09-beta", "2026-09")
_CRM = ("properties", "pipelines", "objects", "owners", "limits", "lists", "property-validations")

# The client and the guide write `/crm/v4/associations`, the specification `/crm/associations/v4`.
_ASSOCIATIONS = (("crm", "v4", "associations"), *(("crm", "associations", one) for one in ("v4", *DATED)))


# Areas whose path forms follow no rule.
_ALONE: dict[tuple[str, ...], tuple[str, str]] = {
    ("crm", "v4", "objects"): ("associated", "v4"),
    ("exports", "files"): ("export-files", "v3"),
    ("crm", "v3", "exports"): ("exports", "v3"),
    ("settings", "v3", "currencies"): ("currencies", "v3"),
    **{("crm", "exports", dated): ("exports", dated) for dated in DATED},
    **{("settings", "currencies", dated): ("currencies", dated) for dated in DATED},
}


def _prefixes() -> dict[tuple[str, ...], tuple[str, str]]:
    """Path prefix -> (area, version)."""
    table: dict[tuple[str, ...], tuple[str, str]] = {("oauth", "v2", "private-apps"): ("private-apps", "v2")}
    for area in _CRM:
        table["crm", "v3", area] = (area, "v3")
        table.update({("crm", area, dated): (area, dated) for dated in DATED})
    table.update(_ALONE)
    for version in ("v3", *DATED):
        table["account-info", version] = ("account-info", version)
    table["crm", "v3", "object-library"] = ("object-library", "v3")
    for base in AUTOMATION_BASES:
        table["automation", *base.split("/")] = ("automation", base)
    table.update({form: ("associations", form[1] if form[1] == "v4" else form[2]) for form in _ASSOCIATIONS})
    table.update({("settings", "users", "v3"): ("users", "v3"), ("settings", "v3", "users"): ("users", "v3")})
    table.update({("crm-object-schemas", one, "schemas"): ("schemas", one) for one in ("v3", *DATED)})
    table["settings", "users", "2026-03"] = ("users", "2026-03")
    table.update({("crm", "pipelines-rules", one): ("pipelines-rules", one) for one in PIPELINE_RULES_VERSIONS})
    table.update({("settings", "teams", one): ("teams", one) for one in TEAM_VERSIONS})
    return table


_PREFIXES = _prefixes()


def split(path: str) -> tuple[str, str, tuple[str, ...]] | None:
    """(area, version, remaining segments, decoded) of a percent-encoded path; None when no area owns it.

    A trailing slash makes no difference: the official client sends one on some paths.
    """
    segments = [unquote(part) for part in path.strip("/").split("/")]
    for length in (3, 2):
        found = _PREFIXES.get(tuple(segments[:length]))
        if found:
            return (*found, tuple(segments[length:]))
    return None
