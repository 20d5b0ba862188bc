"""What was learned from the examples of `locales/*/subjects.yml`: it is there, and is of them."""

from collections.abc import Iterator
from pathlib import Path

from firstline.intake import examples, subjects

from .places import Problem

ANEW = "run `make learn`"


def broken_learning(locales: Path) -> Iterator[Problem]:
    """A `subjects.json` that is missing or cannot be read."""
    if _learned(locales) is None:
        what = f"expected what was learned from the examples: {ANEW}"
        yield Problem(locales / subjects.FILE, 1, what)


def stale_learning(locales: Path) -> Iterator[Problem]:
    """A `subjects.json` of other examples than those that stand there now."""
    learned = _learned(locales)
    if learned and learned.examples != examples.fingerprint(locales):
        what = f"learned from other examples than subjects.yml has now: {ANEW}"
        yield Problem(locales / subjects.FILE, 1, what)


def _learned(locales: Path) -> subjects.Learned | None:
    try:
        return subjects.read(locales / subjects.FILE)
    except subjects.SubjectsAreBroken:
        return None
