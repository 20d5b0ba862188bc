"""What the bot understands: `locales/<language>/nlu.yml`, phrases by intent, one a line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from firstline.intake.assistant import LANGUAGES as NAMES
from firstline.locales import LANGUAGES, MAIN

from .places import Problem, line_of, mapping

LEAST = 20
"""Phrases that an intent needs in each language."""

UNTRAINED = ("answer", "unclear")
"""The intents that no words have: what they are an answer to decides (bot/facts.py)."""


class Phrase(NamedTuple):
    """A line that a customer might type."""

    text: str
    line: int

    @property
    def heard(self) -> str:
        """Its words: between two intents capitals and punctuation make no difference."""
        return " ".join(re.findall(r"\w+", self.text.lower())) or self.text


def misunderstood(root: Path) -> Iterator[Problem]:
    """Intents without enough phrases, phrases of two intents, and names that nobody knows."""
    known = intents(root)
    for language in LANGUAGES:
        file = root / "locales" / language / "nlu.yml"
        found = mapping(file)
        phrases = {name: _phrases(node) for name, node in found.items() if name != NAMES}
        yield from _names(file, found.get(NAMES))
        yield from _unknown(file, found, known)
        yield from _few(file, found, phrases, known)
        yield from _twice(file, phrases)


def intents(root: Path) -> list[str]:
    """The intents that have phrases, each frequent question by its name."""
    node = mapping(root / "bot/domain.yml").get("intents")
    names = [one.value for one in node.value] if isinstance(node, yaml.SequenceNode) else []
    faq = mapping(root / f"locales/{MAIN}/faq.yml").get("faq")
    asked = [key.value for key, _ in faq.value] if isinstance(faq, yaml.MappingNode) else []
    multiplied = [
        name.replace("*", one) for name in names for one in (asked if "*" in name else [""])
    ]
    return [name for name in multiplied if name not in UNTRAINED]


def _phrases(node: yaml.Node) -> list[Phrase]:
    if not isinstance(node, yaml.ScalarNode):
        return []
    first = line_of(node) + (node.style == "|")
    lines = enumerate(node.value.splitlines(), first)
    return [Phrase(text.strip(), line) for line, text in lines if text.strip()]


def _names(file: Path, node: yaml.Node | None) -> Iterator[Problem]:
    """How people call each of the languages, so that one can be asked for."""
    given = {key.value: key for key, _ in node.value} if isinstance(node, yaml.MappingNode) else {}
    line = line_of(node) if node else 1
    for language in LANGUAGES:
        if language not in given:
            yield Problem(file, line, f"expected words for {language} under {NAMES}")
    for name, key in given.items():
        if name not in LANGUAGES:
            what = f"{name} is no language, expected one of {', '.join(LANGUAGES)}"
            yield Problem(file, line_of(key), what)


def _unknown(file: Path, found: dict[str, yaml.Node], known: list[str]) -> Iterator[Problem]:
    for name, node in found.items():
        if name not in {*known, NAMES}:
            what = (
                f"{name} is unknown, expected an intent of bot/domain.yml or an answer in faq.yml"
            )
            yield Problem(file, line_of(node), what)
        elif name != NAMES and not isinstance(node, yaml.ScalarNode):
            yield Problem(file, line_of(node), f"expected phrases for {name}, one a line after |")


def _few(
    file: Path, found: dict[str, yaml.Node], phrases: dict[str, list[Phrase]], known: list[str]
) -> Iterator[Problem]:
    for name in known:
        count = len({phrase.text.lower() for phrase in phrases.get(name, [])})
        if count < LEAST:
            line = line_of(found[name]) if name in found else 1
            what = f"{name} has {count} phrases, expected at least {LEAST} different ones"
            yield Problem(file, line, what)


def _twice(file: Path, phrases: dict[str, list[Phrase]]) -> Iterator[Problem]:
    """Under one intent 'hello?' beside 'hello' teaches something; under two it confuses."""
    heard: dict[str, tuple[str, int]] = {}
    typed: dict[str, int] = {}
    for name, lines in phrases.items():
        for phrase in lines:
            intent, line = heard.setdefault(phrase.heard, (name, phrase.line))
            first = typed.setdefault(phrase.text.lower(), phrase.line)
            if intent != name or first != phrase.line:
                other = line if intent != name else first
                what = (
                    f"'{phrase.text}' stands under {intent} in line {other} too, expected it once"
                )
                yield Problem(file, phrase.line, what)
