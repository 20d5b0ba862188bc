"""What the documentation names exists: files, links, excerpts, commands."""

import argparse
import re
from pathlib import Path

import pytest

from firstline.cli import _parser

from .reading import CHANGELOG, DOCS, LINK, ROOT, anchors, code, excerpts, prose, text

NAMES = {file.relative_to(ROOT).as_posix(): file for file in [*DOCS, CHANGELOG]}
MADE = ("build/", "data/", ".venv", "bot/.venv", "node_modules", ".tools")
"""What is there only after something was run."""
BASES = (ROOT, ROOT / "backend" / "firstline", ROOT / "locales" / "en")
PLACES = {entry.name for base in BASES for entry in base.iterdir()}
PATH = re.compile(r"[\w.*<>@-]+(/[\w.*<>@-]+)*/?")
ENDINGS = (".py", ".md", ".yml", ".ts", ".tsx", ".toml", ".json", ".sh", ".txt", ".css")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


def is_path(written: str) -> bool:
    if not PATH.fullmatch(written) or written.startswith(MADE):
        return False
    inside = "/" in written and written.split("/", maxsplit=1)[0] in PLACES
    return inside or ("/" not in written and written.endswith(ENDINGS))


def exists(written: str, near: Path) -> bool:
    pattern = re.sub(r"<\w+>", "*", written.rstrip("/"))
    return any(next(base.glob(pattern), None) for base in (*BASES, near.parent))


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_is_named_exists(name):
    named = [one for one in code(prose(NAMES[name])) if is_path(one)]
    assert [one for one in named if not exists(one, NAMES[name])] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name):
    file = NAMES[name]
    broken = []
    for link in LINK.findall(prose(file)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("name", [name for name in NAMES if excerpts(NAMES[name])])
def test_every_excerpt_stands_in_its_file(name):
    for shown in excerpts(NAMES[name]):
        source = text(ROOT / shown.path)
        missing = [piece for piece in shown.pieces if f"{piece}\n" not in f"{source}\n"]
        assert missing == [], shown.path


def test_the_tutorial_shows_every_layer():
    shown = {one.path for one in excerpts(ROOT / "docs" / "adding-a-feature.md")}
    layers = ("backend/firstline/domain/", "backend/firstline/wire", "backend/firstline/view")
    layers += ("client/", "widget/", "inbox/", "locales/", "tests/")
    assert [layer for layer in layers if not any(path.startswith(layer) for path in shown)] == []


def targets() -> set[str]:
    return set(TARGET.findall(text(ROOT / "Makefile")))


def cli_commands() -> set[str]:
    actions = _parser()._actions
    group = next(one for one in actions if isinstance(one, argparse._SubParsersAction))
    return set(group.choices)


@pytest.mark.parametrize("name", NAMES)
def test_every_make_target_that_is_named_exists(name):
    named = {one.split()[1] for one in code(prose(NAMES[name])) if one.startswith("make ")}
    assert named - targets() == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_command_that_is_named_exists(name):
    starts = "python -m firstline "
    named = {one.split(starts)[1].split()[0] for one in code(prose(NAMES[name])) if starts in one}
    assert named - cli_commands() == set()


def test_the_readme_lists_every_make_target_and_every_command():
    named = code(prose(ROOT / "README.md"))
    assert {f"make {target}" for target in targets()} - set(named) == set()
    told = {one.split()[3] for one in named if one.startswith("python -m firstline ")}
    assert told == cli_commands()
