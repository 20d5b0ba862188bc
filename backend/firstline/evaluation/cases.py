"""Reads files of cases strictly: what does not have the form is refused with file and line."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from firstline.checks.places import Problem
from firstline.checks.readable import repeated
from firstline.checks.schema import misfits
from firstline.locales import LANGUAGES, BrokenTexts, compose

from .sheet import CaseFile, ids

SETS = ("tuning", "aside")
"""Cases that may be looked at while the intake is improved, and cases that may not."""


class BrokenCases(ValueError):
    """Files of cases do not have the form; each line of the text says where and why."""


class Cases(msgspec.Struct, frozen=True):
    """The cases of one file, with the set and the language that its folders name."""

    set: str
    language: str
    file: CaseFile


def files_in(folder: Path) -> list[Path]:
    """All files of cases below a folder such as tests/eval."""
    return sorted(folder.glob("**/*.yml"))


def read(files: Iterable[Path]) -> list[Cases]:
    """The cases of some files; raises BrokenCases with everything that is wrong with them."""
    files = list(files)
    if wrong := [f"{file}:{line}: {what}" for file, line, what in problems(files)]:
        raise BrokenCases("\n".join(wrong))
    return [_placed(file, _parse(_load(file))) for file in files]


def problems(files: Iterable[Path]) -> Iterator[Problem]:
    """What is wrong with some files of cases."""
    seen: dict[tuple[str, str], Path] = {}
    for file in files:
        wrong = list(_wrong(file))
        yield from wrong
        if not wrong:
            yield from _twice(file, seen)


def _wrong(file: Path) -> Iterator[Problem]:
    try:
        node = compose(file)
    except BrokenTexts as broken:
        yield Problem(file, broken.line, broken.what)
        return
    if not isinstance(node, yaml.MappingNode):
        yield Problem(file, 1, "expected conversations, pairs or secrets")
        return
    yield from repeated(file, node)
    yield from misfits(file, _parse, yaml.CBaseLoader)
    if not _language(file) and not any(key.value == "language" for key, _ in node.value):
        yield Problem(file, 1, f"expected language: one of {', '.join(LANGUAGES)}")


def _twice(file: Path, seen: dict[tuple[str, str], Path]) -> Iterator[Problem]:
    """Ids name one case in a set, so that a report can name it."""
    found = _placed(file, _parse(_load(file)))
    for name in ids(found.file):
        if (found.set, name) in seen:
            first = seen[found.set, name]
            yield Problem(file, _line(file, name), f"the id {name} is taken in {first}")
        seen[found.set, name] = file


def _line(file: Path, id: str) -> int:
    """The last line that names an id: the one that repeats it."""
    lines = enumerate(file.read_text("utf-8").splitlines(), 1)
    return max((number for number, line in lines if id in line), default=1)


def _placed(file: Path, content: CaseFile) -> Cases:
    named = file.parent.parent.name
    language = content.language or _language(file)
    return Cases(named if named in SETS else "tuning", language, content)


def _language(file: Path) -> str:
    return file.parent.name if file.parent.name in LANGUAGES else ""


def _load(file: Path) -> Any:
    """Every value as it is written: YAML would make a number of 15:40 and a no of `no`."""
    return yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - makes only strings


def _parse(data: Any) -> CaseFile:
    return msgspec.convert(data, CaseFile, strict=False)
