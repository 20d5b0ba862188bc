"""How texts are written: plain text, calm, in the form of address that each language keeps."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from firstline.locales import BUNDLES, LANGUAGES, PLACEHOLDER, Entry, entries

from .places import Problem

BUTTON = 40
"""Characters that fit on a button on a phone."""

MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&#?[A-Za-z0-9]+;|\*\*|\]\(")
BRACES = re.compile(r"\{[^{}\"]*\}")
MARKS = re.compile(r"[!¡]")

# German says Sie, Spanish usted, Portuguese você, Russian вы (UX, principle 7). These words belong
# to the other form of address and to nothing else; TI in capitals is a department.
INFORMAL: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for language, words in {
        "de": "du|dir|dich|dein(?:e[mnrs]?)?|deinerseits|euch|euer|eur(?:e[mnrs]?)",
        "es": (
            "tú|tu|tus|(?-i:ti)|te|contigo|tuy[oa]s?|vos|tienes|puedes|quieres|eres|estás|necesitas|"
            "debes|has|sabes|vosotr[oa]s|vuestr[oa]s?"
        ),
        "pt_BR": "tu|te|(?-i:ti)|contigo|teus?|tuas?|tens|podes|queres|estás|precisas",
        "ru": (
            "ты|тебя|тебе|тобой|тобою|тво[йяёеию]|твоего|твоей|твоему|твоим|твоими|твоих|твоём|"
            "можешь|хочешь|будешь|знаешь|напиши|отправь|проверь|попробуй|подожди|выбери|введи"
        ),
    }.items()
}


def blemishes(locales: Path) -> Iterator[Problem]:
    """Texts that should be written otherwise. What customers say (nlu, facts) is theirs."""
    for language in LANGUAGES:
        for name in BUNDLES:
            file = locales / language / f"{name}.yml"
            if file.exists():
                yield from _file(file, language, name)


def _file(file: Path, language: str, name: str) -> Iterator[Problem]:
    lines = file.read_text("utf-8").splitlines()
    for entry in entries(file):
        for found, what in _said(entry.text, language):
            line = _line(lines, entry, found)
            yield Problem(file, line, f"{entry.key} {what}")
        too_long = name == "bot" and entry.key.startswith("choices.") and len(entry.text) > BUTTON
        if too_long:
            what = f"{entry.key} has {len(entry.text)} characters, expected at most {BUTTON}"
            yield Problem(file, entry.first, f"{what}: it stands on a button")


def _said(text: str, language: str) -> Iterator[tuple[str, str]]:
    """What was found in a text, and the rest of a sentence about it that begins with the key."""
    if not text.strip():
        yield "", "is empty, expected a text"
    for found in MARKS.findall(text):
        yield found, f"has {found}, expected no exclamation marks"
    for found in MARKUP.findall(text):
        yield found, f"has {found}, expected plain text without markup"
    for found in BRACES.findall(text):
        if not PLACEHOLDER.fullmatch(found):
            yield found, f"has {found}, expected a placeholder such as {{number}}"
    if informal := INFORMAL.get(language):
        for found in informal.findall(text):
            yield found, f"says '{found}', expected the formal address"


def _line(lines: list[str], entry: Entry, found: str) -> int:
    """The first line of the entry that holds what was found; a folded text takes several."""
    word = rf"\b{re.escape(found)}\b" if found.isalpha() else re.escape(found)
    numbers = range(entry.first, min(entry.last, len(lines)) + 1)
    return next((n for n in numbers if re.search(word, lines[n - 1])), entry.first)
