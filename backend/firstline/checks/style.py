"""`locales/style.yml`: form of address, spelling of names, room for texts."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Literal, Self, get_args

import msgspec
import yaml
from msgspec import Struct

from .places import Problem
from .schema import misfits

type Language = Literal["en", "pt_BR", "de", "es", "ru"]

TONGUES: tuple[Language, ...] = get_args(Language.__value__)
FILE = "locales/style.yml"
PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")
"""The parts of a name: Whats and App, E and Mail."""


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    """The form of address of one language, and the words that belong to another."""

    form: str
    never: tuple[str, ...]


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """The most characters that a text may have where the keys fit."""

    file: Literal["bot", "faq", "mail", "errors", "canned", "widget", "inbox", "demo"]
    key: str
    most: int
    place: str


class Style(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    address: Mapping[Language, Address]
    names: tuple[str | Mapping[Language, str], ...]
    limits: tuple[Limit, ...]

    @classmethod
    def load(cls, root: Path) -> Self:
        """The file of the tree at `root`; raises OSError, YAMLError, ValidationError."""
        return msgspec.convert(yaml.load((root / FILE).read_bytes(), yaml.CSafeLoader), cls)

    def limit(self, file: str, key: str) -> Limit | None:
        """The limit of a text, if there is one."""
        fitting = (one for one in self.limits if one.file == file and fnmatchcase(key, one.key))
        return next(fitting, None)


class Manner:
    """What is found in the texts of one language that its style does not allow."""

    def __init__(self, style: Style, language: Language) -> None:
        address = style.address.get(language)
        self._form = address.form if address else ""
        self._never = _words(address.never) if address else None
        named = (one if isinstance(one, str) else one.get(language) for one in style.names)
        self._names = [(name, _pattern(name)) for name in named if name]

    def flaws(self, text: str) -> Iterator[tuple[str, str]]:
        """What was found, and the rest of a sentence about it that begins with the key."""
        for found in self._never.findall(text) if self._never else ():
            yield found, f"says '{found}', expected the form of address with {self._form}"
        for name, pattern in self._names:
            for found in pattern.findall(text):
                if not _is_spelled(found, name):
                    yield found, f"says '{found}', expected the spelling {name}"


def broken_style(root: Path) -> Iterator[Problem]:
    """The first place where the file does not fit."""
    yield from misfits(root / FILE, partial(msgspec.convert, type=Style))


def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    both = {form for word in words for form in (word, word[:1].upper() + word[1:])}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(both)))})\b")


def _pattern(name: str) -> re.Pattern[str]:
    """The name in any spelling, where it is a word and no part of an address or a placeholder."""
    parts = r"[ -]?".join(map(re.escape, PARTS.findall(name)))
    return re.compile(rf"(?<![\w./@{{])({parts})(?=s?(?![\w/@]|\.\w|://))", re.IGNORECASE)


def _is_spelled(found: str, name: str) -> bool:
    return found == name or (name[0].islower() and found == name[0].upper() + name[1:])
