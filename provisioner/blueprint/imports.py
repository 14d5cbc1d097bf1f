"""One document from a blueprint and the fragments it imports; a key that stands twice is named with both places."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from provisioner.blueprint import events, files
from provisioner.model.document import Mark, Marked, MarkedList
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place
from provisioner.rules.blueprint_words import did_you_mean

DEEPEST = 20
"""Files that import one another in a row."""

MOST = 200
"""Files that one blueprint is made of."""

HEAD = ("blueprint", "version", "mode", "title", "description", "decision")
"""Keys of a blueprint that a fragment must not have."""

FRAME = frozenset((*HEAD, "imports"))
"""What a fragment keeps to itself."""

_SHARED_LEVELS = {"parameters": 0, "teams": 0, "variants": 0}
"""How many levels below a section two files may both write to; a section of resources has the object types."""


@dataclass(slots=True)
class Source:
    """A blueprint as written, with its fragments. ``document`` is None when the file itself cannot be read as one.

    ``uses_parameters`` is False when no file has a ``${``, so that nobody need look for one.
    """

    file: str
    document: Marked | None = None
    files: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    uses_parameters: bool = False
    tried: set[str] = field(default_factory=set)


def gather(path: str) -> Source:
    """Read a blueprint and everything it imports, each fragment once, imported things first."""
    source = Source(path)
    own = _read(path, source)
    source.findings = [replace(each, fix=_near(path)) if each.code == "YAML013" else each for each in source.findings]
    if own is None or "imports" not in own:
        source.document = own
        return source
    source.document = Marked()
    _take_in(own, path, source, source.document, (path,))
    merge(source.document, own, source)
    return source


def _read(path: str, source: Source, at: Place | None = None, fix: str = "") -> Marked | None:
    found = files.read(path, at=at, fix=fix)
    source.findings += found.findings
    if found.text is None:
        return None
    source.files.append(path)
    source.uses_parameters = source.uses_parameters or "${" in found.text
    document, findings = events.parse(found.text, path)
    source.findings += findings
    if isinstance(document, Marked):
        return document
    if not findings:
        what = "is empty" if document is None else "holds no mapping"
        message = f"The file {what}; a blueprint starts with keys such as blueprint: and version:."
        _report(source, "YAML016", message, Place(path, 1, 1), "write it, or name another file")
    return None


def _take_in(document: Marked, file: str, source: Source, whole: Marked, chain: tuple[str, ...]) -> None:
    """Merge what a document imports into the whole, depth first."""
    for written, mark in _imports(document):
        at = Place(*mark)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), written))
        if path in chain or _same(path, chain):
            circle = " → ".join([*chain[chain.index(path) if path in chain else 0 :], path])
            _report(source, "IMPORT002", f"The imports run in a circle: {circle}.", at, "take one of them out")
        elif len(chain) > DEEPEST:
            _report(
                source,
                "IMPORT005",
                f"More than {DEEPEST} files import one another in a row.",
                at,
                "import them from one file",
            )
        elif len(source.tried) >= MOST:
            _report(source, "IMPORT005", f"The blueprint imports more than {MOST} files.", at, "put them into fewer")
            return
        elif path not in source.tried and (fragment := _read_fragment(path, source, at)) is not None:
            _take_in(fragment, path, source, whole, (*chain, path))
            _check_fragment(fragment, source, at)
            merge(whole, fragment, source, apart=FRAME)


def _imports(document: Marked) -> Iterator[tuple[str, Mark]]:
    written = document.get("imports")
    if isinstance(written, MarkedList):
        for each, mark in zip(written, written.marks, strict=True):
            if isinstance(each, str) and each:
                yield each, mark


def _same(path: str, chain: tuple[str, ...]) -> bool:
    """True when the path is one of the chain under another name."""
    return any(posixpath.realpath(path) == posixpath.realpath(each) for each in chain)


def _read_fragment(path: str, source: Source, at: Place) -> Marked | None:
    before = len(source.findings)
    source.tried.add(path)
    fragment = _read(path, source, at)
    for index, finding in enumerate(source.findings[before:], before):
        if finding.code == "YAML013":
            message = f"The imported file {path} does not exist."
            source.findings[index] = Finding("IMPORT001", Severity.ERROR, message, at, fix=_near(path))
    return fragment


def _near(path: str) -> str:
    """Advice for a missing file, from the files that do stand there."""
    from pathlib import Path  # only a mistake pays for it

    folder = Path(path).parent
    try:
        present = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    except (OSError, ValueError):
        present = []
    names = [name for name in present if name.endswith((".yaml", ".yml"))]
    return did_you_mean(Path(path).name, names, "write it, or name another; imports count from the file that has them")


def _check_fragment(fragment: Marked, source: Source, at: Place) -> None:
    for key in HEAD:
        if key in fragment:
            message = f"A fragment must not have {key}; only the blueprint that imports it has one (imported at {at})."
            _report(source, "IMPORT003", message, Place(*fragment.marks[key]), "delete it, or do not import this file")
    imports = fragment.get("imports", ())
    if not isinstance(imports, list | tuple) or not all(isinstance(each, str) and each for each in imports):
        place = Place(*fragment.values_at["imports"])
        _report(
            source, "IMPORT006", "imports must be a list of paths.", place, "write one path a line, each after a dash"
        )


def copied(document: Marked) -> Marked:
    """A copy in which mappings may be changed at any depth."""
    copy: Marked = _open(document, _DEEPEST_LEVEL)
    return copy


_DEEPEST_LEVEL = 60
"""Levels of a document, at most; the reader refuses more."""


def merge(whole: Marked, part: Marked, source: Source, apart: frozenset[str] = frozenset()) -> None:
    """Put a file's keys into the whole, apart from those named; what stands twice is a finding of the source."""
    for key, value in part.items():
        if key not in apart:
            _put(whole, key, value, part, source, _SHARED_LEVELS.get(key, 1))


def _put(whole: Marked, key: str, value: Any, part: Marked, source: Source, levels: int, path: str = "") -> None:
    """Put one key into a mapping; mappings that both sides have are merged as far as ``levels`` goes."""
    mark, value_at = part.marks[key], part.values_at[key]
    present = whole.get(key)
    if key not in whole:
        whole.put(key, _open(value, levels), mark, value_at)
    elif isinstance(present, Marked) and isinstance(value, Marked) and levels >= 0:
        for inner in value:
            _put(present, inner, value[inner], value, source, levels - 1, f"{path}{key}.")
    elif isinstance(present, MarkedList) and isinstance(value, MarkedList):
        for item, item_mark in zip(value, value.marks, strict=True):
            present.add(item, item_mark)
    else:
        message = f"{path}{key} is defined twice, first at {Place(*whole.marks[key])}."
        _report(source, "IMPORT004", message, Place(*mark), "rename one of the two, or delete it")


def _open(value: Any, levels: int) -> Any:
    """A copy of the levels into which other files may write; the entries themselves are shared."""
    if isinstance(value, Marked) and levels >= 0:
        copy = Marked()
        for key, inner in value.items():
            copy.put(key, _open(inner, levels - 1), value.marks[key], value.values_at[key])
        return copy
    if isinstance(value, MarkedList):
        items = MarkedList()
        for item, mark in zip(value, value.marks, strict=True):
            items.add(item, mark)
        return items
    return value


def _report(source: Source, code: str, message: str, place: Place, fix: str) -> None:
    source.findings.append(Finding(code, Severity.ERROR, message, place, fix=fix))
