"""When it happened: the exact time with its zone, in words or figures (R23).

A time is exact when it names the minute or the hour, or counts minutes or hours back. 'Yesterday'
alone is not. A zone that is named counts; else the browser's does, and the value says so by
putting it in parentheses.
"""

import re
from collections.abc import Sequence
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


class _Read(NamedTuple):
    """A time as understood; `named` says whether its zone was in the text."""

    local: datetime
    zone: str
    named: bool
    start: int
    end: int
    sure: float


def find(text: str, prose: str, *, now: Moment, zone: str, language: str) -> Finding | None:
    """The best exact time of a message; `prose` is its text with what was pasted blanked.

    `zone` is the browser's, an IANA name; an unknown one counts as UTC.
    """
    home = zone if zones.known(zone) else "UTC"
    present = datetime.fromtimestamp(now / 1000, UTC)
    if written := _written(prose, home, NAMED):
        return _finding(written)
    for spoken in dict.fromkeys((language, "en")):
        found = signs.find(prose, spoken)
        month_first = spoken == "en" and home.startswith("America/")
        read = _clock(found, prose, present, home, month_first=month_first)
        if read := read or _relative(found, present, home):
            return _finding(read)
    pasted = _written(text, home, LOGGED)
    return _finding(pasted) if pasted else None


def zone_is_assumed(finding: Finding) -> bool:
    """Whether a time's zone was taken from the browser and not from the text."""
    return finding.value.endswith(")")


def _finding(read: _Read) -> Finding:
    shown = read.zone if read.named else f"({read.zone})"
    return Finding(
        what="time",
        value=f"{read.local:%Y-%m-%d %H:%M} {shown}",
        start=read.start,
        end=read.end,
        sure=read.sure if read.named else min(read.sure, ASSUMED),
        moment=int(read.local.timestamp() * 1000),
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
        return _Read(local, named or home, bool(named), *found.span(), sure)
    return None


def _clock(
    found: Sequence[Sign], prose: str, present: datetime, home: str, *, month_first: bool
) -> _Read | None:
    """The clock time that most speaks for: the first one with 'since', a day, a zone."""
    candidates = [(clock, _zone(found, clock)) for clock in clocks.find(found, prose)]
    if not candidates:
        return None
    best, zone = max(candidates, key=lambda pair: _weight(found, *pair))
    local = days.resolve(found, best, present, zones.of(zone or home), month_first=month_first)
    if best.half_day and local + _HALF_DAY <= present:
        local += _HALF_DAY
    return _Read(local, zone or home, bool(zone), best.start, best.end, NAMED)


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
        later = after(found, sign, "ago_after")
        said = later or before(found, first, "ago_before")
        counted = first != sign or sign.kind == "half_hour" or later
        if span and said and counted and span <= _LONGEST:
            extent = (min(first.start, said.start), max(sign.end, said.end))
            return _counted(present - span, home, *extent, NAMED)
    just_now = next((sign for sign in found if sign.kind == "now"), None)
    if just_now is None:
        return None
    return _counted(present, home, just_now.start, just_now.end, VAGUE)


def _length(found: Sequence[Sign], sign: Sign) -> tuple[timedelta, Sign]:
    """The length of time that ends with a sign, and its first sign; zero for whole days."""
    if sign.kind == "half_hour":
        return timedelta(minutes=30), sign
    if sign.value == signs.DAY:
        return timedelta(0), sign
    number = before(found, sign, "number")
    count = int(number.value) if number else 1
    return count * timedelta(milliseconds=int(sign.value)), number or sign


def _counted(moment: datetime, home: str, start: int, end: int, sure: float) -> _Read:
    """A time that needs no zone, shown in the browser's."""
    local = moment.astimezone(zones.of(home)).replace(second=0, microsecond=0)
    return _Read(local=local, zone=home, named=True, start=start, end=end, sure=sure)
