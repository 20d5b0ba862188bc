"""How the rules of `masking.yml` find secrets; `client/src/masking.ts` does the same.

A rule is tried only where one of its words stands, and matches right behind it with bounded
patterns, so that a text costs time in proportion to its length, whatever it holds.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from firstline.masking_checks import Candidate, Check, Checks
from firstline.masking_patterns import Book, Rule
from firstline.masking_reading import (
    Extent,
    Span,
    assigns,
    clause_start,
    closing,
    data_bodies,
    fits_before,
    lower,
    merged,
    opening_at,
    run_before,
    starts,
    trimmed,
    word_before,
)
from firstline.masking_words import (
    FAR_REACH,
    FAR_WITHIN,
    NEAR_REACH,
    NEAR_WORDS,
    NO_TURNS,
    Turns,
    alone,
    belongs,
    odd_words,
    quoted_near,
    words_near,
)

PIECE = 128
"""Characters of a bare value that are judged before it is read to its end."""
_PHRASE = 24
_TYPED = ("phrase", "quoted")
_ROW_ENDS = ("", "\n", ".", "!")


class _Compiled(NamedTuple):
    rank: int
    rule: Rule
    then: re.Pattern[str]
    value: re.Pattern[str]
    inner: re.Pattern[str]
    needed: re.Pattern[str]
    check: Check


class _Text(NamedTuple):
    text: str
    low: str
    """The text in small letters, with every character at its old place."""


class _Stand(NamedTuple):
    """How a value stands in the text; see `Candidate`."""

    assigned: bool = False
    quoted: bool = False
    last: bool = False


_CUTTERS = re.compile(r"[\\&;,|]")
# What the checks of a word around a name need at least: most sentences have none of it.
_UNLIKE_WORDS = re.compile(r"[0-9!#$%&*+=?@^~]")
_ODD_WORD = re.compile(rf"{_UNLIKE_WORDS.pattern}|[a-z][A-Z]")
_LONG = re.compile(r"[^ \t\r\n]{16}")
_DIGIT = re.compile("[0-9]")
_LIKE_RECOVERY = re.compile("[0-9A-Z-]")
_NEEDED = {
    "apart_password": _ODD_WORD,
    "far_password": _ODD_WORD,
    "made_up": re.compile(r"[0-9_!#$%&*+=?@^~-]|[a-z][A-Z]"),
    "odd_password": _UNLIKE_WORDS,
    "apart_key": _LONG,
    "far_made_up": re.compile(r"[0-9_]"),
    "recovery": _LIKE_RECOVERY,
    "far_recovery": _LIKE_RECOVERY,
    "far_key": _LONG,
    "code": _DIGIT,
    "six_digits": _DIGIT,
    "far_digits": _DIGIT,
}
_SOMETHING = re.compile("[^ ]")
_NO_STAND = _Stand()


class Finder:
    """The rules, compiled."""

    def __init__(self, book: Book) -> None:
        checks = Checks(book)
        rules = [_compiled(rank, rule, checks) for rank, rule in enumerate(book.rules)]
        self._book = book
        self._turns = Turns(frozenset(book.stops.split()), frozenset(book.skips.split()))
        spoken = {*book.words.split()} - {*book.in_phrases.split()}
        self._plain = frozenset(spoken.union(book.common.split()))
        self._far_stops = frozenset(book.stops.split()).difference(book.owners.split())
        self._says = frozenset(book.says.split())
        self._remains = re.compile("[^…]{4}…[^…]{4}")
        self._cut = re.compile(book.cut)
        self._ending = re.compile(book.ending)
        self._alone = [each for each in rules if not each.rule.find]
        self._by_word: dict[str, list[tuple[str, _Compiled]]] = {}
        for each in rules:
            for word in each.rule.find:
                self._by_word.setdefault(word.lower(), []).append((word, each))
        for word in (name for rule in book.rules for name in rule.beside):
            self._by_word.setdefault(word, [])
        self._words = list(self._by_word)
        self._scan = AhoCorasick(self._words).find_matches_as_indexes

    def may_concern(self, name: str) -> bool:
        """Tell cheaply whether a rule may have something to say about a value of that name.

        A single sign, such as the point that ends each sentence, names nothing.
        """
        low = lower(name)
        return any(len(word) > 1 and each.rule.also in low for word, each in self._concerned(low))

    def spans(self, text: str, spare: Collection[str]) -> list[Span]:
        """Give where secrets stand, in order; not those that their sender called none.

        Where nothing is found near its name, what stands further away from one.
        """
        body = _Text(text, lower(text))
        concerned = [
            (word, each) for word, each in self._concerned(body.low) if each.rule.also in body.low
        ]
        near = [
            span
            for word, each in concerned
            if each.rule.takes != "far"
            for span in self._behind(word, each, body)
        ]
        for each in self._alone:
            for matched in each.then.finditer(body.low):
                at = matched.start()
                if starts(each.rule, body.low, at) and fits_before(each.rule, body.low, at):
                    near += self._kept(each, body, *matched.span())
        kept = merged(self._apart(near, body, spare)) if near else []
        return kept or merged(self._apart([*self._far(concerned, body)], body, spare))

    def _concerned(self, low: str) -> list[tuple[str, _Compiled]]:
        """Name words of a text and their rules: every message passes here, hardly any concerns one.

        'for' and 'is the' stand everywhere: their rules wait for a name `beside` them.
        """
        found = {self._words[index] for index, _, _ in self._scan(low, overlapping=True)}
        return [
            (word, each)
            for low_word in found
            for word, each in self._by_word[low_word]
            if not each.rule.beside or not found.isdisjoint(each.rule.beside)
        ]

    def _apart(self, spans: list[Span], body: _Text, spare: Collection[str]) -> Iterator[Span]:
        """Leave out keys that their sender called no secrets, and what lies inside a picture.

        What shows nothing of itself (a password, a card's number) is not spared: docs/adr 39; but
        far from a name a released key may be what looks like a password.
        """
        bodies = data_bodies(body.low, self._book.data)
        starts = [start for start, _ in bodies]
        for span in spans:
            before = bisect_right(starts, span.start) - 1
            in_picture = before >= 0 and span.end <= bodies[before][1]
            if not in_picture and not self._is_spared(span, body.text, spare):
                yield span

    def _is_spared(self, span: Span, text: str, spare: Collection[str]) -> bool:
        rule = self._book.rules[span.rank]
        shows = rule.takes == "far" or self._book.kinds[rule.kind] == "ends"
        return shows and text[span.start : span.end] in spare

    def _behind(self, word: str, each: _Compiled, body: _Text) -> Iterator[Span]:
        """Find a rule's secrets at each place of its word."""
        rule, low = each.rule, body.low
        searched = body.text if rule.exact else low
        end = FAR_WITHIN if rule.takes in _TYPED else len(low)
        at = searched.find(word, 0, end)
        while at >= 0:
            resume = at + len(word)
            matched = each.then.match(searched, resume) if starts(rule, low, at) else None
            if matched and fits_before(rule, low, at):
                for span in self._taken(each, body, at, matched):
                    yield span
                    resume = max(resume, span.end)
                if rule.takes == "each":
                    resume = max(resume, matched.end())
            at = searched.find(word, resume, end)

    def _places(self, word: str, each: _Compiled, body: _Text) -> Iterator[Extent]:
        """Give where a rule's name stands among what somebody may have typed."""
        rule, low = each.rule, body.low
        at = low.find(word, 0, FAR_WITHIN)
        while at >= 0:
            matched = each.then.match(low, at + len(word)) if starts(rule, low, at) else None
            if matched and fits_before(rule, low, at):
                yield at, matched.end()
            at = low.find(word, at + len(word), FAR_WITHIN)

    def _far(self, concerned: Iterable[tuple[str, _Compiled]], body: _Text) -> Iterator[Span]:
        """Find every word that looks like a value of a name that stands further away."""
        named: dict[int, tuple[_Compiled, list[Extent]]] = {}
        for word, each in concerned:
            if each.rule.takes == "far" and (places := [*self._places(word, each, body)]):
                named.setdefault(each.rank, (each, []))[1].extend(places)
        if not named:
            return
        last = max(end for _, names in named.values() for _, end in names)
        words = odd_words(body.text, body.low, last + 2 * FAR_REACH, self._far_stops)
        for each, names in named.values():
            names.sort()
            for odd in words:
                start, end, _ = odd
                if each.needed.search(body.text, start, end) and belongs(odd, names):
                    stand = _Stand(last=alone(body.low, start, end))
                    yield from self._kept(each, body, start, end, stand)

    def _taken(
        self, each: _Compiled, body: _Text, at: int, matched: re.Match[str]
    ) -> Iterator[Span]:
        match each.rule.takes:
            case "all":
                yield from self._kept(each, body, at, matched.end())
            case "whole":
                yield from self._kept(each, body, run_before(body.text, at), matched.end())
            case "before":
                yield from self._kept(each, body, *word_before(body.low, at))
            case "group":
                yield from self._kept(each, body, *matched.span(1))
            case "each":
                for inner in each.inner.finditer(body.low, *matched.span(1)):
                    yield from self._kept(each, body, *inner.span(1))
            case "near":
                yield from self._first(each, body, matched.end())
            case "clause":
                start = clause_start(body.low, at)
                yield from self._first(each, body, start, at - start, at - start)
            case "phrase":
                yield from self._phrase(each, body, matched.end())
            case "quoted":
                yield from self._quoted(each, body, matched.end())
            case "value":
                yield from self._value(each, body, matched)

    def _first(
        self, each: _Compiled, body: _Text, at: int, reach: int = NEAR_REACH, most: int = NEAR_WORDS
    ) -> Iterator[Span]:
        """Find the first of the words around a name that looks like its value."""
        text, needed = body.text, each.needed
        if not needed.search(text, at, at + reach):
            return
        for start, end in words_near(body.low, at, self._turns, reach, most):
            kept = needed.search(text, start, end) and list(self._kept(each, body, start, end))
            if kept:
                yield from kept
                return

    def _phrase(self, each: _Compiled, body: _Text, at: int) -> Iterator[Span]:
        """Find the words behind a name that no sentence would have in a row.

        All up to the end of the clause, or those before the first that any sentence may have.
        """
        words = list(words_near(body.low, at, NO_TURNS, most=_PHRASE))
        gaps = (n for n in range(1, len(words)) if words[n][0] != words[n - 1][1] + 1)
        row = words[: next(gaps, None)]
        is_rest = bool(row) and body.low[row[-1][1] : row[-1][1] + 1] in _ROW_ENDS
        if is_rest and (whole := [*self._kept(each, body, row[0][0], row[-1][1])]):
            yield from whole
            return
        common = (n for n, word in enumerate(row) if body.low[slice(*word)] in self._plain)
        if row := row[: next(common, None)]:
            yield from self._kept(each, body, row[0][0], row[-1][1])

    def _quoted(self, each: _Compiled, body: _Text, at: int) -> Iterator[Span]:
        """Find the words in quotes or brackets that stand some words behind a name."""
        found = quoted_near(body.low, at, self._says)
        if found:
            yield from self._kept(each, body, *found)

    def _value(self, each: _Compiled, body: _Text, matched: re.Match[str]) -> Iterator[Span]:
        """Read the value behind a name: up to its closing quote, or as long as it can be one."""
        low, start = body.low, matched.end()
        if opening := opening_at(low, start):
            start = opening.end()
            end = closing(low, opening)
            if end > start and "\n" not in low[start:end]:
                yield from self._kept(each, body, start, end, _Stand(assigned=True, quoted=True))
                return
        run = each.value.match(low, start)
        if not run:
            return
        whole = self._cut_end(low, start, run.end())
        if whole - start == PIECE:
            yield from self._long(each, body, run, assigned=assigns(matched[0]))
            return
        end = trimmed(low, start, whole)
        if low[end : end + 1] == ":" and low[start:end].isalpha():
            return  # 'temporary' of 'temporary password: ...' told the other way round
        last = end < whole or end == len(low) or bool(self._ending.match(low, end))
        stand = _Stand(assigned=assigns(matched[0]), last=last)
        yield from self._kept(each, body, start, end, stand)

    def _cut_end(self, low: str, start: int, end: int) -> int:
        """Find where a bare value is cut short by an escape or the next name."""
        if not _CUTTERS.search(low, start, end):
            return end
        cut = self._cut.search(low, start, end)
        return cut.start() if cut else end

    def _long(
        self, each: _Compiled, body: _Text, run: re.Match[str], *, assigned: bool
    ) -> Iterator[Span]:
        """Judge a long value by its first piece, and read it to its end only if it is a secret.

        Else a long text full of names would be read to its end for each of them.
        """
        for span in self._kept(each, body, *run.span(), _Stand(assigned=assigned)):
            end = run.end()
            while more := each.value.match(body.low, end):
                end = self._cut_end(body.low, end, more.end())
                if end < more.end():
                    break
            yield span._replace(end=trimmed(body.low, span.start, end))

    def _kept(
        self, each: _Compiled, body: _Text, start: int, end: int, stand: _Stand = _NO_STAND
    ) -> Iterator[Span]:
        """Give the span if its value is one that the rule means."""
        value = body.text[start:end]
        if not value or self._book.hidden in value or self.is_remains(value):
            return
        if each.rule.end and body.low[end : end + 1].isalnum():
            return
        assigned = stand.assigned or each.rule.assigned
        if each.check(Candidate(value, assigned, stand.quoted, stand.last)):
            yield Span(start, end, each.rank)

    def is_remains(self, value: str) -> bool:
        """Tell what is left of a key that was masked: 'V9pP…zpf0'."""
        return bool(self._remains.fullmatch(value))


def _compiled(rank: int, rule: Rule, checks: Checks) -> _Compiled:
    then, value, inner = (re.compile(each) for each in (rule.then, rule.value, rule.inner))
    needed = _NEEDED.get(rule.check, _SOMETHING)
    return _Compiled(rank, rule, then, value, inner, needed, checks.named(rule.check))
