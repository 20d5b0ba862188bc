"""How texts are written: plain and calm, and as `locales/style.yml` says."""

import re
from collections.abc import Iterator
from pathlib import Path

from firstline.locales import BUNDLES, PLACEHOLDER, Entry, entries

from .places import Problem
from .style import TONGUES, Manner, Style

MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&#?[A-Za-z0-9]+;|\*\*|__|~~|\]\(|^#+ ", re.MULTILINE)
BRACES = re.compile(r"\{[^{}\"]*\}")
MARKS = re.compile(r"[!¡]")
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]"
)
"""Characters that nobody sees, and that searching and reading aloud stumble over."""


def blemishes(root: Path) -> Iterator[Problem]:
    """Texts that should be written otherwise. What customers say (nlu, facts) is theirs."""
    style = Style.load(root)
    for language in TONGUES:
        manner = Manner(style, language)
        for name in BUNDLES:
            file = root / "locales" / language / f"{name}.yml"
            if file.exists():
                yield from _file(file, name, style, manner)


def _file(file: Path, name: str, style: Style, manner: Manner) -> Iterator[Problem]:
    lines = file.read_text("utf-8").splitlines()
    for entry in entries(file):
        for found, what in (*_plain(entry.text), *manner.flaws(entry.text)):
            yield Problem(file, _line(lines, entry, found), f"{entry.key} {what}")
        limit = style.limit(name, entry.key)
        if limit and len(entry.text) > limit.most:
            what = f"{entry.key} has {len(entry.text)} characters, expected at most {limit.most}"
            yield Problem(file, entry.first, f"{what}: it stands on {limit.place}")


def _plain(text: str) -> Iterator[tuple[str, str]]:
    """What was found in a text, and the rest of a sentence about it that begins with the key."""
    if not text.strip():
        yield "", "is empty, expected a text"
    for found in MARKS.findall(text):
        yield found, f"has {found}, expected no exclamation marks"
    for found in MARKUP.findall(text):
        yield found, f"has {found.strip()}, expected plain text without markup"
    for found in UNSEEN.findall(text):
        yield found, f"has a character that nobody sees (U+{ord(found):04X}), expected none"
    for found in BRACES.findall(text):
        if not PLACEHOLDER.fullmatch(found):
            yield found, f"has {found}, expected a placeholder such as {{number}}"


def _line(lines: list[str], entry: Entry, found: str) -> int:
    """The first line of the entry that holds what was found; a folded text takes several."""
    word = rf"\b{re.escape(found)}\b" if found.isalpha() else re.escape(found)
    numbers = range(entry.first, min(entry.last, len(lines)) + 1)
    return next((n for n in numbers if re.search(word, lines[n - 1])), entry.first)
