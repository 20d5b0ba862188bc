"""Who is affected, told by two who are joined: 'X and I', 'Tom and Ann', two numbers (R23)."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from firstline.intake.lexicon import Hit

from .slots import AHEAD, CAPITAL, LIKELY, LIMITED, NAMED, ONE, SAID, Reading, Slots, reading

_LISTS = 20  # lists of numbers beyond which it is a table
_DIGITS = 9  # of a phone number; a date has eight
_BACK = 60  # characters in which the first of two names stands
_SLOTS = 4  # slots that are looked at for the names of two
_EITHER = 4  # words between the second of two and 'either'
_EARLIER = 12  # slots before 'neither' in which the other of two stands
_OF_TWO = re.compile(
    rf"\s{{0,2}}(?:{CAPITAL}\s?){{0,2}}(?:\([^()\n]{{1,20}}\)\s?)?"
    r"(?:(?:from|in|at|vom|von|aus|im|am|del?|d[ao]|из|с)\s(?:[^\W\d_]{1,4}\s)?[^\W\d_]{2,20}\s?)?"
    r",?\s{0,2}"
)
"""What may stand between a person and 'and': 'my colleague Tom from sales and'."""
_FIRST = re.compile(
    rf"(?:^|[.!?:;,\n(«\"]\s{{0,3}})(?:[^\W\d_]{{1,4}}\s)??({CAPITAL})(?:\s{CAPITAL})?"
    r"(?:\s\([^()\n]{1,20}\))?,?\s{1,2}$"
)
"""A name with which a clause begins: one in its midst may be a button, or any noun in German."""
_LIMITED = re.compile(rf"({CAPITAL})(?:\s{CAPITAL})?,?\s{{1,2}}$")
_SECOND = re.compile(rf"\s{{1,2}}(?:[^\W\d_]{{1,4}}\s)?({CAPITAL})")
_AND = "(?:and|und|y|e|и)"
_PHONE = r"\+?\(?\d[\d ().-]{6,18}\d"
_PHONES = re.compile(
    rf"(?<![\w+])({_PHONE})(?:\s{{0,3}}(?:[,;/&]|{_AND})\s{{1,3}}"
    rf"|\s{{0,2}}\n\s{{0,8}}(?:[-*•]\s{{1,3}})?)(?:{_AND} )?({_PHONE})"
)
_MAIL = r"[\w.+-]{1,40}@[\w.-]{3,60}"
_MAILS = re.compile(rf"{_MAIL}(?:\s{{0,2}},\s{{0,2}}|\s{_AND}\s){_MAIL}")
_FAILS = ("not", "nothing", "zero", "nobody", "noone", "hit")
_SENTENCE_END = re.compile(r"[.!?]\s|(?<!:)\n")  # an address has dots, too
_AGAIN = re.compile(rf"\s\d{{1,6}}\s{_AND}\s(?:[^\W\d_]{{1,4}}\s)?")
_TAILS = re.compile(
    rf"(?:\s[^\W\d_]{{1,14}}){{0,3}}\s\d{{1,6}}(?:,\s?| {_AND} )\d{{1,6}}(?![\w:%])"
)


def listed(prose: str, spoken: Sequence[Sequence[Hit]]) -> Iterator[Reading]:
    """Two numbers or addresses in a list; the slots are those of each language that is spoken.

    Where the customer only wants to be written to or called, they are no more than named.
    """
    phones = (
        found.span()
        for found in islice(_PHONES.finditer(prose), _LISTS)
        if all(sum(map(str.isdigit, one)) >= _DIGITS for one in found.groups())
    )
    mails = (found.span() for found in islice(_MAILS.finditer(prose), _LISTS))
    for start, end in (*phones, *(mails if "@" in prose else ())):
        merely = any(_is_contact(prose, slots, start, end) for slots in spoken)
        yield Reading("group", NAMED if merely else LIKELY, start, end)


def tails(slots: Slots, slot: Hit) -> Reading | None:
    """What tells lines apart: 'lines ending 4471 and 4472'."""
    found = _TAILS.match(slots.prose, slot.end)
    return Reading("group", SAID, slot.start, found.end()) if found else None


def again(slots: Slots, at: int) -> bool:
    """Whether another of one kind follows: 'line 3 and line 7'."""
    slot = slots.every[at]
    other = next((one for one in slots.every[at + 1 : at + _SLOTS] if one.value == "line"), None)
    return other is not None and _AGAIN.fullmatch(slots.prose, slot.end, other.start) is not None


def pair(slots: Slots, at: int) -> Reading | None:
    """Two that an 'and' joins: 'my colleague and I', 'me and Diana', 'Tom and Ann'."""
    first = _first(slots, at)
    second = _second(slots, at) if first else None
    if first is None or second is None or first.value == second.value == "me":
        return None
    values = {first.value, second.value}
    only = slots.before(at, first.start, 1, "only")
    if only:
        return reading("group", LIMITED, only, second)
    if "me" in values:  # 'I and' may begin what another does
        return reading("group", LIKELY if first.value == "me" else SAID, first, second)
    return reading("group", NAMED if "name" in values else LIKELY, first, second)


def neither(slots: Slots, at: int) -> Reading | None:
    """'I cannot get in, and neither can my colleague', 'Tom cannot. Neither can I'."""
    who = slots.next(at, 1, "person", "mate") or slots.behind(at, _EITHER, "person", "mate")
    who = who or slots.behind(at, 0, "me") or slots.next(at, 1, "me")
    if who is None:
        return None
    others = {"person", "mate"} if who.value == "me" else {"me", "my", *ONE, "mate"}
    another = any(
        slot.value in others and slots.words(slot.end, who.start)
        for slot in slots.every[max(0, at - _EARLIER) : at]
        if slot.end < who.start
    )
    return reading("group", SAID, slots.every[at], who) if another else None


def _is_contact(prose: str, slots: Sequence[Hit], start: int, end: int) -> bool:
    """Whether a list is where to answer: 'call me at', and nothing in the sentence that fails."""
    near = [
        slot
        for slot in slots
        if (start - AHEAD <= slot.end <= start and _goes_on(prose, slot.end, start))
        or (end <= slot.start <= end + AHEAD and _goes_on(prose, end, slot.start))
    ]
    asked = any(slot.value == "contact" and slot.end <= start for slot in near)
    return asked and not any(slot.value in _FAILS for slot in near)


def _goes_on(prose: str, start: int, end: int) -> bool:
    """Whether no sentence ends between two places."""
    return _SENTENCE_END.search(prose, start, end) is None


def _first(slots: Slots, at: int) -> Hit | None:
    joint = slots.every[at]
    for slot in reversed(slots.every[max(0, at - _SLOTS) : at]):
        if slot.value == "my" and slots.prose[slot.end : joint.start] == " ":
            return Hit("", "me", slot.start, slot.end)  # 'a mí y'
        if slot.end <= joint.start and slot.value in {"person", "mate", "land", "me"}:
            if _OF_TWO.fullmatch(slots.prose, slot.end, joint.start):
                return slot
            break
    begins = max(0, joint.start - _BACK)
    before = slots.prose[begins : joint.start]
    found = _FIRST.search(before)
    if found is None and slots.behind(at, 3, "only"):
        found = _LIMITED.search(before)
    return _name(slots, at, begins + found.start(1), joint.start) if found else None


def _second(slots: Slots, at: int) -> Hit | None:
    joint = slots.every[at]
    my, me = slots.next(at, 1, "my"), slots.next(at, 1, "me")
    if me and not (my and my.start == me.start):
        return me
    if slots.next(at, 1, "number", "some") and (people := slots.next(at, 1, "people")):
        return people
    if one := slots.next(at, 1, "person", "mate", "land"):
        return one
    found = _SECOND.match(slots.prose, joint.end)
    return _name(slots, at, *found.span(1)) if found else None


def _name(slots: Slots, at: int, start: int, end: int) -> Hit | None:
    """A word with a capital, if it is none that means something: 'Webhooks and media'."""
    near = slots.every[max(0, at - _SLOTS) : at + _SLOTS]
    return None if any(slot.start == start for slot in near) else Hit("", "name", start, end)
