"""Looks for a pattern only where a word stands that its matches begin with.

A pattern that begins with a choice, or not with a literal, is tried at every character: 64 KB take
tens of milliseconds and hold the interpreter as long, in a thread too. The words of all patterns
are found in a hundredth of that, once for each text. Where a pattern begins with a class instead,
such as a digit, `re` itself skips to its members; what may not stand before it is then said behind
that first character.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge

from ahocorasick_rs import AhoCorasick

from . import prose

_REMEMBERED = 300
"""Characters of a text from which it is remembered where words stand in it."""


class _Words:
    """The words of many patterns, looked for at once."""

    def __init__(self) -> None:
        self._words: dict[str, None] = {}
        self._scan: AhoCorasick | None = None
        self._kept = lru_cache(prose.KEPT_TEXTS)(self._find)

    def add(self, words: Sequence[str]) -> None:
        """From now on these are looked for, too."""
        self._words.update(dict.fromkeys(words))
        self._scan = None
        self._kept.cache_clear()

    def places(self, text: str) -> Mapping[str, Sequence[int]]:
        """Where each word that stands in a text begins, in order."""
        return self._kept(text) if len(text) > _REMEMBERED else self._find(text)

    def _find(self, text: str) -> Mapping[str, Sequence[int]]:
        words = [*self._words]
        self._scan = self._scan or AhoCorasick(words)
        places: dict[str, list[int]] = {}
        for which, start, _ in self._scan.find_matches_as_indexes(text, overlapping=True):
            places.setdefault(words[which], []).append(start)
        return places


_AS_WRITTEN, _SMALL = _Words(), _Words()


class Led:
    """A pattern and the words one of which each of its matches begins with.

    With `before`, a pattern too, a match may begin with that and a word behind it. Words of a
    pattern that ignores case are in small letters.
    """

    def __init__(
        self, words: str | Sequence[str], pattern: re.Pattern[str], before: str = ""
    ) -> None:
        self._words = words.split() if isinstance(words, str) else words
        self._pattern = pattern
        self._any_case = bool(pattern.flags & re.IGNORECASE)
        self._all = _SMALL if self._any_case else _AS_WRITTEN
        self._all.add(self._words)
        self._before = re.compile(rf"(?:{before})\Z", pattern.flags) if before else None

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match, as `pattern.search` gives it."""
        return next(self.finditer(text, start, end), None)

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """The matches, as `pattern.finditer` gives them."""
        end = len(text) if end is None else end
        for place in self._places(text, start, end):
            found = self._match(text, start, place, end) if place >= start else None
            if found:
                yield found
                start = found.end()

    def _match(self, text: str, start: int, place: int, end: int) -> re.Match[str] | None:
        begins = (
            self._before.search(text, max(start, place - _REACH), place) if self._before else None
        )
        found = self._pattern.match(text, begins.start(), end) if begins else None
        return found or self._pattern.match(text, place, end)

    def _places(self, text: str, start: int, end: int) -> Sequence[int]:
        """Where words stand, in order."""
        known = self._all.places(lower(text) if self._any_case else text)
        places: list[int] = []
        for word in self._words:
            if at := known.get(word):
                places += at[bisect_left(at, start) : bisect_left(at, end - len(word) + 1)]
        return sorted(places)


_REACH = 32
"""Characters that may stand before a word."""


@lru_cache(prose.KEPT_TEXTS)
def lower(text: str) -> str:
    """Small letters, each at its old place: 'İ' alone would become two characters."""
    low = text.lower()
    return low if len(low) == len(text) else text.replace("İ", "i").lower()


def first_of(patterns: Sequence[Led | re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """The matches of several patterns, as one of which they are the choices gives them."""
    end = 0
    each = (pattern.finditer(text) for pattern in patterns)
    for found in merge(*each, key=re.Match.start):
        if found.start() >= end:
            yield found
            end = found.end()
