"""When it happened: the exact time with its zone, in words or figures (R23).

A time is exact when it names the minute or the hour, or counts minutes or hours back. 'Yesterday'
alone is not. A zone that is named counts; else the browser's does, and the value says so by
putting it in parentheses.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from firstline.domain.context import Finding
from firstline.domain.moment import Moment

from . import clocks, days, signs, zones
from .clocks import NEAR, Clock, after, before
from .signs import Sign

NAMED, ASSUMED, LOGGED, VAGUE = 0.9, 0.8, 0.6, 0.6
"""How sure a time is: with its zone, with the browser's, out of pasted lines, 'just now'."""

_HALF_DAY = timedelta(hours=12)
_UNITS = 100  # lengths of time that are looked at
_LONGEST = timedelta(days=4)  # beyond this, counting hours back is no exact time
_ISO = re.compile(
    r"(?<![\w-])(\d{4}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?)(?:[.,]\d{1,9})?"
    r"(?:\s?(Z\b|[+-]\d\d:?\d\d\b))?"
)


_TO = re.compile(
    r"[^\w\n]{0,3}(?:[A-Z]{2,4}\s{1,2})?(?:-|–|—|to|until|till|bis|até|ate|hasta|до|по|a)\s{0,3}"
    r"(?:(\d{4}-[01]\d-[0-3]\d)[T ])?([0-2]?\d:[0-5]\d)(?![\d-])"
)
_CLAUSE = re.compile(r"[.!?;]\s|[,\n]")
_LATER = 45  # characters between a clock time and the words that put it off
_DASH = re.compile(r"\s?[-–—]\s?")


class _Read(NamedTuple):
    """A time as understood; `named` says whether its zone was in the text.

    `until` is when it was over, where that was said.
    """

    local: datetime
    zone: str
    named: bool
    start: int
    end: int
    sure: float
    until: datetime | None = None


def find(text: str, prose: str, *, now: Moment, zone: str, language: str) -> list[Finding]:
    """The best exact time of a message, and until when it went on, if that is said.

    `prose` is the text with what was pasted blanked. `zone` is the browser's, an IANA name; an
    unknown one counts as UTC.
    """
    read = _best(text, prose, now=now, zone=zone, language=language)
    return list(_findings(read)) if read else []


def _best(text: str, prose: str, *, now: Moment, zone: str, language: str) -> _Read | None:
    home = zone if zones.known(zone) else "UTC"
    present = datetime.fromtimestamp(now / 1000, UTC)
    if written := _written(prose, home, NAMED):
        return written
    for spoken in dict.fromkeys((language, "en")):
        found = signs.find(prose, spoken)
        month_first = spoken == "en" and home.startswith("America/")
        read = _clock(found, prose, present, home, month_first=month_first)
        if read := read or _relative(found, present, home):
            return read
    return _written(text, home, LOGGED)


def _findings(read: _Read) -> Iterator[Finding]:
    yield _finding(read, "time", read.local)
    if read.until is not None:
        yield _finding(read, "until", read.until)


def _finding(read: _Read, what: str, local: datetime) -> Finding:
    shown = read.zone if read.named else f"({read.zone})"
    return Finding(
        what=what,
        value=f"{local:%Y-%m-%d %H:%M} {shown}",
        start=read.start,
        end=read.end,
        sure=read.sure if read.named else min(read.sure, ASSUMED),
        moment=int(local.timestamp() * 1000),
        zone=read.zone,
    )


def _written(text: str, home: str, sure: float) -> _Read | None:
    """The first time written with its date: '2026-11-22T09:00:00Z', '2026-11-22 09:00 BRT'."""
    for found in _ISO.finditer(text):
        beside = next(zones.find(text[found.end() : found.end() + 40].lstrip(" (")), None)
        named = zones.offset(found[2]) if found[2] else beside[0] if beside else ""
        try:
            local = datetime.fromisoformat(found[1]).replace(tzinfo=zones.of(named or home))
        except ValueError:  # the 31st of February
            continue
        until = _written_until(text, found.end(), local)
        return _Read(local, named or home, bool(named), *found.span(), sure, until)
    return None


def _written_until(text: str, end: int, local: datetime) -> datetime | None:
    """The end of '2026-11-22 09:00 - 10:30'."""
    to = _TO.match(text, end)
    if to is None:
        return None
    try:
        until = datetime.fromisoformat(f"{to[1] or local.date()} {to[2]:0>5}")
    except ValueError:
        return None
    until = until.replace(tzinfo=local.tzinfo)
    return until if until > local else None


def _clock(
    found: Sequence[Sign], prose: str, present: datetime, home: str, *, month_first: bool
) -> _Read | None:
    """The clock time that most speaks for: the first one with 'since', a day, a zone."""
    every = clocks.find(found, prose)
    ends = {clock: end for clock in every if (end := _end(found, clock, every, prose))}
    starts = (
        clock
        for clock in every
        if clock not in ends.values()
        and not _closes(found, clock)
        and not _is_ahead(found, clock, prose)
    )
    candidates = [(clock, _zone(found, ends.get(clock, clock))) for clock in starts]
    if not candidates:
        return None
    best, zone = max(candidates, key=lambda pair: _weight(found, *pair))
    local = days.resolve(found, best, present, zones.of(zone or home), month_first=month_first)
    if best.half_day and local + _HALF_DAY <= present:
        local += _HALF_DAY
    until = _until(local, best, ends[best]) if best in ends else None
    return _Read(local, zone or home, bool(zone), best.start, best.end, NAMED, until)


def _end(found: Sequence[Sign], clock: Clock, every: Sequence[Clock], prose: str) -> Clock | None:
    """The clock time up to which it went on: 'from 9 to 10', 'zwischen 9 und 10 Uhr'."""
    here = Sign("clock", "", clock.start, clock.end)
    joint = after(found, here, "until", "and_until")
    if joint and joint.kind == "and_until" and not before(found, here, "between"):
        return None
    dash = _DASH.match(prose, clock.end)
    begins = joint.end if joint else dash.end() if dash else None
    if begins is None:
        return None
    return next((other for other in every if 0 <= other.start - begins <= 2), None)  # noqa: PLR2004


def _closes(found: Sequence[Sign], clock: Clock) -> bool:
    """Whether only an end is told: 'until 9:00' says nothing of when it began."""
    return before(found, Sign("clock", "", clock.start, clock.end), "until") is not None


def _is_ahead(found: Sequence[Sign], clock: Clock, prose: str) -> bool:
    """Whether it is when something will be or always is: 'tomorrow at 10', 'we open at 9'."""
    at = Sign("clock", "", clock.start, clock.end)
    near = signs.around(found, at, _LATER)
    return any(
        _CLAUSE.search(prose, min(sign.end, clock.end), max(sign.start, clock.start)) is None
        for sign in near
        if sign.kind == "later" and not _is_part_of_day(near, sign)
    )


def _is_part_of_day(near: Sequence[Sign], later: Sign) -> bool:
    """'esta mañana a las 10' was today, though 'mañana a las 10' is to come."""
    return any(sign.start < later.start < sign.end for sign in near if sign.kind in {"part", "day"})


def _until(local: datetime, best: Clock, end: Clock) -> datetime:
    """The end on the day of the beginning, on its half of the day, or after midnight."""
    day = datetime(local.year, local.month, local.day, tzinfo=local.tzinfo)
    until = day + timedelta(hours=end.hour, minutes=end.minute)
    if until <= local and best.half_day:
        until += _HALF_DAY
    return until if until > local else until + timedelta(days=1)


def _zone(found: Sequence[Sign], clock: Clock) -> str:
    """The zone named near a clock time, rather after it than before."""
    at = Sign("clock", "", clock.start, clock.end)
    near = [s for s in signs.around(found, at, NEAR) if s.kind == "zone"]
    following = [s for s in near if s.start >= clock.end]
    return next((s.value for s in (*following, *reversed(near))), "")


def _weight(found: Sequence[Sign], clock: Clock, zone: str) -> int:
    at = Sign("clock", "", clock.start, clock.end)
    near = {s.kind for s in signs.around(found, at, 25)}
    began = before(found, at, "since") is not None
    return clock.weight + 2 * began + bool(zone) + bool(near & {"day", "weekday", "date", "month"})


def _relative(found: Sequence[Sign], present: datetime, home: str) -> _Read | None:
    """A time that is counted back from now: 'há 20 minutos', 'vor einer halben Stunde'."""
    units = [sign for sign in found if sign.kind in {"unit", "half_hour"}][:_UNITS]
    for sign in units:
        span, first = _length(found, sign)
        later = _ago(found, sign, first)
        said = later or _counts_back(found, first)
        counted = first != sign or sign.kind == "half_hour" or later or after(found, sign, "number")
        if span and said and counted and span <= _LONGEST:
            extent = (min(first.start, said.start), max(sign.end, said.end))
            return _counted(present - span, home, *extent, NAMED)
    just_now = next((sign for sign in found if sign.kind == "now"), None)
    if just_now is None:
        return None
    return _counted(present, home, just_now.start, just_now.end, VAGUE)


def _ago(found: Sequence[Sign], sign: Sign, first: Sign) -> Sign | None:
    """'20 minutes ago', and 'минут 20 назад', where the number stands behind."""
    behind = after(found, sign, "number") if first == sign else None
    return after(found, behind or sign, "ago_after")


def _counts_back(found: Sequence[Sign], first: Sign) -> Sign | None:
    """'hace 20 minutos', and 'hace más o menos 20 minutos'."""
    about = before(found, first, "about")
    said = before(found, first, "ago_before")
    return said or (before(found, about, "ago_before") if about else None)


def _length(found: Sequence[Sign], sign: Sign) -> tuple[timedelta, Sign]:
    """The length of time that ends with a sign, and its first sign; zero for whole days."""
    if sign.kind == "half_hour":
        return timedelta(minutes=30), sign
    if sign.value == signs.DAY:
        return timedelta(0), sign
    number = before(found, sign, "number") or after(found, sign, "number")
    count = int(number.value) if number else 1
    first = number if number and number.start < sign.start else sign
    return count * timedelta(milliseconds=int(sign.value)), first


def _counted(moment: datetime, home: str, start: int, end: int, sure: float) -> _Read:
    """A time that needs no zone, shown in the browser's."""
    local = moment.astimezone(zones.of(home)).replace(second=0, microsecond=0)
    return _Read(local=local, zone=home, named=True, start=start, end=end, sure=sure)
