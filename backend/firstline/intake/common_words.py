"""How common a word is in each of the languages, from the word lists of the package wordfreq.

Spanish and Portuguese share the shape of their words, so letters alone cannot tell 'lugar' from
'líder'; how often people write them can. The files are read directly: importing the package
itself costs 24 MB for tokenisers that nobody needs here. Their format ("cBpack") is a gzipped
MessagePack list: a header, then at index i the words of a frequency of 10 ** (-i / 100).
Russian has no list here, since its script tells it from the others.
"""

import gzip
import math
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

RAREST = 7.0
"""A word that is in no list counts as one in ten million (minus its decimal logarithm)."""

LISTS = {"en": "en", "pt_BR": "pt", "de": "de", "es": "es"}
"""The languages that have a list, and the list's name."""

_STEPS = 25  # to a decade, so that a frequency fits into a byte


class WordListsAreMissing(RuntimeError):
    """The package wordfreq is not installed as locked."""


def evidence(words: Iterable[str]) -> dict[str, float]:
    """The natural logarithm of how often each language writes these words (in lower case)."""
    table, unknown = load(), bytes([round(RAREST * _STEPS)] * len(LISTS))
    rows = [table.get(word, unknown) for word in words]
    return {
        language: -math.log(10) * sum(row[column] for row in rows) / _STEPS
        for column, language in enumerate(LISTS)
    }


@cache
def load() -> dict[str, bytes]:
    """For each word a byte a language: minus the decimal logarithm of its frequency, in steps.

    Takes about 300 ms and 20 MB once. Raises WordListsAreMissing.
    """
    table: dict[str, bytearray] = {}
    for column, name in enumerate(LISTS.values()):
        for index, words in enumerate(_read(name)):
            for word in words:
                row = table.setdefault(word, bytearray([round(RAREST * _STEPS)] * len(LISTS)))
                row[column] = min(round(index * _STEPS / 100), row[column])
    return {word: bytes(row) for word, row in table.items()}


def _read(name: str) -> list[list[str]]:
    spec = find_spec("wordfreq")
    if spec is None or not spec.submodule_search_locations:
        raise WordListsAreMissing
    packed = Path(spec.submodule_search_locations[0], "data", f"small_{name}.msgpack.gz")
    header_and_words = msgspec.msgpack.decode(gzip.decompress(packed.read_bytes()))
    return msgspec.convert(header_and_words[1:], list[list[str]])
