"""`make check`: what editors and operators may break, found before it is live."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import yaml

from .domain.policy import parse
from .locales import BUNDLES, LANGUAGES, MAIN, PLACEHOLDER, BrokenTexts, read

NEEDED = ("bot", "faq", "widget", "inbox", "mail", "errors", "canned")
"""Bundles that every language has; `demo` may be left out of a real installation."""


def problems(root: Path) -> list[str]:
    """Everything that is wrong with policy and texts, each with file, line and what was expected."""
    return [*_policy(root / "policy.yml"), *_texts(root / "locales")]


def _policy(file: Path) -> Iterator[str]:
    try:
        node = yaml.compose(file.read_text("utf-8"))
        parse(yaml.safe_load(file.read_text("utf-8")))
    except msgspec.ValidationError as error:
        yield f"{file}:{_line(node, str(error))}: {error}"
    except (OSError, yaml.YAMLError) as error:
        yield f"{file}: {error}"


def _line(node: yaml.Node | None, message: str) -> int:
    """The line of the place that a validation error names, such as `$.plans.basic`."""
    path = message.rsplit("`$", 1)[-1].rstrip("`").lstrip(".").split(".") if "`$" in message else []
    line = 1
    for name in path:
        if not isinstance(node, yaml.MappingNode):
            break
        found = [(key, value) for key, value in node.value if key.value == name.split("[")[0]]
        if not found:
            break
        key, node = found[0]
        line = key.start_mark.line + 1
    return line


def _texts(folder: Path) -> Iterator[str]:
    for name in BUNDLES:
        main = folder / MAIN / f"{name}.yml"
        if not main.exists():
            if name in NEEDED:
                yield f"{main}: expected this file"
            continue
        try:
            expected = read(main)
        except BrokenTexts as error:
            yield str(error)
            continue
        for language in LANGUAGES:
            yield from _compared(folder / language / f"{name}.yml", expected)


def _compared(file: Path, expected: dict[str, str]) -> Iterator[str]:
    """Every key in every language, with the same placeholders, and nothing that English lacks."""
    if not file.exists():
        yield f"{file}: expected this file"
        return
    try:
        texts = read(file)
    except BrokenTexts as error:
        yield str(error)
        return
    for key in expected.keys() - texts.keys():
        yield f"{file}: expected a text for {key}"
    for key in texts.keys() - expected.keys():
        yield f"{file}: {key} is unknown; English has no such key"
    for key in expected.keys() & texts.keys():
        wanted, given = (
            set(PLACEHOLDER.findall(expected[key])),
            set(PLACEHOLDER.findall(texts[key])),
        )
        if wanted != given:
            yield f"{file}: {key} has placeholders {sorted(given)}, expected {sorted(wanted)}"
