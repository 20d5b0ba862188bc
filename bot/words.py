"""What a text looks like to the classifier: its words, pairs of words, stems and pieces of words.

Pieces of words forgive typos and endings; stems (the first letters) join the forms of a word;
accents and case are dropped, since customers in a hurry drop them; digits are all one digit, since
which code or hour it is says nothing about what is meant.
"""

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

WORD = re.compile(r"\w+|\?")
DIGIT = re.compile(r"\d")
PIECES = (2, 3, 4, 5)
STEMS = (3, 5)
START = "^"
"""How a text begins tells a question from a statement."""


def plain(text: str) -> str:
    """Lower case, without accents, every digit a zero."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return DIGIT.sub("0", "".join(one for one in letters if not unicodedata.combining(one)))


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """The features of a text by kind; each kind is weighed for itself."""
    bare = plain(text)
    words = WORD.findall(bare)
    yield "w", words + _pairs([START, *words])
    yield "p", [piece for word in bare.split() for piece in _pieces(f" {word} ")]
    short, long = ([word[:length] for word in words] for length in STEMS)
    yield "s", short
    yield "l", long + _pairs(long)


def weights(text: str, rarity: dict[str, float]) -> dict[str, float]:
    """The known features with their weight: frequent here, rare elsewhere; length 1 a kind."""
    found: dict[str, float] = {}
    for kind, features in blocks(text):
        known = Counter(name for name in (kind + one for one in features) if name in rarity)
        weighed = {name: (1 + math.log(count)) * rarity[name] for name, count in known.items()}
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        found.update((name, weight / length) for name, weight in weighed.items())
    return found


def rarities(texts: list[str]) -> dict[str, float]:
    """How rare each feature of the texts is; a feature of all texts weighs 1."""
    texts_with: Counter = Counter()
    for text in texts:
        texts_with.update({kind + one for kind, features in blocks(text) for one in features})
    total = 1 + len(texts)
    return {name: 1 + math.log(total / (1 + count)) for name, count in texts_with.items()}


def _pairs(words: list[str]) -> list[str]:
    return [f"{first} {second}" for first, second in itertools.pairwise(words)]


def _pieces(word: str) -> Iterator[str]:
    for size in PIECES:
        yield word[:size]
        yield from (word[at : at + size] for at in range(1, len(word) - size + 1))
