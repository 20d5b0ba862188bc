"""Who is affected: a small grammar over the words of `reach` in `facts.yml` (R23).

A quantifier counts persons, places or things ('none of our guests', 'jeder dritte Kunde', 'две
точки'); 'only' and its like say whom it is limited to, and outweigh the rest. Each language is read
by itself, since 'a' and 'no' are other words in the next one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from firstline.intake.lexicon import Hit

LOOKS, LIMITED, SAID, LIKELY, NAMED = 4, 3, 2, 1, 0
"""How much a reading says: 'purely cosmetic', 'only these two', 'all customers', 'our customer',
and whom a text only names: they are meant where it says that the others are well."""

_END = re.compile(r"[.!?;:,\n]")
_WORD = re.compile(r"\w+")
_AHEAD = 60  # characters in which a phrase ends
_SLOTS = 10  # words with a meaning that are looked at
_WHOM = ("person", "people", "place", "thing")
_NUMBER = re.compile(
    r"(?<![\w.,:/+#-])(\d{1,3}(?:[. ]\d{3})+|\d{1,6})k?\s(?:[^\W\d_]{1,20}\s){0,2}$"
)
_PERCENT = re.compile(r"(?<![\w.,])(\d{1,3})\s?%\s(?=\w)")
_OF = re.compile(
    r"(\d(?<![\w.,:/+-].)\d{0,5})\s(?:out of|of|von|de|em|из|von den|de los|das|dos)\s"
    r"(\d{1,6})(?![\w:/%]|[.,]\d)"
)
_PERSONS = ("person", "people", "place")
_ANSWERS = {"every": "all", "some": "group"}
_ALL = 100
_FIGURES, _MOST = 20, 250  # percentages, and words with a meaning, beyond which it is a table
_GAP = re.compile(r"\s{0,2},?\s{1,2}")  # between people and the words that say which
_LAST = re.compile(r"\s{0,2}(?:[.,;:!?)\n]|$)")
_NAME = re.compile(r"\s{0,2}[^\W\d_a-zа-яё][a-zа-яßäöüé]")


class Reading(NamedTuple):
    """A reading of who is affected, how much it says, and where it stands.

    `value` is an impact, `all_messages` for all of what is sent, or `rest` for who is not affected.
    """

    value: str
    weight: int
    start: int
    end: int


def find(prose: str, words: Sequence[Hit]) -> list[Reading]:
    """Every reading, in no order; `words` are the lexicon's hits in the prose."""
    slots = sorted(
        (hit for hit in words if hit.kind.startswith("reach.")), key=lambda hit: hit.kind
    )
    found = list(_figures(prose, slots))
    for hits in _spoken(slots):
        found += _Reader(prose, hits).readings()
        found += _alone(prose, hits)
    return found


def _alone(prose: str, slots: Sequence[Hit]) -> Iterator[Reading]:
    """A quantifier that is the whole answer: 'alle', 'некоторых'."""
    only = slots[0]
    if only.value in _ANSWERS and only.end - only.start == len(prose.strip(" .!\n")):
        yield _reading(_ANSWERS[only.value], SAID, only)


def _spoken(slots: Sequence[Hit]) -> list[list[Hit]]:
    """The slots of the language that has the most to say; of several that are alike in it."""
    by_language = groupby(slots, key=lambda hit: hit.kind)
    languages = [list(islice(hits, _MOST)) for _, hits in by_language]
    told = [sum(hit.end - hit.start for hit in hits) for hits in languages]
    return [hits for hits, much in zip(languages, told, strict=True) if much == max(told)]


def _figures(prose: str, slots: Sequence[Hit]) -> Iterator[Reading]:
    """'40 % of the customers', '12 of 30'."""
    for found in islice(_PERCENT.finditer(prose), _FIGURES) if "%" in prose else ():
        if any(s.value in _WHOM and 0 <= s.start - found.end() <= _AHEAD // 2 for s in slots):
            value = "all_messages" if int(found[1]) >= _ALL else "group"
            yield Reading(value, SAID, *found.span())
    for found in islice(_OF.finditer(prose), _FIGURES):
        if 0 < int(found[1]) < int(found[2]):
            yield Reading("group", SAID, *found.span())


class _Reader:
    """Reads the slots of one language, in the order of the text."""

    def __init__(self, prose: str, slots: Sequence[Hit]) -> None:
        self._prose = prose
        self._slots = slots

    def readings(self) -> Iterator[Reading]:
        """The readings that begin at each slot."""
        for at, slot in enumerate(self._slots):
            if read := self._read(at, slot):
                yield read

    def _read(self, at: int, slot: Hit) -> Reading | None:
        match slot.value:
            case "every" | "zero" | "everyone":
                return self._all(at, slot)
            case "nobody":
                told = self._next(at, 3, "us", "feels")
                all_ = _reading("all", SAID, slot, told) if told else None
                return self._harmless(at) or all_
            case "some" | "share" | "number":
                return self._some(at, slot)
            case "one" | "a" | "this" | "my":
                return self._one(at, slot)
            case "only":
                return self._only(at, slot)
            case "except":
                return self._except(at, slot)
            case "people" | "place":
                return self._several(at, slot)
            case "rest":
                return _reading("rest", SAID, slot)
            case "well":
                return self._well(at, slot)
            case "complains":
                return self._complaints(at, slot)
            case "part":
                return _reading("group", NAMED, slot)
            case "person" | "me":
                return None if self._apart(at) else _reading("one", NAMED, slot)
            case _:
                return None

    def _all(self, at: int, slot: Hit) -> Reading | None:
        """'all our customers', 'not every user', 'every fifth message', 'no guest'."""
        if slot.value != "zero" and (self._behind(at, 1, "not") or self._next(at, 0, "nth")):
            return _reading("group", SAID, slot)
        if slot.value == "everyone":
            return _reading("all", SAID, slot)
        room = slot.value == "every" or self._next(at, 0, "my") is not None
        whom = self._next(at, room, *_WHOM)
        if whom and whom.value == "thing":
            return _reading("all_messages", LIKELY, slot, whom)
        if part := self._part(at, whom):
            return _reading("group", SAID, slot, part)
        if slot.value == "zero" and whom and (harmless := self._harmless(at)):
            return harmless
        before = 3 if slot.value == "every" else 0
        there = (
            whom
            or self._behind(at, before, *_PERSONS)  # 'nossos clientes, todos'
            or self._next(at, 2, "hit")
            or self._behind(at, 1, "hit")
        )
        return _reading("all", SAID, slot, there) if there else None

    def _part(self, at: int, whom: Hit | None) -> Hit | None:
        """What a whole is a part of something larger by: 'all of the night shift', 'in Pune'."""
        if part := self._next(at, 3, "part"):
            return part
        apart = whom and self._next(self._slots.index(whom), 0, "in")
        return apart if apart and _NAME.match(self._prose, apart.end) else None

    def _which(self, at: int, slot: Hit) -> bool:
        """Whether words behind people say which of them are meant: 'guests, who booked online'."""
        return any(
            one.value == "who" and _GAP.fullmatch(self._prose, slot.end, one.start)
            for one in self._slots[at + 1 : at + _SLOTS]
        )

    def _harmless(self, at: int) -> Reading | None:
        """'nobody is affected' tells of a flaw of looks."""
        hit = self._next(at, 4, "hit")
        return _reading("looks", LOOKS, self._slots[at], hit) if hit else None

    def _well(self, at: int, slot: Hit) -> Reading | None:
        """Who is said to be well: 'the Chennai office works as usual'."""
        who = None if self._behind(at, 1, "not") else self._behind(at, 4, *_PERSONS, "part")
        return _reading("rest", SAID, slot, who) if who else None

    def _complaints(self, at: int, slot: Hit) -> Reading | None:
        """As many are hit as have complained: 'six have complained'."""
        begins = max(0, slot.start - 40)
        number = _NUMBER.search(self._prose[begins : slot.start])
        several = self._behind(at, 3, "number", "some") or (number and int(number[1]) > 1)
        return _reading("group", SAID, slot) if several else None

    def _some(self, at: int, slot: Hit) -> Reading | None:
        """'some customers', 'half of the messages', 'three colleagues', not 'we run two stores'."""
        counted = slot.value == "number"
        of_us = self._next(at, 0, "us") if counted else None
        whom = of_us or (self._next(at, 1, *_PERSONS) if counted else self._next(at, 2, *_WHOM))
        is_time = slot.value == "share" and self._next(at, 0, "number")  # 'половина третьего'
        if whom is None or is_time or (counted and self._behind(at, 1, "have")):
            return None
        return _reading("group", SAID, slot, whom)

    def _one(self, at: int, slot: Hit) -> Reading | None:
        """'one of our customers' is one, 'one of our stores' a group of them."""
        told = slot.value == "one"
        whom = self._next(at, 1, *_WHOM)
        if whom is None or (whom.value != "person" and not told):
            return None
        if told and self._behind(at, 3, "not"):  # 'not had a single call'
            is_all = whom.value != "thing"
            return _reading("all" if is_all else "all_messages", SAID, slot, whom)
        if whom.value == "place":
            return _reading("group", SAID, slot, whom)
        return _reading("one", LIKELY if slot.value in {"this", "my"} else SAID, slot, whom)

    def _only(self, at: int, slot: Hit) -> Reading | None:
        """Whom it is limited to: 'only me', 'only this number', 'only in Austria'."""
        if self._behind(at, 0, "not"):
            return None
        if those := self._next(at, 1, "those"):
            return _reading("group", LIMITED, slot, those)
        if me := self._next(at, 2, "me"):
            return _reading("one", LIMITED, slot, me)
        single = self._next(at, 2, "this", "my", "one", "a")
        whom = self._next(at, 1, "part") or self._next(at, 2, *_PERSONS, "some", "share", "number")
        if whom:
            one = single is not None and single.value != "my"
            is_one = whom.value == "person" or (whom.value == "people" and one)
            return _reading("one" if is_one else "group", LIMITED, slot, whom)
        before = (
            self._behind(at, 4, *_PERSONS, "me") if _LAST.match(self._prose, slot.end) else None
        )
        if before:  # 'customers of that chain only'
            is_one = before.value in {"person", "me"}
            return _reading("one" if is_one else "group", LIMITED, slot, before)
        apart = self._next(at, 0, "in")
        if apart and _NAME.match(self._prose, apart.end):
            return _reading("group", LIMITED, slot, apart)
        named = single is not None and single.value in {"this", "my"}
        apart_from = self._slots[at + 1 : at + 3]
        if any(s.value == "rest" and s.start - slot.end < _AHEAD // 2 for s in apart_from):
            return _reading("one", LIMITED, slot)  # 'only Marta, the others are well'
        return _reading("one", LIMITED, slot, single) if named else None

    def _except(self, at: int, slot: Hit) -> Reading | None:
        """'everybody but her can': she cannot; of 'nobody but her' who can is not affected."""
        if not self._behind(at, 6, "every", "everyone"):
            return None
        whom = self._next(at, 2, "me", *_PERSONS, "those")
        if whom is None:
            return None
        return _reading("one" if whom.value in {"me", "person"} else "group", LIMITED, slot, whom)

    def _several(self, at: int, slot: Hit) -> Reading | None:
        """'300 customers', 'customers in Spain'; 'we run 12 stores' says nothing of what fails."""
        begins = max(0, slot.start - 40)
        number = _NUMBER.search(self._prose[begins : slot.start])
        if number and int(re.sub(r"\D", "", number[1])) > 1:
            has = self._before(at, begins + number.start(), 1, "have")
            return _reading("group", NAMED if has else SAID, slot)
        if slot.value == "people" and self._which(at, slot):
            return _reading("group", LIKELY, slot)
        apart = self._next(at, 0, "in", "of") if slot.value == "people" else None
        named = apart is not None and _NAME.match(self._prose, apart.end)
        if named:
            return _reading("group", LIKELY, slot, apart)
        return None if self._apart(at) else _reading("group", NAMED, slot)

    def _apart(self, at: int) -> bool:
        """Whether a slot says who the others are: 'the other patients'."""
        return self._behind(at, 1, "rest") is not None

    def _next(self, at: int, words: int, *values: str) -> Hit | None:
        """The first slot of these behind one, in its clause, so many words of no slot between."""
        end = self._slots[at].end
        for slot in self._slots[at + 1 : at + _SLOTS]:
            words -= self._words(end, slot.start)
            if words < 0:
                return None
            if slot.start >= end and slot.value in values:
                return slot
            end = max(end, slot.end)
        return None

    def _behind(self, at: int, words: int, *values: str) -> Hit | None:
        """The last slot of these before one, in the same clause, so many words between."""
        return self._before(at, self._slots[at].start, words, *values)

    def _before(self, at: int, start: int, words: int, *values: str) -> Hit | None:
        for slot in reversed(self._slots[max(0, at - 4) : at]):
            if slot.value in values and slot.end <= start:
                return slot if self._words(slot.end, start) <= words else None
        return None

    def _words(self, start: int, end: int) -> int:
        """The words between two places; many where a clause ends between them."""
        between = self._prose[start:end]
        return len(_WORD.findall(between)) if _END.search(between) is None else _AHEAD


def _reading(value: str, weight: int, slot: Hit, last: Hit | None = None) -> Reading:
    """The reading of a slot and the last one that belongs to it, which may stand before it."""
    other = last or slot
    return Reading(value, weight, min(slot.start, other.start), max(slot.end, other.end))
