"""What a message is about, by examples (R23): its kind of issue and its area.

`locales/<language>/subjects.yml` holds the examples, `firstline learn` weighs the pieces of their
words against each other, and `locales/subjects.json` is what came of it: a linear classifier over
pieces of four letters, in all languages at once, since people mix them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from math import exp, log, sqrt, sumprod
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from firstline.domain.errors import OperatorError

from . import fact_words, lexicon, prose
from .fact_words import Source

FILE = "subjects.json"
READ = 1_200
"""Characters of a message that are read."""
LETTERS = 4
"""Of a piece; a shorter word is one piece."""
_KEPT_WORDS = 8_192
"""Words of which is remembered which pieces they hold."""
FEWEST = 3
"""Known pieces by which something is said of a text."""
NOTHING = "none"
"""The subject of what tells of none, such as a greeting."""
QUESTIONS = {"issue_kind", "area"}
STEP = 100
"""Weights are kept in hundredths."""


class SubjectsAreBroken(OperatorError):
    """`subjects.json` cannot be read; `firstline learn` makes it anew."""


class Question(Struct, frozen=True):
    """What is asked of a message: one of `answers`, each with a bias.

    How sure the best answer is follows from how far it is ahead of the next: `slope` and `offset`
    of a logistic curve.
    """

    answers: tuple[str, ...]
    biases: tuple[int, ...]
    slope: float
    offset: float


class Learned(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: for each piece how rare it is, then a weight for each answer of each question."""

    examples: str
    """Fingerprint of what it was learned from."""
    questions: Mapping[str, Question]
    pieces: Mapping[str, tuple[int, ...]]


class Guess(NamedTuple):
    """An answer, and how sure it is, from 0 to 1."""

    value: str
    sure: float


class Subjects:
    """Says what messages are about."""

    def __init__(self, learned: Learned) -> None:
        self._questions = learned.questions
        self._places = {piece: place for place, piece in enumerate(learned.pieces)}
        columns = zip(*learned.pieces.values(), strict=True)
        self._rarity, *self._weights = (tuple(map(float, column)) for column in columns)
        self._known = lru_cache(_KEPT_WORDS)(self._places_of)

    def of(self, text: str) -> Mapping[str, Guess]:
        """The answer to each question, none where few pieces are known; takes half a ms."""
        counted = Counter(chain.from_iterable(map(self._known, words(text))))
        if len(counted) < FEWEST:
            return {}
        at = itemgetter(*counted)
        much = (1 + log(times) for times in counted.values())
        values = [one * rare for one, rare in zip(much, at(self._rarity), strict=True)]
        length = sqrt(sumprod(values, values))
        scores = iter([sumprod(values, at(column)) / length for column in self._weights])
        return {
            name: _best(question, [next(scores) for _ in question.answers])
            for name, question in self._questions.items()
        }

    def _places_of(self, word: str) -> tuple[int, ...]:
        return tuple(self._places[piece] for piece in pieces(word) if piece in self._places)


def words(text: str) -> list[str]:
    """What stands between blanks at the beginning of a text; figures look all the same."""
    return lexicon.fold(text[:READ]).translate(_FIGURES).split()


def pieces(word: str) -> Iterator[str]:
    """The pieces of a word with a blank on either side."""
    padded = f" {word} "
    for start in range(max(1, len(padded) - LETTERS + 1)):
        yield padded[start : start + LETTERS]


def of(text: str) -> Mapping[str, Guess]:
    """What a text is about by what is learned now."""
    return _of(fact_words.source(), text)


def load(source: Source | None = None) -> Subjects:
    """What was learned, in a folder of languages. Raises SubjectsAreBroken."""
    return _load(source or fact_words.source())


@lru_cache(prose.KEPT_TEXTS)
def _of(source: Source, text: str) -> Mapping[str, Guess]:
    return load(source).of(text)


@lru_cache(maxsize=2)
def _load(source: Source) -> Subjects:
    return Subjects(read(source.folder / FILE))


def read(file: Path) -> Learned:
    """The file as it is. Raises SubjectsAreBroken."""
    try:
        learned = msgspec.json.decode(file.read_bytes(), type=Learned)
    except (OSError, msgspec.DecodeError) as error:
        raise SubjectsAreBroken(f"{file}: {error}") from error
    if not _fits(learned):
        raise SubjectsAreBroken(f"{file}: its pieces do not fit its questions")
    return learned


def _fits(learned: Learned) -> bool:
    """Whether there are two answers to each question, and a weight for each in every row."""
    told = learned.questions.values()
    wide = 1 + sum(len(question.answers) for question in told)
    return (
        learned.questions.keys() == QUESTIONS
        and all(len(one.answers) == len(one.biases) > 1 for one in told)
        and len(learned.pieces) >= FEWEST
        and all(len(row) == wide for row in learned.pieces.values())
    )


def _best(question: Question, scores: Sequence[float]) -> Guess:
    told = sorted(
        ((score + bias) / STEP, answer)
        for score, bias, answer in zip(scores, question.biases, question.answers, strict=True)
    )
    ahead = told[-1][0] - told[-2][0]
    return Guess(told[-1][1], 1 / (1 + exp(-(question.slope * ahead + question.offset))))


_FIGURES = dict.fromkeys(range(ord("1"), ord("9") + 1), "0")
