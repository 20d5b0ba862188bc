"""Which trouble a message tells of, by examples, and how alike the troubles of two are (R25).

`locales/<language>/troubles.yml` holds the examples, `locales/troubles.json` what was learned. Of
some hundred troubles the right one is often only among the likeliest; so all are weighed, and two
messages are alike as far as they share what they may be about, in whatever words or language.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import fact_words, kinship, learned
from .fact_words import Source
from .learned import Classifier

FILE = "troubles.json"
QUESTION = "trouble"
SHARPNESS = 5.0
"""How much likelier a trouble is whose score is higher by one, as a logarithm; chosen on rounds of
pairs that were left out, as was LEAST."""
LEAST = 0.02
"""A likeness below which it does not matter how small it is."""
SURE = 0.3
"""The share from which a trouble is surely told of."""
KINDRED = 0.3
"""How much a kindred trouble is worth beside the same."""
_FLOOR = log(LEAST)


class Shares(NamedTuple):
    """How likely each trouble is, together 1; and how likely each or a kindred one."""

    own: NDArray[np.float32]
    kindred: NDArray[np.float32]
    most: float
    """The share of the likeliest."""


def of(text: str) -> Shares:
    """What a text may tell of; all 0 where hardly a word is known."""
    known = load()
    scores = known.scores(text).get(QUESTION)
    if scores is None:
        nothing = np.zeros(len(known.answers(QUESTION)), np.float32)
        return Shares(nothing, nothing, 0.0)
    much = np.exp(SHARPNESS * (scores - scores.max()))
    own = much / much.sum()
    return Shares(own, own @ kin_of(known.answers(QUESTION)), float(own.max()))


def alike(one: Shares, two: Shares) -> float:
    """From 0, nothing in common, to 1, the same for sure; about a µs."""
    both = float(one.own.dot(two.kindred))
    return 1 - log(both) / _FLOOR if both > LEAST else 0.0


def alike_to_each(one: Shares, others: Sequence[Shares]) -> list[float]:
    """As `alike`, for hundreds in the time of a few."""
    if not others:
        return []
    table = np.concatenate([other.kindred for other in others]).reshape(len(others), -1)
    likeness: list[float] = (1 - np.log(np.maximum(table @ one.own, LEAST)) / _FLOOR).tolist()
    return likeness


def apart(one: Shares, two: Shares) -> bool:
    """Whether each surely tells of something, and they have nothing in common."""
    return min(one.most, two.most) > SURE and float(one.own.dot(two.kindred)) < LEAST


def load(source: Source | None = None) -> Classifier:
    """What was learned, in a folder of languages. Raises LearnedIsBroken."""
    return _load(source or fact_words.source())


@lru_cache(maxsize=2)
def _load(source: Source) -> Classifier:
    return Classifier(learned.read(source.folder / FILE, frozenset({QUESTION})))


@lru_cache(maxsize=2)
def kin_of(troubles: tuple[str, ...]) -> NDArray[np.float32]:
    """For each two troubles 1 if they are one, KINDRED if they are kindred, else 0."""
    kin = np.eye(len(troubles), dtype=np.float32)
    for family in kinship.TROUBLES:
        places = [place for place, trouble in enumerate(troubles) if trouble in family]
        kin[np.ix_(places, places)] = np.maximum(kin[np.ix_(places, places)], KINDRED)
    return kin
