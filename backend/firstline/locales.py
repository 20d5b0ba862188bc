"""Every text that a person sees, from `locales/<language>/*.yml`, by dotted key.

English is the fallback of everything (R06). Placeholders are `{name}`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import yaml

LANGUAGES = ("en", "pt_BR", "de", "es", "ru")
MAIN = "en"
SPOKEN = ("bot", "faq", "mail", "page", "errors", "canned")
"""What `say` is asked for: no key stands in two of them."""

BUNDLES = (*SPOKEN, "widget", "inbox", "demo")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class BrokenTexts(Exception):
    """A file of texts cannot be used; the message says file, line and what was expected."""

    def __init__(self, file: Path, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")
        self.file, self.line, self.what = file, line, what


class Entry(NamedTuple):
    """A text by its dotted key, and the lines of the file that it takes, counted from 1."""

    key: str
    text: str
    first: int
    last: int


def nearest(tags: Iterable[str]) -> str:
    """The offered language that a browser asks for first: `pt-PT` finds pt_BR; else English."""
    offered = {language.split("_")[0]: language for language in LANGUAGES}
    for tag in tags:
        found = offered.get(tag.replace("_", "-").split("-")[0].lower())
        if found:
            return found
    return MAIN


@dataclass(frozen=True)
class Texts:
    """All texts: language -> bundle -> key -> text."""

    bundles: Mapping[str, Mapping[str, Mapping[str, str]]]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read all languages; raises BrokenTexts."""
        bundles = {
            language: {
                name: read(folder / language / f"{name}.yml")
                for name in BUNDLES
                if (folder / language / f"{name}.yml").exists()
            }
            for language in LANGUAGES
        }
        composed.cache_clear()  # a desk needs the nodes no more
        return cls(bundles)

    def bundle(self, language: str, name: str) -> Mapping[str, str]:
        """One file's texts by dotted key, with English where a key is missing."""
        main = self.bundles[MAIN].get(name, {})
        return {**main, **self.bundles.get(language, {}).get(name, {})}

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The text of a key, filled in. An unknown key gives the key, which a test would see."""
        return fill(self._find(language, key), values)

    def has(self, key: str) -> bool:
        """Whether English knows the key."""
        return any(key in texts for texts in self.bundles[MAIN].values())

    def _find(self, language: str, key: str) -> str:
        for tongue in (language, MAIN):
            for texts in self.bundles.get(tongue, {}).values():
                if key in texts:
                    return texts[key]
        return key


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with its placeholders replaced; one without a value stays as it is."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)


def read(file: Path) -> dict[str, str]:
    """A file's texts by dotted key; raises BrokenTexts."""
    return {entry.key: entry.text for entry in entries(file)}


def read_text(file: Path, text: str) -> dict[str, str]:
    """The texts of a file that is not saved yet; raises BrokenTexts."""
    return {entry.key: entry.text for entry in _flat(file, _composed(file, text), "")}


def entries(file: Path) -> list[Entry]:
    """A file's texts in their order, with their places; raises BrokenTexts."""
    return list(_flat(file, compose(file), ""))


def compose(file: Path) -> yaml.Node | None:
    """What a YAML file holds, with its places; None if it is empty. Raises BrokenTexts."""
    try:
        return _composed(file, file.read_text("utf-8"))
    except (OSError, UnicodeError) as problem:
        raise BrokenTexts(file, 1, f"expected YAML in UTF-8, but {problem}") from problem


def _composed(file: Path, text: str) -> yaml.Node | None:
    try:
        return composed(text)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else 1
        raise BrokenTexts(file, line, f"expected YAML, but {problem.problem}") from problem
    except yaml.YAMLError as problem:
        raise BrokenTexts(file, 1, f"expected YAML in UTF-8, but {problem}") from problem


@lru_cache(maxsize=128)
def composed(text: str) -> yaml.Node | None:
    """The nodes of a YAML text; a check reads the same files again and again."""
    return yaml.compose(text, yaml.CSafeLoader)


def _flat(file: Path, node: yaml.Node | None, prefix: str) -> Iterator[Entry]:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise BrokenTexts(file, line, "expected a mapping of keys to texts")
    for key, value in node.value:
        name = f"{prefix}{key.value}"
        match value:
            case yaml.ScalarNode():
                yield Entry(name, value.value, key.start_mark.line + 1, value.end_mark.line + 1)
            case yaml.MappingNode():
                yield from _flat(file, value, f"{name}.")
            case _:
                line = value.start_mark.line + 1
                raise BrokenTexts(file, line, f"expected a text at {name}")
