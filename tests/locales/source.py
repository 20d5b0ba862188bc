"""What the source says about texts: which errors there are, and which values go with a text."""

import ast
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import firstline
from firstline.domain.errors import FirstlineError

PACKAGE = Path(firstline.__file__).parent


def errors() -> list[type[FirstlineError]]:
    """Every class of error of the desk, from all of its modules."""
    for module in pkgutil.walk_packages(firstline.__path__, "firstline."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return sorted(_below(FirstlineError), key=lambda error: (error.code, error.__module__))


def _below(kind: type[FirstlineError]) -> Iterator[type[FirstlineError]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("firstline."):
            yield child
        yield from _below(child)


def nodes() -> Iterator[ast.AST]:
    """Every node of the package's syntax trees."""
    for file in sorted(PACKAGE.rglob("*.py")):
        yield from ast.walk(ast.parse(file.read_text("utf-8")))


def details(names: set[str]) -> dict[str, set[str]]:
    """By the name of an error's class: what it carries wherever it is made."""
    found: dict[str, set[str]] = {}
    for node in nodes():
        match node:
            case ast.Call(func=ast.Name(id=name), keywords=keywords) if name in names:
                given = {keyword.arg for keyword in keywords if keyword.arg}
            case ast.Raise(exc=ast.Name(id=name)) if name in names:
                given = set()
            case _:
                continue
        found[name] = found[name] & given if name in found else given
    return found


def lines_of_the_desk() -> Iterator[tuple[str, set[str]]]:
    """Each `DeskSaid("key", {...})` with the names of its values, where both stand there."""
    for node in nodes():
        match node:
            case ast.Call(
                func=ast.Name(id="DeskSaid"),
                args=[ast.Constant(value=str(key)), ast.Dict(keys=keys)],
            ):
                yield key, {str(name.value) for name in keys if isinstance(name, ast.Constant)}


def literals(prefix: str) -> set[str]:
    """Every word in the source that reads as a key and begins with the prefix, such as 'desk.'."""
    words = (node.value for node in nodes() if isinstance(node, ast.Constant))
    keys = (word for word in words if isinstance(word, str) and word.startswith(prefix))
    return {key for key in keys if re.fullmatch(r"[a-z_.]+[a-z]", key)}
