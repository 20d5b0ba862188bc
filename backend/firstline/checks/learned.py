"""What was learned from the examples in `locales/`: it is there, and is of them."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from firstline.intake import examples, learned, subjects, troubles

from .places import Problem

ANEW = "run `make learn`"
LEARNED = (
    (subjects.FILE, subjects.QUESTIONS, examples.SUBJECTS),
    (troubles.FILE, frozenset({troubles.QUESTION}), examples.TROUBLES),
)
"""What was learned, what it answers, and from which examples."""


def broken_learning(locales: Path) -> Iterator[Problem]:
    """What was learned is missing or cannot be read."""
    for name, questions, _ in LEARNED:
        if _stamp(locales / name, questions) is None:
            what = f"expected what was learned from the examples: {ANEW}"
            yield Problem(locales / name, 1, what)


def stale_learning(locales: Path) -> Iterator[Problem]:
    """It was learned from other examples than those that stand there now."""
    for name, questions, files in LEARNED:
        stamp = _stamp(locales / name, questions)
        if stamp is not None and stamp != examples.fingerprint(locales, files):
            what = f"learned from other examples than {files} has now: {ANEW}"
            yield Problem(locales / name, 1, what)


def _stamp(file: Path, questions: frozenset[str]) -> str | None:
    """The fingerprint of the examples behind a file; None of one that is no such file."""
    return _stamped(file.read_bytes(), questions) if file.is_file() else None


@lru_cache
def _stamped(content: bytes, questions: frozenset[str]) -> str | None:
    try:
        return learned.parse(content, questions).examples
    except msgspec.DecodeError:
        return None
