"""Whether flows, responses and texts fit together: nothing is named that does not exist."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from firstline.domain.context import ITEMS
from firstline.locales import LANGUAGES, MAIN, Entry, compose, entries, read

from .phrases import intents
from .places import Problem, at, line_of, mapping, scalars, words

OPEN = ("{next}", "{back}")
"""In a key these stand for the item of context that is asked for."""

ASKED = frozenset(
    {*ITEMS, *OPEN, "incident", "duplicate", "split", "channel", "answered", "language", "cancel"}
)
"""What a question may be about."""

BUILT_IN = "action_"
"""What the names of Rasa's own actions begin with."""


def broken_flows(root: Path) -> Iterator[Problem]:
    """Texts without words, choices that look the same, actions and intents that nobody has."""
    yield from _wordless(root)
    yield from _strange_questions(root / "bot/responses.yml")
    yield from _same_choices(root)
    flows = sorted((root / "bot/flows").glob("*.yml"))
    yield from _unknown(root, flows)
    yield from _unused(root, flows)


def _wordless(root: Path) -> Iterator[Problem]:
    file = root / "bot/responses.yml"
    texts = {key for name in ("bot", "faq") for key in read(root / f"locales/{MAIN}/{name}.yml")}
    said = [(key, node) for node in scalars(compose(file), "say") for key in _keys(node.value)]
    said += [(f"choices.{node.value}", node) for node in scalars(compose(file), "choices")]
    for key, node in said:
        if key not in texts:
            what = f"expected a text for {key} in locales/{MAIN}/bot.yml"
            yield Problem(file, line_of(node), what)


def _strange_questions(file: Path) -> Iterator[Problem]:
    for node in scalars(compose(file), "asks"):
        if node.value not in ASKED:
            what = f"{node.value} is nothing to ask for, expected one of {', '.join(sorted(ASKED))}"
            yield Problem(file, line_of(node), what)


def _same_choices(root: Path) -> Iterator[Problem]:
    """Two buttons under one question that read the same: nobody could tell them apart."""
    lists = at(compose(root / "bot/responses.yml"), "choices")
    offered = {tuple(one.value for one in words(node)) for node in lists}
    for language in LANGUAGES:
        file = root / f"locales/{language}/bot.yml"
        found = entries(file) if file.exists() else []
        labels = {one.key.removeprefix("choices."): one for one in found}
        for choices in offered:
            yield from _alike(file, [labels[one] for one in choices if one in labels])


def _alike(file: Path, labels: list[Entry]) -> Iterator[Problem]:
    first: dict[str, Entry] = {}
    for label in sorted(labels, key=lambda one: one.first):
        other = first.setdefault(label.text.casefold().strip(), label)
        if other is not label:
            what = f"{label.key} reads as {other.key} does, expected different words"
            yield Problem(file, label.first, f"{what}: both are offered for one question")


def _keys(key: str) -> list[str]:
    """The keys that one `say` may lead to; `faq.*` is what faq.yml holds, whatever that is."""
    if "*" in key:
        return []
    filled = [key.replace(part, item) for part in OPEN for item in ITEMS if part in key]
    return filled or [key]


def _unknown(root: Path, flows: list[Path]) -> Iterator[Problem]:
    actions, meant = _responses(root), {*intents(root), *_named(root, "intents")}
    for file in flows:
        for node in scalars(compose(file), "action"):
            if node.value not in actions and not node.value.startswith(BUILT_IN):
                what = f"{node.value} is unknown, expected a response of bot/responses.yml"
                yield Problem(file, line_of(node), what)
        for node in scalars(compose(file), "intent"):
            if node.value not in meant:
                what = f"{node.value} is unknown, expected an intent of bot/domain.yml"
                yield Problem(file, line_of(node), what)


def _unused(root: Path, flows: list[Path]) -> Iterator[Problem]:
    used = {node.value for file in flows for node in scalars(compose(file), "action")}
    for name, node in _responses(root).items():
        if name not in used:
            what = f"{name} is in no flow, expected one that uses it"
            yield Problem(root / "bot/responses.yml", line_of(node) - 1, what)


def _responses(root: Path) -> dict[str, yaml.Node]:
    node = mapping(root / "bot/responses.yml").get("responses")
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {key.value: value for key, value in pairs}


def _named(root: Path, section: str) -> list[str]:
    node = mapping(root / "bot/domain.yml").get(section)
    return [one.value for one in node.value] if isinstance(node, yaml.SequenceNode) else []
