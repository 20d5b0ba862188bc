"""Who is affected, by a quantifier and whom it counts: 'none of our guests', 'две точки' (R23)."""

import re
from typing import NamedTuple

from firstline.intake.lexicon import Hit

from . import pairs
from .slots import LIKELY, LOOKS, NAMED, ONE, SAID, WHOM, Reading, Slots, reading

_NUMBER = re.compile(
    r"(?<![\w.,:/+#-])(\d{1,3}(?:[. ]\d{3})+|\d{1,6})k?\s(?:[^\W\d_]{1,20}\s){0,2}$"
)
_OUT_OF = re.compile(r"\d\s[^\W\d_]{1,4}\s$")  # '3 in every ten'
_COUNT = re.compile(r"\s(?:[^\W\d_]{1,4}\s)?\d")  # 'of the 6 stores'
_OF = 12  # characters in which '3 in' stands
_GAP = re.compile(r"\s{0,2},?\s{1,2}")  # between people and the words that say which
_FIGURES = 40  # characters before people in which their number stands
_NEXT = 8  # slots among which something is looked for


class _Number(NamedTuple):
    """A number in figures, and where it begins."""

    value: int
    start: int


def mentioned(slots: Slots, at: int) -> Reading | None:
    """One who is only named, if not as one of the others: 'the other patient'."""
    if slots.every[at].value == "line" and pairs.again(slots, at):
        return reading("group", SAID, slots.every[at])
    return None if _apart(slots, at) else reading("one", NAMED, slots.every[at])


def of_company(slots: Slots, at: int) -> Reading:
    """A part of a company that is only named: 'the night shift'."""
    return reading("group", NAMED, slots.every[at])


def noone(slots: Slots, at: int) -> Reading:
    """'It reaches nobody at all', but 'it bothers nobody'."""
    if harmless := _harmless(slots, at):
        return harmless
    return reading("all", SAID, slots.every[at])


def nobody(slots: Slots, at: int) -> Reading | None:
    """'nobody in the office', 'nobody can', but 'nobody is affected'."""
    if harmless := _harmless(slots, at):
        return harmless
    told = slots.next(at, 3, "us", "feels")
    return reading("all", SAID, slots.every[at], told) if told else None


def whole(slots: Slots, at: int) -> Reading | None:
    """'all our customers', 'not every user', 'every fifth message', 'no guest'."""
    slot = slots.every[at]
    if slot.value != "zero" and (slots.behind(at, 1, "not") or slots.next(at, 0, "nth")):
        return reading("group", SAID, slot)
    if slot.value == "everyone":
        return reading("all", SAID, slot)
    counted = slots.next(at, 0, "my") or _COUNT.match(slots.prose, slot.end)
    is_every = slot.value == "every"
    begins = max(0, slot.start - _OF)
    if is_every and counted and _OUT_OF.search(slots.prose, begins, slot.start):
        return reading("group", SAID, slot)
    room = is_every or bool(counted)
    whom = slots.next(at, room, *WHOM, "thing")
    if whom and whom.value == "thing":
        return reading("all_messages", LIKELY, slot, whom)
    if part := _part(slots, at, whom):
        return reading("group", SAID, slot, part)
    if slot.value == "zero" and whom and (harmless := _harmless(slots, at)):
        return harmless
    there = (
        whom
        or (slots.behind(at, 3, *WHOM) if is_every else slots.behind(at, 0, *WHOM))
        or (slots.ends(slot) and slots.earlier(at, "people", "place"))
        or slots.next(at, 2, "hit")
        or slots.behind(at, 1, "hit")
    )
    return reading("all", SAID, slot, there) if there else None


def some(slots: Slots, at: int) -> Reading | None:
    """'some customers', 'half of the messages', 'three colleagues', not 'we run two stores'."""
    slot = slots.every[at]
    if slot.value == "some" and slots.next(at, 0, "number"):
        return None  # 'unos treinta clientes' are thirty
    counted = slot.value == "number"
    of_us = slots.next(at, 0, "us") if counted else None
    whom = of_us or (slots.next(at, 1, *WHOM) if counted else slots.next(at, 2, *WHOM, "thing"))
    is_time = slot.value == "share" and slots.next(at, 0, "number")  # 'половина третьего'
    if whom is None or is_time or (counted and _is_had(slots, at)):
        return None
    return reading("group", SAID, slot, whom)


def one(slots: Slots, at: int) -> Reading | None:
    """'one of our customers' is one, 'one of our stores' a group of them."""
    slot = slots.every[at]
    told = slot.value == "one"
    whom = slots.next(at, 1, *WHOM, "thing")
    if whom is None or (whom.value not in ONE and not told):
        return None
    if told and slots.behind(at, 3, "not"):  # 'not had a single call'
        is_all = whom.value != "thing"
        return reading("all" if is_all else "all_messages", SAID, slot, whom)
    if whom.value == "place":
        return reading("group", SAID, slot, whom)
    return reading("one", LIKELY if slot.value in {"this", "my"} else SAID, slot, whom)


def several(slots: Slots, at: int) -> Reading | None:
    """'300 customers', 'customers in Spain'; 'we run 12 stores' says nothing of what fails."""
    slot = slots.every[at]
    number = _number_before(slots, slot)
    if number and number.value > 1:
        has = slots.before(at, number.start, 1, "have")
        return reading("group", NAMED if has else SAID, slot)
    if slot.value == "people" and (tails := pairs.tails(slots, slot)):
        return tails
    if slot.value == "people" and _which(slots, at):
        return reading("group", LIKELY, slot)
    apart = slots.next(at, 0, "in", "of") if slot.value == "people" else None
    if apart is not None and slots.names(apart.end):
        return reading("group", LIKELY, slot, apart)
    return None if _apart(slots, at) else reading("group", NAMED, slot)


def complaints(slots: Slots, at: int) -> Reading | None:
    """As many are hit as have complained: 'six have complained'."""
    slot = slots.every[at]
    number = _number_before(slots, slot)
    many = slots.behind(at, 3, "number", "some") or (number and number.value > 1)
    return reading("group", SAID, slot) if many else None


def unnoticed(slots: Slots, at: int) -> Reading | None:
    """'our customers do not notice anything'."""
    slot = slots.every[at]
    denied = slots.behind(at, 1, "not")
    who = slots.behind(at, 4, "people") if denied else None
    return reading("looks", SAID, slot, who) if who else None


def _number_before(slots: Slots, slot: Hit) -> _Number | None:
    """The number in figures that counts a slot: '300 customers', '1.200 clientes'."""
    begins = max(0, slot.start - _FIGURES)
    found = _NUMBER.search(slots.prose[begins : slot.start])
    if found is None:
        return None
    return _Number(int(re.sub(r"\D", "", found[1])), begins + found.start())


def _harmless(slots: Slots, at: int) -> Reading | None:
    """'nobody is affected' tells of a flaw of looks."""
    hit = slots.next(at, 4, "hit")
    return reading("looks", LOOKS, slots.every[at], hit) if hit else None


def _part(slots: Slots, at: int, whom: Hit | None) -> Hit | None:
    """What a whole is a part of something larger by: 'all of the night shift', 'in Pune'."""
    if part := slots.next(at, 3, "part"):
        return part
    apart = whom and slots.next(slots.every.index(whom), 0, "in")
    return apart if apart and slots.names(apart.end) else None


def _which(slots: Slots, at: int) -> bool:
    """Whether words behind people say which of them are meant: 'guests, who booked online'."""
    slot = slots.every[at]
    return any(
        one.value == "who" and _GAP.fullmatch(slots.prose, slot.end, one.start)
        for one in slots.every[at + 1 : at + _NEXT]
    )


def _is_had(slots: Slots, at: int) -> bool:
    """Whether a number is how many there are: 'we run accounts of thirty stores'."""
    behind = range(max(0, at - _NEXT // 2), at)
    had = [index for index in behind if slots.every[index].value == "have"]
    number = slots.every[at]
    return bool(slots.behind(at, 1, "have")) or any(
        slots.next(index, 0, "number") is number for index in had
    )


def _apart(slots: Slots, at: int) -> bool:
    """Whether a slot says who the others are: 'the other patients'."""
    return slots.behind(at, 1, "rest") is not None
