"""Who is affected, told as a share: '40 % of the customers', 'two in seven groups' (R23)."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from firstline.intake.lexicon import Hit

from .slots import AHEAD, SAID, WHOM, Reading, Slots, reading

_PERCENT = re.compile(r"(?<![\w.,])(\d{1,3})\s?%\s(?=\w)")
_OF_WORDS = (
    r"(?:out of|of|in every|of every|out of every|von|von je|von den|de|de cada|de los|de las|em"
    r"|em cada|dos|das|из|из каждых)"
)
_OF = re.compile(
    rf"(\d(?<![\w.,:/+-].)\d{{0,5}})\s{_OF_WORDS}\s(\d{{1,6}})(?![\w:/%]|[.,]\d)", re.IGNORECASE
)
_PART = re.compile(rf"\s{_OF_WORDS}\s(?:[^\W\d_]{{1,9}}\s){{0,2}}", re.IGNORECASE)
_COUNTS = re.compile(rf"{_PART.pattern}|\s(?:[^\W\d_]{{1,20}}\s)?", re.IGNORECASE)
_SAME = re.compile(r"[^.!?\n]*")  # one sentence
_IN = re.compile(r"\s(?:[^\W\d_]{2,20}\s)?in\s", re.IGNORECASE)  # 'one shopper in six'
_WHOLE = re.compile(
    r"(?:^|[\s(])(?:out of|of|in|von|aus|de|das|dos|из)\s(?:[^\W\d_]{1,9}\s){0,2}$", re.IGNORECASE
)
_BEGINS = re.compile(r"(?:^|[.!?;,\n]\s?)(?:out of|of|von|de|из)\s$", re.IGNORECASE)
_COUNTED = re.compile(r"\s(?!bis|hasta|until)[^\W\d_]{4,20}(?:\s(?!bis)[^\W\d_]{2,20}){0,2},?\s$")
_FROM = 30  # characters before a number in which stands that it is the whole
_PHRASE = 5  # words between the number of a whole and that of its part
_ALL = 100
_FIGURES = 20  # percentages beyond which it is a table


def figures(prose: str, slots: Sequence[Hit]) -> Iterator[Reading]:
    """'40 % of the customers', '12 of 30 stores'; the slots are those of all languages."""
    for found in islice(_PERCENT.finditer(prose), _FIGURES) if "%" in prose else ():
        counted = (*WHOM, "thing")
        if any(s.value in counted and 0 <= s.start - found.end() <= AHEAD // 2 for s in slots):
            value = "all_messages" if int(found[1]) >= _ALL else "group"
            yield Reading(value, SAID, *found.span())
    for found in islice(_OF.finditer(prose), _FIGURES):
        if 0 < int(found[1]) < int(found[2]) and _counts(prose, slots, *found.span()):
            yield Reading("group", SAID, *found.span())


def of_numbers(slots: Slots) -> Iterator[Reading]:
    """'two out of five', 'of our eight branches three are dead'."""
    numbers = (slot for slot in slots.every if slot.value in {"number", "some", "one"})
    for one, other in pairwise(islice(numbers, _FIGURES)):
        between = slots.prose[one.end : other.start]
        if other.start < one.end or between.count(" ") > _PHRASE:
            continue
        before = slots.prose[max(0, one.start - _FROM) : one.start]
        counted = _is_counted(slots, one, other)
        of_whole = counted and _WHOLE.search(before)
        of_whole = of_whole or (_BEGINS.search(before) and _COUNTED.match(between))
        in_whole = _IN.fullmatch(between) and (counted or _ends(slots, other))
        if of_whole or in_whole or _PART.fullmatch(between):
            yield reading("group", SAID, one, other)


def _counts(prose: str, slots: Sequence[Hit], start: int, end: int) -> bool:
    """Whether near '2 of 5' stands what it counts: 'step 2 of 5' and '3 von 12 Uhr' do not."""
    behind = (slot for slot in slots if slot.value in (*WHOM, "thing"))
    before = (slot for slot in slots if slot.value in ("people", "place"))
    return any(
        end < slot.start <= end + AHEAD and _COUNTS.fullmatch(prose, end, slot.start)
        for slot in behind
    ) or any(
        start - AHEAD <= slot.end < start and _SAME.fullmatch(prose, slot.end, start)
        for slot in before
    )


def _is_counted(slots: Slots, one: Hit, other: Hit) -> bool:
    """Whether between two numbers stands what they count."""
    between = (slot for slot in slots.every if one.end <= slot.start < other.start)
    return any(slot.value in WHOM for slot in between)


def _ends(slots: Slots, number: Hit) -> bool:
    """Whether behind a number stands what it counts, or nothing: no minutes."""
    at = slots.every.index(number)
    return slots.ends(number) or slots.next(at, 0, *WHOM, "thing") is not None
