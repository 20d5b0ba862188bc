"""Which trouble a message tells of, by examples, and how alike the troubles of two are (R25).

`locales/<language>/troubles.yml` holds the examples, `locales/troubles.json` what was learned. Of
some hundred troubles the right one is often only among the likeliest; so all are weighed, and two
messages are alike as far as they share what they may be about, in whatever words or language.
"""

from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from . import fact_words, learned
from .fact_words import Source
from .learned import Classifier, Scores

FILE = "troubles.json"
QUESTION = "trouble"
SHARPNESS = 5.0
"""How much likelier a trouble is whose score is higher by one, as a logarithm; chosen on rounds of
pairs that were left out, as was LEAST."""
LEAST = 0.02
"""A likeness below which it does not matter how small it is."""
SURE = 0.3
"""The share from which a trouble is surely told of."""

type Shares = NDArray[np.float32]
"""How likely each trouble is; together 1."""


def of(text: str) -> Shares | None:
    """What a text may tell of; None where hardly a word is known."""
    scores = load().scores(text).get(QUESTION)
    return None if scores is None else _shares(scores)


def alike(one: Shares, two: Shares) -> float:
    """From 0, nothing in common, to 1, the same for sure; about a µs."""
    return 1 - log(max(LEAST, min(1.0, float(one @ two)))) / log(LEAST)


def apart(one: Shares, two: Shares) -> bool:
    """Whether each surely tells of something, and they have nothing in common."""
    return min(float(one.max()), float(two.max())) > SURE and float(one @ two) < LEAST


def load(source: Source | None = None) -> Classifier:
    """What was learned, in a folder of languages. Raises LearnedIsBroken."""
    return _load(source or fact_words.source())


@lru_cache(maxsize=2)
def _load(source: Source) -> Classifier:
    return Classifier(learned.read(source.folder / FILE, frozenset({QUESTION})))


def _shares(scores: Scores) -> Shares:
    much: Shares = np.exp(SHARPNESS * (scores - scores.max()))
    return much / much.sum()
