"""What a message is about, by examples (R23): its kind of issue and its area.

`locales/<language>/subjects.yml` holds the examples, `locales/subjects.json` what was learned.
"""

from collections.abc import Mapping
from functools import lru_cache

from . import fact_words, learned, prose
from .fact_words import Source
from .learned import Classifier, Guess

FILE = "subjects.json"
NOTHING = "none"
"""The subject of what tells of none, such as a greeting."""
QUESTIONS = frozenset({"issue_kind", "area"})


def of(text: str) -> Mapping[str, Guess]:
    """What a text is about by what is learned now."""
    return _of(fact_words.source(), text)


def load(source: Source | None = None) -> Classifier:
    """What was learned, in a folder of languages. Raises LearnedIsBroken."""
    return _load(source or fact_words.source())


@lru_cache(prose.KEPT_TEXTS)
def _of(source: Source, text: str) -> Mapping[str, Guess]:
    return load(source).of(text)


@lru_cache(maxsize=2)
def _load(source: Source) -> Classifier:
    return Classifier(learned.read(source.folder / FILE, QUESTIONS))
