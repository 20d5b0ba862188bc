"""Lengths of time that count back from now: 'hace hora y media', 'vor 1 Std. 20 Min.' (R23)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from . import signs
from .clocks import after, before
from .signs import Sign

_UNITS = 100  # lengths of time that are looked at
_LONGEST = timedelta(days=4)  # beyond this, counting hours back is no exact time
_HALF_HOUR = timedelta(minutes=30)


class Length(NamedTuple):
    """A length of time, and where it stands with the words that count it back."""

    span: timedelta
    start: int
    end: int


class _Part(NamedTuple):
    """A length and the signs that it begins and ends with; `counted` where a number says it."""

    span: timedelta
    first: Sign
    last: Sign
    counted: bool


def back(found: Sequence[Sign]) -> Length | None:
    """The first length of time that is said to lie behind."""
    units = [sign for sign in found if sign.kind in {"unit", "half_hour"}][:_UNITS]
    for sign in units:
        part = _length(found, sign)
        later = _ago(found, part)
        said = later or _counts_back(found, part.first)
        counted = part.counted or later or after(found, sign, "number")
        if part.span and said and counted and part.span <= _LONGEST:
            start, end = min(part.first.start, said.start), max(part.last.end, said.end)
            return Length(part.span, start, end)
    return None


def _length(found: Sequence[Sign], sign: Sign) -> _Part:
    """The length of time that a unit belongs to; zero for whole days."""
    if sign.kind == "half_hour":
        return _Part(_HALF_HOUR, sign, sign, counted=True)
    if sign.value == signs.DAY:
        return _Part(timedelta(0), sign, sign, counted=False)
    unit = timedelta(milliseconds=int(sign.value))
    if half := before(found, sign, "one_and_half"):
        return _Part(1.5 * unit, half, sign, counted=True)
    half = before(found, sign, "and_half")  # 'two and a half hours'
    if half and (number := before(found, half, "number")):
        return _Part((int(number.value) + 0.5) * unit, number, sign, counted=True)
    number = before(found, sign, "number") or after(found, sign, "number")
    counted = number is not None and number.start < sign.start
    first = number if number and counted else sign
    span = (int(number.value) if number else 1) * unit
    rest, last = _rest(found, sign, unit)
    if rest and not counted:  # 'hace hora y media', 'vor Stunde 20'
        span = unit
    return _Part(span + rest, first, last, counted=counted or bool(rest))


def _rest(found: Sequence[Sign], sign: Sign, unit: timedelta) -> tuple[timedelta, Sign]:
    """What is said beyond a whole unit: 'and a half', 'and 20 minutes', '20 min'."""
    if half := after(found, sign, "and_half"):
        return unit / 2, half
    link = after(found, sign, "plus", "and_until")
    number = after(found, link or sign, "number")
    smaller = after(found, number, "unit") if number else None
    if number is None or smaller is None or int(smaller.value) >= int(sign.value):
        return timedelta(0), sign
    return int(number.value) * timedelta(milliseconds=int(smaller.value)), smaller


def _ago(found: Sequence[Sign], part: _Part) -> Sign | None:
    """'20 minutes ago', and 'минут 20 назад', where the number stands behind."""
    behind = None if part.counted else after(found, part.last, "number")
    return after(found, behind or part.last, "ago_after")


def _counts_back(found: Sequence[Sign], first: Sign) -> Sign | None:
    """'hace 20 minutos', and 'hace más o menos 20 minutos'."""
    about = before(found, first, "about")
    said = before(found, first, "ago_before")
    return said or (before(found, about, "ago_before") if about else None)
