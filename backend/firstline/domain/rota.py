"""Who is on call, in which order, as data: what the rota file holds, checked (R05).

Nothing here reads a file or a clock: whoever asks says what time it is where the rota is kept. Its
arithmetic is on days of a calendar; moments and spans are the business of `clocks.py`.
"""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Struct

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE_DAY = 24 * 60
"""Minutes."""


class OnCall(Struct, frozen=True, forbid_unknown_fields=True):
    """A person. `address` is one that Apprise knows; it is a secret, so it may stand elsewhere."""

    address: str = ""


class Line(Struct, frozen=True, forbid_unknown_fields=True, rename={"begin": "from", "end": "to"}):
    """Who is called, one after the other, on these days between these times.

    Times that run past midnight belong to the day on which they begin. With `turn` the order
    moves on by one person every so many days, counted from `since`.
    """

    order: tuple[str, ...]
    days: tuple[Day, ...] = DAYS
    begin: str | int = "00:00"
    end: str | int = "24:00"
    turn: int = 0
    since: date | None = None

    def fits(self, there: datetime) -> date | None:
        """The day to which this moment belongs, if the line is in force then."""
        begin, end = minutes(self.begin), minutes(self.end)
        now, today = there.hour * 60 + there.minute, there.date()
        if begin < end:
            day = today if begin <= now < end else None
        else:
            day = today if now >= begin else _day_before(today) if now < end else None
        return day if day is not None and DAYS[day.weekday()] in self.days else None

    def in_line(self, day: date) -> tuple[str, ...]:
        """The people as they follow each other on this day."""
        if not self.turn or self.since is None:
            return self.order
        moved = (day - self.since).days // self.turn % len(self.order)
        return (*self.order[moved:], *self.order[:moved])


class Rota(Struct, frozen=True, forbid_unknown_fields=True):
    """The people by name, and the lines, of which the first that fits is in force."""

    zone: str
    people: dict[str, OnCall]
    rota: tuple[Line, ...]

    def in_line(self, there: datetime) -> tuple[str, ...]:
        """Who is called at this time in the rota's zone, one after the other; maybe nobody."""
        for line in self.rota:
            if (day := line.fits(there)) is not None:
                return line.in_line(day)
        return ()


def minutes(time: str | int) -> int:
    """Minutes since midnight of '08:30'. YAML reads an unquoted 20:30 as that number itself.

    Raises msgspec.ValidationError.
    """
    if isinstance(time, int):
        found = time
    else:
        hour, colon, minute = time.partition(":")
        whole = colon and hour.isdecimal() and minute.isdecimal() and int(minute) < 60  # noqa: PLR2004 - minutes
        found = int(hour) * 60 + int(minute) if whole else -1
    if not 0 <= found <= WHOLE_DAY:
        raise msgspec.ValidationError(f"expected a time such as 08:30, not `{time}`")
    return found


def parse(data: Any) -> Rota:
    """A rota from plain data; raises msgspec.ValidationError, which names the place."""
    rota = msgspec.convert(data, Rota)
    _check_zone(rota.zone)
    for number, line in enumerate(rota.rota):
        _check_line(line, rota, f"$.rota[{number}]")
    _check_whole(rota)
    return rota


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"expected a zone such as Europe/Berlin, not `{zone}` - at `$.zone`"
        raise msgspec.ValidationError(message) from error


def _check_line(line: Line, rota: Rota, place: str) -> None:
    if not line.order:
        raise msgspec.ValidationError(f"expected somebody - at `{place}.order`")
    for person in line.order:
        if person not in rota.people:
            expected = ", ".join(rota.people)
            message = f"expected one of {expected}, not `{person}` - at `{place}.order`"
            raise msgspec.ValidationError(message)
    for name, time in (("from", line.begin), ("to", line.end)):
        try:
            minutes(time)
        except msgspec.ValidationError as error:
            raise msgspec.ValidationError(f"{error} - at `{place}.{name}`") from error
    if line.turn < 0 or bool(line.turn) != (line.since is not None):
        message = f"expected `turn` in days together with `since`, a date - at `{place}`"
        raise msgspec.ValidationError(message)


def _check_whole(rota: Rota) -> None:
    """Support runs round the clock (R05): a week without a gap."""
    monday = datetime(2024, 1, 1)  # noqa: DTZ001 - any week, in no zone
    for minute in range(7 * WHOLE_DAY):
        moment = monday + timedelta(minutes=minute)
        if all(line.fits(moment) is None for line in rota.rota):
            when = f"{DAYS[moment.weekday()]} {moment:%H:%M}"
            raise msgspec.ValidationError(f"expected somebody on {when} - at `$.rota`")


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
