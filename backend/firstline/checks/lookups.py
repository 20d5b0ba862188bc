"""What issues are compared by: `locales/<language>/lookups.yml`."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from firstline.intake.lexicon import NO
from firstline.locales import LANGUAGES, MAIN

from .places import Problem, line_of, mapping

NAMED = ("symptoms", "topics")
"""The mappings whose names mean the same in all languages."""


def uneven_lookups(locales: Path) -> Iterator[Problem]:
    """A symptom or topic that another language does not have: by it nothing is in common."""
    english = _named(locales / MAIN / "lookups.yml")
    for language in LANGUAGES:
        file = locales / language / "lookups.yml"
        named = _named(file)
        for (kind, name), line in named.items():
            if (kind, name) not in english:
                yield Problem(file, line, f"unknown {kind} {name!r}: locales/{MAIN} has none")
        for kind, name in english.keys() - named.keys():
            yield Problem(file, 1, f"expected {kind} {name!r}, as in locales/{MAIN}")


def _named(file: Path) -> dict[tuple[str, str], int]:
    """Each symptom and topic of a file, and its line."""
    nodes = mapping(file)
    return {
        (kind, key.value): line_of(key)
        for kind in NAMED
        for key, _ in getattr(nodes.get(kind), "value", ())
        if isinstance(nodes[kind], yaml.MappingNode) and key.value != NO
    }
