"""What was learned from the examples in `locales/`: it is there, and is of them."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from firstline.intake import examples, learned, subjects, troubles
from firstline.locales import LANGUAGES, MAIN

from .places import Problem, line_of, top

ANEW = "run `make learn`"
LEARNED = (
    (subjects.FILE, subjects.QUESTIONS, examples.SUBJECTS),
    (troubles.FILE, frozenset({troubles.QUESTION}), examples.TROUBLES),
)
"""What was learned, what it answers, and from which examples."""
TROUBLES = Path(examples.TROUBLES).name


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
    try:
        return _stamped(file.read_bytes(), questions)
    except OSError:
        return None


@lru_cache(maxsize=4)
def _stamped(content: bytes, questions: frozenset[str]) -> str | None:
    try:
        return learned.parse(content, questions).examples
    except msgspec.DecodeError:
        return None


def uneven_troubles(locales: Path) -> Iterator[Problem]:
    """A trouble that another language does not have, or that has no example."""
    english = _named(locales / MAIN / TROUBLES)
    for language in LANGUAGES:
        file = locales / language / TROUBLES
        named = _named(file)
        for name, (line, empty) in named.items():
            if name not in english:
                yield Problem(file, line, f"unknown trouble {name!r}: locales/{MAIN} has none")
            elif empty:
                yield Problem(file, line, f"expected examples of {name!r}")
        for name in english.keys() - named.keys():
            yield Problem(file, 1, f"expected examples of {name!r}, as in locales/{MAIN}")


def _named(file: Path) -> dict[str, tuple[int, bool]]:
    """Each trouble of a file: its line, and whether it has no example."""
    return {key.value: (line_of(key), not value.value) for key, value in top(file).value}
