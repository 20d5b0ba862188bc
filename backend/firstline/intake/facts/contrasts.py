"""Who is affected, told by what sets them apart: 'the new ones', 'Peru', and who is well (R23)."""

import re

from firstline.intake.lexicon import Hit

from . import pairs
from .slots import (
    AHEAD,
    CAPITAL,
    LIKELY,
    LIMITED,
    NAMED,
    PLACED,
    SAID,
    WHOM,
    Reading,
    Slots,
    reading,
)

_SLOTS = 12  # slots in which a list stands
_NEAR, _SHORT, _RELATIVE = 4, 3, 9
"""Words between who is well and what says so; 'the old ones do'; 'those who wrote to us before'."""
_GROUPS = ("people", "place", "part", "sort", "those")
_LISTED = ("and", "land", "sort", "part", "people", "place")
_SPACE = re.compile(r"\s{1,2}(?:[^\W\d_]{1,3}\s)?")
_COMMA = re.compile(r"\s{0,2},?\s{1,2}(?:[^\W\d_]{1,3}\s)?")
_BACK = 60  # characters in which the name of who is well stands
_NAME = re.compile(rf"[,;]\s(?:[^\W\d_]{{1,4}}\s)?({CAPITAL})\s(?:[^\W\d_]{{2,12}}\s)?$")
_BEGINS = re.compile(r"(?:^|[.!?;,\n]\s?)(?:[^\W\d_]{1,2}\s)?$")
_LABEL = re.compile(
    rf"(?:^|[.!?;,\n])\s{{0,3}}({CAPITAL})(?:(?:, |\s[^\W\d_]{{1,3}}\s){CAPITAL}){{0,3}}"
    r"\s?:\s(?:\S{1,12}\s){0,2}$"
)
_SENTENCE_END = re.compile(r"[.!?;\n]\s|$")


def sort(slots: Slots, at: int) -> Reading | None:
    """Whom a quality tells apart: 'only the new ones', 'the old lines'."""
    slot = slots.every[at]
    if not _is_of_several(slots, at):
        return None
    if only := _only(slots, at):
        return reading("group", LIMITED, only, slot)
    return reading("group", NAMED, slot)


def land(slots: Slots, at: int) -> Reading:
    """A country, a city or a language: 'only Peru', and 'Kenya', while others are well."""
    slot = slots.every[at]
    if only := _only(slots, at):
        return reading("group", LIMITED, only, slot)
    last = slots.next(at, 0, "only")
    if last and slots.ends(last):
        return reading("group", LIMITED, slot, last)
    return reading("group", PLACED, slot)


def those(slots: Slots, at: int) -> Reading:
    """'those with an old phone cannot open it'."""
    slot = slots.every[at]
    fails = any(
        one.value in {"not", "nothing"} and one.start - slot.end < AHEAD
        for one in slots.every[at + 1 : at + _SLOTS]
    )
    begins = fails and _BEGINS.search(slots.prose, max(0, slot.start - 6), slot.start)
    return reading("group", LIKELY if begins else NAMED, slot)


def rest(slots: Slots, at: int) -> Reading:
    """Who is not affected, but 'the other two get no code'."""
    slot = slots.every[at]
    fails = slots.next(at, 2, "not") if slots.next(at, 0, "number") else None
    if fails and not slots.ends(fails) and not slots.next(at, 2, "well", "hit"):
        return reading("group", SAID, slot, fails)
    return reading("rest", SAID, slot)


def well(slots: Slots, at: int) -> Reading | None:
    """Who is said to be well: 'the Chennai office works as usual', 'the old ones do'."""
    slot = slots.every[at]
    short = slot.value == "do"
    if (short and not slots.ends(slot)) or slots.behind(at, 1, "not", "neither"):
        return None
    who = slots.behind(at, _SHORT if short else _NEAR, *WHOM, *_GROUPS, "land", "rest")
    who = who or slots.behind(at, _RELATIVE, "those")
    if who is None:
        return _names(slots, at) or _named_before(slots, slot, "rest", _NAME, _LABEL)
    index = slots.every.index(who)
    counts = ("zero", "only", "not", "nobody", "every", "some", "share")
    if short and slots.behind(index, 2, *counts):
        return None
    return reading("rest", SAID, slot, _first_listed(slots, index))


def left_out(slots: Slots, at: int) -> Reading | None:
    """Who is left out in few words: 'old clients get it, new ones do not'."""
    slot = slots.every[at]
    if not slots.ends(slot) or not slots.earlier(at, "do", "well", "feels"):
        return None
    who = slots.behind(at, _SHORT, *_GROUPS)
    index = slots.every.index(who) if who else 0
    if who is None or slots.behind(index, 1, "rest", "every", "zero", "some"):
        return None
    return reading("group", LIKELY, slot, _first_listed(slots, index))


def nothing(slots: Slots, at: int) -> Reading | None:
    """Which place gets nothing, in a list of them: 'Leeds: nothing since nine'."""
    return _named_before(slots, slots.every[at], "group", _LABEL)


def example(slots: Slots, at: int) -> Reading:
    """The sentence that gives an example, from the word for it, or from who is one."""
    slot = slots.every[at]
    start, limit = slot.start, slot.end + 2 * AHEAD
    if before := slots.behind(at, 2, *WHOM):
        start = slots.every[max(0, slots.every.index(before) - 1)].start
    end = _SENTENCE_END.search(slots.prose, slot.end + 2, limit)  # behind the dot of 'z. B.'
    return Reading("example", SAID, start, end.start() if end else limit)


def _only(slots: Slots, at: int) -> Hit | None:
    only = slots.behind(at, 2, "only")
    return None if only is None or slots.before(at, only.start, 0, "not") else only


def _is_of_several(slots: Slots, at: int) -> bool:
    """Whether a quality is that of several people or lines, or of those named before."""
    slot = slots.every[at]
    for near in (*slots.every[at + 1 : at + 2], *slots.every[max(0, at - 1) : at]):
        beside = slots.words(min(near.end, slot.end), max(near.start, slot.start)) == 0
        if beside and near.value in {*WHOM, "thing"}:
            return near.value in {"people", "place"}
    return slots.ends(slot) or slots.next(at, 0, "not", "do", "well", "those", "feels") is not None


def _names(slots: Slots, at: int) -> Reading | None:
    """'Leeds and Hull are okay'."""
    joint = slots.behind(at, 3, "and")
    names = pairs.pair(slots, slots.every.index(joint)) if joint else None
    return Reading("rest", SAID, names.start, slots.every[at].end) if names else None


def _named_before(
    slots: Slots, slot: Hit, value: str, *patterns: re.Pattern[str]
) -> Reading | None:
    """'Glasgow is late, Edinburgh works as usual', 'Leeds: nothing. Hull: no problem'."""
    begins = max(0, slot.start - _BACK)
    before = slots.prose[begins : slot.start]
    found = next(filter(None, (pattern.search(before) for pattern in patterns)), None)
    start = begins + found.start(1) if found else -1
    if found is None or any(one.start == start and one.value != "land" for one in slots.every):
        return None
    return Reading(value, SAID if value == "rest" else PLACED, start, slot.end)


def _first_listed(slots: Slots, at: int) -> Hit:
    """The first in the list that ends with a slot: 'Peru, Chile and Colombia'."""
    first, joined = slots.every[at], False
    for slot in reversed(slots.every[max(0, at - _SLOTS) : at]):
        joined = joined or slot.value == "and"
        if slot.end > first.start or slot.value == "in":
            continue
        gap = _SPACE.fullmatch(slots.prose, slot.end, first.start) or (
            joined
            and _COMMA.fullmatch(slots.prose, slot.end, first.start)
            and _BEGINS.search(slots.prose, max(0, slot.start - 6), slot.start)
        )
        if slot.value not in _LISTED or not gap:
            break
        first = slot
    return first
