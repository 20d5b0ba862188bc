"""Times that a system wrote or a person copied: with their date, or as a number (R23)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from firstline.intake.led import Led
from firstline.intake.prose import Extent

from . import zones

_ISO = re.compile(
    r"(\d(?<![\w-].)\d{3}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?)(?:[.,]\d{1,9})?"
    r"(?:\s?(Z\b|[+-]\d\d:?\d\d\b))?"
)


_TO = re.compile(
    r"[^\w\n]{0,3}(?:[A-Z]{2,4}\s{1,2})?(?:-|–|—|to|until|till|bis|até|ate|hasta|до|по|a)\s{0,3}"
    r"(?:(\d{4}-[01]\d-[0-3]\d)[T ])?([0-2]?\d:[0-5]\d)(?![\d-])"
)
_LOGGED = re.compile(
    r"(\d(?<![\w-].)\d?)[/ -]([A-Z][a-z]{2})[/ -](\d{4})[: ]([0-2]\d:[0-5]\d:[0-5]\d)"
    r"(?:\s?([+-]\d{4}|GMT|UTC)\b)?"
)
"""'25/Nov/2026:11:31:07 +0100' of an access log, '25 Nov 2026 11:31:07 GMT' of a header."""
_EPOCH = Led(
    ("'timestamp", '"timestamp', "ts=", "time=", "timestamp=", "epoch="),
    re.compile(
        r"(?:[\"']timestamp[\"']\s{0,4}:\s{0,4}|\b(?:ts|time|timestamp|epoch)=)"
        r"[\"']?(1[5-9]\d{8})(?:\d{3})?(?!\d)"
    ),
)
"""The seconds or milliseconds of a webhook's payload, or of a log."""
_BESIDE = 40  # characters behind a time in which its zone stands
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class End(NamedTuple):
    """When it was over, and the place of the words for it, as far as that of its beginning."""

    local: datetime
    start: int
    end: int


class Read(NamedTuple):
    """A time as understood; `named` says whether its zone was in the text.

    Its place runs over what it was put together from, day, clock and zone, as `over` says. `until`
    is when it was over, where that was said.
    """

    local: datetime
    zone: str
    named: bool
    start: int
    end: int
    sure: float
    until: End | None = None


def over(text: str, at: Extent, *used: Extent) -> Extent:
    """The place of a time, widened over what it was read with on other lines.

    Each line may be another message, and the time goes with either (R52). What stands beside it in
    its own line stays out of its place: who takes back '9:00' in 'yesterday, not 9:00 but 10:00'
    keeps the day.
    """
    start, end = at
    apart = [one for one in used if "\n" in text[min(one[0], start) : max(one[1], end)]]
    return min((start, *(one[0] for one in apart))), max((end, *(one[1] for one in apart)))


def first(text: str, home: str, sure: float) -> Read | None:
    """The first time of a text in whatever form a system writes it."""
    return dated(text, home, sure) or next(_others(text, home, sure), None)


def dated(text: str, home: str, sure: float) -> Read | None:
    """The first time written with its date: '2026-11-22T09:00:00Z', '2026-11-22 09:00 BRT'."""
    for found in _ISO.finditer(text):
        named, place = _zone(text, found)
        try:
            local = datetime.fromisoformat(found[1]).replace(tzinfo=zones.of(named or home))
        except ValueError:  # the 31st of February
            continue
        place = over(text, found.span(), place)
        until = _written_until(text, found, local, place)
        return Read(local, named or home, bool(named), *place, sure, until)
    return None


def _zone(text: str, found: re.Match[str]) -> tuple[str, Extent]:
    """The zone named in a time or beside it, and its place; that of the time if there is none."""
    if found[2]:
        return zones.offset(found[2]), found.span()
    behind = text[found.end() : found.end() + _BESIDE]
    beside = behind.lstrip(" (")
    begins = found.end() + len(behind) - len(beside)
    for named, (start, end) in zones.find(beside):
        return named, (begins + start, begins + end)
    return "", found.span()


def _written_until(text: str, found: re.Match[str], local: datetime, place: Extent) -> End | None:
    """The end of '2026-11-22 09:00 - 10:30'."""
    to = _TO.match(text, found.end())
    if to is None:
        return None
    try:
        until = datetime.fromisoformat(f"{to[1] or local.date()} {to[2]:0>5}")
    except ValueError:
        return None
    until = until.replace(tzinfo=local.tzinfo)
    return End(until, *over(text, place, to.span(2))) if until > local else None


def _others(text: str, home: str, sure: float) -> Iterator[Read]:
    """The times of access logs, of headers and of payloads."""
    for found in _LOGGED.finditer(text):
        if found[2] in _MONTHS:
            month = _MONTHS.index(found[2]) + 1
            named = zones.offset(found[5]) if found[5] else ""
            try:
                local = datetime.fromisoformat(
                    f"{found[3]}-{month:02}-{int(found[1]):02} {found[4]}"
                )
            except ValueError:  # the 31st of February
                continue
            local = local.replace(tzinfo=zones.of(named or home))
            yield Read(local, named or home, bool(named), *found.span(), sure)
    for found in _EPOCH.finditer(text):
        local = datetime.fromtimestamp(int(found[1]), UTC).astimezone(zones.of(home))
        yield Read(local, home, True, *found.span(), sure)  # noqa: FBT003 - its zone is known
