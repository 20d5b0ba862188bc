"""The words that say who is affected, in the order of the text, and how near they stand (R23)."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from firstline.intake.lexicon import Hit

LOOKS, LIMITED, SAID, LIKELY, NAMED, PLACED = 4, 3, 2, 1, 0, -1
"""How much a reading says: 'purely cosmetic', 'only these two', 'all customers', 'our customer';
whom and which country a text only names: they are meant where it says that the others are well."""

ONE = ("person", "line")
WHOM = (*ONE, "people", "place")
"""Whom something counts: one person or line, several, or a place and who is there."""

AHEAD = 60  # characters in which a phrase ends
_SLOTS = 10  # words with a meaning that are looked at
_BEFORE = 4  # the same, looking back
_END = re.compile(r"[.!?;:,\n]")
_SENTENCE_END = re.compile(r"[.!?\n]")
_WORD = re.compile(r"[^\W\d_]\w*")
_LAST = re.compile(r"\s{0,2}(?:[.,;:!?)\n]|$)")
CAPITAL_LETTER = "[A-ZÀ-ÖØ-ÞА-ЯЁ]"
"""Capitals with their accents: É, Ö and Ё, and no é, ö and ё."""
CAPITAL = rf"{CAPITAL_LETTER}[\w-]{{1,24}}"
"""A word with a capital."""
_NAME = re.compile(rf"\s{{0,2}}{CAPITAL_LETTER}[a-zа-яßäöüé]")


class Reading(NamedTuple):
    """A reading of who is affected, how much it says, and where it stands.

    `value` is an impact, `all_messages` for all of what is sent, `rest` for who is not affected, or
    `example` for a sentence in which whoever is named is one of several.
    """

    value: str
    weight: int
    start: int
    end: int


def reading(value: str, weight: int, slot: Hit, last: Hit | None = None) -> Reading:
    """The reading of a slot and the last one that belongs to it, which may stand before it."""
    other = last or slot
    return Reading(value, weight, min(slot.start, other.start), max(slot.end, other.end))


class Slots:
    """The slots of one language in a text."""

    def __init__(self, prose: str, slots: Sequence[Hit]) -> None:
        self.prose = prose
        self.every = slots

    def next(self, at: int, words: int, *values: str) -> Hit | None:
        """The first slot of these behind one, in its clause, so many words of no slot between."""
        start, end = self.every[at].start, self.every[at].end
        for slot in self.every[at + 1 : at + _SLOTS]:
            words -= self.words(end, slot.start)
            if words < 0:
                return None
            another = slot.start == start > self.every[at].start  # of one word's two meanings
            if slot.value in values and (slot.start >= end or another):
                return slot
            start, end = slot.start, max(end, slot.end)
        return None

    def behind(self, at: int, words: int, *values: str) -> Hit | None:
        """The last slot of these before one, in the same clause, so many words between."""
        return self.before(at, self.every[at].start, words, *values)

    def before(self, at: int, start: int, words: int, *values: str) -> Hit | None:
        """The last slot of these before a place, counted from the slot `at`."""
        for slot in reversed(self.every[max(0, at - _BEFORE) : at]):
            if slot.value in values and slot.end <= start:
                return slot if self.words(slot.end, start) <= words else None
        return None

    def earlier(self, at: int, *values: str) -> Hit | None:
        """The last slot of these before one in the same sentence, whatever stands between."""
        start = self.every[at].start
        for slot in reversed(self.every[max(0, at - _SLOTS) : at]):
            if slot.value in values and slot.end <= start:
                return None if _SENTENCE_END.search(self.prose, slot.end, start) else slot
        return None

    def words(self, start: int, end: int) -> int:
        """The words between two places, without figures; many where a clause ends between them."""
        if end - start > AHEAD:
            return AHEAD
        between = self.prose[start:end]
        if between == " ":  # mostly
            return 0
        return len(_WORD.findall(between)) if _END.search(between) is None else AHEAD

    def ends(self, slot: Hit) -> bool:
        """Whether a clause ends behind a slot."""
        return _LAST.match(self.prose, slot.end) is not None

    def names(self, end: int) -> bool:
        """Whether a name stands behind a place: a word with a capital."""
        return _NAME.match(self.prose, end) is not None
