"""Rules on texts: both languages present, and no characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from provisioner.model.document import place_of
from provisioner.rules.blueprint_draft import SECTIONS, Draft, Path, Text
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def no_hebrew(draft: Draft) -> Iterator[Said]:
    missing = [each for each in draft.texts if isinstance(each.value, dict) and not each.value.get("he")]
    if not missing:
        return
    without = _files_without_hebrew(draft) if _default_language(draft) == "en" else set()
    told: set[str] = set()
    for each in missing:
        file = _file(draft, each)
        if file not in without:
            yield Said(each.path, f'"{_start(each.value["en"])}" stands in English only.', "add he:", of_value=True)
        elif file not in told:
            told.add(file)
            message = "The texts of this file stand in English only; this is the first."
            yield Said(each.path, message, "add he: to each before a portal uses Hebrew labels", of_value=True)


def _files_without_hebrew(draft: Draft) -> set[str]:
    files = {_file(draft, each): True for each in draft.texts}
    for each in draft.texts:
        if isinstance(each.value, dict) and each.value.get("he"):
            files[_file(draft, each)] = False
    return {file for file, without in files.items() if without}


def _default_language(draft: Draft) -> str:
    parameter = draft.document.get("parameters", {}).get("label_language", {})
    return str(parameter.get("default", "en")) if isinstance(parameter, Mapping) else "en"


def _file(draft: Draft, written: Text) -> str:
    place = place_of(draft.document, written.path, of_value=True)
    return place.file if place else draft.file


def no_english(draft: Draft) -> Iterator[Said]:
    for path, value, _ in draft.texts:
        if isinstance(value, dict) and value.get("he") and not value.get("en"):
            yield Said(path, f'"{_start(value["he"])}" stands in Hebrew only.', "add en:", of_value=True)


def _start(words: str) -> str:
    line = " ".join(_BIDI.sub("", words).split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def bidi_in_texts(draft: Draft) -> Iterator[Said]:
    if not _BIDI.search(draft.all_words):
        return
    for path, words, _ in _spoken(draft):
        if found := _BIDI.search(words):
            message = f"The text holds the invisible direction mark U+{ord(found[0]):04X}."
            yield Said(path, message, "delete it: HubSpot shows Hebrew rightly without", of_value=True)


def bidi_in_names(draft: Draft) -> Iterator[Said]:
    for path, name in _names(draft):
        if not name.isascii() and (found := _BIDI.search(name)):
            message = f"The name holds the invisible direction mark U+{ord(found[0]):04X}."
            yield Said(path, message, "type the name anew")


def _names(draft: Draft) -> Iterator[tuple[Path, str]]:
    for entry in (*draft.groups, *draft.properties, *draft.pipelines):
        yield entry.path, entry.name
    for _, path, named in (*draft.stages, *draft.options):
        for name in named:
            yield (*path, name), name
    for section in SECTIONS:
        for object_type in draft.document.get(section, {}):
            yield (section, object_type), object_type


def not_composed(draft: Draft) -> Iterator[Said]:
    if unicodedata.is_normalized("NFC", draft.all_words):
        return
    for path, words, _ in _spoken(draft):
        if not unicodedata.is_normalized("NFC", words):
            message = (
                "The text is not in the composed form of Unicode (NFC), so it may never equal what HubSpot stores."
            )
            yield Said(path, message, f'write "{_start(unicodedata.normalize("NFC", words))}"', of_value=True)


def control_characters(draft: Draft) -> Iterator[Said]:
    if not _CONTROL.search(draft.all_words):
        return
    for path, words, _ in _spoken(draft):
        if found := _CONTROL.search(words):
            message = f"The text holds the control character U+{ord(found[0]):04X}."
            yield Said(path, message, "delete it", of_value=True)


def ragged_labels(draft: Draft) -> Iterator[Said]:
    for path, words, is_label in _spoken(draft):
        if is_label and words.strip() and (words != words.strip() or "\n" in words):
            if path[-1] not in ("en", "he") and "options" in path:
                continue
            message = "The label begins or ends with a space, or holds a line break."
            yield Said(path, message, f'write "{_start(words)}"', of_value=True)


def _spoken(draft: Draft) -> Iterator[tuple[Path, str, bool]]:
    for path, value, is_label in draft.texts:
        if isinstance(value, str):
            yield path, value, is_label
        else:
            for language, words in value.items():
                yield (*path, language), words, is_label


RULES = (
    Rule("TEXT001", WARNING, "Hebrew is missing where English stands.", no_hebrew),
    Rule("TEXT002", WARNING, "English is missing where Hebrew stands.", no_english),
    Rule("TEXT003", WARNING, "A text holds an invisible direction mark.", bidi_in_texts),
    Rule("TEXT004", ERROR, "A name or an option value holds an invisible direction mark.", bidi_in_names),
    Rule("TEXT005", WARNING, "A text is not in the composed form of Unicode (NFC).", not_composed),
    Rule("TEXT006", ERROR, "A text holds a control character.", control_characters),
    Rule("TEXT007", WARNING, "A label begins or ends with a space, or holds a line break.", ragged_labels),
)
