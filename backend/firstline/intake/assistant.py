"""Collects what editors write (bot/, locales/) into the files that Rasa trains on.

Two things are written once and multiplied here: phrases, one a line in `locales/*/nlu.yml`, and
every rule, intent and response whose name ends in `faq_*`, once for each question of
`locales/en/faq.yml`. So a new frequent question costs its phrases and its answer, and no flow.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from firstline.domain.errors import FirstlineError

STAR = "faq_*"
LANGUAGES = "languages"
"""The key of nlu.yml that holds how a language is called, instead of an intent's phrases."""


class BrokenBot(FirstlineError):
    """A file that the bot is made of cannot be read."""


def collect(root: Path) -> dict[str, dict[str, Any]]:
    """Rasa's files by name, made from the tree at `root`; raises BrokenBot with file and line."""
    names = list(read(root / "locales/en/faq.yml")["faq"])
    flows = [read(file) for file in sorted((root / "bot/flows").glob("*.yml"))]
    domain = read(root / "bot/domain.yml") | read(root / "bot/responses.yml")
    domain["intents"] = list(_multiplied(domain["intents"], names))
    domain["responses"] = dict(_responses(domain["responses"], names))
    rules = [rule for flow in flows for rule in _multiplied(flow["rules"], names)]
    contents = [read(file) for file in phrase_files(root)]
    return {
        "config.yml": read(root / "bot/config.yml"),
        "domain.yml": domain,
        "rules.yml": {"version": domain["version"], "rules": rules},
        "nlu.json": {"rasa_nlu_data": _understanding(contents)},
    }


def phrase_files(root: Path) -> list[Path]:
    """Where the phrases are, one file a language."""
    return sorted(root.glob("locales/*/nlu.yml"))


def phrases(file: Path) -> dict[str, list[str]]:
    """The phrases of one language, by intent."""
    return {name: _lines(text) for name, text in read(file).items() if name != LANGUAGES}


def read(file: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping; raises BrokenBot with file, line and what was expected."""
    try:
        found = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, OSError, UnicodeError) as problem:
        raise BrokenBot(f"{file}: {problem}") from problem
    if not isinstance(found, dict):
        raise BrokenBot(f"{file}:1: expected a mapping of names")
    return found


def _understanding(contents: list[dict[str, Any]]) -> dict[str, Any]:
    """Phrases and the names of languages in Rasa's JSON form.

    Rasa reads its YAML form a hundred times slower, and twice.
    """
    languages = [content[LANGUAGES] for content in contents]
    named = [
        (to, word) for names in languages for to, text in names.items() for word in _lines(text)
    ]
    phrases = [
        {"text": line, "intent": intent}
        for content in contents
        for intent, text in content.items()
        if intent != LANGUAGES
        for line in _lines(text)
    ]
    return {
        "common_examples": [*phrases, *(_naming(word) for _, word in named)],
        "lookup_tables": [{"name": "language", "elements": [word for _, word in named]}],
        "entity_synonyms": [{"value": to, "synonyms": [word]} for to, word in named],
    }


def _naming(word: str) -> dict[str, Any]:
    """The bare name of a language asks for it."""
    entity = {"start": 0, "end": len(word), "value": word, "entity": "language"}
    return {"text": word, "intent": "change_language", "entities": [entity]}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _multiplied(items: list[Any], names: list[str]) -> Iterator[Any]:
    for item in items:
        if STAR in repr(item):
            yield from (_named(item, name) for name in names)
        else:
            yield item


def _responses(responses: dict[str, Any], names: list[str]) -> Iterator[tuple[str, Any]]:
    for key, variations in responses.items():
        for name in names if STAR in key else [""]:
            yield key.replace("*", name), _named(variations, name)


def _named(item: Any, name: str) -> Any:
    """`item` with `name` in place of every star; nothing else changes."""
    match item:
        case str():
            return item.replace("*", name)
        case list():
            return [_named(one, name) for one in item]
        case dict():
            return {_named(key, name): _named(value, name) for key, value in item.items()}
        case _:
            return copy.copy(item)
