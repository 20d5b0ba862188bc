"""Problems and the places in YAML files where they stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from firstline.locales import BrokenTexts, compose


class Problem(NamedTuple):
    """What is wrong, and where. `line` counts from 1."""

    file: Path
    line: int
    what: str


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, counted from 1."""
    return int(node.start_mark.line) + 1


def mapping(file: Path) -> dict[str, yaml.Node]:
    """The values of the file's mapping by key; raises BrokenTexts."""
    return {key.value: value for key, value in top(file).value}


def top(file: Path) -> yaml.MappingNode:
    """The file's mapping; raises BrokenTexts."""
    node = compose(file)
    if not isinstance(node, yaml.MappingNode):
        line = line_of(node) if node else 1
        raise BrokenTexts(file, line, "expected a mapping of names")
    return node


def scalars(node: yaml.Node | None, name: str) -> Iterator[yaml.ScalarNode]:
    """The words that stand at a key of this name, however deep, in one value or in a list."""
    for value in at(node, name):
        yield from words(value)


def at(node: yaml.Node | None, name: str) -> Iterator[yaml.Node]:
    """What stands at a key of this name, however deep."""
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                if key.value == name:
                    yield value
                yield from at(value, name)
        case yaml.SequenceNode():
            for value in node.value:
                yield from at(value, name)
        case _:
            return


def words(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The words of a node: itself, or those of its list."""
    match node:
        case yaml.ScalarNode():
            yield node
        case yaml.SequenceNode():
            yield from (value for value in node.value if isinstance(value, yaml.ScalarNode))
        case _:
            return
