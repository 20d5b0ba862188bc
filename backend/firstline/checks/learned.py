"""What was learned from the examples of `locales/*/subjects.yml`: it is there, and is of them."""

from collections.abc import Iterator
from pathlib import Path

from firstline.intake import examples, subjects

from .places import Problem

ANEW = "run `make learn`"


def broken_learning(locales: Path) -> Iterator[Problem]:
    """A `subjects.json` that is missing or cannot be read."""
    file = locales / subjects.FILE
    try:
        subjects.read(file)
    except subjects.SubjectsAreBroken:
        yield Problem(file, 1, f"expected what was learned from the examples: {ANEW}")


def stale_learning(locales: Path) -> Iterator[Problem]:
    """A `subjects.json` of other examples than those that stand there now."""
    file = locales / subjects.FILE
    if [*broken_learning(locales)]:
        return
    if subjects.read(file).examples != examples.fingerprint(locales):
        yield Problem(file, 1, f"learned from other examples than subjects.yml has now: {ANEW}")
