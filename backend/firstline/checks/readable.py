"""Whether the files can be read at all: they are there, they are YAML, no key stands twice."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from firstline.locales import BUNDLES, LANGUAGES, MAIN, BrokenTexts, entries

from .places import Problem, line_of, top

OPTIONAL = ("demo",)
"""Texts that a real installation may leave out."""

EDITED = (
    "locales/*.yml",
    "locales/*/*.yml",
    "locales/subjects.json",
    "locales/troubles.json",
    "bot/*.yml",
    "bot/flows/*.yml",
    "policy.yml",
    "components.yml",
)
"""What editors and operators write, and what is learned from it."""

WORDS = ("nlu", "facts", "lookups", "subjects", "troubles")
"""Files of a language that hold what customers say, not what they read."""


def unreadable(root: Path) -> Iterator[Problem]:
    """Files that are missing, and places where a file does not read as what it should be."""
    yield from _missing(root)
    for pattern in (
        "locales/*/*.yml",
        "bot/*.yml",
        "bot/flows/*.yml",
        "policy.yml",
        "components.yml",
        "locales/*.yml",
    ):
        for file in root.glob(pattern):
            yield from _file(file)


def _missing(root: Path) -> Iterator[Problem]:
    """English is the fallback of everything, and a model needs phrases in each language."""
    needed = [name for name in BUNDLES if name not in OPTIONAL]
    wanted = [f"locales/{MAIN}/{name}.yml" for name in needed]
    wanted += [f"locales/{language}/{name}.yml" for language in LANGUAGES for name in WORDS]
    wanted += ["bot/domain.yml", "bot/responses.yml", "bot/config.yml", "policy.yml"]
    wanted += ["locales/style.yml"]
    for path in wanted:
        if not (root / path).is_file():
            yield Problem(root / path, 1, "expected this file")


def _file(file: Path) -> Iterator[Problem]:
    try:
        if file.parent.parent.name == "locales" and file.stem in BUNDLES:
            entries(file)
        yield from repeated(file, top(file))
    except BrokenTexts as broken:
        yield Problem(broken.file, broken.line, broken.what)


def repeated(file: Path, node: yaml.Node) -> Iterator[Problem]:
    """Keys that stand twice: YAML itself takes the last of two equal keys in silence."""
    match node:
        case yaml.MappingNode():
            seen: dict[str, int] = {}
            for key, value in node.value:
                name, line = str(key.value), line_of(key)
                if name in seen:
                    what = f"{name} stands here again, expected it once; first in line {seen[name]}"
                    yield Problem(file, line, what)
                seen.setdefault(name, line)
                yield from repeated(file, value)
        case yaml.SequenceNode():
            for value in node.value:
                yield from repeated(file, value)
        case _:
            return
