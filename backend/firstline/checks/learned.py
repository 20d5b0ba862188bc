"""What was learned from the examples in `locales/`: it is there, and is of them."""

from collections.abc import Iterator
from pathlib import Path

from firstline.intake import examples, learned, subjects, troubles
from firstline.intake.learned import Learned, LearnedIsBroken

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
        if _read(locales / name, questions) is None:
            what = f"expected what was learned from the examples: {ANEW}"
            yield Problem(locales / name, 1, what)


def stale_learning(locales: Path) -> Iterator[Problem]:
    """It was learned from other examples than those that stand there now."""
    for name, questions, files in LEARNED:
        known = _read(locales / name, questions)
        if known and known.examples != examples.fingerprint(locales, files):
            what = f"learned from other examples than {files} has now: {ANEW}"
            yield Problem(locales / name, 1, what)


def _read(file: Path, questions: frozenset[str]) -> Learned | None:
    try:
        return learned.read(file, questions)
    except LearnedIsBroken:
        return None
