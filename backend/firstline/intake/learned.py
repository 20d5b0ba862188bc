"""What was learned from examples, and what it says of a text (R23, R25).

`firstline learn` weighs the pieces of examples against each other and writes what came of it into a
file: a linear classifier over pieces of four letters, in all languages at once, since people mix
them.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from math import exp
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firstline.domain.errors import OperatorError

from . import lexicon, prose

READ = 1_200
"""Characters of a message that are read."""
LETTERS = 4
"""Of a piece; a shorter word is one piece."""
FEWEST = 3
"""Known pieces by which something is said of a text."""
STEP = 100
"""Weights are kept in hundredths."""
_KEPT_WORDS = 8_192
"""Words of which is remembered which pieces they hold."""

type Scores = NDArray[np.float32]
"""One for each answer of a question; the highest is the likeliest."""


class LearnedIsBroken(OperatorError):
    """What was learned cannot be read or does not fit; `firstline learn` makes it anew."""


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
    pieces: Mapping[str, array[int]]
    """Two bytes a number: as objects of Python's they would take twenty times as much."""


class Guess(NamedTuple):
    """An answer, and how sure it is, from 0 to 1."""

    value: str
    sure: float


class Classifier:
    """Answers questions about messages."""

    def __init__(self, learned: Learned) -> None:
        self._questions = learned.questions
        self._places = {piece: place for place, piece in enumerate(learned.pieces)}
        table = np.array(list(learned.pieces.values()), np.float32) / np.float32(STEP)
        self._rarity, self._weights = table[:, 0], np.ascontiguousarray(table[:, 1:])
        biases = [bias for question in self._questions.values() for bias in question.biases]
        self._biases: Scores = np.array(biases, np.float32) / np.float32(STEP)
        self._known = lru_cache(_KEPT_WORDS)(self._places_of)

    def of(self, text: str) -> Mapping[str, Guess]:
        """The answer to each question, none where few pieces are known."""
        return {name: _best(self._questions[name], one) for name, one in self.scores(text).items()}

    def scores(self, text: str) -> Mapping[str, Scores]:
        """How well each answer to each question fits, none where few pieces are known."""
        counted = Counter(chain.from_iterable(map(self._known, words(text))))
        if len(counted) < FEWEST:
            return {}
        at = np.fromiter(counted.keys(), np.intp, len(counted))
        values = 1 + np.log(np.fromiter(counted.values(), np.float32, len(counted)))
        values *= self._rarity[at]
        every = (values / np.linalg.norm(values)) @ self._weights[at]
        return dict(self._apart(every))

    def answers(self, question: str) -> tuple[str, ...]:
        """What may be answered, in the order of the scores."""
        return self._questions[question].answers

    def _apart(self, every: Scores) -> Iterator[tuple[str, Scores]]:
        start = 0
        for name, question in self._questions.items():
            end = start + len(question.answers)
            yield name, every[start:end] + self._biases[start:end]
            start = end

    def _places_of(self, word: str) -> tuple[int, ...]:
        return tuple(self._places[piece] for piece in pieces(word) if piece in self._places)


@lru_cache(prose.KEPT_TEXTS)
def words(text: str) -> Sequence[str]:
    """What stands between blanks at the beginning of a text; figures look all the same."""
    return tuple(_FIGURE.sub("0", lexicon.fold(text[:READ])).split())


def pieces(word: str) -> Iterator[str]:
    """The pieces of a word with a blank on either side."""
    padded = f" {word} "
    for start in range(max(1, len(padded) - LETTERS + 1)):
        yield padded[start : start + LETTERS]


def read(file: Path, questions: frozenset[str]) -> Learned:
    """The file as it is, with these questions. Raises LearnedIsBroken."""
    try:
        return parse(file.read_bytes(), questions)
    except (OSError, msgspec.DecodeError) as error:
        raise LearnedIsBroken(f"{file}: {error}") from error


def parse(content: bytes, questions: frozenset[str]) -> Learned:
    """Raises msgspec.DecodeError where a file's content is not what was learned."""
    learned = msgspec.json.decode(content, type=Learned, dec_hook=row)
    if learned.questions.keys() != questions or not _fits(learned):
        raise msgspec.ValidationError("its pieces do not fit its questions")
    return learned


def row(_type: type, numbers: list[int]) -> array[int]:
    """A row of the table, for msgspec. Raises ValueError where a number is none or too large."""
    try:
        return array("h", numbers)
    except (TypeError, OverflowError) as error:
        raise ValueError("a row is a list of small whole numbers") from error


def _fits(learned: Learned) -> bool:
    """Whether there are two answers to each question, and a weight for each in every row."""
    told = learned.questions.values()
    wide = 1 + sum(len(question.answers) for question in told)
    return (
        all(len(one.answers) == len(one.biases) > 1 for one in told)
        and len(learned.pieces) >= FEWEST
        and all(len(row) == wide for row in learned.pieces.values())
    )


def _best(question: Question, scores: Scores) -> Guess:
    order: Sequence[int] = np.argsort(scores, kind="stable").tolist()
    first, second = order[-1], order[-2]
    ahead = float(scores[first] - scores[second])
    sure = 1 / (1 + exp(-(question.slope * ahead + question.offset)))
    return Guess(question.answers[first], sure)


_FIGURE = re.compile("[1-9]")  # to translate by a table takes ten times as long
