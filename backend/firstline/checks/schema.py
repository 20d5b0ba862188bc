"""Files with a schema: the line at which a file does not fit it, and what was expected there."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from firstline.locales import compose

from .places import Problem, line_of

type Parse = Callable[[Any], object]
"""Raises msgspec.ValidationError where plain data does not fit."""

PLACE = re.compile(r"`(\$[^`]*)`$")
STEP = re.compile(r"\[(?:\.\.\.|[0-9]+)\]|[^.\[\]$]+")
ANY = "[...]"
"""How msgspec names an entry of a mapping: it does not say which. Of a list it gives the index."""

FIELD = re.compile(r"unknown field `([^`]+)`")


def misfits(file: Path, parse: Parse, loader: Any = yaml.CSafeLoader) -> Iterator[Problem]:
    """The first place where the file does not fit, if there is one. The file can be read."""
    data = _loaded(file.read_text("utf-8"), loader)
    if message := _complaint(parse, data):
        node = compose(file)
        line, found = _blamed(parse, data, node, message) if node else (1, None)
        yield Problem(file, line, _sentence(message, found))


@lru_cache(maxsize=64)
def _loaded(text: str, loader: Any) -> Any:
    """The data of a YAML text, to be read only; tests check many trees that differ in one file."""
    return yaml.load(text, loader)  # noqa: S506 - a safe or a simpler one


def _complaint(parse: Parse, data: Any) -> str:
    try:
        parse(data)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def _sentence(message: str, found: yaml.Node | None) -> str:
    """Durations are written as words, so 'expected an int' would mislead an editor."""
    if isinstance(found, yaml.ScalarNode) and message.startswith("Expected `int`, got `str`"):
        rest = message.partition(" - ")[2]
        return (
            f"expected a number or a duration such as 30m, 4h or 2d, not {found.value!r} - {rest}"
        )
    return message[0].lower() + message[1:]


def _blamed(parse: Parse, data: Any, node: yaml.Node, message: str) -> tuple[int, yaml.Node]:
    """The line that a complaint is about, and the node there."""
    place = PLACE.search(message)
    path: list[Any] = []
    line = line_of(node)
    for step in STEP.findall(place[1]) if place else []:
        key = _first(parse, data, path, message) if step == ANY else _key(step)
        if (found := _entry(node, key)) is None:
            return line, node
        line, node = found
        path.append(key)
    field = FIELD.search(message)
    found = _entry(node, field[1]) if field else None
    return found or (line, node)


def _entry(node: yaml.Node, key: Any) -> tuple[int, yaml.Node] | None:
    match node:
        case yaml.MappingNode():
            pairs = ((line_of(name), value) for name, value in node.value if name.value == str(key))
            return next(pairs, None)
        case yaml.SequenceNode() if isinstance(key, int) and key < len(node.value):
            return line_of(node.value[key]), node.value[key]
        case _:
            return None


def _key(step: str) -> str | int:
    return int(step[1:-1]) if step.startswith("[") else step


def _first(parse: Parse, data: Any, path: list[Any], message: str) -> Any:
    """The first entry of the mapping at `path` that brings the complaint about, found by trying."""
    here = data
    for key in path:
        here = here[key]
    tries = (_complaint(parse, _cut(data, path, count)) for count in range(1, len(here) + 1))
    return next((key for key, said in zip(here, tries, strict=True) if said == message), None)


def _cut(data: Any, path: list[Any], count: int) -> Any:
    """The data with no more than `count` entries in the mapping at `path`."""
    if not path:
        return dict(list(data.items())[:count])
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = _cut(data[path[0]], path[1:], count)
    return copy
