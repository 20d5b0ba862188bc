"""Whom it is limited to: 'only these two', 'all but her' (R23)."""

import re

from firstline.intake.lexicon import Hit

from .slots import AHEAD, CAPITAL_LETTER, LIMITED, LOOKS, ONE, WHOM, Reading, Slots, reading

_NAMED_AFTER = re.compile(rf"\s(?:[^\W\d_]{{1,3}}\s)?{CAPITAL_LETTER}[a-zа-яßäöüé]")
_LEFT_OUT = 4  # words between 'only' and 'not' that name who cannot
_NEXT = 8  # slots among which the others are named


def only(slots: Slots, at: int) -> Reading | None:
    """Whom it is limited to: 'only me', 'only this number', 'only in Austria'."""
    slot = slots.every[at]
    if slots.behind(at, 0, "not"):
        return None
    if slots.next(at, 2, "look"):
        return reading("looks", LOOKS, slot)
    if those := slots.next(at, 1, "those"):
        return reading("group", LIMITED, slot, those)
    if me := slots.next(at, 2, "me"):
        return reading("one", LIMITED, slot, me)
    return _left_out(slots, at) or _limited(slots, at) or _limited_to_name(slots, at)


def excepted(slots: Slots, at: int) -> Reading | None:
    """'everybody but her can': she cannot; of 'nobody but her' who can is not affected."""
    slot = slots.every[at]
    if not slots.earlier(at, "every", "everyone"):
        return None
    is_time = slots.behind(at, 0, "number")  # 'las diez menos veinte'
    counted = () if is_time else ("number",)
    whom = slots.next(at, 2, "me", *WHOM, "those", "land", *counted)
    whom = whom or slots.next(at, 1, "one", "a")
    if whom is None:
        named = _NAMED_AFTER.match(slots.prose, slot.end)
        return reading("one", LIMITED, slot) if named else None
    is_one = whom.value in {*ONE, "me", "one", "a"}
    return reading("one" if is_one else "group", LIMITED, slot, whom)


def _left_out(slots: Slots, at: int) -> Reading | None:
    """'all can, only Paul cannot', 'all stores print, only the Dover one does not'."""
    slot = slots.every[at]
    every = slots.earlier(at, "every", "everyone")
    denied = slots.next(at, _LEFT_OUT, "not") if every else None
    if every is None or denied is None or not slots.ends(denied):
        return None
    if slots.next(at, 2, "me", *WHOM, "number", "some"):
        return None
    counted = slots.next(slots.every.index(every), 2, *WHOM)
    several = counted is not None and counted.value == "place"
    value = "group" if several and slots.next(at, _LEFT_OUT, "in", "of", "one") else "one"
    return reading(value, LIMITED, slot, denied)


def _limited(slots: Slots, at: int) -> Reading | None:
    """'only two stores', 'customers of that chain only', 'only this one'."""
    slot = slots.every[at]
    single = _single(slots, at)
    whom = slots.next(at, 1, "part") or slots.next(at, 2, *WHOM, "some", "share", "number")
    whom = whom or slots.next(at, 3, "people")
    if whom:
        one = single and single.value != "my" and single.start < whom.start
        is_one = whom.value in ONE or (whom.value == "people" and one)
        return reading("one" if is_one else "group", LIMITED, slot, whom)
    before = slots.behind(at, 4, *WHOM, "me") if slots.ends(slot) else None
    if before:
        is_one = before.value in {*ONE, "me"}
        return reading("one" if is_one else "group", LIMITED, slot, before)
    return None


def _limited_to_name(slots: Slots, at: int) -> Reading | None:
    """'only in Austria'; 'only Marta, the others are well'."""
    slot = slots.every[at]
    apart = slots.next(at, 0, "in")
    if apart and slots.names(apart.end):
        return reading("group", LIMITED, slot, apart)
    behind = slots.every[at + 1 : at + _NEXT]
    ahead = AHEAD if _NAMED_AFTER.match(slots.prose, slot.end) else AHEAD // 2
    if any(s.value == "rest" and s.start - slot.end < ahead for s in behind):
        return reading("one", LIMITED, slot)
    single = _single(slots, at)
    named_so = single is not None and single.value in {"this", "my"}
    return reading("one", LIMITED, slot, single) if named_so else None


def _single(slots: Slots, at: int) -> Hit | None:
    return slots.next(at, 2, "this", "my", "one", "a")
