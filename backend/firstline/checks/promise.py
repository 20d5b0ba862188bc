"""The promise, `policy.yml` (R73): it fits its schema, and its names have names for people."""

from collections.abc import Iterator
from pathlib import Path

from yaml import MappingNode, Node

from firstline.domain.context import ITEMS
from firstline.domain.policy import parse
from firstline.locales import MAIN, compose, read

from .places import Problem, line_of, mapping, scalars, words
from .schema import misfits


def broken_promise(root: Path) -> Iterator[Problem]:
    """The first thing that does not fit, or all names that do not exist."""
    file = root / "policy.yml"
    wrong = [*misfits(file, parse)]
    yield from wrong or _names(root, file)


def _names(root: Path, file: Path) -> Iterator[Problem]:
    asked = _pairs(_part(mapping(file)["intake"], "ask"))
    for node in (node for _, items in asked for node in words(items)):
        if node.value not in ITEMS:
            what = f"{node.value} is no item of context, expected one of {', '.join(ITEMS)}"
            yield Problem(file, line_of(node), what)
    texts = read(root / f"locales/{MAIN}/inbox.yml")
    teams = mapping(file)["teams"]
    named = [("team", key.value, key) for key, _ in _pairs(teams)]
    kinds = [*(key for key, _ in asked), *scalars(teams, "areas")]
    named += [("issue_kind", one.value, one) for one in kinds]
    named += [("role", one.value, one) for one in scalars(compose(file), "to")]
    for kind, name, place in named:
        if f"{kind}.{name}" not in texts:
            what = f"{name} has no name, expected {kind}.{name} in locales/{MAIN}/inbox.yml"
            yield Problem(file, line_of(place), what)


def _part(node: Node, name: str) -> Node:
    return next(value for key, value in _pairs(node) if key.value == name)


def _pairs(node: Node) -> list[tuple[Node, Node]]:
    return node.value if isinstance(node, MappingNode) else []
