"""The day of a clock time: 'gestern', '22/11', '3 de maio', 'on Friday', or none at all."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from .clocks import NEAR, Clock, after, before
from .signs import DAY, Sign, around

_AHEAD = timedelta(minutes=10)  # what lies further ahead than a clock may be wrong is past
_DAY = timedelta(days=1)
_DAYS, _MONTHS, _YEAR, _MIDNIGHT = 31, 12, 365, 24
_SHORT, _CENTURY = 100, 2000  # '26 is 2026


class Day(NamedTuple):
    """A day, and the signs that name it."""

    date: date
    named_by: tuple[Sign, ...]


def resolve(
    found: Sequence[Sign], clock: Clock, here: datetime, zone: tzinfo, *, month_first: bool
) -> tuple[datetime, Sequence[Sign]]:
    """The moment of a clock time in its zone, and the signs that name its day.

    It is on the day named near the clock time, else the last such time, of which no sign tells.
    `here` is the present; `month_first` says how '3/4' is read where both readings exist.
    """
    present = here.astimezone(zone)
    at = Sign("clock", "", clock.start, clock.end)
    days = (
        (sign, _day(found, sign, present, month_first=month_first))
        for sign in around(found, at, NEAR)
    )
    near = [(sign, day) for sign, day in days if day]
    closest = min(near, key=lambda pair: _distance(pair[0], clock), default=None)
    if closest:
        day = closest[1]
        return _at(day.date, clock, zone), day.named_by
    today = _at(present.date(), clock, zone)
    return (today if today <= present + _AHEAD else _at(present.date() - _DAY, clock, zone)), ()


def _day(found: Sequence[Sign], sign: Sign, present: datetime, *, month_first: bool) -> Day | None:
    today = present.date()
    match sign.kind:
        case "day" if "-" in sign.value:
            return _named(_date(*map(int, sign.value.split("-"))), sign)
        case "day":
            return _named(today - int(sign.value) * _DAY, sign)
        case "weekday":
            return _named(today - (today.weekday() - int(sign.value)) % 7 * _DAY, sign)
        case "unit":
            return _days_back(found, sign, today)
        case "date":
            return _named(_figures(sign.value, today, month_first=month_first), sign)
        case "month":
            return _worded(found, sign, today)
        case _:
            return None


def _named(day: date | None, *signs: Sign | None) -> Day | None:
    return Day(day, tuple(sign for sign in signs if sign)) if day else None


def _days_back(found: Sequence[Sign], sign: Sign, today: date) -> Day | None:
    """'2 days ago', 'há 2 dias', 'vor 2 Tagen'."""
    number = before(found, sign, "number")
    if sign.value != DAY or not number:
        return None
    said = after(found, sign, "ago_after") or before(found, number, "ago_before")
    if said is None or int(number.value) >= _YEAR:
        return None
    return _named(today - int(number.value) * _DAY, number, sign, said)


def _figures(written: str, today: date, *, month_first: bool) -> date | None:
    """'22/11', '22.11.2026', '11/22/26'."""
    numbers = [int(part) for part in written.replace("/", ".").split(".") if part]
    first, second, *year = numbers
    if first > _MONTHS or (second <= _MONTHS and not (month_first and "/" in written)):
        first, second = second, first
    return _past(first, second, year[0] if year else None, today)


def _worded(found: Sequence[Sign], sign: Sign, today: date) -> Day | None:
    """'3 de maio de 2026', 'November 21', '21. November'."""
    days = [s for s in around(found, sign, 6) if s.kind in {"number", "date"} and _is_figure(s)]
    number = next((s for s in days if 1 <= int(s.value) <= _DAYS), None)
    year = next(
        (s for s in around(found, sign, 12) if s.value.isdigit() and len(s.value) == len("2026")),
        None,
    )
    if number is None:
        return None
    day = _past(int(sign.value) + 1, int(number.value), int(year.value) if year else None, today)
    return _named(day, number, sign, year)


def _is_figure(sign: Sign) -> bool:
    """'10 dez' is a date, and 'dez pras nove' is no day of December."""
    return sign.value.isdigit() and sign.end - sign.start == len(sign.value)


def _past(month: int, day: int, year: int | None, today: date) -> date | None:
    """The date; without a year the latest one that is not ahead."""
    if year is not None:
        return _date(year + _CENTURY if year < _SHORT else year, month, day)
    this = _date(today.year, month, day)
    return this if this is None or this <= today + _DAY else _date(today.year - 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the 31st of February, the year 0
        return None


def _at(day: date, clock: Clock, zone: tzinfo) -> datetime:
    if clock.hour == _MIDNIGHT:
        return datetime.combine(day + _DAY, time(0, clock.minute), zone)
    return datetime.combine(day, time(clock.hour, clock.minute), zone)


def _distance(sign: Sign, clock: Clock) -> int:
    return max(sign.start - clock.end, clock.start - sign.end, 0)
