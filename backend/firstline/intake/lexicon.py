"""Finds the phrases of `facts.yml` in a text.

A phrase is matched by whole words; capitals and accents do not matter; `*` at a word's end stands
for any ending, `_` for any one word. Of two phrases of one kind at one place the longer one counts,
of two that are equally long the one without `_` or `*`.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from . import prose
from .fact_words import FactWords, Source, load, source

_KEPT_WORDS = 4_096
"""Words of which a lexicon remembers which phrases they begin; most words begin none."""
_STEMS = range(2, 25)
"""Letters of the stems that are looked for."""
_AFTER_LATIN = 0x250  # accents are dropped from Latin letters; in Cyrillic й is no и


NO = "none"
"""The value of phrases that only look like one of their kind: they say nothing."""


class Label(NamedTuple):
    """What a phrase says: of `kind` 'impact' the `value` 'all', for example."""

    kind: str
    value: str


class Hit(Struct, frozen=True, gc=False):
    """A label, and where in the text its phrase stands."""

    kind: str
    value: str
    start: int
    end: int


type _Found = dict[str, tuple[Sequence[str], int]]
"""Of each kind what the longest phrase so far says, and how many words it has."""


_NOTHING: dict[str, Any] = {}


class _Node:
    """A place in the tree of phrases: the labels that end here, and what may come next.

    There are many thousands of them, and most have little, so what they lack they share.
    """

    __slots__ = ("labels", "lengths", "stems", "whole")

    def __init__(self) -> None:
        self.labels: dict[str, list[str]] = _NOTHING
        self.whole: dict[str, _Node] = _NOTHING
        self.stems: dict[str, _Node] = _NOTHING
        self.lengths: tuple[int, ...] = ()
        """Of the stems, the longest first: it is the most exact."""

    def add(self, word: str) -> "_Node":
        stem = word.rstrip("*")
        if stem == word:
            self.whole = self.whole or {}
            return self.whole.setdefault(word, _Node())
        self.stems = self.stems or {}
        if len(stem) in _STEMS and len(stem) not in self.lengths:
            self.lengths = tuple(sorted((*self.lengths, len(stem)), reverse=True))
        return self.stems.setdefault(stem, _Node())

    def end(self, label: Label) -> None:
        """A phrase with this label ends here."""
        self.labels = self.labels or {}
        values = self.labels.setdefault(label.kind, [])
        if label.value != NO and label.value not in values:
            values.append(label.value)

    def after(self, word: str) -> list["_Node"]:
        """The places that this word leads to: at most one by itself, one by `_`, some by stems."""
        whole = self.whole
        found = [whole[way] for way in (word, "_") if way in whole] if whole else []
        if self.lengths:
            stems = [word[:length] for length in self.lengths if length <= len(word)]
            found += [self.stems[stem] for stem in stems if stem in self.stems]
        return found


class _Begun(NamedTuple):
    """What a first word says by itself, and where and with which words it may go on."""

    found: _Found
    nodes: Sequence[_Node]
    whole: Container[str]
    stems: bool
    """Whether it may go on with any word that begins as some do, or with any at all."""


class Phrases:
    """Finds many phrases in a text at once, in time linear in its length."""

    def __init__(self, phrases: Iterable[tuple[str, Label]]) -> None:
        self._root = _Node()
        for phrase, label in phrases:
            node = self._root
            for word in _PATTERN.findall(fold(phrase)):
                node = node.add(word)
            node.end(label)
        self._first = lru_cache(_KEPT_WORDS)(self._begun)

    def find(self, words: Sequence[re.Match[str]]) -> list[Hit]:
        """The phrases among the words (of `words_of`), in order; the longest of a kind counts."""
        hits: list[Hit] = []
        done: dict[str, int] = {}
        spoken = [word[0] for word in words]
        followed = zip(map(self._first, spoken), [*spoken[1:], ""], strict=False)
        for index, (begun, following) in enumerate(followed):
            if begun is None:
                continue
            longest, _, whole, stems = begun
            # Most words begin no phrase, and most that begin one do not go on as it does.
            if stems or following in whole:
                longest = _longest(begun, spoken, index)
            if not longest:
                continue
            start = words[index].start()
            for kind, (values, more) in longest.items():
                if index >= done.get(kind, 0):
                    last = done[kind] = index + more
                    end = words[last - 1].end()
                    for value in values:
                        hits.append(Hit(kind, value, start, end))  # noqa: PERF401 - mostly one
        return hits

    def _begun(self, word: str) -> _Begun | None:
        nodes = self._root.after(word)
        found: _Found = {}
        _end(nodes, 1, found)
        whole = frozenset(next_ for node in nodes for next_ in node.whole)
        stems = "_" in whole or any(node.stems for node in nodes)
        return _Begun(found, nodes, whole, stems) if nodes else None


def _longest(begun: _Begun, spoken: Sequence[str], index: int) -> _Found:
    """For each kind the labels of the longest phrase that begins at a word, and its words."""
    found, nodes = begun.found, begun.nodes
    for at in range(index + 1, len(spoken)):
        word = spoken[at]
        nodes = [after for node in nodes for after in node.after(word)]
        if not nodes:
            break
        if any(node.labels for node in nodes):
            found = dict(found) if found is begun.found else found
            _end(nodes, at + 1 - index, found)
    return found


def _end(nodes: Sequence[_Node], words: int, found: _Found) -> None:
    for node in reversed(nodes):  # the first is the most exact
        for kind, values in node.labels.items():
            found[kind] = values, words


@lru_cache(prose.KEPT_TEXTS)
def fold(text: str) -> str:
    """Lower case without accents, of the same length, so that a place in it is one in the text."""
    low = text.lower()
    if len(low) != len(text):  # 'İ' becomes two characters
        return text.translate(_FOLDED)
    return low if low.isascii() else _ACCENTED.sub(lambda found: _PLAIN[found[0]], low)


@lru_cache(prose.KEPT_TEXTS)
def words_in(text: str) -> Sequence[re.Match[str]]:
    """The words of a text, folded, with their places; read once for all who look for phrases."""
    return tuple(words_of(fold(text)))


def hits(text: str) -> Sequence[Hit]:
    """The phrases of `topics` in a text, in order."""
    return _hits(source(), text)


@lru_cache(prose.KEPT_TEXTS)
def _hits(words: Source, text: str) -> Sequence[Hit]:
    return tuple(topics(words).find(words_in(text)))


def words_of(folded: str) -> list[re.Match[str]]:
    """The words and numbers of a folded text, with their places."""
    return list(_WORD.finditer(folded))


def topics(words: Source | None = None) -> Phrases:
    """Impact, area, steps and small talk, in all languages together.

    They hardly collide, and people mix languages; so a wrong guess of the language costs nothing.
    """
    return _made(words or source())


@lru_cache(maxsize=2)
def _made(source: Source) -> Phrases:
    known = load(source)
    silent = tuple(phrase for words in known.values() for phrase in words.impact.get(NO, ()))
    topics = (entry for language, words in known.items() for entry in _topics(language, words))
    reach = (
        entry for language, words in known.items() for entry in _reach(language, words, silent)
    )
    return Phrases((*topics, *reach))


def _reach(language: str, words: FactWords, silent: Iterable[str]) -> Iterator[tuple[str, Label]]:
    """Who is affected is read by each language's grammar: so each has a kind of its own."""
    kind = f"reach.{language}"
    for value, phrases in words.reach.items():
        yield from ((phrase, Label(kind, value)) for phrase in phrases)
    several = (names for number, names in words.time.numbers.items() if number > 1)
    yield from ((phrase, Label(kind, "number")) for names in several for phrase in names)
    yield from ((phrase, Label(kind, NO)) for phrase in silent)


def _topics(language: str, words: FactWords) -> Iterator[tuple[str, Label]]:
    yield from ((phrase, Label("faults", language)) for phrase in words.faults)
    for kind in ("impact", "area"):
        for value, phrases in getattr(words, kind).items():
            yield from ((phrase, Label(kind, value)) for phrase in phrases)
    for kind in (
        "error",
        "question",
        "steps",
        "small_talk",
        "message_id",
        "trace_id",
        "phone",
        "answers",
        "says",
        "said_so",
        "turns",
        "own",
        "people",
        "fillers",
        "fine",
        "apart",
    ):
        yield from ((phrase, Label(kind, "")) for phrase in getattr(words, kind))


def _fold_table() -> dict[int, str]:
    table = {}
    for code in range(0x30, 0x530):
        lower = chr(code).lower()
        latin = code < _AFTER_LATIN
        plain = unicodedata.normalize("NFD", lower)[0] if latin else lower.replace("ё", "е")
        if plain != chr(code) and len(plain) == 1:
            table[code] = plain
    return table | {ord("’"): "'"}


_FOLDED = _fold_table()
# To translate by a table takes a microsecond for each character that is not ASCII.
_PLAIN = {chr(code): plain for code, plain in _FOLDED.items() if chr(code) == chr(code).lower()}
_ACCENTED = re.compile(f"[{''.join(_PLAIN)}]")
_WORD = re.compile(r"[^\W_]+")
_PATTERN = re.compile(r"[^\W_]+\*?|_")
