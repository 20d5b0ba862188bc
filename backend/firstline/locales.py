"""Every text that a person sees, from `locales/<language>/*.yml`, by dotted key.

English is the fallback of everything (R06). Placeholders are `{name}`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

LANGUAGES = ("en", "pt_BR", "de", "es", "ru")
MAIN = "en"
BUNDLES = ("bot", "faq", "widget", "inbox", "mail", "errors", "canned", "demo")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class BrokenTexts(Exception):
    """A file of texts cannot be used; the message says file, line and what was expected."""


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
        return cls(
            {
                language: {
                    name: read(folder / language / f"{name}.yml")
                    for name in BUNDLES
                    if (folder / language / f"{name}.yml").exists()
                }
                for language in LANGUAGES
            }
        )

    def bundle(self, language: str, name: str) -> Mapping[str, str]:
        """One file's texts by dotted key, with English where a key is missing."""
        main = self.bundles[MAIN].get(name, {})
        return {**main, **self.bundles.get(language, {}).get(name, {})}

    def say(self, language: str, key: str, **values: object) -> str:
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


def clock_time(moment: int, zone: str, now: int) -> str:
    """A moment (milliseconds UTC) for a customer: '14:30 (São Paulo)', dated if not today."""
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        place, zone = ZoneInfo("UTC"), "UTC"
    there = datetime.fromtimestamp(moment / 1000, place)
    today = datetime.fromtimestamp(now / 1000, place).date()
    day = "" if there.date() == today else f"{there:%Y-%m-%d} "
    return f"{day}{there:%H:%M} ({zone_name(zone)})"


def zone_name(zone: str) -> str:
    """How people call a zone: its city."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def read(file: Path) -> dict[str, str]:
    """A file's texts by dotted key; raises BrokenTexts with file and line."""
    try:
        node = yaml.compose(file.read_text("utf-8"))
    except (yaml.YAMLError, OSError, UnicodeError) as problem:
        raise BrokenTexts(f"{file}: {problem}") from problem
    return dict(_flat(file, node, ""))


def _flat(file: Path, node: Any, prefix: str) -> Iterator[tuple[str, str]]:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise BrokenTexts(f"{file}:{line}: expected a mapping of keys to texts")
    for key, value in node.value:
        name = f"{prefix}{key.value}"
        match value:
            case yaml.ScalarNode():
                yield name, value.value
            case yaml.MappingNode():
                yield from _flat(file, value, f"{name}.")
            case _:
                line = value.start_mark.line + 1
                raise BrokenTexts(f"{file}:{line}: expected a text at {name}")
