"""When it happened: the exact time with its zone, in words or figures (R23).

A time is exact when it names the minute or the hour, or counts minutes or hours back. 'Yesterday'
alone is not. A zone that is named counts; else the browser's does, and the value says so by
putting it in parentheses.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from firstline.domain.context import Finding
from firstline.domain.moment import Moment
from firstline.intake.prose import Extent

from . import clocks, days, lengths, signs, stamps, zones
from .clocks import NEAR, Clock, after, before
from .signs import Sign
from .stamps import End, Read

NAMED, ASSUMED, LOGGED, VAGUE = 0.9, 0.8, 0.6, 0.6
"""How sure a time is: with its zone, with the browser's, out of pasted lines, 'just now'."""

_HALF_DAY = timedelta(hours=12)
_CLAUSE = re.compile(r"[.!?;]\s|[,\n\"„“”«»]")
_DENIED = 8  # characters between 'not' and the clock time that it was not
_LATER = 45  # characters between a clock time and the words that put it off
_LINK = 4  # characters between a day, a link and a clock time: ' de ', ' la '
_DAYS = ("day", "weekday")
_REFINED = 20  # characters between 'just before four' and '(15:58)', 'the first' and its time
_QUARTER, _HALF_HOUR, _TWELVE_HOURS = 15, 30, 720  # minutes
_NOON = 12
_DASH = re.compile(r"\s?[-–—]\s?")


def find(text: str, prose: str, *, now: Moment, zone: str, language: str) -> list[Finding]:
    """The best exact time of a message, and until when it went on, if that is said.

    `prose` is the text with what was pasted blanked. `zone` is the browser's, an IANA name; an
    unknown one counts as UTC.
    """
    read = _best(text, prose, now=now, zone=zone, language=language)
    return list(_findings(read)) if read else []


def _best(text: str, prose: str, *, now: Moment, zone: str, language: str) -> Read | None:
    home = zone if zones.known(zone) else "UTC"
    present = datetime.fromtimestamp(now / 1000, UTC)
    if written := stamps.dated(prose, home, NAMED):
        return written
    for spoken in dict.fromkeys((language, "en")):
        found = signs.find(prose, spoken)
        month_first = spoken == "en" and home.startswith("America/")
        read = _clock(found, prose, present, home, month_first=month_first)
        if read := read or _relative(found, present, home):
            return read
    named = dict(reversed(list(zones.find(prose))))  # 'the server is on UTC'
    if len(named) != 1:
        return stamps.first(text, home, LOGGED)
    [(clock_of_log, place)] = named.items()
    if not (read := stamps.first(text, clock_of_log, LOGGED)):
        return None
    start, end = stamps.over(text, (read.start, read.end), place)
    return read._replace(start=start, end=end)


def _findings(read: Read) -> Iterator[Finding]:
    yield _finding(read, "time", End(read.local, read.start, read.end))
    if read.until is not None:
        yield _finding(read, "until", read.until)


def _finding(read: Read, what: str, at: End) -> Finding:
    shown = read.zone if read.named else f"({read.zone})"
    return Finding(
        what=what,
        value=f"{at.local:%Y-%m-%d %H:%M} {shown}",
        start=at.start,
        end=at.end,
        sure=read.sure if read.named else min(read.sure, ASSUMED),
        moment=int(at.local.timestamp() * 1000),
        zone=read.zone,
    )


def _clock(
    found: Sequence[Sign], prose: str, present: datetime, home: str, *, month_first: bool
) -> Read | None:
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
    meant = _without_denied(found, list(starts), prose)
    meant = [clock for clock in meant if _is_first(found, clock, prose)] or meant
    candidates = [(clock, _zone(found, ends.get(clock, clock))) for clock in meant]
    if not candidates:
        return None
    best, zone = max(candidates, key=lambda pair: _weight(found, *pair))
    end = ends.get(best)
    used = [best.part, zone]
    if end and (said := _said_of_the_end(found, best, end)):
        best = best._replace(hour=best.hour + 12)
        used.append(said)
    own = [sign for sign in found if not (end and _belongs_to_end(sign, best, end))]
    there = zones.of(zone.value if zone else home)
    local, named_by = days.resolve(own, best, present, there, month_first=month_first)
    if best.half_day and local + _HALF_DAY <= present:
        local += _HALF_DAY
    used += named_by
    end = end or _told_apart(found, every, best, local, present)
    place = _over(prose, best, *used)
    until = None
    if end:
        until = End(_until(local, best, end), *_over(prose, best, *used, end, end.part))
    return Read(local, zone.value if zone else home, bool(zone), *place, NAMED, until)


def _over(prose: str, clock: Clock, *used: Sign | Clock | None) -> Extent:
    """The place of a clock time, widened over what it was read with on other lines."""
    others = ((one.start, one.end) for one in used if one)
    return stamps.over(prose, (clock.start, clock.end), *others)


def _said_of_the_end(found: Sequence[Sign], best: Clock, end: Clock) -> Sign | None:
    """The 'pm' behind the end that holds for the beginning, too: 'from 5:30 to 5:45 PM'."""
    said = after(found, Sign("clock", "", end.start, end.end), "pm")
    minutes = (end.hour - best.hour - 12) * 60 + end.minute - best.minute
    return said if best.hour < _NOON and minutes >= 0 else None


def _belongs_to_end(sign: Sign, best: Clock, end: Clock) -> bool:
    """Whether a day between both is the end's: 'from 23:40 until today 01:15'."""
    between = best.end <= sign.start and sign.end <= end.start
    return between and sign.kind in _DAYS and sign.start - best.end > end.start - sign.end


def _told_apart(
    found: Sequence[Sign], every: Sequence[Clock], best: Clock, local: datetime, present: datetime
) -> Clock | None:
    """The end that is told later: 'it began at 0:20 and nothing came through until 0:55'."""
    closing = (clock for clock in every if clock.start >= best.end and _closes(found, clock))
    return next((clock for clock in closing if _until(local, best, clock) <= present), None)


def _end(found: Sequence[Sign], clock: Clock, every: Sequence[Clock], prose: str) -> Clock | None:
    """The clock time up to which it went on: 'from 9 to 10', 'zwischen 9 und 10 Uhr'."""
    here = Sign("clock", "", clock.start, _past_day(found, clock.end))
    joint = after(found, here, "until", "and_until")
    if joint and joint.kind == "and_until" and not before(found, here, "between"):
        return None
    dash = _DASH.match(prose, clock.end)
    begins = joint.end if joint else dash.end() if dash else None
    if begins is None:
        return None
    begins = _past_day(found, begins)
    return next((other for other in every if 0 <= other.start - begins <= _LINK), None)


def _past_day(found: Sequence[Sign], end: int) -> int:
    """The place behind the day that stands there: 'between 23:15 yesterday and today 01:30'."""
    near = signs.around(found, Sign("clock", "", end, end), _LINK + 1)
    days_ = [s for s in near if s.kind in _DAYS and 0 <= s.start - end <= _LINK]
    return max((s.end for s in days_), default=end)


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


def _without_denied(found: Sequence[Sign], starts: list[Clock], prose: str) -> list[Clock]:
    """Without what it was not: 'not at 15:10, it was 15:50', and what is then told exactly."""
    rough = {clock for clock in starts for exact in starts if _refines(exact, clock)}
    meant = [c for c in starts if c not in rough and not _is_denied(found, c, prose)]
    return meant or starts


def _refines(exact: Clock, rough: Clock) -> bool:
    """Whether a clock time only says more exactly what one before it said about."""
    apart = abs((exact.hour - rough.hour) * 60 + exact.minute - rough.minute) % _TWELVE_HOURS
    near = min(apart, _TWELVE_HOURS - apart) < _QUARTER and rough.minute % _HALF_HOUR == 0
    return near and exact != rough and 0 < exact.start - rough.end <= _REFINED


def _is_denied(found: Sequence[Sign], clock: Clock, prose: str) -> bool:
    at = Sign("clock", "", clock.start, clock.end)
    return any(
        sign.kind == "denied"
        and 0 <= clock.start - sign.end <= _DENIED
        and _CLAUSE.search(prose, sign.end, clock.start) is None
        for sign in signs.around(found, at, 2 * _DENIED)
    )


def _is_first(found: Sequence[Sign], clock: Clock, prose: str) -> bool:
    """Whether it is said to be the first of several: 'the first try was at 14:05'."""
    at = Sign("clock", "", clock.start, clock.end)
    return any(
        sign.kind == "first"
        and max(clock.start - sign.end, sign.start - clock.end) <= _REFINED
        and _CLAUSE.search(prose, min(sign.end, clock.end), max(sign.start, clock.start)) is None
        for sign in signs.around(found, at, _LATER)
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


def _zone(found: Sequence[Sign], clock: Clock) -> Sign | None:
    """The zone named near a clock time, rather after it than before."""
    at = Sign("clock", "", clock.start, clock.end)
    near = [s for s in signs.around(found, at, NEAR) if s.kind == "zone"]
    following = [s for s in near if s.start >= clock.end]
    return next(iter((*following, *reversed(near))), None)


def _weight(found: Sequence[Sign], clock: Clock, zone: Sign | None) -> int:
    at = Sign("clock", "", clock.start, clock.end)
    near = {s.kind for s in signs.around(found, at, 25)}
    began = before(found, at, "since") is not None
    return clock.weight + 2 * began + bool(zone) + bool(near & {"day", "weekday", "date", "month"})


def _relative(found: Sequence[Sign], present: datetime, home: str) -> Read | None:
    """A time that is counted back from now: 'há 20 minutos', 'vor anderthalb Stunden'."""
    if length := lengths.back(found):
        return _counted(present - length.span, home, length.start, length.end, NAMED)
    just_now = next((sign for sign in found if sign.kind == "now"), None)
    if just_now is None:
        return None
    return _counted(present, home, just_now.start, just_now.end, VAGUE)


def _counted(moment: datetime, home: str, start: int, end: int, sure: float) -> Read:
    """A time that needs no zone, shown in the browser's."""
    local = moment.astimezone(zones.of(home)).replace(second=0, microsecond=0)
    return Read(local=local, zone=home, named=True, start=start, end=end, sure=sure)
