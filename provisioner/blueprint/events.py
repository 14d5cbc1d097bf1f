"""YAML by events: one pass that builds data, remembers where all of it stands, and refuses what hides meaning."""

from __future__ import annotations

from typing import Any

import yaml

from provisioner.blueprint import scalars
from provisioner.model.document import Mark, Marked, MarkedList
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place

DEEPEST = 60
"""Levels of nesting."""

MOST_EXPANDED = 100_000
"""Nodes that a file may repeat through its aliases in all; nine lines can otherwise stand for a billion."""

# libyaml where PyYAML was built with it, else the same events from pure Python, about eight times slower.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, file: str) -> tuple[Any, list[Finding]]:
    """The data of one document as ``Marked``, ``MarkedList`` and scalars, and what is wrong with it.

    The data is None when the text is empty or the finding is such that nothing can be built.
    """
    builder = _Builder(file)
    loader = None
    try:
        loader = _Loader(text)
        builder.run(loader.get_event)
    except yaml.MarkedYAMLError as error:
        return None, [*builder.findings, _syntax(error, text, file)]
    except yaml.YAMLError as error:
        finding = Finding("YAML001", Severity.ERROR, f"This is not YAML: {error}.", Place(file, 1, 1))
        return None, [*builder.findings, finding]
    except _Stop:
        return None, builder.findings
    finally:
        if loader is not None:
            loader.dispose()
    return builder.root, builder.findings


class _Stop(Exception):
    """Nothing sensible can follow; the reason is among the findings."""


class _Builder:
    """The container that is open, the key that waits for its value, and the containers around."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.root: Any = None
        self.container: Marked | MarkedList | None = None
        self.key: str | None = None
        self.key_at: Mark = (file, 1, 1)
        self.around: list[tuple[Marked | MarkedList | None, str | None, Mark, str | None, int, Mark]] = []
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        self.nodes = 0
        self.expanded = 0
        self.documents = 0

    def run(self, next_event: Any) -> None:
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        while (event := next_event()) is not None:
            handler = handlers.get(type(event))
            if handler:
                handler(event)

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        at = (self.file, mark.line + 1, mark.column + 1)
        if event.tag is not None:
            self._refuse_tag(event, at)
        if self.key is None and type(self.container) is Marked:
            self._take_key(event, at)
            return
        value = event.value
        if event.implicit[0] and (not value or value[0] in scalars.FIRST):
            value = scalars.resolved(value)
        self.nodes += 1
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1)
        self._add(value, at)

    def _take_key(self, event: Any, at: Mark) -> None:
        key = event.value
        if event.implicit[0] and key == "<<":
            self._report("YAML005", "Merge keys (<<) are not part of the language.", at, "write the fields out")
        elif not key:
            self._report("YAML010", "A key is empty.", at, "give it a name, or delete the line")
        elif isinstance(self.container, Marked) and key in self.container:
            first = Place(*self.container.marks[key])
            self._report("YAML002", f"The key {key} stands twice, first at {first}.", at, "keep one of the two")
        self.key, self.key_at = key, at

    def _add(self, value: Any, at: Mark) -> None:
        container = self.container
        if isinstance(container, Marked):
            key = self.key or ""
            self.key = None
            if key not in container and key not in ("", "<<"):
                # Marked.put written out: this runs for every value of a file.
                container[key] = value
                container.marks[key] = self.key_at
                container.values_at[key] = at
        elif isinstance(container, MarkedList):
            container.add(value, at)
        else:
            self.root = value

    def _mapping(self, event: Any) -> None:
        self._open(Marked(), event)

    def _sequence(self, event: Any) -> None:
        self._open(MarkedList(), event)

    def _open(self, container: Marked | MarkedList, event: Any) -> None:
        at = (self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        if event.tag is not None:
            self._refuse_tag(event, at)
        if self.key is None and type(self.container) is Marked:
            self._report("YAML010", "A key is a list or a mapping, not a word.", at, "use a word as the key")
            raise _Stop
        if len(self.around) >= DEEPEST:
            self._report("YAML012", f"The nesting goes deeper than {DEEPEST} levels.", at, "flatten the structure")
            raise _Stop
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.nodes += 1
        self.around.append((self.container, self.key, self.key_at, event.anchor, self.nodes, at))
        self.container, self.key = container, None

    def _end(self, _: Any) -> None:
        made = self.container
        self.container, self.key, self.key_at, anchor, nodes_before, at = self.around.pop()
        if anchor is not None:
            self.anchors[anchor] = (made, self.nodes - nodes_before + 1)
        self._add(made, at)

    def _alias(self, event: Any) -> None:
        at = (self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        if self.key is None and type(self.container) is Marked:
            self._report("YAML010", f"The alias *{event.anchor} stands where a key is due.", at, "write the key out")
            raise _Stop
        if event.anchor not in self.anchors:
            self._report("YAML004", f"The alias *{event.anchor} has no anchor above it.", at, "write the value out")
            self._add(None, at)
            return
        known = self.anchors[event.anchor]
        if known is None:
            self._report("YAML004", f"The alias *{event.anchor} stands inside itself.", at, "write the value out")
            raise _Stop
        value, size = known
        self.nodes += size
        self.expanded += size
        if self.expanded > MOST_EXPANDED:
            message = f"The aliases of this file stand for more than {MOST_EXPANDED:,} values."
            self._report("YAML004", message, at, "write the values out, or use fewer aliases")
            raise _Stop
        self._add(value, at)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            at = (self.file, event.start_mark.line + 1, event.start_mark.column + 1)
            self._report("YAML006", "The file holds more than one document.", at, "keep one, and delete the --- line")
            raise _Stop

    def _refuse_tag(self, event: Any, at: Mark) -> None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        self._report("YAML003", f"Tags such as {tag} are not part of the language.", at, "delete the tag")

    def _report(self, code: str, message: str, at: Mark, fix: str) -> None:
        self.findings.append(Finding(code, Severity.ERROR, message, Place(*at), fix=fix))


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    lines = text.splitlines()[place.line - 1 : place.line]
    line = lines[0] if lines else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line[place.column - 1 : place.column] == "\t":
        column = line.index("\t") + 1
        message = "A tab stands where YAML wants spaces."
        return Finding("YAML007", Severity.ERROR, message, Place(file, place.line, column), fix="indent with spaces")
    words = ", ".join(filter(None, [error.context, error.problem]))
    fix = "look at the indentation, the colons and the quotes of this line and the one above"
    return Finding("YAML001", Severity.ERROR, f"This is not YAML: {words}.", place, fix=fix)
