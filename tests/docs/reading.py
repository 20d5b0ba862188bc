"""Markdown as the tests of the documentation read it: sections, tables, code, links."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = sorted(
    [*(ROOT / "docs").rglob("*.md"), *(ROOT / f"{n}.md" for n in ("README", "CONTRIBUTING"))]
)
CHANGELOG = ROOT / "CHANGELOG.md"

FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
EXCERPT = re.compile(r"^`([^`\n]+)`:\n\n```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"
"""A line of an excerpt that stands for lines of the file."""


class Excerpt(NamedTuple):
    """A piece of a file as a document shows it."""

    path: str
    pieces: tuple[str, ...]


@cache
def text(file: Path) -> str:
    return file.read_text("utf-8")


def prose(file: Path) -> str:
    """A document without its blocks of code."""
    return FENCE.sub("", text(file))


def code(written: str) -> list[str]:
    """What stands between backticks, in order."""
    return CODE.findall(written)


def section(file: Path, title: str) -> str:
    """What stands below a heading, up to the next one of its level or a higher one."""
    written = text(file)
    headings = list(HEADING.finditer(written))
    for index, heading in enumerate(headings):
        if heading[2] == title:
            later = (h for h in headings[index + 1 :] if len(h[1]) <= len(heading[1]))
            end = next((h.start() for h in later), len(written))
            return written[heading.end() : end]
    raise AssertionError(f"{file.name} has no section {title!r}")


def rows(written: str) -> Iterator[list[str]]:
    """The rows of all tables, without their heads; cells are stripped."""
    for line in written.splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def table(written: str) -> dict[str, list[str]]:
    """Rows by what stands between backticks in their first cell."""
    return {code(row[0])[0]: row[1:] for row in rows(written) if code(row[0])}


def excerpts(file: Path) -> list[Excerpt]:
    """Blocks of code that stand behind a line with nothing but a path and a colon."""
    found = EXCERPT.findall(text(file))
    return [Excerpt(path, tuple(_pieces(shown))) for path, shown in found]


def _pieces(shown: str) -> Iterator[str]:
    piece: list[str] = []
    for line in [*shown.splitlines(), LEFT_OUT]:
        if line.strip() != LEFT_OUT:
            piece.append(line)
        elif piece:
            yield "\n".join(piece)
            piece = []


def anchors(file: Path) -> set[str]:
    """The anchors that headings make: lower case, signs left out, blanks as dashes."""
    titles = (heading[2].lower() for heading in HEADING.finditer(prose(file)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}
