"""Everything in a text that says something about time, as a list of signs in the text's order.

A linear scanner. dateparser was measured and left out: it reads 'gestern um 15 Uhr' and 'ontem
às 15h' as yesterday at the present minute, and a wrong time is worse than a question.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from firstline.intake import fact_words, lexicon
from firstline.intake.fact_words import Source, TimeWords
from firstline.intake.lexicon import Label, Phrases
from firstline.locales import LANGUAGES

from . import zones


class Sign(NamedTuple):
    """One word, number or phrase about time: what kind, what it says, where it stands.

    Kinds are the keys of `time` in `facts.yml` in the singular, and of figures: clock (09:00),
    dotted (9.30), number, date (22/11), day (2026-11-22, or how many days ago), zone.
    """

    kind: str
    value: str
    start: int
    end: int


_WORDS = re.compile(r"[^\W\d_]+")  # of letters alone: '3pm' is a number and a word
DAY = "86400000"
"""The value of the unit of a day, in milliseconds."""
MINUTE = "60000"
"""The value of the unit of a minute, in milliseconds."""

_DIGITS = re.compile(r"\d+")
_UNITS = {
    "minute": MINUTE,
    "quarter_hour": "900000",
    "three_quarters": "2700000",
    "hour": "3600000",
    "day": DAY,
}
_NUMBERS = re.compile(
    r"""
      (?P<day>(?<![\w./])\d{4}-\d\d-\d\d(?!\w))
    | (?P<clock>(?<![\w.:])(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d)?(?!\d|:\d)|h[0-5]\d(?:min)?\b))
    | (?P<date>(?<![\w./-])\d{1,2}(?:/\d{1,2}(?:/\d{4}|/\d\d)?|\.\d{1,2}\.(?:\d{4}|\d\d)?)(?![\w/]))
    | (?P<dotted>(?<![\w.])(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d_.]))
    | (?P<number>(?<![\w.,:/-])\d{1,4}(?!\d|[.,:/-]\d))
    """,
    re.VERBOSE,
)


def find(text: str, language: str) -> list[Sign]:
    """The signs of time in a text, in order; a phrase that says two things gives two signs."""
    words, others = _read(text)
    hits = phrases(language).find(words)
    worded = [Sign(hit.kind, hit.value, hit.start, hit.end) for hit in hits]
    every = (*worded, *others)
    return sorted(every, key=lambda sign: (sign.start, -sign.end))


@lru_cache(maxsize=2)
def _read(text: str) -> tuple[Sequence[re.Match[str]], Sequence[Sign]]:
    """The words, and the signs that no language has for itself: read once for all of them."""
    folded = lexicon.fold(text)
    zoned = (Sign("zone", zone, *span) for zone, span in zones.find(text))
    return tuple(_WORDS.finditer(folded)), (*_numbers(folded), *zoned)


def _numbers(folded: str) -> Iterator[Sign]:
    """The figures of a text. Each is first found by its digits: most of a text has none."""
    at = 0
    while digits := _DIGITS.search(folded, at):
        read = _NUMBERS.match(folded, digits.start())
        at = read.end() if read else digits.end()
        if read and read[0] != "24/7":
            yield Sign(read.lastgroup or "", read[0], *read.span())


def phrases(language: str, words: Source | None = None) -> Phrases:
    """The words about time in one language; the places' times and what is to come in all."""
    return _phrases(language, words or fact_words.source())


@lru_cache(maxsize=2 * len(LANGUAGES))
def _phrases(language: str, source: Source) -> Phrases:
    known = fact_words.load(source)
    entries = list(_entries(known[language].time)) if language in known else []
    places = (
        (phrase, Label("zone", zone))
        for words in known.values()
        for zone, names in words.zones.items()
        for phrase in names
    )
    later = (
        (phrase, Label("later", "")) for words in known.values() for phrase in words.time.later
    )
    return Phrases((*entries, *places, *later))


def around(signs: Sequence[Sign], at: Sign, distance: int) -> Sequence[Sign]:
    """The signs that start at most `distance` characters before or after one of them."""
    first = bisect_left(signs, at.start - distance, key=lambda sign: sign.start)
    after = bisect_left(signs, at.end + distance, key=lambda sign: sign.start)
    return signs[first : min(after, first + 40)]


def _entries(words: TimeWords) -> Iterator[tuple[str, Label]]:
    plain = ("now", "about", "since", "at", "ago_before", "ago_after", "o_clock", "am", "pm")
    spans = ("between", "until", "and_until")
    parts = ("quarter", "quarter_of", "three_quarters_of", "past", "to", "plus", "minus", "without")
    for kind in (
        *plain,
        *spans,
        *parts,
        "half_hour",
        "and_half",
        "one_and_half",
        "denied",
        "first",
        "half_to",
        "half_past_before",
        "half_past_after",
    ):
        yield from ((phrase, Label(kind, "")) for phrase in getattr(words, kind))
    yield from ((phrase, Label("clock", "12:00")) for phrase in words.noon)
    yield from ((phrase, Label("clock", "24:00")) for phrase in words.midnight)
    yield from ((phrase, Label("clock", "1:00")) for phrase in words.one_am)
    yield from ((phrase, Label("clock", "13:00")) for phrase in words.one_pm)
    for number, names in words.numbers.items():
        yield from ((phrase, Label("number", str(number))) for phrase in names)
    for unit, names in words.units.items():
        yield from ((phrase, Label("unit", _UNITS[unit])) for phrase in names)
    for days, names in words.days_ago.items():
        yield from ((phrase, Label("day", str(days))) for phrase in names)
    for part, names in words.parts.items():
        yield from ((phrase, Label("part", part)) for phrase in names)
    yield from _numbered("weekday", words.weekdays)
    yield from _numbered("month", words.months)


def _numbered(kind: str, groups: Sequence[Sequence[str]]) -> Iterator[tuple[str, Label]]:
    for index, names in enumerate(groups):
        yield from ((phrase, Label(kind, str(index))) for phrase in names)
